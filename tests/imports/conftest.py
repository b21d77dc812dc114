import pytest

from tests.grants.money import Money


@pytest.fixture
def money(given):
    return Money(given)
