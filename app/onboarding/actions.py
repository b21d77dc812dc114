"""Receiving a municipality: interest, what has been agreed, and the welcome."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.activity import tasks
from app.activity.happenings import Happened
from app.activity.record import record
from app.activity.tasks import Waits
from app.actor import NOBODY, Actor, Role
from app.database import today
from app.language import N_, Words
from app.onboarding import queries, rules
from app.onboarding.forms import OnboardingForm
from app.onboarding.models import Onboarding
from app.onboarding.queries import Progress
from app.onboarding.steps import BEFORE_THE_WELCOME, Step
from app.organisations.models import Organisation, OrganisationStatus
from app.people import queries as people
from app.refusals import Overtaken, Reason, Refused, require

REGION = (Role.region_lead, Role.region_officer)
LEADERS = (Role.testbed_leader, Role.testbed_deputy)
ALREADY = N_("%(name)s is on its way in already, or takes part.")
LACKING = N_("Not done yet: %(step)s.")
TAKES_PART = N_("%(name)s takes part already.")


def note_interest(
    db: Session, actor: Actor, organisation: Organisation, interested_on: date, contact: str, *, is_demo: bool = False
) -> Onboarding:
    """A municipality wants to take part: from now on its way in is followed.

    Raises:
        NotAllowed: the actor does not work for the region.
        Refused: it is on its way in already, or takes part.
    """
    require(rules.may_receive(actor))
    if organisation.id not in {one.id for one in queries.not_yet_interested(db)}:
        raise Refused(Reason(ALREADY, field="organisation", values={"name": organisation.name}))
    onboarding = Onboarding(
        organisation_id=organisation.id, interested_on=interested_on, contact=contact, is_demo=is_demo
    )
    onboarding.organisation = organisation
    organisation.status = OrganisationStatus.onboarding
    db.add(onboarding)
    _record(db, actor, Happened.onboarding_begun, onboarding)
    return onboarding


def write_down(db: Session, actor: Actor, onboarding: Onboarding, said: OnboardingForm, version: int | None) -> None:
    """Keep what has been agreed and held.

    Raises:
        NotAllowed: the actor does not work for the region.
        Overtaken: somebody else saved it meanwhile.
    """
    current = queries.held_still(db, onboarding)
    rules.may_write.require(actor, current)
    if version is not None and version != current.version:
        raise Overtaken(current)
    changed = [name for name, value in said.model_dump().items() if getattr(current, name) != value]
    for name in changed:
        setattr(current, name, getattr(said, name))
    if changed:
        _record(db, actor, Happened.onboarding_changed, current, fields=changed)


def welcome(db: Session, actor: Actor, onboarding: Onboarding) -> None:
    """From now on the municipality takes part.

    Raises:
        NotAllowed: not the actor's to do.
        Refused: a step before it is not done, or it takes part already.
    """
    current = queries.held_still(db, onboarding)
    rules.may_welcome.require(actor, current)
    organisation = queries.organisation(db, current.organisation_id) or current.organisation
    if organisation.status is OrganisationStatus.active:
        raise Refused(Reason(TAKES_PART, values={"name": organisation.name}))
    found = queries.by_id(db, current.id)
    lacking = found.way.lacks(*BEFORE_THE_WELCOME) if found else []
    if lacking:
        raise Refused(*(Reason(LACKING, values={"step": Words(step.label)}) for step in lacking))
    organisation.status = OrganisationStatus.active
    organisation.joined_on = current.welcomed_on = today()
    _record(db, actor, Happened.onboarding_welcomed, current)


def follow(db: Session, actor: Actor, found: Progress) -> None:
    """Say anew what waits: something may have been done elsewhere."""
    tasks.replace(db, actor, found.onboarding, waits(db, found))


def _record(db: Session, actor: Actor, happening: Happened, onboarding: Onboarding, **details: Any) -> None:
    db.flush()
    found = queries.by_id(db, onboarding.id)
    record(db, actor, happening, onboarding, waits=waits(db, found) if found else (), **details)


def waits(db: Session, found: Progress) -> list[Waits]:
    """The next step of those who can take one; nothing is asked of the municipality before there is an agreement."""
    home, left, region = found.onboarding.organisation_id, found.way.left, people.region(db)
    theirs = region.id if region else NOBODY
    if Step.agreement in left:
        why = N_("A municipality wants to take part")
        return [Waits(N_("Agree with the municipality"), "onboarding", theirs, REGION, why=why)]
    asked = []
    for step, verb in (
        (Step.sign_on, N_("Connect your own sign-in")),
        (Step.leader, N_("Name a testbed leader")),
        (Step.sponsor, N_("Name a decision-maker in management")),
    ):
        if step in left:
            why = N_("Your municipality is on its way into the testbed")
            asked.append(Waits(verb, "onboarding", home, (Role.organisation_admin,), why=why))
    if Step.training in left and Step.leader not in left:
        asked.append(
            Waits(N_("Hold the training"), "onboarding", theirs, REGION, why=N_("The testbed leader has been named"))
        )
    if found.onboarding.welcomed_on is None and not found.way.lacks(*BEFORE_THE_WELCOME):
        why = N_("Everything before it is done")
        asked.append(Waits(N_("Welcome the municipality"), "onboarding", theirs, (Role.region_lead,), why=why))
    if found.onboarding.welcomed_on is not None and Step.first_need in left:
        why = N_("Your municipality takes part now")
        asked.append(Waits(N_("Describe your first need"), "onboarding", home, LEADERS, why=why))
    return asked
