"""What a parcel costs, by country."""

import yaml


def read_rates(source):
    with open(source, encoding="utf-8") as stream:
        rates = yaml.load(stream)
    return {country: int(cents) for country, cents in rates.items()}
