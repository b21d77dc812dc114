from contextlib import ExitStack, closing
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from app.database import now
from app.saml import connections, metadata, own_metadata, pairs
from app.saml.believing import PERSISTENT, Expected, believe, receive
from app.saml.connections import Given as GivenBy
from app.saml.connections import Wanted
from app.saml.library import question
from app.saml.metadata import REDIRECT
from app.saml.models import KeyStatus, KeyUse, OwnKey
from app.saml.parties import Ourselves, Theirs, Wish
from app.sign_in.models import ConnectionStatus
from app.sign_in.tokens import Distrust
from tests.saml import federation, simplesaml
from tests.saml.browser import SamlBrowser
from tests.saml.simplesaml import Person, running
from tests.sign_in.conftest import member, reachable

__all__ = ["member", "reachable"]  # fixtures of the neighbours

ORIGIN = "https://testserver"
ASKED = "_0123456789abcdef"


@pytest.fixture(scope="session")
def provider(tmp_path_factory):
    """SimpleSAMLphp, where the machine has it."""
    if reason := simplesaml.why_not():
        pytest.skip(reason)
    with running(tmp_path_factory.mktemp("provider")) as provider:
        yield provider


@pytest.fixture(autouse=True)
def _behaves_again(request):
    """What a test told the provider to do holds for that test."""
    yield
    if "provider" in request.fixturenames and not simplesaml.why_not():
        provider = request.getfixturevalue("provider")
        provider.behaves()
        provider.signs_with(provider.pair)
        provider.has(simplesaml.PEOPLE)


@pytest.fixture
def person():
    """`person()` is a browser at the provider, signed in nowhere."""
    opened = []

    def person():
        opened.append(Person())
        return opened[-1]

    yield person
    for one in opened:
        one.close()


def about(ours, signing, opening):
    """Our metadata for one connection, as values."""
    return own_metadata.AboutUs(
        entity_id=ours.entity_id, acs=ours.acs, name="Testbädden & co", home=f"{ORIGIN}/",
        privacy=f"{ORIGIN}/integritet",
        support="support@testbed.example", signing=signing, opening=opening,
    )  # fmt: skip


@pytest.fixture(scope="session")
def house():
    """Our side of one connection, without a database."""
    signing, opening = pairs.new_pair("signing"), pairs.new_pair("opening")
    ours = Ourselves(
        f"{ORIGIN}/sso/one/metadata", f"{ORIGIN}/sso/one/acs", signing.certificate, signing.key, [opening.key]
    )
    us = about(ours, [pairs.body_of(signing.certificate)], [pairs.body_of(opening.certificate)])
    return SimpleNamespace(ours=ours, opening=opening, metadata=own_metadata.own_metadata(us))


@pytest.fixture(scope="session")
def theirs(provider):
    return Theirs(
        provider.entity_id,
        [provider.certificate],
        f"{provider.origin}/simplesaml/saml2/idp/SSOService.php",
        REDIRECT,
    )


SIGNED = {
    "both": {},
    "assertion": {"saml20.sign.response": False},
    "response": {"saml20.sign.assertion": False},
    "sealed": {"assertion.encryption": True},
}


@pytest.fixture(scope="session")
def answers(provider, house, theirs):
    """`answers("both")` is a genuine answer about Anna to the question ASKED, signed as the name says. Made once."""
    made = {}

    def answer(kind):
        if kind not in made:
            provider.knows(house.metadata)
            provider.behaves(**SIGNED[kind])
            asked = question(house.ours, theirs, ASKED, "state", Wish(name_format=PERSISTENT))
            browser = Person()
            made[kind] = browser.proves(asked.address)[1]["SAMLResponse"]
            browser.close()
        return made[kind]

    return answer


@pytest.fixture(scope="session")
def own_pairs():
    """Keys are made once: they take a second each."""
    return {"signing": pairs.new_pair("testserver"), "opening": pairs.new_pair("testserver")}


def keep_keys(db, means, own_pairs):
    """Make these the installation's own."""
    for use, pair in own_pairs.items():
        db.add(
            OwnKey(
                use=KeyUse(use), status=KeyStatus.current, certificate=pair.certificate,
                key_sealed=means.keyring.seal(pair.key, "saml_key"), ends_at=pairs.end_of(pair.certificate),
            )
        )  # fmt: skip
    db.commit()


@pytest.fixture
def own_keys(db, site, own_pairs):
    """The installation's keys, of this test's transaction."""
    keep_keys(db, site.state.sign_in, own_pairs)


@pytest.fixture
def door(db, given, site, provider, own_keys, browser, reachable):
    """`door("north")` is an organisation of that name whose people sign in at the provider; open, and known there."""
    reachable(provider.origin)
    known = []

    def door(name="north", *, described=None, given_by=None, organisation=None, **wanted):
        organisation = organisation or given.organisation(name.capitalize(), slug=name)
        read = described or metadata.read_metadata(provider.metadata(), plain_http=True)
        connection = connections.draft_connection(
            db, site.state.sign_in, organisation, read, Wanted(**wanted), given_by or GivenBy()
        )
        connection.status = ConnectionStatus.active
        db.commit()
        path = urlsplit(connection.client_id).path
        known.append(browser().opens(path).text)
        provider.knows(*known)
        return connection

    return door


@pytest.fixture
def browser(site):
    """`browser()` is a new one, with no cookies."""
    with ExitStack() as opened:
        yield lambda **headers: opened.enter_context(closing(SamlBrowser(site, headers)))


@pytest.fixture(scope="session")
def mdq(tmp_path_factory, provider, own_pairs):
    described = federation.scoped(provider.metadata().decode(), "north.example")
    with federation.running(tmp_path_factory.mktemp("federation"), own_pairs["signing"], described) as base:
        yield base


@pytest.fixture
def swamid(db, mdq, own_pairs):
    """A federation that is believed by its certificate."""
    made = connections.add_federation(db, "SWAMID", mdq, own_pairs["signing"].certificate, plain_http=True)
    db.commit()
    return made


@pytest.fixture
def judged(house, theirs):
    """`judged(answer)` is what we believe of it."""

    def judged(encoded, at=None, whom=None, **expected):
        wanted = Expected(**({"request_id": ASKED, "subject_source": "NameID"} | expected))
        return believe(house.ours, whom or theirs, receive(encoded), wanted, at or now())

    return judged


def refusal(judged, encoded, **expected):
    with pytest.raises(Distrust) as problem:
        judged(encoded, **expected)
    return problem.value.code
