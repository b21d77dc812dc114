"""What has waited too long: colleagues and whoever asked hear of it, then the region; each step once, nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.activity.happenings import Happened
from app.activity.models import Event, Notification, Task
from app.activity.record import record
from app.activity.tasks import Waits
from app.actor import THE_CLOCK
from app.database import now, today
from app.telling.escalating import escalate
from app.test_requests.models import Standing
from app.working_days import after_working_days
from tests.assessments.scene import Scene

DAY = timedelta(days=1)


@pytest.fixture
def scene(given):
    return Scene(given)


def waits_for(scene, row, *members, by=None):
    due = {"due_on": today(), "route": "test_request", "organisation_id": scene.town.id}
    waits = [Waits("Assess the request", membership_id=one.id, **due) for one in members]
    record(scene.db, (by or scene.representative).actor, Happened.request_submitted, row, waits=waits)
    scene.db.commit()


def told(db, scene):
    names = {one.id: name for name, one in vars(scene).items() if hasattr(one, "person_id")}
    query = select(Notification.membership_id).join(Event, Event.id == Notification.event_id)
    return sorted(
        names.get(one, "another leader") for one in db.scalars(query.where(Event.happening == Happened.task_late))
    )


def test_colleagues_and_whoever_asked_hear_first_and_then_the_region_each_once(db, scene, worker):
    row = scene.standing(scene.request(), scene.leader, scores=False)
    row = scene.standing(row, scene.deputy, Standing.conflicted)
    row = scene.standing(scene.standing(row, scene.contact), scene.assessor, Standing.named)
    waits_for(scene, row, scene.contact, scene.assessor)
    worker.works()
    for days in range(1, 20):
        with clock.at(now() + days * DAY):
            escalate(db, THE_CLOCK)
            escalate(db, THE_CLOCK)
            worker.works()
            if today() == after_working_days((now() - days * DAY).date(), 5):
                # The deputy has ties to the company, and those it waits for have been asked already.
                assert told(db, scene) == ["another leader", "leader", "representative"]
    assert told(db, scene) == ["another leader", "leader", "region", "representative"]


def test_what_is_done_or_put_off_is_not_told_of(db, scene, worker):
    row = scene.standing(scene.request(), scene.leader, scores=False)
    waits_for(scene, row, scene.contact)
    task = db.scalars(select(Task)).one()
    task.due_on = today() + 30 * DAY
    with clock.at(now() + 20 * DAY):
        escalate(db, THE_CLOCK)
    record(db, scene.leader.actor, Happened.request_withdrawn, row, waits=())
    with clock.at(now() + 60 * DAY):
        escalate(db, THE_CLOCK)
    worker.works()
    assert told(db, scene) == []
