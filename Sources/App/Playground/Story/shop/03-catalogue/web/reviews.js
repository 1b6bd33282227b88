export function renderStars(node, stars) {
  node.textContent = "★".repeat(stars) + "☆".repeat(5 - stars);
  node.setAttribute("aria-label", `${stars} of 5 stars`);
}
