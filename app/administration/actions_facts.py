"""Saying where others turn to the organisation."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.administration.forms_facts import NO_REGISTRAR, FactsForm
from app.organisations.models import Organisation
from app.people.rules import may_administer
from app.refusals import Overtaken, Reason, Refused, require


@dataclass(frozen=True)
class Facts:
    """What an organisation says of itself, as the subject of what happened to it."""

    id: UUID
    organisation_id: UUID
    label: str
    reference: str = ""


def unsaid(house: Organisation, registrar_email: str) -> list[Reason]:
    """What an authority has to say, and others do not."""
    is_lacking = house.keeps_public_documents and not registrar_email.strip()
    return [Reason(NO_REGISTRAR, "registrar_email")] if is_lacking else []


def say(db: Session, actor: Actor, house: Organisation, form: FactsForm, version: int | None) -> None:
    """Whom to ask from now on.

    Raises:
        NotAllowed: the actor does not administer an organisation.
        Overtaken: somebody else saved it meanwhile.
        Refused: an authority has said nobody who is asked for public documents.
    """
    require(may_administer(actor))
    if version is not None and version != house.version:
        raise Overtaken(house)
    if reasons := unsaid(house, form.registrar_email):
        raise Refused(*reasons)
    said = form.model_dump(include=None if house.keeps_public_documents else {"data_protection_email"})
    changed = {name: value for name, value in said.items() if getattr(house, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(house, name, value)
    record(db, actor, Happened.facts_changed, Facts(house.id, house.id, house.name), fields=sorted(changed))
