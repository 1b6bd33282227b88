// The page: asks what the acting person sees, draws it, and sends what they do.
import { el } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { paintAvatars, renderMessages } from "./messages.js";
import { showModal } from "./modals.js";
import { refreshGit } from "./git.js";

const $ = (id) => document.getElementById(id);
let me = new URLSearchParams(location.search).get("as") ?? "U07MAYASNR";
let state = null;
let channel = null;
let thread = null;
let tab = "channel";
const seen = new Map();

async function post(action, fields) {
  const answer = await fetch(`/play/${action}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ as: me, ...fields }),
  });
  const body = await answer.json();
  if (body.notice) toast(body.notice);
  if (!body.ok) toast(body.error);
  await refresh();
  return body;
}

let toastTimer;
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 6000);
}

function names() {
  return {
    me,
    person: (id) => state.people.find((person) => person.id === id)?.name ?? id,
    channel: (id) => state.channels.find((item) => item.id === id)?.name ?? id,
  };
}

function context() {
  return {
    me, names: names(), people: new Map(state.people.map((person) => [person.id, person])),
    click: (message, action) => post("click", { channel, ts: message.ts, action }),
    react: (message, name, adding) => post("reaction", { channel, ts: message.ts, name, adding }),
    shortcut: (message, callback) => post("shortcut", { channel, ts: message.ts, callback }),
    remove: (message) => post("delete", { channel, ts: message.ts }),
    openThread: (ts) => { thread = ts; draw(); $("thread").scrollTop = $("thread").scrollHeight; },
  };
}

function draw() {
  if (!state) return;
  const places = state.channels.filter((item) => item.joined);
  if (!places.some((item) => item.id === channel)) channel = places[0]?.id;
  const here = places.find((item) => item.id === channel);
  if (tab === "channel") seen.set(channel, here.messages.length);
  drawSidebar(places);
  $("channel-pane").hidden = tab !== "channel";
  $("home-pane").hidden = tab !== "home";
  $("git-pane").hidden = tab !== "git";
  $("thread-pane").hidden = tab !== "channel" || !thread;
  $("channel-name").textContent = `${here.is_private ? "◆" : "#"} ${here.name}`;
  $("channel-topic").textContent = here.topic;
  $("composer-text").placeholder = `Message #${here.name}: /codehealer help, @codehealer why …`;
  const top = here.messages.filter((message) => !message.thread_ts || message.thread_ts === message.ts);
  renderMessages($("messages"), top, context(), false);
  if (thread) {
    const all = here.messages.filter((message) => message.ts === thread || message.thread_ts === thread);
    renderMessages($("thread"), all, context(), true);
  }
  drawHome();
  showModal(state.view, names(), {
    act: (action) => post("click", { action }),
    close: (view) => post("close", { view: view.id }),
    submit: async (view, values) => (await post("submit", { view: view.id, values })).errors,
  });
  paintAvatars(document);
}

function drawSidebar(places) {
  $("channels").replaceChildren(...places.map((item) => {
    const unread = item.id !== channel && seen.has(item.id) && seen.get(item.id) < item.messages.length;
    const active = tab === "channel" && item.id === channel;
    return el("li", {}, el("button", {
      type: "button", class: `place${active ? " active" : ""}${unread ? " unread" : ""}`, "data-test": "channel", "data-channel": item.name,
      onclick: () => { channel = item.id; thread = null; show("channel"); },
    }, `${item.is_private ? "◆" : "#"} ${item.name}`));
  }));
  $("app-home").classList.toggle("active", tab === "home");
  $("git-tab").classList.toggle("active", tab === "git");
  if ($("person").options.length === 0) {
    $("person").append(...state.people.filter((person) => person.kind !== "bot")
      .map((person) => el("option", { value: person.id }, `${person.name} (${person.title})`)));
    $("person").value = me;
  }
}

let homeHash = "";
function drawHome() {
  const hash = state.home?.hash ?? "none";
  if (hash === homeHash) return;
  homeHash = hash;
  $("home").replaceChildren(state.home
    ? renderBlocks(state.home.blocks, names(), (action) => post("click", { action }))
    : el("p", {}, "CodeHealer has not published this tab yet."));
}

function show(name) {
  tab = name;
  draw();
  if (name === "home") post("home", {});
  if (name === "git") refreshGit(post, toast);
  if (name === "channel") $("messages").scrollTop = $("messages").scrollHeight;
}

async function refresh() {
  const version = state ? state.version : "";
  const answer = await fetch(`/play/state?as=${encodeURIComponent(me)}&version=${version}`);
  if (answer.status === 200) {
    state = await answer.json();
    draw();
  }
  if (tab === "git") await refreshGit(post, toast);
}

function wire(form, field, send) {
  const submit = async () => {
    const text = $(field).value.trim();
    if (!text) return;
    $(field).value = "";
    await send(text);
  };
  $(form).addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  $(field).addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); submit(); }
  });
}

// A permalink: #C07…/p1700000000123456, and the thread it is in after another slash.
function followHash() {
  const [place, message, parent] = location.hash.slice(1).split("/");
  if (!message || !state) return;
  const dotted = (digits) => `${digits.slice(1, -6)}.${digits.slice(-6)}`;
  channel = place;
  tab = "channel";
  thread = parent ? dotted(parent) : null;
  draw();
  const node = document.querySelector(`[data-ts="${CSS.escape(dotted(message))}"]`);
  node?.scrollIntoView({ block: "center" });
  node?.classList.add("found");
}

wire("composer", "composer-text", (text) => post("message", { channel, text }));
wire("reply", "reply-text", (text) => post("message", { channel, thread, text }));
$("close-thread").addEventListener("click", () => { thread = null; draw(); });
$("app-home").addEventListener("click", () => show("home"));
$("git-tab").addEventListener("click", () => show("git"));
$("person").addEventListener("change", () => { me = $("person").value; state = null; homeHash = ""; thread = null; refresh().then(() => { if (tab === "home") show("home"); }); });
$("copy").addEventListener("click", () => navigator.clipboard.writeText($("commands").textContent).then(() => toast("Copied.")));
for (const button of document.querySelectorAll("[data-push]")) {
  button.addEventListener("click", async () => {
    $("push-state").textContent = "Pushing…";
    const answer = await post("push", { number: Number(button.dataset.push) });
    $("push-state").textContent = answer.ok ? `develop is at ${answer.commit.slice(0, 7)}` : answer.error;
  });
}
window.addEventListener("hashchange", followHash);

async function loop() {
  try {
    await refresh();
  } catch {
    toast("The playground does not answer.");
  }
  setTimeout(loop, 350);
}
await refresh();
$("messages").scrollTop = $("messages").scrollHeight;
followHash();
if (location.hash === "#git" || location.hash === "#home") show(location.hash.slice(1));
loop();
