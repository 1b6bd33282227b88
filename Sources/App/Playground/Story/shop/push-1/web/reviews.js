export function renderStars(node, stars) {
  node.textContent = "★".repeat(stars) + "☆".repeat(5 - stars);
  node.setAttribute("aria-label", `${stars} of 5 stars`);
}

export function renderReview(list, review) {
  const item = document.createElement("li");
  const body = document.createElement("p");
  body.innerHTML = review.text;
  item.append(body);
  list.append(item);
}
