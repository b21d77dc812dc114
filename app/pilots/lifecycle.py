"""How a pilot moves from a plan to a decision and its follow-up (domain.md 3.3). A gate is a step with needs."""

from app.activity.happenings import Happened
from app.database import today
from app.language import N_
from app.lifecycle import Lifecycle, Look, Need, Step, needed, states
from app.pilots import plan, rules
from app.pilots.forms import PARTS
from app.pilots.forms_evaluation import evaluation_parts
from app.pilots.models import Pilot
from app.pilots.models import PilotState as State
from app.refusals import Reason

# The field of a reason says where it is put right: "plan/<part>", "sponsor", "check", "approval", "evaluation/<part>".


def _plan_lacks(pilot: Pilot) -> list[Reason]:
    return [
        Reason(reason.text, field=f"plan/{part.slug}", values=reason.values) for part, reason in PARTS.missing(pilot)
    ]


def _approvals_missing(pilot: Pilot) -> list[Reason]:
    if not plan.is_sent(pilot):
        return [Reason(N_("Send the plan for approval."), field="check")]
    texts = {
        pilot.organisation_id: N_("The municipality has not approved the plan as it reads now."),
        pilot.company_id: N_("The company has not approved the plan as it reads now."),
    }
    return [Reason(texts[party], field="approval") for party in plan.lacks_approval_of(pilot)]


PLAN_IS_COMPLETE = Need(_plan_lacks)
BOTH_HAVE_APPROVED = Need(_approvals_missing)
HAS_SPONSOR = needed(
    lambda pilot: pilot.sponsor_id is not None, N_("Name who in management decides after the test."), field="sponsor"
)
ENDS_LATER = needed(
    lambda pilot: pilot.ends_on is None or pilot.ends_on > today(),
    N_("The last day has passed. Choose new dates."),
    field="plan/tid-och-milstolpar",
)
HALFWAY_IS_DECIDED = needed(
    lambda pilot: not pilot.needs_halfway or pilot.halfway_at is not None,
    N_("Decide at the halfway point first: the pilot was planned for eight weeks or more."),
    field="halfway",
)
LAST_DAY_HAS_PASSED = needed(
    lambda pilot: pilot.ends_on is not None and pilot.ends_on < today(), N_("It is not yet time.")
)


def _evaluation_lacks(pilot: Pilot) -> list[Reason]:
    parts = evaluation_parts(pilot)
    lacking = [
        Reason(reason.text, field=f"evaluation/{part.slug}", values=reason.values)
        for part, reason in parts.missing(pilot.evaluation)
    ]
    return lacking + (_goals_without_result(pilot) if pilot.started_at is not None else [])


def _goals_without_result(pilot: Pilot) -> list[Reason]:
    answered = {row.get("goal") for row in (pilot.evaluation.goal_results if pilot.evaluation else [])}
    return [
        Reason(
            N_("Write the result of the goal “%(goal)s”, or choose Don't know."),
            field="evaluation/mal",
            values={"goal": goal["goal"]},
        )
        for goal in pilot.goals
        if goal.get("goal") and goal["goal"] not in answered
    ]


EVALUATION_IS_COMPLETE = Need(_evaluation_lacks)
LAST_FOLLOW_UP_IS_DONE = needed(
    lambda pilot: pilot.open_follow_up is None, N_("The benefit is to be followed up once more.")
)

LIFECYCLE = Lifecycle(
    looks={
        State.preparing: Look(N_("Being planned"), "stage2"),
        State.running: Look(N_("Running"), "stage3"),
        State.paused: Look(N_("Paused"), "attention"),
        State.evaluating: Look(N_("Being evaluated"), "stage3"),
        State.stopped: Look(N_("Stopped, to be reported"), "attention"),
        State.reported: Look(N_("Reported, waiting for a decision"), "stage3"),
        State.decided: Look(N_("Decided"), "stage4"),
        State.follow_up: Look(N_("In use, being followed up"), "stage4"),
        State.closed: Look(N_("Closed"), "ended"),
    },
    steps=(
        Step(
            name="start",
            label=N_("Start the pilot"),
            leaves=states(State.preparing),
            enters=State.running,
            may=rules.may_start,
            needs=(PLAN_IS_COMPLETE, ENDS_LATER, HAS_SPONSOR, BOTH_HAVE_APPROVED),
            happening=Happened.pilot_started,
        ),
        Step(
            name="pause",
            label=N_("Pause the pilot"),
            leaves=states(State.running),
            enters=State.paused,
            may=rules.may_lead,
            happening=Happened.pilot_paused,
        ),
        Step(
            name="resume",
            label=N_("Go on with the pilot"),
            leaves=states(State.paused),
            enters=State.running,
            may=rules.may_lead,
            happening=Happened.pilot_resumed,
        ),
        Step(
            name="stop",
            label=N_("Stop the pilot"),
            leaves=states(State.preparing, State.running, State.paused),
            enters=State.stopped,
            may=rules.may_lead,
            happening=Happened.pilot_stopped,
        ),
        Step(
            name="end",
            label=N_("End the pilot and evaluate it"),
            leaves=states(State.running, State.paused),
            enters=State.evaluating,
            may=rules.may_lead,
            needs=(HALFWAY_IS_DECIDED,),
            happening=Happened.pilot_ended,
        ),
        Step(
            name="run_out",
            label=N_("End the pilot when its last day has passed"),
            leaves=states(State.running, State.paused),
            enters=State.evaluating,
            may=rules.may_keep_time,
            needs=(LAST_DAY_HAS_PASSED,),
            happening=Happened.pilot_ended,
        ),
        Step(
            name="report",
            label=N_("Give the final report"),
            leaves=states(State.evaluating, State.stopped),
            enters=State.reported,
            may=rules.may_lead,
            needs=(EVALUATION_IS_COMPLETE, HAS_SPONSOR),
            happening=Happened.pilot_final_reported,
        ),
        Step(
            name="go_into_use",  # adopt or spread
            label=N_("Introduce it"),
            leaves=states(State.reported),
            enters=State.follow_up,
            may=rules.may_decide,
            happening=Happened.pilot_decided,
        ),
        Step(
            name="go_further",  # procure or develop
            label=N_("Go further"),
            leaves=states(State.reported),
            enters=State.decided,
            may=rules.may_decide,
            happening=Happened.pilot_decided,
        ),
        Step(
            name="end_here",
            label=N_("End here"),
            leaves=states(State.reported),
            enters=State.closed,
            may=rules.may_decide,
            happening=Happened.pilot_decided,
        ),
        Step(
            name="close",
            label=N_("Close the pilot"),
            leaves=states(State.decided, State.follow_up),
            enters=State.closed,
            may=rules.may_lead,
            needs=(LAST_FOLLOW_UP_IS_DONE,),
            happening=Happened.pilot_closed,
        ),
    ),
)
