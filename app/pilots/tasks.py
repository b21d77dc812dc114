"""What a pilot waits for, and of whom, in each state. Handed to `record()` whenever something happens to it."""

from collections.abc import Callable
from datetime import date, timedelta

from app.activity.tasks import Waits
from app.actor import Role
from app.database import SWEDEN, today
from app.language import N_
from app.pilots import plan
from app.pilots.choices import HowItGoes
from app.pilots.models import Pilot
from app.pilots.models import PilotState as State

LEADERS = (Role.testbed_leader, Role.testbed_deputy)
COMPANY = (Role.company_rep,)
REPORT_EVERY = timedelta(days=28)
TOLD_BEFORE = timedelta(days=7)
"""A task with a date of its own is shown this long before it."""
FOLLOW_UP_TOLD_BEFORE = timedelta(days=14)
REPLY_WITHIN = timedelta(days=14)
EVALUATE_WITHIN = timedelta(days=42)
DECIDE_WITHIN = timedelta(days=30)
CLOSE_AFTER = timedelta(days=182)


def waits(pilot: Pilot) -> list[Waits]:
    """All that waits on the pilot now. Its approvals, reports, evaluation, decision and follow-ups are loaded."""
    return _IN_STATE[pilot.state](pilot)


def _leader(pilot: Pilot, verb: str, route: str, *, due_on: date | None = None, why: str = "") -> Waits:
    return Waits(verb, route, pilot.organisation_id, LEADERS, due_on=due_on, why=why)


def _company(pilot: Pilot, verb: str, route: str, *, due_on: date | None = None, why: str = "") -> Waits:
    return Waits(verb, route, pilot.company_id, COMPANY, due_on=due_on, why=why)


def _day(moment: object) -> date:
    return moment.astimezone(SWEDEN).date() if hasattr(moment, "astimezone") else today()


def _preparing(pilot: Pilot) -> list[Waits]:
    if not plan.is_sent(pilot):
        why = N_("You write it together with the other party")
        return [
            _leader(pilot, N_("Write the pilot plan"), "pilot_plan", due_on=pilot.starts_on, why=why),
            _company(pilot, N_("Write the pilot plan"), "pilot_plan", due_on=pilot.starts_on, why=why),
        ]
    if approvals := _approvals(pilot):
        return approvals
    return [
        _leader(
            pilot,
            N_("Start the pilot"),
            "start_pilot",
            due_on=pilot.starts_on,
            why=N_("Both parties have approved the plan"),
        )
    ]


def _approvals(pilot: Pilot) -> list[Waits]:
    lacking = plan.lacks_approval_of(pilot)
    why = N_("The pilot needs the approval of both parties")
    found = []
    if pilot.organisation_id in lacking:
        found.append(_leader(pilot, N_("Approve the pilot plan"), "approve_plan", due_on=pilot.starts_on, why=why))
    if pilot.company_id in lacking:
        found.append(_company(pilot, N_("Approve the pilot plan"), "approve_plan", due_on=pilot.starts_on, why=why))
    return found


def report_due(pilot: Pilot) -> date:
    """When the next status report is due: four weeks after the last one, or after the start."""
    latest = pilot.reports[-1].created_at if pilot.reports else pilot.started_at
    return _day(latest) + REPORT_EVERY


def _running(pilot: Pilot) -> list[Waits]:
    found = []
    if report_due(pilot) - TOLD_BEFORE <= today():
        due, why = report_due(pilot), N_("A report every four weeks keeps everyone informed")
        found.append(_leader(pilot, N_("Give a status report"), "report_status", due_on=due, why=why))
        found.append(_company(pilot, N_("Give a status report"), "report_status", due_on=due, why=why))
    if pilot.halfway_on and pilot.halfway_at is None and pilot.halfway_on - TOLD_BEFORE <= today():
        why = N_("The pilot is half way")
        found.append(_leader(pilot, N_("Decide whether to go on"), "decide_halfway", due_on=pilot.halfway_on, why=why))
    if pilot.reports and pilot.reports[-1].status is HowItGoes.stopped:
        why = N_("The last status report says that it stands still")
        found.append(_leader(pilot, N_("Pause or stop the pilot"), "pilot", due_on=today(), why=why))
    if plan.is_sent(pilot):
        found += _approvals(pilot)
    else:
        why = N_("It was changed after both parties had approved it")
        found.append(_leader(pilot, N_("Send the changed plan for approval"), "pilot_plan", why=why))
    return found


def _paused(pilot: Pilot) -> list[Waits]:
    return [_leader(pilot, N_("Go on with the pilot, or stop it"), "pilot", why=N_("The pilot is paused"))]


def _to_be_reported(pilot: Pilot) -> list[Waits]:
    due = _day(pilot.ended_at) + EVALUATE_WITHIN
    why = N_("Others learn from it") if pilot.state is State.stopped else N_("The pilot has ended")
    return [_leader(pilot, N_("Write the evaluation"), "pilot_evaluation", due_on=due, why=why)]


def reply_by(pilot: Pilot) -> date | None:
    """The last day for the company's reply to the improvement points; None when there is nothing to reply to."""
    evaluation = pilot.evaluation
    if evaluation is None or evaluation.reported_at is None or not evaluation.to_company:
        return None
    return _day(evaluation.reported_at) + REPLY_WITHIN


def awaits_reply(pilot: Pilot) -> bool:
    last = reply_by(pilot)
    return last is not None and pilot.evaluation is not None and not pilot.evaluation.company_reply and today() <= last


def _reply(pilot: Pilot) -> list[Waits]:
    if not awaits_reply(pilot):
        return []
    why = N_("The municipality has written what could improve")
    return [_company(pilot, N_("Reply to the improvement points"), "company_reply", due_on=reply_by(pilot), why=why)]


def _reported(pilot: Pilot) -> list[Waits]:
    found = _reply(pilot)
    if pilot.sponsor_id is not None and pilot.evaluation is not None:
        found.append(
            Waits(
                N_("Decide what happens after the test"),
                "after_test",
                pilot.organisation_id,
                membership_id=pilot.sponsor_id,
                due_on=_day(pilot.evaluation.reported_at) + DECIDE_WITHIN,
                why=N_("The final report is done"),
            )
        )
    return found


def _decided(pilot: Pilot) -> list[Waits]:
    due = (_day(pilot.decision.created_at) if pilot.decision else today()) + CLOSE_AFTER
    close = _leader(pilot, N_("Say what came of the decision"), "close_pilot", due_on=due, why=N_("Then it is closed"))
    return [*_reply(pilot), *([close] if due - FOLLOW_UP_TOLD_BEFORE <= today() else [])]


def _follow_up(pilot: Pilot) -> list[Waits]:
    row = pilot.open_follow_up
    if row is None or row.due_on - FOLLOW_UP_TOLD_BEFORE > today():
        return _reply(pilot)
    why = N_("The solution has been in use for a while")
    return [*_reply(pilot), _leader(pilot, N_("Follow up the benefit"), "follow_up", due_on=row.due_on, why=why)]


def _closed(_: Pilot) -> list[Waits]:
    return []


_IN_STATE: dict[State, Callable[[Pilot], list[Waits]]] = {
    State.preparing: _preparing,
    State.running: _running,
    State.paused: _paused,
    State.evaluating: _to_be_reported,
    State.stopped: _to_be_reported,
    State.reported: _reported,
    State.decided: _decided,
    State.follow_up: _follow_up,
    State.closed: _closed,
}
