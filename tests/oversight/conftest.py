import pytest

from tests.oversight.rows import Rows


@pytest.fixture
def rows(given):
    return Rows(given)
