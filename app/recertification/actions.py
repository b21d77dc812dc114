"""Reviews of access: begun by the clock, answered by the administrator, and what happens when nobody answers.

The portal never takes access from somebody who uses it because an administrator did not answer: a testbed would stop
for an administrator's holiday. Once the date has passed, those who were not confirmed and have not been seen for three
months are suspended, and somebody answers for what they have from the same moment; the others still wait for an answer.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.activity.tasks import Waits
from app.actor import Actor, Role
from app.database import SWEDEN, now, today
from app.language import N_
from app.organisations.models import Organisation
from app.people import actions as people_actions
from app.people import queries as people
from app.people.models import Membership
from app.recertification import queries, rules
from app.recertification.forms import Answer
from app.recertification.models import AccessLine, AccessReview, Standing
from app.refusals import Reason, Refused, require
from app.sign_in import queries as doors
from app.working_days import after_working_days, working_days_between

ANSWER_WITHIN = 20  # working days
REMINDED_AFTER = (10, 17)  # working days from the first day; at most two reminders (ux.md 1.6)
LONG_AGO = timedelta(days=90)
WARNED_BEFORE = timedelta(days=14)
DONE_ALREADY = N_("This review is done already.")


def begin(db: Session, actor: Actor, organisation: Organisation, quarter: date) -> AccessReview:
    """Ask the organisation's administrators to look through who has access."""
    review = AccessReview(
        organisation_id=organisation.id, begun_on=quarter, due_on=after_working_days(today(), ANSWER_WITHIN), lines=[]
    )
    review.organisation = organisation
    active = [one for one in people.people_of(db, organisation.id) if one.is_active]
    for number, member in enumerate(active, start=1):
        line = AccessLine(membership_id=member.id, number=number, standing=Standing.open)
        line.membership = member
        review.lines.append(line)
    db.add(review)
    _record(db, actor, Happened.access_review_begun, review)
    return review


def answer(db: Session, actor: Actor, review: AccessReview, said: Mapping[str, Any]) -> None:
    """Keep what is said of each person; those of whom nothing is said stay open.

    Raises:
        NotAllowed: not the actor's organisation.
        Refused: it is done already, or somebody whose access should end has something to hand over first.
    """
    current = queries.held_still(db, review)
    rules.may_answer.require(actor, current)
    if current.done_on is not None:
        raise Refused(Reason(DONE_ALREADY))
    _leave_out_the_gone(current)
    kept: list[str] = []
    ended: list[str] = []
    reasons: list[Reason] = []
    for line in current.open_lines:
        answer = said.get(f"answer_{line.number}")
        if answer is None:
            continue
        if answer is Answer.end:
            try:
                people_actions.suspend(db, actor, line.membership, why="access_review")
            except Refused as refused:
                reasons += [Reason(one.text, f"answer_{line.number}", one.values) for one in refused.reasons]
                continue
        line.standing = Standing.confirmed if answer is Answer.keep else Standing.ended
        line.roles = sorted(line.membership.roles)
        line.answered_by_id, line.answered_at = actor.membership_id, now()
        (kept if answer is Answer.keep else ended).append(str(line.membership_id))
    if reasons:
        raise Refused(*reasons)
    if kept or ended:
        _record(db, actor, Happened.access_review_answered, current, kept=kept, ended=ended)
    _finish(db, actor, current)


def _leave_out_the_gone(review: AccessReview) -> None:
    for line in review.open_lines:
        if not line.membership.is_active:
            line.standing = Standing.gone


def _finish(db: Session, actor: Actor, review: AccessReview) -> None:
    if not review.open_lines:
        review.done_on = today()
        _record(db, actor, Happened.access_review_done, review)


def follow(db: Session, actor: Actor, review: AccessReview) -> None:
    """What the day asks for: a reminder, or what happens when nobody has answered."""
    current = queries.held_still(db, review)
    if current.done_on is not None:
        return
    _leave_out_the_gone(current)
    if not current.open_lines:
        _finish(db, actor, current)
    elif today() > current.due_on and current.escalated_on is None:
        _escalate(db, actor, current)
    else:
        _remind(db, actor, current)


def _remind(db: Session, actor: Actor, review: AccessReview) -> None:
    began = review.created_at.astimezone(SWEDEN).date()
    wanted = sum(working_days_between(began, today()) >= days for days in REMINDED_AFTER)
    if wanted > review.reminders and review.reminded_on != today():
        review.reminders, review.reminded_on = wanted, today()
        _record(db, actor, Happened.access_review_reminded, review)


def _escalate(db: Session, actor: Actor, review: AccessReview) -> None:
    review.escalated_on = today()
    suspended = []
    for line in review.open_lines:
        member = line.membership
        seen = member.last_seen_at or member.created_at
        if seen < now() - LONG_AGO and not people.is_last_with(db, member, Role.organisation_admin):
            people_actions.suspend_at_once(db, actor, member, why="access_review")
            line.standing, line.answered_at = Standing.ended, now()
            suspended.append(str(member.id))
    _record(db, actor, Happened.access_review_unanswered, review, suspended=suspended)
    _finish(db, actor, review)


def _record(db: Session, actor: Actor, happening: Happened, review: AccessReview, **details: Any) -> None:
    record(db, actor, happening, review, waits=_waits(review), **details)


def _waits(review: AccessReview) -> list[Waits]:
    if review.done_on is not None:
        return []
    return [
        Waits(
            N_("Look through who has access"),
            "access_review",
            review.organisation_id,
            (Role.organisation_admin,),
            due_on=review.due_on,
            why=N_("It is done once a quarter"),
        )
    ]


def set_unseen(db: Session, actor: Actor, days: int | None) -> None:
    """After how many days without a sign-in an account is suspended; None: never by itself."""
    require(rules.may_look_through(actor))
    policy = doors.policy_of(db, actor.organisation_id)
    if policy.unseen_suspend_days != days:
        policy.unseen_suspend_days = days
        db.add(policy)
        member = people.membership(db, actor.membership_id)
        if member is not None:
            record(db, actor, Happened.unseen_limit_set, member, days=days)


def mind_the_unseen(db: Session, actor: Actor) -> None:
    """Warn two weeks ahead; then suspend, and let somebody answer for what they had. An organisation's only
    administrator stays: nobody could let the others in again."""
    for one in queries.unseen(db, WARNED_BEFORE):
        member: Membership = one.membership
        if people.is_last_with(db, member, Role.organisation_admin):
            continue
        warned = queries.warned_on(db, one)
        if warned is None:
            record(db, actor, Happened.member_unseen, member, ends_on=max(one.ends_on, today() + WARNED_BEFORE))
        elif one.ends_on <= today() and warned + WARNED_BEFORE <= today():
            people_actions.suspend_at_once(db, actor, member, why="unseen")
