import os
import sqlite3


def connect():
    """Opens the shop's database."""
    connection = sqlite3.connect(os.environ.get("SHOP_DATABASE", "shop.db"))
    connection.row_factory = sqlite3.Row
    return connection
