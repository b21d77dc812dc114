"""The four locks that keep the development sign-in service out of production (sso.md 7.6)."""

import grimp
import pytest
from pydantic import ValidationError

from app.devidp.serving import NotHere, check_place, serve
from app.refusals import Refused
from app.schema import ROOT
from app.settings import Settings
from app.sign_in import connections
from app.sign_in.means import means_of
from app.sign_in.models import IdpConnection
from app.sign_in.outbound import Outbound, Unreachable
from tests.sign_in.browser import PORTAL
from tests.waiting import finished


@pytest.mark.parametrize("environment", ["production", "test", "", "Development"])
def test_lock_a_it_runs_in_development_only(environment, tmp_path):
    with pytest.raises(NotHere):
        check_place(environment, "127.0.0.1")
    with pytest.raises(NotHere):
        serve(environment, "127.0.0.1", 1, tmp_path)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::", "localhost", "example.com", ""])  # noqa: S104
def test_lock_a_it_listens_to_this_machine_only(host):
    with pytest.raises(NotHere):
        check_place("development", host)
    check_place("development", "127.0.0.1")
    check_place("development", "::1")


@pytest.mark.parametrize(
    "issuer",
    [
        "http://127.0.0.1:8001/town", "https://127.0.0.1/town", "https://localhost/town", "http://login.town.se",
        "https://login.town.example", "https://[::1]/town", "https://x.localhost/",
    ],
)  # fmt: skip
def test_lock_b_a_portal_in_production_refuses_such_a_connection(db, given, site, issuer):
    means = means_of(
        origin=PORTAL, keys={"k": b"k" * 32}, is_production=False, development_provider="http://127.0.0.1:1"
    )
    town = given.organisation()
    connections.refuse_unsafe(db)
    connection = connections.add(db, means, town.slug, issuer=issuer, client_id="portal", secret="s")
    with pytest.raises(Refused):
        connections.refuse_unsafe(db)
    connections.disable(db, connection.id)
    connections.refuse_unsafe(db)


def test_lock_b_does_not_take_the_name_of_a_saml_provider_for_an_address(db, given):
    """AD FS calls itself http://…/adfs/services/trust, and is as safe as any."""
    name = "http://fs.hallsberg.se/adfs/services/trust"
    given.saved(
        IdpConnection(
            organisation_id=given.organisation().id, name="AD FS", protocol="saml", status="active", issuer=name,
            client_id="",
        )
    )  # fmt: skip
    connections.refuse_unsafe(db)


def test_lock_b_a_portal_in_production_has_no_way_to_such_a_service():
    with pytest.raises(ValueError, match="production"):
        means_of(origin=PORTAL, keys={"k": b"k" * 32}, is_production=True, development_provider="http://127.0.0.1:1")
    means = means_of(origin=PORTAL, keys={"k": b"k" * 32}, is_production=True)
    assert means.outbound == Outbound(tls=means.outbound.tls)
    with pytest.raises(Unreachable):
        finished(means.outbound.get("http://127.0.0.1:8001/town"))
    with pytest.raises(ValidationError):
        Settings(development_identity_provider="http://127.0.0.1:8001", environment="production")


def test_lock_c_the_portal_does_without_it_and_the_image_leaves_it_out():
    graph = grimp.build_graph("app", cache_dir=None)
    users = {one.split(".")[1] for one in graph.modules if any(
        found.startswith("app.devidp") for found in graph.find_modules_directly_imported_by(one)
    )}  # fmt: skip
    assert users <= {"devidp", "commands"}
    assert "app/devidp" in (ROOT / ".dockerignore").read_text().splitlines()
