from decimal import Decimal

from shop import pricing


def test_total_adds_tax():
    assert pricing.total([{"price": "10.00", "quantity": 2}]) == Decimal("23.80")


def test_empty_cart_costs_nothing():
    assert pricing.total([]) == Decimal("0.00")
