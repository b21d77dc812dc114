"""What emergency access is tested with: the same browsers, devices and post as passkeys."""

import pytest

from app.actor import Role
from app.emergency import actions
from app.people import queries as people
from tests.passkeys.conftest import asked, browser, post, worker  # noqa: F401 - fixtures
from tests.passkeys.device import Device

ENROL = "/en/drift/nodatkomst/nyckel"


@pytest.fixture
def runs_it(given):
    """Someone who runs the portal and is signed in as always."""
    return given.member(Role.platform_admin, of=given.region(), name="Pia Plattform", email="pia@region.example")


@pytest.fixture
def named(db, given, browser, asked):  # noqa: F811
    """`named("Anna")` is one of the two people who open the portal in an emergency, with a passkey added on the way
    that the command on the server opens."""

    def named(name):
        rescuer, code = actions.name_for_platform(db, given.region().id, name, f"{name.lower()}@region.example")
        db.commit()
        device, one = Device(), browser()
        one.opens(ENROL)
        one.posts(ENROL, code=f" {code[:8].lower()}-{code[8:]} ")
        said = device.makes(asked(one.page))
        one.posts(ENROL + "/ny", code=code, label="Stick", credential=said)
        assert one.sees("The passkey is added"), one.page.text
        device.member, device.code = people.any_membership(db, rescuer.membership_id), code
        return device

    return named
