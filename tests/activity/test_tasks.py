"""What waits for whom."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.activity import queries
from app.activity.happenings import Happened
from app.activity.models import Event, Task
from app.activity.record import record
from app.activity.tasks import Waits, replace
from app.actor import THE_CLOCK, VISITOR, Role
from app.database import today
from tests.activity.cast import Thing, leader, member, organisation


def said(tasks):
    return [task.verb for task in tasks]


def happens(db, actor, thing, *waits):
    return record(db, actor, Happened.challenge_submitted, thing, waits=list(waits))


def test_a_task_waits_for_those_with_the_role_in_the_organisation(db):
    town, other = organisation(db), organisation(db)
    asks = leader(db, town)
    happens(db, asks, Thing(town.id), Waits("Give your decision", "mandate", town.id, (Role.sponsor,)))
    sponsor = member(db, Role.sponsor, Role.assessor, of=town).actor
    assert said(queries.tasks_for(db, sponsor)) == ["Give your decision"]
    assert queries.count_tasks_for(db, sponsor) == 1
    for actor in (asks, member(db, Role.sponsor, of=other).actor, VISITOR, THE_CLOCK):
        assert queries.tasks_for(db, actor) == []
        assert queries.count_tasks_for(db, actor) == 0


def test_a_task_for_one_person_waits_for_nobody_else(db):
    town = organisation(db)
    one, two = (member(db, Role.assessor, of=town) for _ in range(2))
    happens(db, leader(db, town), Thing(town.id), Waits("Assess the request", "assess", town.id, membership_id=one.id))
    assert said(queries.tasks_for(db, one.actor)) == ["Assess the request"]
    assert queries.tasks_for(db, two.actor) == []


def test_overdue_comes_first_then_the_due_date_then_what_has_waited_longest(db):
    town = organisation(db)
    asks, reads = leader(db, town), member(db, Role.sponsor, of=town).actor
    for verb, due in (("first asked", None), ("later asked", None), ("next week", 7), ("late", -1), ("today", 0)):
        due_on = None if due is None else today() + timedelta(days=due)
        happens(db, asks, Thing(town.id), Waits(verb, "mandate", town.id, (Role.sponsor,), due_on=due_on))
    tasks = queries.tasks_for(db, reads)
    assert said(tasks) == ["late", "today", "next week", "first asked", "later asked"]
    assert [task.is_overdue for task in tasks] == [True, False, False, False, False]


def test_what_waits_is_replaced_as_a_whole_and_what_waited_already_goes_on_waiting_since_then(db):
    town = organisation(db)
    asks, reads, thing = leader(db, town), member(db, Role.sponsor, of=town).actor, Thing(town.id)
    stays = Waits("Give your decision", "mandate", town.id, (Role.sponsor,))
    happens(db, asks, thing, stays, Waits("Read the need", "challenge", town.id, (Role.sponsor,)))
    since = queries.tasks_for(db, reads)[0].since
    happens(db, asks, thing, Waits("Give your decision", "mandate", town.id, (Role.sponsor,), due_on=today()))
    (task,) = queries.tasks_for(db, reads)
    assert (task.since, task.due_on) == (since, today())
    record(db, asks, Happened.challenge_edited, thing)
    assert queries.count_tasks_for(db, reads) == 1
    happens(db, asks, thing)
    assert queries.tasks_for(db, reads) == []


def test_what_i_have_handed_on_waits_for_others(db):
    town = organisation(db)
    asks, thing = leader(db, town), Thing(town.id)
    happens(
        db,
        asks,
        thing,
        Waits("Give your decision", "mandate", town.id, (Role.sponsor,)),
        Waits("Improve the need", "challenge", town.id, (Role.testbed_leader,)),
    )
    assert said(queries.handed_on_by(db, asks)) == ["Give your decision"]
    assert queries.handed_on_by(db, leader(db, town)) == []
    assert queries.handed_on_by(db, VISITOR) == []


def test_a_task_that_waits_for_nobody_is_refused(db):
    with pytest.raises(ValueError, match="waits for nobody"):
        Waits("Give your decision", "mandate", organisation(db).id)


def test_one_who_is_asked_for_one_thing_on_two_grounds_is_asked_once(db, given):
    someone = given.member(Role.testbed_leader)
    need = given.challenge(someone.organisation_id)
    twice = [
        Waits("Read it", "challenge", someone.organisation_id, membership_id=someone.id, why=why)
        for why in ("One", "Two")
    ]
    replace(db, someone.actor, need, twice)
    assert [task.why for task in queries.open_tasks_of(db, need)] == ["One"]


@pytest.mark.parametrize(
    ("kind", "reference", "label", "shown", "spoken"),
    [
        ("Challenge", "B-2026-010", "Secret title", "B-2026-010", "B-2026-010"),
        ("Vacancy", "hallsberg", "Hallsbergs kommun", "", "Hallsbergs kommun"),
        ("Interim", str(UUID(int=7)), "B-2026-010 Secret title", "", "B-2026-010"),
        ("AccessReview", str(UUID(int=7)), "Secret title", "", ""),
    ],
)
def test_no_address_of_the_portal_s_own_is_said_to_people(kind, reference, label, shown, spoken):
    task = Task(subject_type=kind, subject_reference=reference, subject_label=label)
    assert (task.shown_reference, task.spoken) == (shown, spoken)
    assert Event(subject_reference=reference).shown_reference == shown
