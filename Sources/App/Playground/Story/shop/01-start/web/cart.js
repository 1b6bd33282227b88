import { euros } from "./format.js";

export function renderCart(list, lines) {
  list.replaceChildren();
  for (const line of lines) {
    const item = document.createElement("li");
    item.textContent = `${line.quantity} × ${line.sku}: ${euros(line.price)}`;
    list.append(item);
  }
}
