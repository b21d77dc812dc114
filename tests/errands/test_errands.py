"""Asking a colleague to do something: one is let in to that one thing and out again, and hears of each step once."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, settings, strategies
from hypothesis import given as drawn
from sqlalchemy import select

from app import clock
from app.activity.models import Mail, Task
from app.actor import THE_CLOCK, Role
from app.challenges import rules as needs
from app.challenges.models import ChallengeState
from app.conversations import queries as conversations
from app.database import now, today
from app.errands import actions, queries
from app.errands.forms import ErrandForm, Reply, ReplyForm
from app.errands.jobs import look_for_late
from app.errands.models import OPEN_STATES, Errand, ErrandState
from app.people import queries as people
from app.refusals import Refused
from tests.conversations.town import Town
from tests.telling.conftest import Worker, office, worker

__all__ = ["Worker", "office", "worker"]
DAY = timedelta(days=1)


@pytest.fixture
def town(given):
    return Town(given)


def asks(town, who, row, doer, what="Läs riskerna i planen", **more):
    actor = town.cast[who]
    member = town.members[doer]
    same = member.organisation_id == actor.organisation_id
    to = {"doer": member.id} if same else {"email": member.person.email}
    talk = conversations.talk(town.db, actor, row.reference) if row is not None else None
    errand = actions.ask(town.db, actor, ErrandForm(what=what, **to, **more), talk)
    town.db.commit()
    return errand


def answers(town, doer, errand, reply, words=""):
    actions.reply(town.db, town.cast[doer], errand, ReplyForm(reply=reply, answer=words))
    town.db.commit()


def now_is(town, who):
    """Someone as they are after what has happened."""
    return people.membership(town.db, town.members[who].id).actor


def test_a_colleague_elsewhere_is_let_in_to_one_thing_until_it_is_done(db, town, worker, visit):
    need, other = town.need(ChallengeState.draft), town.need(ChallengeState.draft)
    guest = visit(as_=town.members["the pilot's leader"])
    places = [f"/behov/{one.reference.lower()}" for one in (need, other)]
    assert [guest.opens(place).status for place in places] == [404, 404]
    leader = visit(as_=town.members["the leader"]).opens(places[0]).follows("Ask a colleague")
    leader.fills("What should be done?", "Läs behovet och säg om ni har samma")
    email = town.members["the pilot's leader"].person.email
    leader.fills("Or the email address of somebody in another organisation", email.upper())
    leader.fills("When should it be done?", (today() + 5 * DAY).isoformat()).presses("Ask the colleague")
    assert leader.sees("Not answered yet")
    worker.works()
    letter = db.scalars(select(Mail)).one()
    assert "Läs behovet" not in letter.subject + letter.text
    assert [guest.opens(place).status for place in places] == [200, 404]
    assert guest.opens("/behov").sees(need.title)
    assert guest.opens(f"/meddelanden/{need.reference.lower()}?krets=parter").sees("those they have invited")
    guest.opens("/att-gora").follows("Answer what you were asked to do: Läs behovet och säg om ni har samma")
    guest.chooses("I take it on").presses("Save the answer")
    assert (
        visit(as_=town.members["the leader"])
        .opens(f"{places[0]}/vem-kan-se")
        .sees("They have been invited to this need, to do something there.")
    )
    guest.opens("/att-gora").follows("Do: Läs behovet och säg om ni har samma")
    guest.fills("What came of it, or why you cannot", "Vi har samma behov.").chooses("It is done")
    guest.presses("Save the answer")
    assert guest.sees("Done")
    assert [guest.opens(place).status for place in places] == [404, 404]
    assert db.scalars(select(Task)).all() == []
    assert leader.opens(leader.path).sees("Vi har samma behov.")


def test_what_is_taken_back_is_gone_at_once(town, visit):
    need = town.need(ChallengeState.draft)
    errand = asks(town, "the leader", need, "the pilot's leader")
    guest = visit(as_=town.members["the pilot's leader"])
    assert guest.opens(f"/behov/{need.reference.lower()}").status == 200
    leader = visit(as_=town.members["the leader"]).opens(f"/uppgifter/{errand.reference.lower()}")
    assert leader.presses("Take back what you asked").sees("Taken back")
    assert guest.opens(f"/behov/{need.reference.lower()}").status == 404
    assert not guest.opens("/att-gora").sees("Läs riskerna")


def test_only_those_it_is_between_see_what_was_asked(town, visit):
    errand = asks(town, "the leader", town.need(), "the sponsor", what="Läs det här först")
    for who, member in town.members.items():
        status = visit(as_=member).opens(f"/uppgifter/{errand.reference.lower()}").status
        assert status == (200 if who in ("the leader", "the sponsor") else 404), who


def test_nobody_is_let_in_who_must_not_be(db, town):
    need, request, pilot = town.need(ChallengeState.draft), town.request(), town.pilot()
    refused = (
        ("the leader", need, "the company"),  # a company is not favoured
        ("a unit contact", need, "the pilot's leader"),  # has no say over the need
        ("the pilot's company", pilot, "another town"),
        ("the leader", request, "the deputy"),  # has not said whether they have ties
        ("the leader", request, "one with ties"),
        ("the region", request, "another town"),
    )
    for who, row, doer in refused:
        with pytest.raises(Refused):
            asks(town, who, row, doer)
        assert now_is(town, doer).guest_of == frozenset()
    asks(town, "the leader", request, "a unit contact")
    asks(town, "the pilot's leader", pilot, "another town")
    assert db.scalars(select(Errand.lets_in).order_by(Errand.created_at)).all() == [False, True]


def test_a_note_to_oneself_stands_on_the_list_and_in_the_calendar_and_nobody_hears_of_it(db, town, worker, visit):
    leader = visit(as_=town.members["the leader"]).opens("/att-gora").follows("Note something to do")
    leader.fills("What should be done?", "Ring enhetschefen").fills("When should it be done?", "4/12 2020")
    leader.presses("Save what to do")
    assert leader.errors() == ["The date must be today or later."]
    leader.fills("When should it be done?", (today() + DAY).isoformat()).presses("Save what to do")
    worker.works()
    assert db.scalars(select(Mail)).all() == []
    assert leader.opens("/att-gora").sees("Do: Ring enhetschefen")
    assert leader.opens("/kalender/min").sees(db.scalars(select(Errand.reference)).one())
    leader.opens("/att-gora").follows("Do: Ring enhetschefen").chooses("It is done").presses("Save the answer")
    assert not leader.opens("/att-gora").sees("Ring enhetschefen")
    assert not visit(as_=town.members["the deputy"]).opens("/att-gora").sees("Ring enhetschefen")


def test_whoever_asked_hears_once_that_it_is_late(db, town, worker):
    errand = asks(town, "the leader", None, "the deputy", due_on=today() + DAY)
    worker.works()
    for days in (1, 2, 3, 4):
        with clock.at(now() + days * DAY):
            look_for_late(db, THE_CLOCK)
            look_for_late(db, THE_CLOCK)
            worker.works()
    letters = [one for one in db.scalars(select(Mail)) if one.membership_id == town.members["the leader"].id]
    assert len(letters) == 1
    assert letters[0].thread == errand.reference


def test_who_takes_over_is_let_in_and_who_had_it_is_not(town):
    need = town.need(ChallengeState.draft)
    errand = asks(town, "the leader", need, "the pilot's leader")
    actions.pass_on(town.db, THE_CLOCK, errand, people.membership(town.db, town.members["the pilot's contact"].id))
    town.db.commit()
    assert now_is(town, "the pilot's leader").guest_of == frozenset()
    assert now_is(town, "the pilot's contact").guest_of == {need.id}


STEPS = strategies.lists(
    strategies.tuples(
        strategies.sampled_from(("ask", "take", "done", "decline", "withdraw", "pass on")),
        strategies.sampled_from((0, 1)),
        strategies.sampled_from(("another town", "the pilot's leader")),
        strategies.integers(0, 3),
    ),
    max_size=10,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@drawn(steps=STEPS)
@example(steps=[("ask", 0, "another town", 0), ("ask", 0, "another town", 0), ("done", 0, "another town", 0)])
def test_one_is_let_in_exactly_while_something_open_lets_one_in(db, town, steps):
    """Whatever is asked, answered, taken back and passed on, in any order."""
    rows = [town.given.challenge(of=town.scene.town, sponsor=town.scene.sponsor) for _ in range(2)]
    made = []
    for step, row, who, number in steps:
        try:
            if step == "ask":
                made.append(asks(town, "the leader", rows[row], who))
            elif made and step in ("take", "done", "decline"):
                errand = made[number % len(made)]
                doer = people.membership(db, errand.doer_id).actor
                actions.reply(db, doer, errand, ReplyForm(reply=Reply(step), answer="Därför att"))
            elif made and step == "withdraw":
                actions.withdraw(db, town.cast["the leader"], made[number % len(made)])
            elif made and made[number % len(made)].state in OPEN_STATES:
                actions.pass_on(db, THE_CLOCK, made[number % len(made)], people.membership(db, town.members[who].id))
        except Refused:
            pass
        db.commit()
    for who in ("another town", "the pilot's leader"):
        member = town.members[who]
        open_now = {one.challenge_id for one in made if one.doer_id == member.id and one.state in OPEN_STATES}
        assert now_is(town, who).guest_of & {row.id for row in rows} == open_now
        for row in rows:
            assert needs.may_view(now_is(town, who), row) == (row.id in open_now)


def test_nothing_is_settled_twice(town):
    errand = asks(town, "the leader", town.need(), "the sponsor")
    answers(town, "the sponsor", errand, Reply.done)
    with pytest.raises(Refused):
        actions.withdraw(town.db, town.cast["the leader"], errand)
    assert queries.errand(town.db, town.cast["the leader"], errand.reference).state is ErrandState.done
    assert Role.sponsor in town.members["the sponsor"].roles
