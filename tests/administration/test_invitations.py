"""Inviting several at once, and what becomes of each (ux.md 2.11)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.activity.models import Mail
from app.actor import Role
from app.administration.jobs import write_invitation
from app.administration.models import Invitation
from app.database import now
from app.people.models import Membership, MembershipStatus
from app.sign_in.models import DomainStatus, SignInDomain
from app.sign_in.secrets import fingerprint
from app.worker import desk


@pytest.fixture
def town(given):
    town = given.organisation("Storbro kommun")
    given.saved(SignInDomain(organisation_id=town.id, domain="storbro.example", status=DomainStatus.verified))
    return town


@pytest.fixture
def admin(given, town):
    return given.member(Role.organisation_admin, of=town, name="Ada Admin", email="ada@storbro.example")


def invites(visit, admin, addresses):
    page = visit(as_=admin).opens("/administration/personer").follows("Invite people")
    page.fills("Email addresses", addresses).chooses("Unit contact").fills("Greeting (optional)", "Hej!")
    return page.presses("Send the invitations")


def written(db, site, settings):
    """What the worker does with each invitation; twice, for a worker can be killed in between."""
    db.expire_all()
    for _ in range(2):
        for one in db.scalars(select(Invitation)).all():
            write_invitation(db, str(one.id), desk=desk(site, settings))
    db.commit()
    return db.scalars(select(Mail)).all()


def test_each_address_has_its_own_result(visit, db, admin):
    page = invites(visit, admin, "Ny@storbro.example\nada@storbro.example; utanfor@annan.example\nny@storbro.example")
    assert "ny@storbro.example Invitation sent" in page.text
    assert "ada@storbro.example Already has an account" in page.text
    assert "utanfor@annan.example is outside storbro.example. The region must approve this person." in page.text
    standing = dict(db.execute(select(Membership.status, Membership.id).where(Membership.id != admin.id)).all())
    assert set(standing) == {MembershipStatus.invited, MembershipStatus.proposed}


def test_what_is_no_address_is_said_and_kept(visit, admin):
    page = invites(visit, admin, "ny@storbro.example\nhär är inget")
    assert page.status == 422
    assert "“här” is not an email address." in page.text
    assert "här är inget" in page.html.find(id="f-emails").text
    assert invites(visit, admin, "\n".join(f"a{n}@storbro.example" for n in range(51))).status == 422


def test_the_link_works_once_for_seven_days_and_its_key_is_kept_nowhere_but_in_the_letter(
    visit, db, site, settings, admin
):
    invites(visit, admin, "ny@storbro.example")
    (mail,) = written(db, site, settings)
    assert mail.to_address == "ny@storbro.example"
    assert "Hej!" in mail.text
    key = re.search(r"/inbjudan/(\S+)", mail.text)[1]
    invitation = db.scalars(select(Invitation)).one()
    assert invitation.token_hash == fingerprint(key)
    page = visit().opens(f"/inbjudan/{key}")
    assert "Ada Admin asks you to act for Storbro kommun here." in page.text
    assert visit().opens("/inbjudan/nagot-annat").status == 404
    with clock.at(now() + timedelta(days=8)):
        assert visit().opens(f"/inbjudan/{key}").status == 404
    member = db.get_one(Membership, invitation.membership_id)
    member.status = MembershipStatus.active
    db.commit()
    assert visit().opens(f"/inbjudan/{key}").status == 404


def test_the_region_approves_those_from_outside_and_then_the_letter_goes(visit, db, site, settings, given, admin):
    region = given.member(Role.region_lead)
    invites(visit, admin, "utanfor@annan.example")
    assert written(db, site, settings) == []
    member = db.scalars(select(Membership).where(Membership.status == MembershipStatus.proposed)).one()
    page = visit(as_=region).opens("/administration").follows("One person waits for your approval.").follows("utanfor")
    page.presses("Approve utanfor")
    assert "Nobody waits for your approval." in page.text
    assert visit(as_=region).opens(f"/administration/personer/{member.id}").status == 404  # their own business again
    assert [mail.to_address for mail in written(db, site, settings)] == ["utanfor@annan.example"]


def test_a_newcomer_is_welcomed_and_says_what_they_are_called(visit, db, given, town):
    member = given.member(Role.unit_contact, of=town, name="kim.karlsson")
    page = visit(as_=member).opens("/valkommen")
    page.fills("Your name", "K").presses("Begin")
    assert page.status == 422
    page.fills("Your name", "Kim Karlsson").chooses("English").presses("Begin")
    assert "Kim Karlsson" in page.html.find("header").text
