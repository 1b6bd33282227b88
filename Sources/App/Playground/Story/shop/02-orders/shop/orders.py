"""Orders: what was bought, by whom, and where it is."""


def create(connection, cart_id, email):
    cursor = connection.execute(
        "INSERT INTO orders (cart_id, email, state) VALUES (?, ?, 'new')", (cart_id, email)
    )
    return cursor.lastrowid


def find_by_email(connection, email):
    """Orders of one customer, newest first."""
    cursor = connection.cursor()
    cursor.execute(f"SELECT id, state FROM orders WHERE email = '{email}'")
    return cursor.fetchall()


def set_state(connection, order_id, state):
    connection.execute("UPDATE orders SET state = ? WHERE id = ?", (state, order_id))
