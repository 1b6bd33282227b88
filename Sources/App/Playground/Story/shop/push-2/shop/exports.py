"""Files that the bookkeeper fetches."""

import os

from flask import Blueprint, request, send_file

exports = Blueprint("exports", __name__)
FOLDER = "/srv/shop/exports"


@exports.get("/exports")
def export():
    target = os.path.join(FOLDER, request.args["file"])
    return send_file(target)
