"""Files that the bookkeeper fetches."""

import os

from flask import Blueprint, jsonify, request

exports = Blueprint("exports", __name__)
FOLDER = "/srv/shop/exports"


@exports.get("/exports")
def export():
    target = os.path.join(FOLDER, request.args["file"])
    with open(target, encoding="utf-8") as source:
        return jsonify(rows=source.read().splitlines())
