"""Whom one can invite as a guest, and what has to be said of them first (docs/guests.md)."""

from datetime import timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import today
from app.errands import queries
from app.errands.forms import ErrandForm
from app.language import N_
from app.organisations.models import OrganisationKind
from app.people import guests
from app.people.models import Membership
from app.refusals import Reason, Refused

STAYS_AFTER = timedelta(days=14)
"""How long a guest can still get in after the day it should have been done, if it has not been."""
LONGEST = timedelta(days=180)
LASTS = timedelta(days=14)
"""How long an invitation can be accepted."""

NOBODY_THERE = N_("Nobody with that address can be asked. People from companies cannot, nor those without an account.")
FROM_A_COMPANY = N_("People from companies cannot be let in.")
NO_ADDRESS = N_("Write the whole email address, like name@example.se.")
HAS_A_HOME = N_("That address belongs to %(organisation)s. Ask its administrator to give them an account there.")
NO_ACCOUNT = N_("Nobody with that address has an account. To invite them as a guest, also say who they are.")
NEEDED = {
    "guest_name": N_("Write what the guest is called."),
    "guest_workplace": N_("Write where the guest works."),
    "guest_is_free": N_("A guest must not work for a company that may want to offer something."),
    "due_on": N_("Say when the guest should have done it. They can get in for two weeks after that day at most."),
}


def guest_for(db: Session, actor: Actor, form: ErrandForm, language: str, *, is_demo: bool) -> Membership:
    """The guest at that address. Whoever calls has checked that the actor may let somebody in.

    Raises:
        Refused: somebody with an account has the address, or it belongs to an organisation; or something is not said.
    """
    _check_address(db, form.email)
    said = {name: getattr(form, name) for name in NEEDED}
    if not (form.guest_name or form.guest_workplace or form.guest_is_free):
        raise Refused(Reason(NO_ACCOUNT, field="email"))
    missing = [Reason(text, field=name) for name, text in NEEDED.items() if not said[name]]
    if form.due_on and form.due_on > today() + LONGEST:
        missing.append(Reason(N_("A guest can be asked half a year ahead at most."), field="due_on"))
    if missing or form.due_on is None:
        raise Refused(*missing)
    return guests.invite(
        db,
        actor,
        email=form.email,
        name=form.guest_name,
        unit=form.guest_workplace,
        locale=language,
        until=form.due_on + STAYS_AFTER,
        is_demo=is_demo,
    )


def _check_address(db: Session, email: str) -> None:
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError as problem:
        raise Refused(Reason(NO_ADDRESS, field="email")) from problem
    home = queries.home_of(db, email)
    if home is not None and home.kind is OrganisationKind.company:
        raise Refused(Reason(FROM_A_COMPANY, field="email"))
    if home is not None:
        raise Refused(Reason(HAS_A_HOME, field="email", values={"organisation": home.name}))
    if queries.is_known(db, email):
        raise Refused(Reason(NOBODY_THERE, field="email"))
