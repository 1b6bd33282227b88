"""Invoices as text, with a mark that shows whether one was changed."""

import hashlib


def render(order, lines):
    rows = [f"{line['quantity']:>4} x {line['sku']:<12} {line['price']:>8}" for line in lines]
    return "\n".join([f"Invoice {order['id']}", *rows])


def seal(invoice):
    return hashlib.md5(invoice.encode()).hexdigest()
