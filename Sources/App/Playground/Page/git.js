// The Git side.
import { diffNode, el } from "./dom.js";

let version = "";
const open = new Set();

export async function refreshGit(post, toast) {
  const state = await (await fetch("/play/git")).json();
  const now = `${state.version} ${state.deliveries.map((item) => item.id + item.outcome).join()}`;
  if (now === version) return;
  version = now;
  document.getElementById("git-web").href = state.web;
  document.getElementById("pulls").replaceChildren(...state.pulls.map((pull) => pullNode(pull, state)));
  document.getElementById("commits").replaceChildren(...state.commits.map((commit) =>
    el("li", {}, el("code", {}, commit.sha.slice(0, 7)), el("span", {}, commit.title, " · ", commit.author))));
  document.getElementById("deliveries").replaceChildren(...state.deliveries.map((item) =>
    el("li", {}, el("code", {}, item.outcome), el("span", {}, `${item.event} · ${item.summary}`),
      el("button", { type: "button", "aria-label": `Redeliver ${item.event}`, onclick: async () => {
        const answer = await post("redeliver", { delivery: item.id });
        toast(answer.status ? `The bot answered ${answer.status}.` : "The bot did not answer.");
      } }, "Redeliver"))));
}

const visible = (markdown) => markdown.replace(/<!--.*?-->/gs, "").trim();

function pullNode(pull, state) {
  const node = el("details", { class: "pull", "data-test": "pull", "data-number": pull.number, "data-state": pull.state },
    el("summary", {}, el("span", { class: `state ${pull.state}` }, pull.state), el("b", {}, `#${pull.number} ${pull.title}`),
      el("small", {}, `${pull.fork ? pull.fork + ":" : ""}${pull.head} → ${pull.base} · ${pull.author}`)),
    el("div", { class: "inside" },
      el("a", { href: `${state.web}/pull/${pull.number}`, target: "_blank", rel: "noopener" }, "Open on the stand-in GitHub ↗"),
      el("p", { class: "text" }, pull.body), diffNode(pull.diff ?? ""),
      ...pull.comments.map((comment) => el("p", { class: "text" }, `${comment.author}: ${comment.body}`)),
      ...pull.reviews.flatMap((review) => [
        el("p", { class: "text", "data-test": "review" }, `${review.author} reviewed: ${visible(review.body)}`),
        ...review.comments.map((comment) => el("pre", { class: "suggestion", "data-test": "suggestion" },
          `${comment.path}, ${comment.from === comment.to ? `line ${comment.to}` : `lines ${comment.from} to ${comment.to}`}\n${comment.body}`)),
      ])));
  node.open = open.has(pull.number);
  node.addEventListener("toggle", () => (node.open ? open.add(pull.number) : open.delete(pull.number)));
  return node;
}
