import pytest

from tests.pilots.setting import Setting


@pytest.fixture
def setting(given):
    return Setting(given)
