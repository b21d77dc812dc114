from itertools import product

import pytest

from tests.browser.county import PEOPLE
from tests.browser.examples import examples, forms
from tests.browser.portal import running_portal
from tests.browser.sight import Sight

WAYS = {"sv": (1280, "light"), "en": (320, "dark")}
"""How each language is looked at in an ordinary run; `--full` looks in every way, as everyone."""


def pytest_generate_tests(metafunc):
    full = metafunc.config.getoption("--full")
    if {"example", "who", "width", "scheme"} <= set(metafunc.fixturenames):
        ways = [WAYS[metafunc.module.LANGUAGE]]
        seen = [(example, example.who, *way) for example in examples() for way in ways]
        if full:
            seen = list(product(examples(), ("visitor", *PEOPLE), (1280, 320), ("light", "dark")))
        names = [f"{one}-{who}-{width}-{scheme}" if full else str(one) for one, who, width, scheme in seen]
        metafunc.parametrize(("example", "who", "width", "scheme"), seen, ids=names)
    elif "form" in metafunc.fixturenames:
        chosen = forms() if full else list({one.route: one for one in reversed(forms())}.values())[::-1]
        metafunc.parametrize("form", chosen, ids=str)


@pytest.fixture(scope="session")
def portal(worker_id, tmp_path_factory):
    """The portal, running for the browsers of this worker. Who changes something in it starts one of their own."""
    with running_portal(f"browser_{worker_id}", tmp_path_factory.mktemp("documents")) as portal:
        yield portal


@pytest.fixture(scope="module")
def windows(chromium, portal):
    """A window for each way of looking; kept open, so that the titles it has met are remembered."""
    opened = {}

    def window(language="sv", width=1280, scheme="light", **more):
        how = (language, width, scheme, *more.items())
        if how not in opened:
            opened[how] = Sight(chromium, portal, language, width, scheme, **more)
        return opened[how]

    yield window
    for sight in opened.values():
        sight.close()


@pytest.fixture(scope="module")
def changing_portal(worker_id, tmp_path_factory):
    """One that is thrown away afterwards."""
    with running_portal(f"changed_{worker_id}", tmp_path_factory.mktemp("documents")) as portal:
        yield portal
