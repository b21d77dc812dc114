"""Once a quarter, person by person; and accounts that nobody uses. Nothing is ever ownerless."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.activity.models import Event, Task
from app.actor import THE_CLOCK, Role
from app.database import now, today
from app.people import queries as people
from app.people.models import MembershipStatus
from app.recertification import actions, jobs, queries
from app.recertification.forms import Answer
from app.recertification.models import AccessReview, Standing
from app.refusals import Refused
from tests.handovers.conftest import Office


@pytest.fixture
def office(given):
    return Office(given)


@pytest.fixture
def review(office, db):
    return actions.begin(db, THE_CLOCK, office.town, queries.quarter_of(today()))


def says(review, answer, *members):
    ids = {member.id for member in members}
    return {f"answer_{line.number}": answer for line in review.lines if line.membership_id in ids}


def standing_of(review, member):
    return next(line.standing for line in review.lines if line.membership_id == member.id)


def test_it_begins_once_a_quarter_where_somebody_administers(office, given, db):
    given.member(Role.testbed_leader)
    jobs.begin_reviews(db, THE_CLOCK)
    assert not db.scalars(select(AccessReview)).all()
    with clock.at(now() + timedelta(days=100)):
        for _ in range(2):
            jobs.begin_reviews(db, THE_CLOCK)
        one = db.scalars(select(AccessReview)).one()
        assert one.organisation_id == office.town.id
        assert one.begun_on == queries.quarter_of(today())
        task = db.scalars(select(Task).where(Task.subject_id == one.id)).one()
        assert (task.roles, task.due_on) == (["organisation_admin"], one.due_on)


@pytest.mark.parametrize(
    ("day", "quarter", "following"),
    [("2026-11-27", "2026-10-01", "2027-01-01"), ("2027-01-01", "2027-01-01", "2027-04-01")],
)
def test_quarters(day, quarter, following):
    day = type(today()).fromisoformat(day)
    assert queries.quarter_of(day).isoformat() == quarter
    assert queries.next_quarter(day).isoformat() == following


def test_the_administrator_answers_person_by_person(office, review, visit, db):
    db.commit()
    page = visit(as_=office.admin).opens("/att-gora").follows(f"Look through who has access: {review.label}")
    assert page.sees("4 people to look through")
    line = {one.membership_id: one.number for one in review.lines}
    page.typed[f"answer_{line[office.deputy.id]}"] = ["keep"]
    page.typed[f"answer_{line[office.leader.id]}"] = ["end"]
    page.presses("Confirm")
    assert page.status == 422
    assert page.errors() == ["Lo Ledare is still responsible for 3 things. Hand them over first."]
    page.typed[f"answer_{line[office.leader.id]}"] = ["keep"]
    for member in (office.sponsor, office.admin):
        page.typed[f"answer_{line[member.id]}"] = ["keep"]
    page.presses("Confirm")
    assert page.sees("Everybody has been looked through")
    assert not db.scalars(select(Task).where(Task.subject_id == review.id)).all()
    page.opens("/administration/behorigheter")
    assert page.sees("No access to look through now")


def test_nothing_is_half_done_when_one_has_something_to_hand_over(office, review, given, db):
    idle = given.member(Role.unit_contact, of=office.town, name="Ingen Uppgift")
    other = actions.begin(db, THE_CLOCK, office.town, queries.next_quarter(today()))
    with pytest.raises(Refused), db.begin_nested():
        actions.answer(db, office.admin.actor, other, says(other, Answer.end, idle, office.leader))
    assert office.fresh(idle).status is MembershipStatus.active
    other = queries.review(db, office.admin.actor, other.id)
    actions.answer(db, office.admin.actor, other, says(other, Answer.end, idle))
    assert office.fresh(idle).status is MembershipStatus.suspended


def test_two_reminders_and_then_only_unused_accounts_end_with_somebody_to_answer(office, review, db):
    actions.answer(db, office.admin.actor, review, says(review, Answer.keep, office.deputy))
    office.sponsor.last_seen_at = now() + timedelta(days=20)
    db.commit()
    for day in (13, 16, 20, 25, 27):
        with clock.at(now() + timedelta(days=day)):
            jobs.follow_reviews(db, THE_CLOCK)
            jobs.follow_reviews(db, THE_CLOCK)
    kinds = db.scalars(select(Event.happening).where(Event.subject_id == review.id)).all()
    assert kinds.count("access_review.reminded") == 2
    office.leader.last_seen_at = now() - timedelta(days=100)
    db.commit()
    with clock.at(now() + timedelta(days=60)):
        for _ in range(2):
            jobs.follow_reviews(db, THE_CLOCK)
        review = queries.held_still(db, review)
        assert standing_of(review, office.leader) is Standing.ended
        assert standing_of(review, office.sponsor) is Standing.open
        assert standing_of(review, office.admin) is Standing.open
        assert not list(people.unowned(db))
    kinds = db.scalars(select(Event.happening).where(Event.subject_id == review.id)).all()
    assert kinds.count("access_review.unanswered") == 1


def test_who_has_left_meanwhile_is_left_out(office, review, given, db):
    office.deputy.status = MembershipStatus.removed
    db.commit()
    actions.follow(db, THE_CLOCK, review)
    assert standing_of(queries.held_still(db, review), office.deputy) is Standing.gone


def test_others_do_not_find_it(office, review, visit, given, db):
    db.commit()
    address = f"/administration/behorigheter/{review.id}"
    assert visit(as_=given.member(Role.organisation_admin)).opens(address).status == 404
    assert visit(as_=office.leader).opens(address).status == 404
    assert visit(as_=office.leader).opens("/administration/behorigheter").status == 403


def test_an_unused_account_is_warned_then_suspended_and_never_leaves_anything_ownerless(office, visit, db):
    page = visit(as_=office.admin).opens("/administration/behorigheter")
    field = "Suspend accounts that have not been used for so many days"
    page.fills(field, "3").presses("Save the limit")
    assert page.status == 422
    page.fills(field, "90").presses("Save the limit")
    assert page.sees("It has been saved")
    office.admin.last_seen_at = office.leader.last_seen_at = now() - timedelta(days=200)
    office.deputy.last_seen_at = now()
    office.sponsor.last_seen_at = now() - timedelta(days=80)
    db.commit()
    for _ in range(2):
        jobs.mind_the_unseen(db, THE_CLOCK)
    warned = db.scalars(select(Event.subject_id).where(Event.happening == "member.unseen")).all()
    assert sorted(warned) == sorted([office.leader.id, office.sponsor.id])
    assert office.fresh(office.leader).status is MembershipStatus.active
    office.sponsor.last_seen_at = now()
    db.commit()
    with clock.at(now() + timedelta(days=15)):
        jobs.mind_the_unseen(db, THE_CLOCK)
        assert office.fresh(office.leader).status is MembershipStatus.suspended
        assert office.fresh(office.sponsor).status is MembershipStatus.active
        assert office.fresh(office.admin).status is MembershipStatus.active
        assert not list(people.unowned(db))
        assert {one.membership_id for one in people.interims(db)} == {office.deputy.id}


def test_nobody_is_suspended_where_the_organisation_has_not_said_so(office, db):
    office.leader.last_seen_at = now() - timedelta(days=400)
    db.commit()
    jobs.mind_the_unseen(db, THE_CLOCK)
    assert not db.scalars(select(Event).where(Event.happening == "member.unseen")).all()
