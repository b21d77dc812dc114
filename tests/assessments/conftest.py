import pytest

from tests.assessments.scene import Scene


@pytest.fixture
def scene(given):
    return Scene(given)
