import hashlib
import hmac
import random
import secrets

import jwt
from Crypto.Cipher import AES, DES
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from hashlib import sha1


def digests(text, key):
    # ruleid: python.cryptography.weak-hash
    hashlib.md5(text.encode()).hexdigest()
    # ruleid: python.cryptography.weak-hash
    sha1(text)
    # ruleid: python.cryptography.weak-hash
    hashlib.new("md5", text)
    # ruleid: python.cryptography.weak-hash
    hashes.SHA1()
    # ruleid: python.cryptography.weak-hash
    hmac.new(key, text, hashlib.md5)
    # ok: python.cryptography.weak-hash
    hashlib.sha256(text.encode()).hexdigest()
    # ok: python.cryptography.weak-hash
    hashlib.md5(text, usedforsecurity=False)
    # ok: python.cryptography.weak-hash
    hashlib.new("sha256", text)
    # ok: python.cryptography.weak-hash
    hmac.new(key, text, hashlib.sha256)


def ciphers(key, nonce):
    # ruleid: python.cryptography.weak-cipher
    DES.new(key, DES.MODE_CBC, nonce)
    # ruleid: python.cryptography.weak-cipher
    algorithms.TripleDES(key)
    # ok: python.cryptography.weak-cipher
    algorithms.AES(key)
    # ruleid: python.cryptography.ecb-mode
    AES.new(key, AES.MODE_ECB)
    # ruleid: python.cryptography.ecb-mode
    modes.ECB()
    # ok: python.cryptography.ecb-mode, python.cryptography.weak-cipher
    AES.new(key, AES.MODE_GCM, nonce=nonce)
    # ok: python.cryptography.ecb-mode
    modes.GCM(nonce)


def draws(user, alphabet):
    # ruleid: python.cryptography.predictable-random
    token = "".join(random.choice(alphabet) for _ in range(32))
    # ruleid: python.cryptography.predictable-random
    user.reset_code = random.randint(100000, 999999)
    # ok: python.cryptography.predictable-random
    token = secrets.token_urlsafe(32)
    # ok: python.cryptography.predictable-random
    colour = random.choice(["red", "green"])


def make_password(alphabet):
    # ruleid: python.cryptography.predictable-random
    return "".join(random.choices(alphabet, k=12))


def make_password_well(alphabet):
    # ok: python.cryptography.predictable-random
    return "".join(secrets.choice(alphabet) for _ in range(12))


def keys():
    # ruleid: python.cryptography.short-rsa-key
    rsa.generate_private_key(public_exponent=65537, key_size=1024)
    # ok: python.cryptography.short-rsa-key
    rsa.generate_private_key(public_exponent=65537, key_size=3072)


def tokens(token, key):
    # ruleid: python.cryptography.jwt-unverified
    jwt.decode(token, options={"verify_signature": False})
    # ruleid: python.cryptography.jwt-unverified
    jwt.decode(token, key, verify=False)
    # ok: python.cryptography.jwt-unverified
    jwt.decode(token, key, algorithms=["RS256"])
