// Block Kit, rendered.
import { el, link } from "./dom.js";
import { emoji, mrkdwn, plain } from "./mrkdwn.js";

function textNodes(object, names) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, names);
  const text = object.emoji === false ? object.text : object.text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));
  return [document.createTextNode(text)];
}

// `act` is called with the action that Slack would send.
export function renderBlocks(blocks, names, act) {
  return el("div", { class: "blocks" }, ...blocks.map((block) => renderBlock(block, names, act)).filter(Boolean));
}

function renderBlock(block, names, act) {
  switch (block.type) {
    case "header": return el("div", { class: "block-header", role: "heading", "aria-level": "3" }, ...textNodes(block.text, names));
    case "section": return section(block, names, act);
    case "context":
      return el("div", { class: "block-context" }, ...block.elements.filter((item) => item.text !== undefined)
        .map((item) => el("span", {}, ...textNodes(item, names))));
    case "actions": return el("div", { class: "block-actions" }, ...block.elements.map((item) => element(item, block, act)));
    case "divider": return el("hr", { class: "block-divider" });
    case "markdown": return el("div", { class: "block-section" }, ...mrkdwn(block.text, names));
    case "rich_text": return richText(block);
    default: return null;
  }
}

function section(block, names, act) {
  const node = el("div", {});
  if (block.text) node.append(el("div", { class: "block-section" }, ...textNodes(block.text, names)));
  if (block.fields) {
    node.append(el("div", { class: "fields" }, ...block.fields.map((field) => el("div", {}, ...textNodes(field, names)))));
  }
  if (block.accessory) node.append(element(block.accessory, block, act));
  return node;
}

function element(item, block, act) {
  if (item.type !== "button") return el("span", {});
  const action = { type: "button", action_id: item.action_id, block_id: block.block_id ?? "b", text: item.text };
  if (item.value !== undefined) action.value = item.value;
  if (item.style) action.style = item.style;
  const node = el("button", {
    type: "button", class: `button ${item.style ?? ""}`, "data-test": "action", "data-action": item.action_id,
    "aria-label": item.accessibility_label,
  }, item.text.text);
  node.addEventListener("click", async () => {
    if (item.confirm && !window.confirm(plain(item.confirm.text.text))) return;
    if (item.url && /^https?:\/\//.test(item.url)) window.open(item.url, "_blank", "noopener");
    node.disabled = true;
    await act(action);
    node.disabled = false;
  });
  return node;
}

function richText(block) {
  return el("div", { class: "block-section" }, ...block.elements.map((part) => {
    const nodes = part.elements.map((item) => item.type === "link" ? link(item.url, item.text ?? item.url) : document.createTextNode(item.text ?? ""));
    return el(part.type === "rich_text_preformatted" ? "pre" : "span", part.type === "rich_text_preformatted" ? { class: "fence" } : {}, ...nodes);
  }));
}
