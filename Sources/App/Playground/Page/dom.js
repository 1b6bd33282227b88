// Everything that is shown is made here, as nodes and text: no text of anybody is ever read as HTML.
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "onclick") node.addEventListener("click", value);
    else if (key === "class") node.className = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// Only web addresses become links; anything else, such as javascript:, stays text.
export function link(address, label) {
  const known = /^https?:\/\//i.test(address) || address.startsWith("mailto:");
  return known ? el("a", { href: address, target: "_blank", rel: "noopener" }, label) : document.createTextNode(label);
}

export function diffNode(text) {
  const rows = text.split("\n").filter((line, index, all) => line !== "" || index < all.length - 1);
  return el("div", { class: "diff", "data-test": "diff" }, ...rows.map((line) => {
    const head = /^(diff |index |--- |\+\+\+ |new file|deleted file|similarity|rename )/.test(line);
    const kind = head ? "head" : line.startsWith("@@") ? "hunk" : line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "";
    return el("span", { class: kind }, line || " ");
  }));
}
