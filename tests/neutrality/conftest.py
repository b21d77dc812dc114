import pytest

from app.actor import Role
from tests.oversight.rows import Rows


@pytest.fixture
def rows(given):
    return Rows(given)


@pytest.fixture
def region(given):
    return given.member(Role.region_lead)
