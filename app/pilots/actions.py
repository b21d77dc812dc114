"""Everything that changes a pilot until it has ended. Each action checks, changes, records: in one transaction.

Evaluation, decision and follow-up are in `actions_after`.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.activity.tasks import replace
from app.actor import Actor, Role
from app.asking import ask_of
from app.challenges import actions as challenges
from app.database import now, today
from app.language import N_
from app.lifecycle import Step
from app.parts import Part, keep
from app.people import queries as people
from app.pilots import plan, queries, rules
from app.pilots.choices import GoalKind, Halfway
from app.pilots.forms import PARTS, NewPilot, PilotSettings
from app.pilots.forms_run import HalfwayForm, PauseForm, ResumeForm, StatusReportForm, StopForm
from app.pilots.lifecycle import LIFECYCLE
from app.pilots.models import HALFWAY_FROM_WEEKS, Evaluation, Pilot, PilotState, PlanApproval, StatusReport
from app.pilots.tasks import waits
from app.references.queries import next_reference
from app.refusals import Overtaken, Reason, Refused
from app.test_requests.models import TestRequest

PLANNED_STATES = (PilotState.preparing, PilotState.running, PilotState.paused)
"""While a pilot is in one of these its plan may change; every change needs both approvals anew."""

PLAN_IS_CLOSED = Reason(N_("The pilot has ended: its plan can no longer be changed."))
CHANGED_MEANWHILE = Reason(N_("The plan has been changed since you opened the page. Read it again."))


def take_step(db: Session, actor: Actor, pilot: Pilot, name: str, note: str = "", **details: Any) -> None:
    """Press a button of the lifecycle and say so."""
    say(db, actor, pilot, LIFECYCLE.take(actor, pilot, name), note, **details)


def say(db: Session, actor: Actor, pilot: Pilot, step: Step, note: str = "", **details: Any) -> None:
    """Record a step that has been taken, when all that it changes has been changed."""
    pilot.state_since = now()
    record(db, actor, step.happening, pilot, waits=waits(pilot), note=note, **details)


# Setting it up


def set_up(db: Session, actor: Actor, test_request: TestRequest, form: NewPilot, *, is_demo: bool = False) -> Pilot:
    """Make a pilot from an accepted request (`queries.accepted_request`), once; its need goes into a pilot.

    Raises:
        NotAllowed: the request was not sent to a testbed the actor leads.
        Refused: there is a pilot already, or the decision-maker is not of one's own management.
    """
    rules.may_set_up.require(actor, test_request)
    if queries.has_pilot(db, test_request):
        raise Refused(Reason(N_("A pilot has already been made from this request.")))
    pilot = Pilot(
        reference=next_reference(db, "P"),
        title=form.title,
        leader_id=actor.membership_id,
        contact_id=test_request.author_id,
        sponsor_id=_own_sponsor(db, actor.organisation_id, form.sponsor_id),
        seeks_research=form.seeks_research,
        registry_number=form.registry_number,
        state_since=now(),
        is_demo=is_demo,
        **_copied(test_request),
    )
    pilot.approvals, pilot.reports, pilot.follow_ups = [], [], []
    pilot.evaluation = pilot.decision = None
    pilot.organisation, pilot.company = _challenge(test_request).organisation, test_request.organisation
    db.add(pilot)
    db.flush()
    record(db, actor, Happened.pilot_created, pilot, waits=waits(pilot), request=test_request.reference)
    replace(db, actor, test_request, [])
    challenges.start_pilot(db, actor, _challenge(test_request))
    return pilot


def _challenge(test_request: TestRequest) -> Any:
    return test_request.challenge


def _own_sponsor(db: Session, organisation_id: UUID, chosen: str) -> UUID:
    for row in people.holders(db, organisation_id, Role.sponsor):
        if str(row.id) == chosen:
            return row.id
    raise Refused(Reason(N_("Choose someone in your own management."), field="sponsor_id"))


def _copied(test_request: TestRequest) -> dict[str, Any]:
    """What request and need already say, so that nobody writes it twice."""
    need = _challenge(test_request)
    starts_on = need.site_from if need.site_from and need.site_from > today() else None
    weeks = test_request.weeks or 0
    ends_on = starts_on + timedelta(weeks=weeks, days=-1) if starts_on and weeks else None
    halfway_on = starts_on + timedelta(weeks=weeks // 2) if starts_on and weeks >= HALFWAY_FROM_WEEKS else None
    return {
        "organisation_id": need.organisation_id,
        "company_id": test_request.organisation_id,
        "challenge_id": need.id,
        "test_request_id": test_request.id,
        "solution_id": test_request.solution_id,
        "language": need.language,
        "purpose": need.desired,
        "background": need.problem,
        "goals": [{"kind": GoalKind.test.value, **goal} for goal in test_request.goals],
        "participants": _groups(need, test_request),
        "sites": need.site_name,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "halfway_on": halfway_on,
        "company_contact": test_request.contact_name,
    }


def _groups(need: Any, test_request: TestRequest) -> list[dict[str, Any]]:
    planned = test_request.participants_max or need.site_participants_max
    return [{"group": need.target_note, "planned": planned}] if need.target_note and planned else []


def change_settings(db: Session, actor: Actor, pilot: Pilot, form: PilotSettings) -> None:
    """Name the decision-maker, open the pilot to researchers or not, note the registry number."""
    rules.may_lead.require(actor, pilot)
    sponsor_id = _own_sponsor(db, pilot.organisation_id, form.sponsor_id)
    answered = {"sponsor_id": sponsor_id, **form.model_dump(exclude={"sponsor_id"})}
    if changed := keep(pilot, answered):
        labels = [ask_of(PilotSettings, name).label for name in changed]
        record(db, actor, Happened.pilot_edited, pilot, waits=waits(pilot), changed=labels)


# The plan


def write(
    db: Session, actor: Actor, pilot: Pilot, part: Part, answered: dict[str, Any], version: int | None = None
) -> None:
    """Save one part of the plan, complete or not. A change after it was sent makes earlier approvals void.

    `version` is `plan.part_version` as it was when the actor opened the part.

    Raises:
        NotAllowed: not a party to the pilot.
        Refused: the pilot has ended.
        Overtaken: someone else changed this part meanwhile; others may write other parts at the same time.
    """
    rules.may_plan.require(actor, pilot)
    queries.hold(db, pilot)
    if pilot.state not in PLANNED_STATES:
        raise Refused(PLAN_IS_CLOSED)
    if version is not None and version != plan.part_version(pilot, part):
        raise Overtaken(plan.saved_part(pilot, part))
    was_sent = pilot.plan_hash != ""
    changed = keep(pilot, answered)
    if not changed:
        return
    if was_sent:
        pilot.plan_hash, pilot.plan_sent_at = "", None
    happening = Happened.pilot_plan_reopened if was_sent else Happened.pilot_edited
    labels = [ask_of(part.model, name).label for name in changed]
    record(db, actor, happening, pilot, waits=waits(pilot), part=part.slug, changed=labels)


def send(db: Session, actor: Actor, pilot: Pilot) -> None:
    """Send the plan to the other party: from now on both are asked to approve exactly this text.

    Raises:
        NotAllowed: not a party to the pilot.
        Refused: the pilot has ended, it has been sent already, or a question is unanswered (each a reason).
    """
    rules.may_plan.require(actor, pilot)
    queries.hold(db, pilot)
    if pilot.state not in PLANNED_STATES:
        raise Refused(PLAN_IS_CLOSED)
    if plan.is_sent(pilot):
        raise Refused(Reason(N_("The plan has already been sent for approval.")))
    if missing := [reason for _, reason in PARTS.missing(pilot)]:
        raise Refused(*missing)
    pilot.plan_hash, pilot.plan_sent_at = plan.hash_of(pilot), now()
    record(db, actor, Happened.pilot_plan_sent, pilot, waits=waits(pilot), note=actor.organisation_name)


def approve(db: Session, actor: Actor, pilot: Pilot, version: int | None = None) -> None:
    """Approve the plan as it reads now, for one's own organisation. Twice is the same as once.

    `version` is `plan.version_of` as it was when the actor read it.

    Raises:
        NotAllowed: not a party to the pilot.
        Refused: the plan is not sent, or has been changed since it was read.
    """
    rules.may_plan.require(actor, pilot)
    queries.hold(db, pilot)
    if pilot.state not in PLANNED_STATES:
        raise Refused(PLAN_IS_CLOSED)
    if not plan.is_sent(pilot) or (version is not None and version != plan.version_of(pilot)):
        raise Refused(CHANGED_MEANWHILE)
    if plan.approval_of(pilot, actor.organisation_id) is not None:
        return
    approval = PlanApproval(
        organisation_id=actor.organisation_id,
        membership_id=actor.membership_id,
        plan_hash=pilot.plan_hash,
        plan=plan.text_of(pilot),
        created_at=now(),
    )
    pilot.approvals.append(approval)
    db.flush()
    record(db, actor, Happened.pilot_plan_approved, pilot, waits=waits(pilot), note=actor.organisation_name)


def start(db: Session, actor: Actor, pilot: Pilot) -> None:
    """Pass the start gate (G3). What is missing is refused, each thing as a reason."""
    queries.hold(db, pilot)
    step = LIFECYCLE.take(actor, pilot, "start")
    pilot.started_at = now()
    say(db, actor, pilot, step)


# While it runs


def report(db: Session, actor: Actor, pilot: Pilot, form: StatusReportForm) -> StatusReport:
    """Say how it goes.

    Raises:
        NotAllowed: not a party to the pilot.
        Refused: the pilot does not run.
    """
    rules.may_report.require(actor, pilot)
    if pilot.state not in (PilotState.running, PilotState.paused):
        raise Refused(Reason(N_("Reports are given while the pilot runs.")))
    values = form.model_dump(mode="json", exclude={"figures_checked"})
    row = StatusReport(membership_id=actor.membership_id, created_at=now(), **values)
    row.status, row.help_from = form.status, form.help_from
    pilot.reports.append(row)
    db.flush()
    record(
        db,
        actor,
        Happened.pilot_reported,
        pilot,
        waits=waits(pilot),
        note=form.public_line,
        status=form.status.value,
        help_from=form.help_from.value,
    )
    return row


def decide_halfway(db: Session, actor: Actor, pilot: Pilot, form: HalfwayForm) -> None:
    """Go on, adjust the plan or stop (gate G4). Stopping itself is asked for on a page of its own."""
    rules.may_lead.require(actor, pilot)
    if pilot.state not in (PilotState.running, PilotState.paused):
        raise Refused(Reason(N_("Reports are given while the pilot runs.")))
    if pilot.halfway_at is not None and pilot.halfway_choice is not Halfway.stop:
        raise Refused(Reason(N_("The halfway point has already been decided.")))
    pilot.halfway_choice, pilot.halfway_note, pilot.halfway_at = form.choice, form.note, now()
    record(db, actor, Happened.pilot_reached_halfway, pilot, waits=waits(pilot), note=form.note)


def pause(db: Session, actor: Actor, pilot: Pilot, form: PauseForm) -> None:
    step = LIFECYCLE.take(actor, pilot, "pause")
    pilot.pause_reason = form.reason
    say(db, actor, pilot, step, form.reason)


def resume(db: Session, actor: Actor, pilot: Pilot, form: ResumeForm) -> None:
    step = LIFECYCLE.take(actor, pilot, "resume")
    pilot.pause_reason = ""
    say(db, actor, pilot, step, form.reason)


def stop(db: Session, actor: Actor, pilot: Pilot, form: StopForm) -> None:
    """Break it off. It is still reported: a stopped pilot has taught someone something."""
    step = LIFECYCLE.take(actor, pilot, "stop")
    pilot.stop_reason, pilot.stop_told, pilot.stop_equipment = form.reason, form.told, form.equipment
    _to_evaluation(db, actor, pilot, step, form.reason)


def end(db: Session, actor: Actor, pilot: Pilot) -> None:
    """The trial is over: now it is evaluated."""
    _to_evaluation(db, actor, pilot, LIFECYCLE.take(actor, pilot, "end"))


def run_out(db: Session, clock: Actor, pilot: Pilot) -> None:
    """Its last day has passed."""
    _to_evaluation(db, clock, pilot, LIFECYCLE.take(clock, pilot, "run_out"))


def _to_evaluation(db: Session, actor: Actor, pilot: Pilot, step: Step, note: str = "") -> None:
    pilot.ended_at = now()
    if pilot.evaluation is None:
        pilot.evaluation = _evaluation_of(pilot)
    say(db, actor, pilot, step, note)


def _evaluation_of(pilot: Pilot) -> Evaluation:
    """The evaluation with the goals and groups of the plan filled in."""
    return Evaluation(
        goal_results=[{"goal": goal["goal"], "number": None} for goal in pilot.goals if goal.get("goal")],
        participants=[{"group": row["group"]} for row in pilot.participants if row.get("group")],
        sus=[],
    )
