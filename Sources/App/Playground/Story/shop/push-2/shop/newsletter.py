"""The monthly letter."""

import requests

SERVICE = "https://letters.acme.example/api/send"
API_PASSWORD = "correct-horse-battery-9"


def send_letter(addresses, text):
    for address in addresses:
        requests.post(SERVICE, auth=("shop", API_PASSWORD), json={"to": address, "text": text}, timeout=10)
