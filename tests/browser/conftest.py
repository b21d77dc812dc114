import pytest

from tests.browser.portal import running_portal
from tests.browser.sight import Sight, chromium


@pytest.fixture(scope="session")
def portal(worker_id, tmp_path_factory):
    """The portal, running for the browsers of this worker."""
    with running_portal(f"browser_{worker_id}", tmp_path_factory.mktemp("documents")) as portal:
        yield portal


@pytest.fixture(scope="session")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def windows(browser, portal):
    """A window for each way of looking; kept open, so that the titles it has met are remembered."""
    opened = {}

    def window(language="sv", width=1280, scheme="light", **more):
        how = (language, width, scheme, *more.items())
        if how not in opened:
            opened[how] = Sight(browser, portal, language, width, scheme, **more)
        return opened[how]

    yield window
    for sight in opened.values():
        sight.close()
