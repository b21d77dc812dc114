"""A new membership, before anybody has said what becomes of it; and whether roles exist where it is."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.language import N_, Words
from app.organisations.models import Organisation
from app.people import queries, rules
from app.people.models import Membership, MembershipRole, MembershipStatus, Person, Source
from app.refusals import NotAllowed, Reason, Refused

NOT_HERE = N_("The role “%(role)s” does not exist in this kind of organisation.")
KNOWN = N_("%(email)s already has an account here.")


def made(
    db: Session,
    actor: Actor,
    organisation: Organisation,
    email: str,
    name: str,
    unit: str,
    locale: str,
    roles: Iterable[Role],
    source: Source,
) -> Membership:
    """A membership that has no standing yet. Whoever calls has checked that the actor may."""
    wanted = sorted(set(roles))
    exist(organisation, actor, wanted)
    before = queries.memberships_at(db, organisation.id, email)
    if any(row.status is not MembershipStatus.removed for row in before):
        raise Refused(Reason(KNOWN, field="email", values={"email": email}))
    if before and source is not Source.mapping:  # they are back: the same person, with nothing they had
        membership = before[0]
        membership.role_rows.clear()
        membership.valid_from = membership.valid_to = None
        db.flush()
    else:
        person = Person(name=name or email.partition("@")[0], email=email, locale=locale, is_demo=organisation.is_demo)
        db.add(person)
        db.flush()
        membership = Membership(organisation_id=organisation.id, person_id=person.id, role_rows=[])
        membership.person, membership.organisation = person, organisation
        db.add(membership)
    membership.unit, membership.source = unit, source
    membership.role_rows += [MembershipRole(role=role, source=source) for role in wanted]
    return membership


def exist(organisation: Organisation, actor: Actor, roles: Iterable[Role]) -> None:
    for role in roles:
        if role is Role.platform_admin and not rules.may_name_those_who_run_it(actor):
            raise NotAllowed
        if role is not Role.platform_admin and not rules.may_be_given(organisation, role):
            raise Refused(Reason(NOT_HERE, field="roles", values={"role": Words(role.label)}))
