"""The catalogue."""


def all_products(connection):
    rows = connection.execute("SELECT sku, name, price, stock FROM products ORDER BY name")
    return [dict(row) for row in rows]


def is_available(connection, sku, quantity):
    row = connection.execute("SELECT stock FROM products WHERE sku = ?", (sku,)).fetchone()
    return row is not None and row["stock"] >= quantity
