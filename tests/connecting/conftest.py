from contextlib import ExitStack

import pytest

from tests.connecting.name_server import name_server


@pytest.fixture(scope="session")
def _servers():
    with ExitStack() as running:
        yield [running.enter_context(name_server()) for _ in range(3)]


@pytest.fixture
def name_servers(_servers):
    """Three name servers that know nothing yet."""
    for one in _servers:
        one.says.clear()
        one.fails.clear()
        one.asked.clear()
    return _servers
