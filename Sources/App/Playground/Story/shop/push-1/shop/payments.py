"""The bank's side of an order."""

import requests

GATEWAY = "https://payments.acme.example/v2"


def payment_state(payment_id):
    url = f"{GATEWAY}/payments/{payment_id}"
    response = requests.get(url, timeout=10, verify=False)
    response.raise_for_status()
    return response.json()["state"]
