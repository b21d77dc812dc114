"""Answering newcomers, and saying who comes in without an invitation."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor, Role
from app.administration import queries
from app.administration.forms_newcomers import NewcomersForm, Opening
from app.jobs.queue import enqueue
from app.language import N_
from app.people import actions as people
from app.people.declining import decline as say_no
from app.people.models import Membership
from app.people.rules import may_administer
from app.refusals import Overtaken, Reason, Refused, require
from app.sign_in import queries_newcomers as newcomers
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.models import AuthEvent, JitPolicy, SignInPolicy
from app.sign_in.newcomers import roles_on_trust

NO_DOMAIN = N_("Prove an e-mail domain first. Until then no address is known to be yours.")
DIRECTORY = N_("Your directory decides who belongs to you, so nobody else comes in by themselves.")
ABOVE = N_("Choose one of the roles in the list.")


@dataclass(frozen=True)
class Newcomers:
    """How an organisation takes newcomers in, as the subject of what happened to it."""

    id: UUID
    organisation_id: UUID
    label: str
    reference: str = ""


def let_in(db: Session, actor: Actor, member: Membership, roles: Collection[Role]) -> None:
    """Say yes to a newcomer, with these roles and no others.

    Raises:
        NotAllowed: not the actor's to answer.
        Refused: it has been answered.
    """
    for role in sorted(set(roles) - member.roles):
        people.give_role(db, actor, member, role)
    for role in sorted(member.roles - set(roles)):
        people.take_role(db, actor, member, role)
    people.approve(db, actor, member)
    newcomers.forget_request(db, member.id)


def decline(db: Session, actor: Actor, member: Membership, why: str) -> None:
    """Say no to somebody proposed. Whoever asked themselves gets a letter, which says nothing of why.

    Raises:
        NotAllowed: not the actor's to answer.
        Refused: it has been answered.
    """
    asked = member.is_asked_for_by_its_service
    say_no(db, actor, member, why=why)
    newcomers.forget_request(db, member.id)
    if asked:
        enqueue(db, "tell_not_let_in", membership_id=str(member.id))


def set_policy(db: Session, actor: Actor, form: NewcomersForm, version: int | None) -> None:
    """Who comes in without an invitation from now on. Whoever is in stays in.

    Raises:
        NotAllowed: the actor does not administer the organisation.
        Overtaken: somebody else saved it meanwhile.
        Refused: there is no proven domain, the directory decides, or the role is above the ceiling.
    """
    require(may_administer(actor))
    policy = queries.policy_for_writing(db, actor.organisation_id)
    if policy.version and version is not None and version != policy.version:
        raise Overtaken(policy)
    reasons = _against(db, actor, form)
    if reasons:
        raise Refused(*reasons)
    before = _told(policy)
    policy.jit, policy.newcomers_wait = JitPolicy(form.jit.value), form.newcomers_wait
    policy.default_role = form.default_role
    db.add(policy)
    db.flush()
    after = _told(policy)
    db.add(
        AuthEvent(
            type=AuthEventType.newcomers_changed,
            outcome=Outcome.ok,
            organisation_id=actor.organisation_id,
            person_id=actor.person_id,
            details={"before": before, "after": after},
        )
    )
    subject = Newcomers(policy.id, actor.organisation_id, actor.organisation_name)
    record(db, actor, Happened.newcomers_changed, subject, before=before, after=after)


def _against(db: Session, actor: Actor, form: NewcomersForm) -> list[Reason]:
    """What speaks against it."""
    house = queries.own_organisation(db, actor)
    found: list[Reason] = []
    if form.jit is Opening.domain_gate and not queries.can_tell_its_own(db, house.id):
        found.append(Reason(NO_DOMAIN, field="jit"))
    if form.jit is not Opening.off and queries.directory_decides(db, house.id):
        found.append(Reason(DIRECTORY, field="jit"))
    if form.default_role is not None and form.default_role not in roles_on_trust(house):
        found.append(Reason(ABOVE, field="default_role"))
    return found


def _told(policy: SignInPolicy) -> dict[str, str | bool]:
    return {
        "jit": policy.jit.value,
        "newcomers_wait": policy.newcomers_wait,
        "default_role": policy.default_role.value if policy.default_role else "",
    }
