"""Ordering a file, and making it when its turn comes."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import THE_CLOCK, Actor
from app.database import now
from app.exports import Say, export
from app.extracts import queries, rules
from app.extracts.models import Extract
from app.jobs.queue import enqueue
from app.references.queries import next_reference
from app.refusals import require

KEPT_FOR = timedelta(days=7)


def order(
    db: Session, actor: Actor, slug: str, form: str, about: Mapping[str, str], language: str, say: Say
) -> Extract:
    """Let the worker make the file. One that the actor has ordered and still waits for is not made twice.

    Raises:
        NotAllowed: not the actor's.
        NotFound: there is no such file, or the actor may not see what it is of.
    """
    require(rules.may_order(actor))
    wanted = export(slug)
    wanted.form(form)
    thing, asked = wanted.find(db, actor, about), wanted.about(about)
    reference = next_reference(db, "U")  # waits for another who orders: two presses at once make one file
    if waiting := queries.waiting(db, actor, slug, form, asked, language):
        return waiting
    extract = Extract(
        reference=reference,
        organisation_id=actor.organisation_id,
        membership_id=actor.membership_id,
        export=slug,
        form=form,
        about=asked,
        language=language,
        title=wanted.title(thing, say),
    )
    db.add(extract)
    record(db, actor, Happened.extract_ordered, extract)
    enqueue(db, "make_extract", extract_id=str(extract.id))
    return extract


def finish(db: Session, extract: Extract, content: bytes, rows: int) -> None:
    """Keep what was made, unless another worker was first."""
    queries.hold(db, extract)
    if not extract.is_waiting:
        return
    extract.content = content
    extract.size, extract.rows = len(content), rows
    extract.made_at = now()
    extract.kept_until = extract.made_at + KEPT_FOR
    record(db, THE_CLOCK, Happened.extract_ready, extract)


def stop(extract: Extract) -> None:
    """Whoever ordered it may no longer have it."""
    extract.stopped_at = now()
