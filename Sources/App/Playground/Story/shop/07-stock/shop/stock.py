def reserve(connection, sku, quantity):
    """Takes pieces off the shelf; False where there are not enough."""
    cursor = connection.execute(
        "UPDATE products SET stock = stock - ? WHERE sku = ? AND stock >= ?", (quantity, sku, quantity)
    )
    return cursor.rowcount == 1
