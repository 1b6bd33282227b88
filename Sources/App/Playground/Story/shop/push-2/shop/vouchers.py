"""Gift vouchers."""

import hashlib


def short_code(voucher):
    return hashlib.md5(voucher.encode()).hexdigest()[:8]
