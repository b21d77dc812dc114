"""Somebody without an account is let in to one thing, to do one thing there: what they meet, what they never see, and
how it ends (docs/guests.md)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.activity.happenings import Happened
from app.activity.models import Event, Mail, Task
from app.actor import THE_CLOCK, Role
from app.audit import queries as audit
from app.challenges.models import ChallengeState
from app.conversations import queries as conversations
from app.conversations.models import Reach
from app.database import now, today
from app.errands import actions, queries
from app.errands.forms import ErrandForm, Reply, ReplyForm
from app.errands.inviting import LASTS
from app.errands.jobs import end_stays, forget_guests
from app.errands.models import Errand, ErrandState
from app.organisations.models import OrganisationKind
from app.people import actions as people_actions
from app.people import queries as people
from app.people.models import Membership, MembershipStatus, Source
from app.refusals import NotAllowed, Refused
from app.sign_in.models import DomainStatus, SignInDomain
from tests.conversations.town import Town
from tests.telling.conftest import Worker, office, worker

__all__ = ["Worker", "office", "worker"]
DAY = timedelta(days=1)
ADDRESS = "gunn.gast@regionenbredvid.example"


@pytest.fixture
def town(given):
    return Town(given)


def invites(town, row, who="the leader", email=ADDRESS, **more):
    said = {
        "what": "Läs om rutinen stämmer",
        "email": email,
        "guest_name": "Gunn Gäst",
        "guest_workplace": "Regionen bredvid",
        "guest_is_free": True,
        "due_on": today() + 5 * DAY,
    }
    actor = town.cast[who]
    talk = conversations.talk(town.db, actor, row.reference)
    errand = actions.ask(town.db, actor, ErrandForm(**(said | more)), talk)
    town.db.commit()
    return errand


def comes(town, errand):
    """The guest signs in for the first time."""
    people_actions.accept(town.db, errand.doer)
    actions.receive(town.db, people.membership(town.db, errand.doer_id))
    town.db.commit()
    return people.membership(town.db, errand.doer_id)


def letters(db, to=ADDRESS):
    return list(db.scalars(select(Mail).where(Mail.to_address == to).order_by(Mail.created_at)))


def test_a_guest_comes_by_a_letter_does_one_thing_and_is_gone(db, town, worker, office, visit):
    need, other = town.need(ChallengeState.draft), town.need(ChallengeState.draft)
    place, elsewhere = (f"/behov/{one.reference.lower()}" for one in (need, other))
    leader = visit(as_=town.members["the leader"]).opens(place).follows("Ask a colleague")
    leader.fills("What should be done?", "Läs om rutinen stämmer")
    leader.fills("Or the email address of somebody in another organisation", ADDRESS).presses("Ask the colleague")
    assert leader.errors() == [
        "Nobody with that address has an account. To invite them as a guest, also say who they are."
    ]
    assert leader.sees("The guest's email address")
    assert not leader.sees("Or the email address")
    leader.fills("What is the guest called?", "Gunn Gäst").presses("Ask the colleague")
    assert len(leader.errors()) == 3
    leader.fills("Where does the guest work?", "Regionen bredvid")
    leader.fills("When should it be done?", (today() + 5 * DAY).isoformat())
    leader.chooses("The guest does not work for a company that may want to offer something here")
    leader.presses("Ask the colleague")
    assert leader.sees("Invited, has not come yet")
    assert leader.opens(place).sees("Guest of")
    worker.works()
    assert db.scalars(select(Task)).all() == []
    assert not list(people.unowned(db))
    (letter,) = letters(db)
    assert need.title not in letter.text
    assert "rutinen" not in letter.subject + letter.text
    guest = visit()
    guest.opens(next(word for word in letter.text.split() if word.endswith("/gast")))
    guest.fills("Your e-mail address", ADDRESS).presses("Send me a link")
    worker.works()
    guest.opens(office.whole(letters(db)[1]).split("https://")[1].split()[0].join(("https://", "")))
    guest.presses("Sign in as a guest")
    assert guest.sees("You are a guest here.")
    worker.works()
    assert guest.opens("/att-gora").sees("Läs om rutinen stämmer")
    assert [guest.opens(one).status for one in (place, elsewhere)] == [200, 404]
    assert not guest.opens(place).sees("Ask a colleague")
    errand = db.scalars(select(Errand)).one()
    guest.opens(f"/uppgifter/{errand.reference.lower()}").chooses("It is done").presses("Save the answer")
    assert guest.sees("Thank you for your help")
    assert people.any_membership(db, errand.doer_id).status is MembershipStatus.removed
    assert guest.opens(place).path.endswith("/logga-in")
    assert not guest.opens("/behov").sees(need.title)
    doors = audit.own_log(db, town.cast["the leader"].organisation_id, audit.Sought(kind=audit.Kind.doors)).rows
    assert ("Gunn Gäst", "Sign-in") in [(line.person, line.label) for line in doors]
    elsewhere = audit.own_log(db, town.cast["the region"].organisation_id, audit.Sought(kind=audit.Kind.doors)).rows
    assert "Gunn Gäst" not in [line.person for line in elsewhere]
    came = db.scalars(select(Event).where(Event.happening == Happened.guest_came)).one()
    assert (came.person_name, came.organisation_name) == ("Gunn Gäst", "Gäst")
    log = audit.own_log(db, town.scene.town.id, audit.Sought())
    assert {"guest.invited", "guest.came", "errand.done"} <= {one.happening.value for one in log.rows if one.happening}


def test_nobody_becomes_a_guest_who_belongs_somewhere_or_whom_one_may_not_let_in(db, town, given):
    need, pilot = town.need(ChallengeState.draft), town.pilot()
    for domain, kind in (
        ("hemma.example", OrganisationKind.municipality),
        ("sensor.example", OrganisationKind.company),
    ):
        given.saved(
            SignInDomain(organisation_id=given.organisation(kind=kind).id, domain=domain, status=DomainStatus.verified)
        )
    gone = given.member(Role.assessor, email="gick@borta.example")
    given.member(Role.assessor, email="kvar@borta.example", status=MembershipStatus.active)
    gone.status = MembershipStatus.suspended
    db.commit()
    refused = (
        ("the leader", need, {"email": "anna@hemma.example"}),
        ("the leader", need, {"email": "anna@sensor.example"}),
        ("the leader", need, {"email": "gick@borta.example"}),
        ("the leader", need, {"email": town.members["the company"].person.email}),
        ("the leader", need, {"email": "ingen adress"}),
        ("the leader", need, {"guest_is_free": False}),
        ("the leader", need, {"due_on": None}),
        ("the leader", need, {"due_on": today() + 200 * DAY}),
        ("a unit contact", need, {}),
        ("the pilot's company", pilot, {}),
        ("the leader", town.request(), {}),
    )
    for who, row, said in refused:
        with pytest.raises(Refused):
            invites(town, row, who, **said)
        db.rollback()
    assert db.scalars(select(Errand)).all() == []
    invites(town, pilot, "the pilot's leader")


def test_a_guest_who_never_comes_is_invited_once_more_and_then_forgotten(db, town, worker, visit):
    errand = invites(town, town.need(ChallengeState.draft), due_on=today() + 60 * DAY)
    worker.works()
    with clock.at(now() + LASTS - DAY):
        end_stays(db, THE_CLOCK)
        leader = visit(as_=town.members["the leader"]).opens(f"/uppgifter/{errand.reference.lower()}")
        leader.presses("Send the invitation again")
        db.expire_all()  # the page wrote in a session of its own
        worker.works()
    assert [one.subject.split(",")[0] for one in letters(db)] == ["Svara på det du har blivit ombedd att göra"] * 2
    with clock.at(now() + LASTS + 2 * DAY):
        end_stays(db, THE_CLOCK)
        assert errand.state is ErrandState.asked
    with clock.at(now() + 2 * LASTS + DAY):
        end_stays(db, THE_CLOCK)
        end_stays(db, THE_CLOCK)
        worker.works()
        assert errand.state is ErrandState.withdrawn
        assert len(letters(db)) == 3
        assert len(letters(db, town.members["the leader"].person.email)) == 1
        assert people.any_membership(db, errand.doer_id).status is MembershipStatus.removed
        with pytest.raises(Refused):
            actions.invite_again(db, town.cast["the leader"], errand)
    again = invites(town, town.need(ChallengeState.draft))
    assert again.doer_id == errand.doer_id
    forget_guests(db, THE_CLOCK)
    assert again.doer.person.email == ADDRESS
    assert people.any_membership(db, errand.doer_id).status is MembershipStatus.invited


def test_what_was_written_of_a_guest_who_never_came_is_forgotten_two_weeks_later(db, town):
    never, came = (invites(town, town.need(ChallengeState.draft), email=f"{one}@bredvid.example") for one in ("a", "b"))
    comes(town, came)
    for errand in (never, came):
        actions.withdraw(db, town.cast["the leader"], errand)
    db.commit()
    for days, address in ((13, "a@bredvid.example"), (15, "")):
        with clock.at(now() + days * DAY):
            forget_guests(db, THE_CLOCK)
            db.commit()
        assert people.any_membership(db, never.doer_id).person.email == address
    assert people.any_membership(db, came.doer_id).person.name == "Gunn Gäst"


def test_the_last_day_of_a_guest_ends_it_before_anybody_has_to(db, town, visit):
    need = town.need(ChallengeState.draft)
    guest = visit(as_=comes(town, invites(town, need)))
    place = f"/behov/{need.reference.lower()}"
    with clock.at(now() + 19 * DAY):
        assert people.membership(db, db.scalars(select(Errand.doer_id)).one()) is not None
    with clock.at(now() + 20 * DAY):
        assert people.membership(db, db.scalars(select(Errand.doer_id)).one()) is None
        assert people_actions.end_the_expired(db, THE_CLOCK) == 0
        end_stays(db, THE_CLOCK)
        db.commit()
    assert db.scalars(select(Errand.state)).all() == [ErrandState.withdrawn]
    assert db.scalars(select(Membership.guest_of).where(Membership.unit == "Regionen bredvid")).one() == []
    assert guest.opens(place).path.endswith("/logga-in")


def test_two_things_of_one_guest_end_one_by_one(db, town):
    needs = [town.need(ChallengeState.draft) for _ in range(2)]
    first, second = (invites(town, need) for need in needs)
    guest = comes(town, first)
    assert guest.actor.guest_of == {need.id for need in needs}
    actions.reply(db, guest.actor, first, ReplyForm(reply=Reply.done))
    guest = people.membership(db, guest.id)
    assert guest.actor.guest_of == {needs[1].id}
    actions.withdraw(db, town.cast["the leader"], second)
    assert people.membership(db, guest.id) is None


def test_an_administrator_ends_a_guest_of_their_own_organisation_only(db, town, given):
    errand = invites(town, town.need(ChallengeState.draft))
    comes(town, errand)
    elsewhere = given.actor(Role.organisation_admin)
    with pytest.raises(NotAllowed):
        actions.end_guest(db, elsewhere, errand)
    assert queries.guests_of(db, elsewhere) == []
    administrator = town.cast["the administrator"]
    assert [one.id for one in queries.guests_of(db, administrator)] == [errand.id]
    actions.end_guest(db, administrator, errand)
    assert queries.guests_of(db, administrator) == []
    assert people.membership(db, errand.doer_id) is None


def test_guests_are_no_colleagues_of_one_another(db, town):
    need = town.need(ChallengeState.draft)
    first, second = (comes(town, invites(town, need, email=f"{name}@bredvid.example")) for name in ("ett", "tva"))
    talk = conversations.talk(db, first.actor, need.reference)
    assert talk.reaches == [Reach.parties]
    assert [one.doer_id for one in queries.about(db, first.actor, need)] == [first.id]
    with pytest.raises(NotAllowed):
        actions.ask(db, first.actor, ErrandForm(what="Läs du också", doer=second.id), talk)
    message = town.said("the leader", need, Reach.parties)
    message.organisation_id, message.reach = first.organisation_id, Reach.own
    db.commit()
    assert list(conversations.messages(db, second.actor, talk, Reach.own)) == []


def test_whoever_takes_over_from_the_host_of_a_guest_could_have_let_them_in(db, town):
    errand = invites(town, town.need(ChallengeState.draft))
    comes(town, errand)
    leader = people.membership(db, town.members["the leader"].id)
    assert "errands.host" in [held.duty.key for held in people.held_by(db, leader.id)]
    with pytest.raises(Refused):
        actions.take_over_guest(db, THE_CLOCK, errand, people.membership(db, town.members["another town"].id))
    people_actions.suspend_at_once(db, THE_CLOCK, leader, why="security")
    host = people.membership(db, errand.asker_id)
    assert host.id != leader.id
    assert host.organisation_id == leader.organisation_id
    assert not list(people.unowned(db))


def test_a_guest_who_gets_an_account_is_no_guest_any_more(db, town, worker):
    errand = invites(town, town.need(ChallengeState.draft))
    comes(town, errand)
    people_actions.add(
        db, THE_CLOCK, town.scene.town, email=ADDRESS.upper(), name="Gunn", roles=[Role.assessor], source=Source.scim
    )
    db.commit()
    worker.works()
    assert errand.state is ErrandState.withdrawn
    assert people.membership(db, errand.doer_id) is None
