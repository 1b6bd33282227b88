// Dialogs: the view on top of a person's stack.
import { el } from "./dom.js";
import { renderBlocks } from "./blocks.js";

let shown = null;

// Draws the view unless it is the one already there: typing must not be lost to a redraw.
export function showModal(view, names, handlers) {
  const veil = document.getElementById("modal");
  const key = view ? `${view.id} ${view.hash}` : null;
  if (key === shown) return;
  shown = key;
  veil.replaceChildren();
  veil.hidden = !view;
  if (!view) return;
  const inputs = view.blocks.filter((block) => block.type === "input");
  const content = el("div", { class: "content" });
  for (const block of view.blocks) {
    content.append(block.type === "input" ? input(block) : renderBlocks([block], names, handlers.act));
  }
  const close = () => handlers.close(view);
  const form = el("form", { class: "dialog", role: "dialog", "aria-modal": "true", "aria-label": view.title.text, "data-test": "modal" },
    el("header", {}, el("h2", {}, view.title.text), el("button", { type: "button", "aria-label": "Close", onclick: close }, "✕")),
    content,
    el("footer", {},
      el("button", { type: "button", class: "button", "data-test": "modal-cancel", onclick: close }, view.close?.text ?? "Cancel"),
      view.submit ? el("button", { type: "submit", class: "button primary", "data-test": "modal-submit" }, view.submit.text) : null));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = {};
    for (const block of inputs) values[block.block_id] = form.elements.namedItem(block.block_id)?.value ?? "";
    showErrors(form, inputs, await handlers.submit(view, values));
  });
  veil.append(form);
  form.querySelector("select, input, textarea")?.focus();
}

function input(block) {
  const item = block.element;
  const id = `input-${block.block_id}`;
  const attributes = { id, name: block.block_id, "data-test": "modal-input", "data-block": block.block_id };
  let field;
  if (item.type === "static_select" || item.type === "radio_buttons") {
    field = el("select", attributes, el("option", { value: "" }, item.placeholder?.text ?? "Select an option"),
      ...(item.options ?? []).map((option) => el("option", { value: option.value }, option.text.text)));
    field.value = item.initial_option?.value ?? "";
  } else {
    field = el(item.multiline ? "textarea" : "input", { ...attributes, placeholder: item.placeholder?.text, maxlength: item.max_length });
    field.value = item.initial_value ?? "";
  }
  return el("div", { class: "input" },
    el("label", { for: id }, block.label.text, block.optional ? el("span", {}, " (optional)") : null), field,
    block.hint ? el("div", { class: "note" }, block.hint.text) : null, el("div", { class: "problem", "data-test": "modal-error" }));
}

function showErrors(form, inputs, errors) {
  for (const block of inputs) {
    const field = form.elements.namedItem(block.block_id);
    const holder = field?.closest(".input");
    const problem = errors?.[block.block_id] ?? "";
    holder?.classList.toggle("wrong", problem !== "");
    if (holder) holder.querySelector(".problem").textContent = problem;
  }
}
