import pytest

from tests.conversations.town import Town
from tests.telling.conftest import Worker, office, worker

__all__ = ["Worker", "office", "worker"]


@pytest.fixture
def town(given):
    return Town(given)
