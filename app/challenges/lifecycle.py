"""How a need moves from a draft in one municipality to a solution in use, or to an honest end (domain.md 3.1)."""

from app.activity.happenings import Happened
from app.challenges import rules
from app.challenges.forms import PARTS
from app.challenges.models import Challenge
from app.challenges.models import ChallengeState as State
from app.database import now, today
from app.language import N_
from app.lifecycle import Lifecycle, Look, Need, Step, needed, states
from app.refusals import Reason

IS_COMPLETE = Need(lambda challenge: [reason for _, reason in PARTS.missing(challenge)])
SIMILAR_SEEN = needed(
    lambda challenge: challenge.similar_seen_at is not None,
    N_("Look at similar needs first: another municipality may have the same need."),
)
SAYS_ENOUGH = Need(lambda challenge: PARTS.part("korthet").missing(challenge))


def _dates_still_hold(challenge: Challenge) -> list[Reason]:
    if challenge.closes_on is not None and challenge.closes_on <= today():
        return [Reason(N_("The last day to apply has passed. Choose new dates."), field="closes_on")]
    return []


DATES_HOLD = Need(_dates_still_hold)
OPENING_DAY_HAS_COME = needed(
    lambda challenge: challenge.opens_on is not None and challenge.opens_on <= today(), N_("It is not yet time.")
)
CLOSING_TIME_HAS_COME = needed(
    lambda challenge: challenge.closes_at is not None and challenge.closes_at <= now(), N_("It is not yet time.")
)
IS_CALL = needed(lambda challenge: challenge.call_type == "call", N_("It is not yet time."))
IS_NOT_CALL = needed(
    lambda challenge: challenge.call_type != "call", N_("The call opens and closes by itself on its dates.")
)

BEFORE_OPENING = states(State.draft, State.anchoring, State.review, State.approved, State.signal)

LIFECYCLE = Lifecycle(
    looks={
        State.draft: Look(N_("Draft"), "neutral"),
        State.anchoring: Look(N_("With management"), "stage1"),
        State.review: Look(N_("Checked by the region"), "stage1"),
        State.approved: Look(N_("Ready to publish"), "attention"),
        State.signal: Look(N_("Signal, not open for requests"), "stage1"),
        State.published: Look(N_("Published"), "stage1"),
        State.open: Look(N_("Open for requests"), "stage1"),
        State.assessing: Look(N_("Being assessed"), "stage2"),
        State.in_pilot: Look(N_("In a pilot"), "stage3"),
        State.resolved: Look(N_("Met: the solution is in use"), "stage4"),
        State.closed_no_match: Look(N_("Closed without a solution"), "ended"),
        State.closed_not_resolved: Look(N_("Closed, not met"), "ended"),
        State.withdrawn: Look(N_("Withdrawn"), "ended"),
        State.merged: Look(N_("Merged into another need"), "ended"),
        State.archived: Look(N_("Archived"), "ended"),
    },
    steps=(
        Step(
            name="submit",
            label=N_("Send for a decision"),
            leaves=states(State.draft, State.signal),
            enters=State.anchoring,
            may=rules.may_edit,
            needs=(IS_COMPLETE, SIMILAR_SEEN, DATES_HOLD),
            happening=Happened.challenge_submitted,
        ),
        Step(
            name="signal",
            label=N_("Publish as a signal"),
            leaves=states(State.draft),
            enters=State.signal,
            may=rules.may_edit,
            needs=(SAYS_ENOUGH,),
            happening=Happened.challenge_signalled,
        ),
        Step(
            name="anchor",
            label=N_("Yes, we set aside the time"),
            leaves=states(State.anchoring),
            enters=State.review,
            may=rules.may_anchor,
            happening=Happened.challenge_anchored,
        ),
        Step(
            name="refuse",
            label=N_("No"),
            leaves=states(State.anchoring),
            enters=State.draft,
            may=rules.may_anchor,
            happening=Happened.challenge_refused,
        ),
        Step(
            name="postpone",
            label=N_("Wait"),
            leaves=states(State.anchoring),
            enters=State.anchoring,
            may=rules.may_anchor,
            happening=Happened.challenge_postponed,
        ),
        Step(
            name="approve",
            label=N_("Approve"),
            leaves=states(State.review),
            enters=State.approved,
            may=rules.may_review,
            happening=Happened.challenge_approved,
        ),
        Step(
            name="send_back",
            label=N_("Ask for changes"),
            leaves=states(State.review),
            enters=State.draft,
            may=rules.may_review,
            happening=Happened.challenge_sent_back,
        ),
        Step(
            name="publish",
            label=N_("Publish the need"),
            leaves=states(State.approved),
            enters=State.published,
            may=rules.may_edit,
            needs=(IS_COMPLETE, DATES_HOLD),
            happening=Happened.challenge_published,
        ),
        Step(
            name="open",
            label=N_("Open the call"),
            leaves=states(State.published),
            enters=State.open,
            may=rules.may_keep_time,
            needs=(IS_CALL, OPENING_DAY_HAS_COME),
            happening=Happened.challenge_opened,
        ),
        Step(
            name="close_call",
            label=N_("Close the call"),
            leaves=states(State.open),
            enters=State.assessing,
            may=rules.may_keep_time,
            needs=(CLOSING_TIME_HAS_COME,),
            happening=Happened.challenge_closed,
        ),
        Step(
            name="stop_taking",
            label=N_("Stop taking requests"),
            leaves=states(State.published),
            enters=State.assessing,
            may=rules.may_edit,
            needs=(IS_NOT_CALL,),
            happening=Happened.challenge_closed,
        ),
        Step(
            name="start_pilot",
            label=N_("Start a pilot"),
            leaves=states(State.published, State.assessing, State.in_pilot),
            enters=State.in_pilot,
            may=rules.may_edit,
            happening=Happened.challenge_piloting,
        ),
        Step(
            name="resolve",
            label=N_("Met"),
            leaves=states(State.in_pilot),
            enters=State.resolved,
            may=rules.may_resolve,
            happening=Happened.challenge_resolved,
        ),
        Step(
            name="close_no_match",
            label=N_("Close without a solution"),
            leaves=states(State.published, State.signal, State.assessing),
            enters=State.closed_no_match,
            may=rules.may_edit,
            happening=Happened.challenge_unmatched,
        ),
        Step(
            name="close_not_resolved",
            label=N_("Close, not met"),
            leaves=states(State.in_pilot),
            enters=State.closed_not_resolved,
            may=rules.may_resolve,
            happening=Happened.challenge_unresolved,
        ),
        Step(
            name="withdraw",
            label=N_("Withdraw the need"),
            leaves=BEFORE_OPENING | states(State.published, State.open, State.assessing),
            enters=State.withdrawn,
            may=rules.may_edit,
            happening=Happened.challenge_withdrawn,
        ),
        Step(
            name="merge",
            label=N_("Merge into another need"),
            leaves=states(State.review, State.approved, State.signal, State.published),
            enters=State.merged,
            may=rules.may_review,
            happening=Happened.challenge_merged,
        ),
        Step(
            name="archive",
            label=N_("Archive"),
            leaves=states(State.resolved, State.closed_no_match, State.closed_not_resolved, State.merged),
            enters=State.archived,
            may=rules.may_keep_time,
            happening=Happened.challenge_archived,
        ),
    ),
)
