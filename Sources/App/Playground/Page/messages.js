// Messages of a channel and of a thread.
import { el } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { emoji, mrkdwn } from "./mrkdwn.js";

const drawn = new WeakMap();

function clock(ts) {
  return new Date(Number(ts.split(".")[0]) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

function day(ts) {
  return new Date(Number(ts.split(".")[0]) * 1000).toLocaleDateString("en", { weekday: "long", day: "numeric", month: "long" });
}

// Redraws only what changed, and stays at the end where the reader is there.
export function renderMessages(holder, messages, context, inThread) {
  const atEnd = holder.scrollHeight - holder.scrollTop - holder.clientHeight < 80;
  const old = drawn.get(holder) ?? new Map();
  const next = new Map();
  const nodes = [];
  let lastDay = "";
  for (const message of messages) {
    const today = day(message.ts);
    if (today !== lastDay && !inThread) nodes.push(el("div", { class: "day" }, today));
    lastDay = today;
    const key = JSON.stringify(message) + context.me;
    const kept = old.get(message.ts);
    const node = kept?.key === key ? kept.node : messageNode(message, context, inThread);
    next.set(message.ts, { key, node });
    nodes.push(node);
  }
  drawn.set(holder, next);
  holder.replaceChildren(...nodes);
  if (atEnd) holder.scrollTop = holder.scrollHeight;
}

function messageNode(message, context, inThread) {
  const person = context.people.get(message.user) ?? { name: message.user, color: "#888", handle: "?" };
  const fromApp = Boolean(message.bot_id);
  const body = el("div", { class: `body${fromApp && message.blocks ? " app-message" : ""}` });
  if (message.is_ephemeral) body.append(el("div", { class: "only-you", "data-test": "only-you" }, "◉ Only visible to you"));
  body.append(el("div", { class: "who" }, el("b", {}, person.name), fromApp ? el("span", { class: "badge" }, "App") : null,
    person.kind === "guest" ? el("span", { class: "badge" }, "Guest") : null, el("time", {}, clock(message.ts))));
  const content = message.blocks && fromApp
    ? renderBlocks(message.blocks, context.names, (action) => context.click(message, action))
    : el("div", { class: "text" }, ...mrkdwn(message.text, context.names));
  if (message.edited && !fromApp) content.append(el("span", { class: "edited" }, "(edited)"));
  body.append(content);
  if (message.reactions) body.append(reactions(message, context));
  if (message.reply_count && !inThread) {
    body.append(el("button", { type: "button", class: "replies", "data-test": "open-thread", onclick: () => context.openThread(message.ts) },
      `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`));
  }
  const ephemeral = message.is_ephemeral ? " ephemeral" : "";
  return el("article", { class: `message${ephemeral}`, "data-test": "message", "data-ts": message.ts, "data-from": person.handle },
    el("div", { class: "avatar", "data-color": person.color, "aria-hidden": "true" }, fromApp ? "✚" : person.name.slice(0, 1)),
    body, message.is_ephemeral ? null : tools(message, context, inThread));
}

function reactions(message, context) {
  return el("div", { class: "reactions" }, ...message.reactions.map((reaction) => {
    const mine = reaction.users.includes(context.me);
    return el("button", { type: "button", class: mine ? "mine" : "", "aria-label": `${reaction.name}, ${reaction.count}`,
      onclick: () => context.react(message, reaction.name, !mine) }, `${emoji(reaction.name)} ${reaction.count}`);
  }));
}

function tools(message, context, inThread) {
  const check = "white_check_mark";
  const done = message.reactions?.find((item) => item.name === check)?.users.includes(context.me) ?? false;
  return el("div", { class: "tools" },
    el("button", { type: "button", "aria-label": "React with a check mark", onclick: () => context.react(message, check, !done) }, "✔"),
    inThread ? null : el("button", { type: "button", "data-test": "reply-in-thread", onclick: () => context.openThread(message.ts) }, "Reply"),
    el("button", { type: "button", "data-test": "why", onclick: () => context.shortcut(message, "why") }, "Why?"),
    el("button", { type: "button", "data-test": "save-fix", onclick: () => context.shortcut(message, "save_fix") }, "Save as proven fix"),
    message.user === context.me && !message.bot_id
      ? el("button", { type: "button", onclick: () => context.remove(message) }, "Delete") : null);
}

// The content policy allows no style attributes; a property set by script is allowed.
export function paintAvatars(root) {
  for (const node of root.querySelectorAll("[data-color]")) node.style.background = node.dataset.color;
}
