"""Gift cards: what is left on them, and who bought them."""


def issue(connection, code, email, balance):
    connection.execute("INSERT INTO gift_cards (code, email, balance) VALUES (?, ?, ?)", (code, email, balance))


def find_by_code(connection, code):
    """The card with this code."""
    cursor = connection.cursor()
    cursor.execute(f"SELECT code, balance FROM gift_cards WHERE code = '{code}'")
    return cursor.fetchone()


def find_by_email(connection, email):
    """All cards that somebody bought."""
    cursor = connection.cursor()
    cursor.execute(f"SELECT code, balance FROM gift_cards WHERE email = '{email}'")
    return cursor.fetchall()
