"""Receiving a municipality: interest, what has been agreed, and the welcome."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.activity import tasks
from app.activity.happenings import Happened
from app.activity.record import record
from app.activity.tasks import Waits
from app.actor import NOBODY, THE_CLOCK, Actor, Role
from app.database import today
from app.language import N_, Words
from app.onboarding import queries, rules
from app.onboarding.forms import AwayForm, OnboardingForm
from app.onboarding.models import Onboarding
from app.onboarding.queries import Progress
from app.onboarding.steps import BEFORE_THE_WELCOME, Step
from app.organisations.models import Organisation, OrganisationStatus
from app.people import actions as people_actions
from app.people import queries as people
from app.people.models import MembershipStatus
from app.refusals import Overtaken, Reason, Refused, require

REGION = (Role.region_lead, Role.region_officer)
LEADERS = (Role.testbed_leader, Role.testbed_deputy)
ALREADY = N_("%(name)s is on its way in already, or takes part.")
LACKING = N_("Not done yet: %(step)s.")
AWAY = N_("%(name)s has paused or left already.")
NOT_AWAY = N_("%(name)s has not paused.")
STILL_OWNS = N_("People at %(name)s are still responsible for %(count)s things. Close them or hand them over first.")
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
    if current.away_since is not None:
        raise Refused(Reason(AWAY, values={"name": organisation.name}))
    found = queries.by_id(db, current.id)
    lacking = found.way.lacks(*BEFORE_THE_WELCOME) if found else []
    if lacking:
        raise Refused(*(Reason(LACKING, values={"step": Words(step.label)}) for step in lacking))
    organisation.status = OrganisationStatus.active
    organisation.joined_on = current.welcomed_on = today()
    _record(db, actor, Happened.onboarding_welcomed, current)


def go_away(db: Session, actor: Actor, onboarding: Onboarding, form: AwayForm) -> None:
    """A municipality pauses, or leaves: then nobody there has access any more, and nothing is left without an owner.

    Raises:
        NotAllowed: the actor does not work for the region.
        Refused: it is away already; or it leaves while its people are responsible for something.
    """
    current = queries.held_still(db, onboarding)
    rules.may_write.require(actor, current)
    organisation = queries.organisation(db, current.organisation_id) or current.organisation
    wanted = OrganisationStatus(form.going.value)
    if organisation.status in (wanted, OrganisationStatus.left):
        raise Refused(Reason(AWAY, field="going", values={"name": organisation.name}))
    if wanted is OrganisationStatus.left:
        _let_go(db, organisation)
    organisation.status = wanted
    current.away_since, current.away_why = today(), form.why
    current.back_on = form.back_on if wanted is OrganisationStatus.paused else None
    paused = wanted is OrganisationStatus.paused
    _record(db, actor, Happened.onboarding_paused if paused else Happened.onboarding_left, current, note=form.why)


def _let_go(db: Session, organisation: Organisation) -> None:
    """End everybody's access there; refused while any of them is responsible for something."""
    members = [one for one in people.people_of(db, organisation.id) if one.status is not MembershipStatus.removed]
    things = sum(people.how_much_is_held(db, [one.id for one in members]).values())
    if things:
        values = {"name": organisation.name, "count": things}
        raise Refused(Reason(STILL_OWNS, field="going", values=values))
    for member in members:
        people_actions.remove_at_once(db, THE_CLOCK, member, why="organisation_left")


def come_back(db: Session, actor: Actor, onboarding: Onboarding) -> None:
    """A municipality that paused goes on where it was; one that left begins its way in anew.

    Raises:
        NotAllowed: the actor does not work for the region.
        Refused: it is not away.
    """
    current = queries.held_still(db, onboarding)
    rules.may_write.require(actor, current)
    organisation = queries.organisation(db, current.organisation_id) or current.organisation
    if organisation.status is OrganisationStatus.left:
        current.welcomed_on = None
    elif organisation.status is not OrganisationStatus.paused:
        raise Refused(Reason(NOT_AWAY, values={"name": organisation.name}))
    organisation.status = OrganisationStatus.active if current.welcomed_on else OrganisationStatus.onboarding
    current.away_since, current.away_why, current.back_on = None, "", None
    _record(db, actor, Happened.onboarding_resumed, current)


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
    if found.onboarding.away_since is not None:
        if found.onboarding.back_on is None:
            return []
        why = N_("It paused, and said that it would")
        verb = N_("Ask whether the municipality goes on")
        return [Waits(verb, "onboarding", theirs, REGION, due_on=found.onboarding.back_on, why=why)]
    if Step.agreement in left:
        why = N_("A municipality wants to take part")
        return [Waits(N_("Agree with the municipality"), "onboarding", theirs, REGION, why=why)]
    if not people.administrators(db, home):
        why = N_("Nobody there can take the next steps yet")
        return [Waits(N_("Invite the municipality's administrator"), "onboarding", theirs, REGION, why=why)]
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
