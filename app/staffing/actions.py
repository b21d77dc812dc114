"""Naming who answers for something meanwhile, and seeing that nobody leads a testbed."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.activity.tasks import Waits
from app.actor import Actor, Role
from app.database import today
from app.language import N_
from app.oversight import queries as oversight
from app.oversight.figures import Vacancy as Vacant
from app.people import handing_on
from app.people import queries as people
from app.refusals import NotFound, Reason, Refused
from app.staffing import queries, rules
from app.staffing.models import Vacancy
from app.staffing.queries import Staffing
from app.working_days import after_working_days

FIND_WITHIN = 20  # working days to find somebody for the post
NOTHING_LEFT = N_("Everything there has an owner now. Nobody has to answer for it meanwhile.")


def name_stand_in(db: Session, actor: Actor, staffing: Staffing, stand_in_id: UUID) -> None:
    """One person answers from now on for all that nobody has taken over in the municipality.

    Raises:
        NotAllowed: not the actor's to name.
        NotFound: nobody who could be named.
        Refused: there is nothing left to answer for.
    """
    rules.may_name.require(actor, staffing.organisation)
    found = {one.id: one for one in queries.candidates(db, staffing.organisation.id)}.get(stand_in_id)
    if found is None:
        raise NotFound
    if not staffing.interims:
        raise Refused(Reason(NOTHING_LEFT))
    for interim in staffing.interims:
        handing_on.name_another(db, actor, interim, people.locked(db, found.id))


def mind_vacancies(db: Session, actor: Actor) -> None:
    """Write down that nobody leads a testbed, and that somebody does again; each is told once."""
    vacant = {one.organisation_id: one for one in oversight.vacancies(db)}
    known = {one.organisation_id: one for one in queries.open_vacancies(db)}
    for organisation_id, vacancy in known.items():
        if organisation_id not in vacant:
            vacancy.ended_on = today()
            record(db, actor, Happened.staffing_filled, vacancy, waits=())
    for organisation_id, found in vacant.items():
        if organisation_id not in known:
            _begin(db, actor, organisation_id, found)


def _begin(db: Session, actor: Actor, organisation_id: UUID, found: Vacant) -> None:
    vacancy = Vacancy(organisation_id=organisation_id, since=found.since)
    vacancy.organisation = queries.organisation(db, organisation_id)
    db.add(vacancy)
    record(db, actor, Happened.staffing_vacant, vacancy, waits=_waits(db, vacancy), since=found.since)


def _waits(db: Session, vacancy: Vacancy) -> list[Waits]:
    due_on = after_working_days(today(), FIND_WITHIN)
    region = people.region(db)
    found = [
        Waits(
            N_("Name a testbed leader"),
            "municipal_staffing",
            vacancy.organisation_id,
            (Role.organisation_admin,),
            due_on=due_on,
            why=N_("Nobody leads the testbed in your municipality"),
        )
    ]
    if region is not None:
        found.append(
            Waits(
                N_("Help the municipality to a testbed leader"),
                "municipal_staffing",
                region.id,
                (Role.region_lead,),
                due_on=due_on,
                why=N_("Nobody leads the testbed there"),
            )
        )
    return found
