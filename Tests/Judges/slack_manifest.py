"""Slack's own JSON schemas judge manifests.

usage: slack_manifest.py SCHEMA MANIFEST…      prints every problem; exits 1 where there is one
"""

import json
import pathlib
import sys

from jsonschema.validators import validator_for
from referencing import Registry, Resource


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def beside(address):
    """The schemas name each other by web addresses; they lie in one folder."""
    return Resource.from_contents(load(pathlib.Path(sys.argv[1]).parent / address.rsplit("/", 1)[-1]))


schema = load(sys.argv[1])
validator = validator_for(schema)(schema, registry=Registry(retrieve=beside))
problems = [f"{path}: {error.json_path} {error.message}"[:400]
            for path in sys.argv[2:] for error in validator.iter_errors(load(path))]
print("\n".join(problems) or "valid")
sys.exit(1 if problems else 0)
