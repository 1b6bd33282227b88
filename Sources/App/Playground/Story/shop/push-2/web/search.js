export function showQuery(heading, query) {
  heading.innerHTML = query.text;
}

export function showCount(node, count) {
  node.textContent = count === 1 ? "1 product" : `${count} products`;
}
