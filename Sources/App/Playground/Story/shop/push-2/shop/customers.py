"""Who buys here."""


def register(connection, email, name):
    connection.execute("INSERT INTO customers (email, name) VALUES (?, ?)", (email, name))


def find_by_city(connection, city):
    cursor = connection.cursor()
    cursor.execute(f"SELECT email, name FROM customers WHERE city = '{city}'")
    return cursor.fetchall()
