import pytest

from tests.claims.asking import Asking


@pytest.fixture
def asking(given, tmp_path):
    asking = Asking(given)
    asking.folder = tmp_path
    return asking
