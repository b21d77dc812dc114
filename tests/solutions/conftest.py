import pytest

from tests.test_requests.cast import Cast


@pytest.fixture
def cast(given, db):
    return Cast(given, db)
