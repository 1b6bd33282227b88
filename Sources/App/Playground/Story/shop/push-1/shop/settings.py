"""Settings of a shop: currency, opening hours, who is told about orders."""

import yaml

DEFAULTS = {"currency": "EUR", "notify": [], "open": "08:00-20:00"}


def load_settings(path):
    with open(path, encoding="utf-8") as handle:
        loaded = yaml.load(handle)
    return {**DEFAULTS, **(loaded or {})}
