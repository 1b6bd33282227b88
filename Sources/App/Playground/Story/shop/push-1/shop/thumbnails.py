"""Small pictures for the catalogue."""

import logging
import shlex
import subprocess

log = logging.getLogger(__name__)
SIZES = {"list": 160, "page": 640}


def make_thumbnail(source, target, kind="list"):
    size = SIZES[kind]
    command = f"convert {source} -resize {size}x{size} {target}"
    log.info("making %s", shlex.quote(target))
    subprocess.check_call(command, shell=True)
    return target
