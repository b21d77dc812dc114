"""A call that closes within a week: leaders, the region and those who watch hear of it once; companies with a draft
at once."""

from datetime import timedelta
from itertools import cycle

import pytest
from sqlalchemy import select

from app import clock
from app.activity.happenings import Happened
from app.activity.models import Event, Mail
from app.actor import THE_CLOCK
from app.challenges.jobs import tell_what_closes
from app.challenges.models import ChallengeState
from app.database import now, today
from app.test_requests.models import TestRequestState
from tests.assessments.scene import Scene

DAY = timedelta(days=1)


@pytest.fixture
def scene(given):
    return Scene(given)


def need(scene, **values):
    return scene.given.challenge(of=scene.town, sponsor=scene.sponsor, **values)


def told(db, happening):
    return db.scalars(select(Event).where(Event.happening == happening)).all()


def test_it_is_told_once_for_each_day_of_closing(db, scene):
    call = need(scene, state=ChallengeState.open, closes_on=today() + 10 * DAY)
    for days in range(12):
        with clock.at(now() + days * DAY):
            tell_what_closes(db, THE_CLOCK)
            tell_what_closes(db, THE_CLOCK)
    (event,) = told(db, Happened.challenge_closing)
    assert event.at.date() == (now() + 3 * DAY).date()
    call.closes_on += 30 * DAY
    db.commit()
    with clock.at(now() + 35 * DAY):
        tell_what_closes(db, THE_CLOCK)
        tell_what_closes(db, THE_CLOCK)
    assert len(told(db, Happened.challenge_closing)) == 2


def test_a_company_with_a_draft_hears_at_once_and_nobody_else_learns_of_the_draft(db, scene, worker):
    call = need(scene, state=ChallengeState.open, closes_on=today() + 7 * DAY)
    draft = scene.request(call, state=TestRequestState.draft)
    scene.request(call, company=scene.given.organisation("Annat AB", kind="company"), state=TestRequestState.submitted)
    tell_what_closes(db, THE_CLOCK)
    dies = cycle([True, False, False, False])
    worker.dies = lambda: next(dies)
    worker.works()
    (event,) = told(db, Happened.request_closing)
    assert event.subject_id == draft.id
    letters = db.scalars(select(Mail)).all()
    assert {letter.membership_id for letter in letters} == {draft.author_id, scene.representative.id}
    assert all(letter.thread == draft.reference for letter in letters)


def test_a_call_that_has_closed_or_closes_later_is_not_told_of(db, scene):
    need(scene, state=ChallengeState.open, closes_on=today() + 8 * DAY)
    need(scene, state=ChallengeState.assessing, closes_on=today() + 3 * DAY)
    tell_what_closes(db, THE_CLOCK)
    assert told(db, Happened.challenge_closing) == []
