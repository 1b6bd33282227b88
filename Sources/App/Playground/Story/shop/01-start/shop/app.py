from flask import Flask, jsonify, request

from shop import cart, db, pricing

app = Flask(__name__)


@app.get("/cart/<int:cart_id>")
def show_cart(cart_id):
    with db.connect() as connection:
        lines = cart.lines(connection, cart_id)
    return jsonify(lines=lines, total=pricing.total(lines))


@app.post("/cart/<int:cart_id>/lines")
def add_line(cart_id):
    body = request.get_json()
    with db.connect() as connection:
        cart.add(connection, cart_id, body["sku"], int(body["quantity"]))
    return "", 204
