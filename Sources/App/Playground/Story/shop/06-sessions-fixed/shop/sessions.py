"""Names for carts that nobody can guess twice the same way."""

import hashlib
import secrets


def new_session():
    return secrets.token_urlsafe(24)


def fingerprint(token):
    """What is stored of a session instead of the session itself."""
    return hashlib.sha256(token.encode()).hexdigest()
