def lines(connection, cart_id):
    """The lines of a cart, in the order in which they were added."""
    rows = connection.execute(
        "SELECT sku, quantity, price FROM cart_lines WHERE cart_id = ? ORDER BY id", (cart_id,)
    )
    return [dict(row) for row in rows]


def add(connection, cart_id, sku, quantity):
    if quantity < 1:
        raise ValueError("a line needs at least one piece")
    connection.execute(
        "INSERT INTO cart_lines (cart_id, sku, quantity, price) SELECT ?, sku, ?, price FROM products WHERE sku = ?",
        (cart_id, quantity, sku),
    )
