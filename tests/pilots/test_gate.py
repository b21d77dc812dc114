"""The start gate (G3): the pilot starts when nothing is missing, and says what is."""

import pytest

from app.database import today
from app.pilots import actions
from app.pilots.lifecycle import LIFECYCLE
from app.pilots.models import PilotState
from app.refusals import NotAllowed, Refused
from tests.pilots.setting import DAY

START = LIFECYCLE.step("start")


def missing(pilot):
    return [reason.field for reason in START.missing(pilot)]


def test_everything_in_place(db, setting):
    pilot = setting.approved()
    assert missing(pilot) == []
    actions.start(db, setting.leader.actor, pilot)
    assert pilot.state is PilotState.running
    assert pilot.started_at is not None


@pytest.mark.parametrize(
    ("lacks", "field"),
    [
        ({"goals": []}, "plan/syfte-och-mal"),
        ({"goals": [{"kind": "test", "goal": "Färre väcks", "measure": "Antal"}]}, "plan/syfte-och-mal"),
        ({"starts_on": None}, "plan/tid-och-milstolpar"),
        ({"risks": []}, "plan/risker-och-reservrutin"),
        ({"stop_criteria": ""}, "plan/risker-och-reservrutin"),
        ({"out_of_hours": ""}, "plan/roller-och-kontakter"),
        ({"participant_info": ""}, "plan/uppgifter-och-kommunikation"),
        ({"evaluation_plan": ""}, "plan/utvardering"),
        ({"participants": []}, "plan/deltagare"),
    ],
)
def test_each_lack_says_where_it_is_put_right(setting, lacks, field):
    assert field in missing(setting.planned(**lacks))


def test_a_plan_that_is_only_written_is_not_enough(setting):
    assert missing(setting.planned()) == ["check"]


def test_one_approval_is_not_enough(db, setting):
    pilot = setting.sent()
    assert missing(pilot) == ["approval", "approval"]
    actions.approve(db, setting.company_rep.actor, pilot)
    assert [reason.text for reason in START.missing(pilot)] == [
        "The municipality has not approved the plan as it reads now."
    ]


def test_someone_must_decide_after_the_test(db, setting):
    pilot = setting.approved()
    pilot.sponsor_id = None
    assert missing(pilot) == ["sponsor"]


def test_a_pilot_does_not_start_when_its_last_day_has_passed(setting):
    pilot = setting.planned(starts_on=today() - 30 * DAY, ends_on=today() - DAY)
    assert "plan/tid-och-milstolpar" in missing(pilot)


def test_the_refusal_names_everything_at_once(db, setting):
    pilot = setting.planned(stop_criteria="", out_of_hours="", sponsor_id=None)
    with pytest.raises(Refused) as refusal:
        actions.start(db, setting.leader.actor, pilot)
    assert [reason.field for reason in refusal.value.reasons] == [
        "plan/roller-och-kontakter",
        "plan/risker-och-reservrutin",
        "sponsor",
        "check",
    ]
    assert pilot.state is PilotState.preparing


def test_the_company_does_not_start_it(db, setting):
    pilot = setting.approved()
    with pytest.raises(NotAllowed):
        actions.start(db, setting.company_rep.actor, pilot)
