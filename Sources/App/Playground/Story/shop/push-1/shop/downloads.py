"""Manuals that customers download."""

import os

from flask import Blueprint, request, send_file

downloads = Blueprint("downloads", __name__)
MANUALS = "/srv/shop/manuals"


@downloads.get("/manuals")
def manual():
    path = os.path.join(MANUALS, request.args["name"])
    return send_file(path)
