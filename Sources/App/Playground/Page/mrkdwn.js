// Slack's mrkdwn, read into nodes.
import { el, link } from "./dom.js";

const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", rotating_light: "🚨", tada: "🎉", eyes: "👀",
  wave: "👋", pray: "🙏", heart: "❤️", "+1": "👍", thumbsup: "👍", "-1": "👎", ramen: "🍜", coffee: "☕", robot_face: "🤖",
  lock: "🔒", bug: "🐛", mag: "🔍", hammer_and_wrench: "🛠️", wrench: "🔧", bulb: "💡", memo: "📝", rocket: "🚀", fire: "🔥",
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵",
  white_circle: "⚪", hourglass: "◷", hourglass_flowing_sand: "⏳", speech_balloon: "💬", books: "📚", brain: "🧠",
  merged: "🟣", no_entry: "⛔", no_entry_sign: "🚫", information_source: "ℹ️", question: "❓", arrow_right: "➡️",
  sparkles: "✨", shield: "🛡️", adhesive_bandage: "🩹", thinking_face: "🤔", raised_hand: "✋", link: "🔗", clipboard: "📋",
};

// For a machine without an emoji font: signs that any text font has.
const PLAIN = {
  white_check_mark: "✔", heavy_check_mark: "✔", x: "✘", warning: "⚠", rotating_light: "⚠", tada: "★", eyes: "◉", wave: "☺",
  pray: "☺", heart: "♥", "+1": "▲", thumbsup: "▲", "-1": "▼", ramen: "☕", coffee: "☕", robot_face: "⚙", lock: "⚷", bug: "✱",
  mag: "⌕", hammer_and_wrench: "⚒", wrench: "⚒", bulb: "☼", memo: "✎", rocket: "➚", fire: "▲", hourglass: "◷",
  red_circle: "●", large_orange_circle: "●", large_yellow_circle: "●", large_green_circle: "●", large_blue_circle: "●",
  speech_balloon: "❝", books: "❐", brain: "✲", no_entry: "⊘", no_entry_sign: "⊘", information_source: "ℹ", sparkles: "✦",
  question: "?", arrow_right: "→", adhesive_bandage: "✚", shield: "◈", hourglass_flowing_sand: "◷", white_circle: "○",
};

// A missing sign is drawn as the same box as one that no font has.
const hasEmoji = (() => {
  const draw = (text) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 24;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.font = "18px sans-serif";
    pen.fillText(text, 0, 18);
    return pen.getImageData(0, 0, 24, 24).data.join();
  };
  return draw("\u{1F916}") !== draw("\u{1F389}");
})();

export function emoji(name) {
  return (hasEmoji ? EMOJI[name] : PLAIN[name] ?? EMOJI[name]) ?? `:${name}:`;
}

export function plain(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function mrkdwn(text, names) {
  const parts = text.split("```");
  const nodes = [];
  parts.forEach((part, index) => {
    if (index % 2 === 1) nodes.push(el("pre", { class: "fence" }, plain(part.replace(/^\n/, "").replace(/\n$/, ""))));
    else nodes.push(...prose(index > 0 ? part.replace(/^\n/, "") : part, names));
  });
  return nodes;
}

function prose(text, names) {
  const nodes = [];
  let quote = [];
  const flush = () => {
    if (quote.length) nodes.push(el("span", { class: "quote" }, ...spans(quote.join("\n"), names)));
    quote = [];
  };
  const lines = text.split("\n");
  lines.forEach((line, index) => {
    if (line.startsWith("&gt;")) {
      quote.push(line.replace(/^&gt; ?/, ""));
      return;
    }
    flush();
    nodes.push(...spans(line, names));
    if (index < lines.length - 1) nodes.push(document.createTextNode("\n"));
  });
  flush();
  return nodes;
}

const TOKEN = /(`[^`\n]+`)|<([^<>]+)>|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<![\w_])_([^_\n]+)_(?![\w_])|(?<![\w~])~([^~\n]+)~(?![\w~])|:([a-z0-9_+-]+):/g;

function spans(text, names) {
  const nodes = [];
  let last = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > last) nodes.push(document.createTextNode(plain(text.slice(last, match.index))));
    nodes.push(...token(match, names));
    last = match.index + match[0].length;
  }
  if (last < text.length) nodes.push(document.createTextNode(plain(text.slice(last))));
  return nodes;
}

function token([whole, code, control, bold, italic, strike, emojiName], names) {
  if (code) return [el("code", {}, plain(code.slice(1, -1)))];
  if (control) return [reference(control, names)];
  if (bold) return [el("b", {}, ...spans(bold, names))];
  if (italic) return [el("i", {}, ...spans(italic, names))];
  if (strike) return [el("s", {}, ...spans(strike, names))];
  return [document.createTextNode(emojiName ? emoji(emojiName) : whole)];
}

function reference(control, names) {
  const [target, label] = control.split("|");
  if (target.startsWith("@")) {
    const id = target.slice(1);
    return el("span", { class: `mention${id === names.me ? " self" : ""}` }, `@${names.person(id)}`);
  }
  if (target.startsWith("#")) return el("span", { class: "mention" }, `#${label || names.channel(target.slice(1))}`);
  if (target.startsWith("!")) return el("span", { class: "mention self" }, `@${label || target.slice(1).split("^")[0]}`);
  return link(plain(target), plain(label ?? target));
}
