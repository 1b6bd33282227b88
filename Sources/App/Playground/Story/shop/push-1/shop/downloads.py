"""Manuals that customers download."""

import os

from flask import Blueprint, jsonify, request

downloads = Blueprint("downloads", __name__)
MANUALS = "/srv/shop/manuals"


@downloads.get("/manuals")
def manual():
    path = os.path.join(MANUALS, request.args["name"])
    with open(path, encoding="utf-8") as handle:
        return jsonify(text=handle.read())
