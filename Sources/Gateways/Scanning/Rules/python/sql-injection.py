import sqlite3
from django.db.models.expressions import RawSQL
from flask import request

TABLE = "users"


def formatted(cursor, name, ids):
    # ruleid: python.sql-injection.string-format
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
    # ruleid: python.sql-injection.string-format
    cursor.execute("SELECT * FROM users WHERE name = '{}'".format(name))
    # ruleid: python.sql-injection.string-format
    cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")
    # ruleid: python.sql-injection.string-format
    cursor.execute("DELETE FROM users WHERE name = '" + name + "'")
    query = "UPDATE users SET active = 0 WHERE name = '%s'" % (name,)
    # ruleid: python.sql-injection.string-format
    cursor.execute(query)
    insert = """
        INSERT INTO users (name) VALUES ('{0}')
    """
    # ruleid: python.sql-injection.string-format
    cursor.executemany(insert.format(name), [])
    # ok: python.sql-injection.string-format
    cursor.execute("SELECT * FROM users WHERE name = %s", (name,))
    # ok: python.sql-injection.string-format
    cursor.execute("SELECT * FROM users WHERE name = ?" + " LIMIT 1", (name,))
    # ok: python.sql-injection.string-format
    cursor.execute(f"SELECT * FROM {TABLE} WHERE name = ?", (name,))
    marks = ", ".join("?" for _ in ids)
    # ok: python.sql-injection.string-format
    cursor.execute("SELECT * FROM users WHERE id IN (%s)" % marks, ids)
    # ok: python.sql-injection.string-format
    cursor.execute("SELECT * FROM users WHERE id IN ({})".format(",".join("?" * len(ids))), ids)
    # ok: python.sql-injection.string-format
    cursor.execute(f"SELECT * FROM users WHERE id IN ({marks})", ids)
    # ok: python.sql-injection.string-format
    cursor.execute("SELECT * FROM users LIMIT " + str(int(name)))
    # ok: python.sql-injection.string-format
    logger.info("select the user %s" % name)


def from_request(connection):
    name = request.args["name"]
    # ruleid: python.sql-injection.request-data
    connection.execute(name)
    # ruleid: python.sql-injection.request-data, python.sql-injection.string-format
    connection.execute("SELECT * FROM users WHERE name = '" + name + "'")
    # ok: python.sql-injection.request-data
    connection.execute("SELECT * FROM users WHERE name = ?", (name,))
    # ok: python.sql-injection.request-data, python.sql-injection.string-format
    connection.execute("SELECT * FROM users WHERE id = %d" % int(request.args["id"]))


def django_raw(name):
    # ruleid: python.sql-injection.django-raw
    User.objects.raw("SELECT * FROM auth_user WHERE username = '%s'" % name)
    # ruleid: python.sql-injection.django-raw
    User.objects.extra(where=["username = '" + name + "'"])
    # ruleid: python.sql-injection.django-raw
    RawSQL(f"username = '{name}'", [])
    # ok: python.sql-injection.django-raw
    User.objects.raw("SELECT * FROM auth_user WHERE username = %s", [name])
    # ok: python.sql-injection.django-raw
    User.objects.extra(where=["username = %s"], params=[name])
