"""Watching, with and without an account; noting what happens on watches; writing their letters."""

from collections.abc import Sequence
from datetime import timedelta
from secrets import token_hex
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.groups import Frequency
from app.activity.models import Event, Mail
from app.actor import VISITOR, Actor
from app.challenges import queries as needs
from app.challenges.search_address import sought_in
from app.database import now
from app.jobs.queue import enqueue
from app.language import LANGUAGES, N_
from app.mail import actions as mail
from app.mail.letters import Desk, Recipient, language_of, page_of
from app.people import queries as people
from app.refusals import Reason, Refused, require
from app.watching import queries
from app.watching.forms import OpenWatchForm, WatchForm
from app.watching.models import Kind, Watch, WatchHit

MOST_FROM_ONE_PLACE = 10  # an hour, without an account
MOST_FOR_ONE_ADDRESS = 5  # a day, that nobody has confirmed
CONFIRM_WITHIN = timedelta(days=7)
ASK_AGAIN_AFTER = timedelta(minutes=10)
MOST_LINES = 30

SAME = Reason(N_("You already have a watch on the same thing. Change it instead."))
TOO_MANY = Reason(N_("Many have asked to watch from your network in the last hour. Wait an hour and try again."))


def watch(db: Session, actor: Actor, kind: Kind, wanted: str, form: WatchForm, language: str) -> Watch:
    """Watch something from now on, by letters to the address of one's account.

    Raises:
        Refused: they watch it already.
    """
    require(actor.is_signed_in)
    values = _values(str(actor.membership_id), kind, wanted, Frequency[form.frequency.value], language)
    row = queries.insert_watch(
        db, values | {"membership_id": actor.membership_id, "name": form.name, "confirmed_at": now()}
    )
    if row is None:
        raise Refused(SAME)
    return row


def ask_to_watch(
    db: Session, kind: Kind, wanted: str, form: OpenWatchForm, *, name: str, language: str, sender: str
) -> None:
    """Have a link sent that begins the watch. Nothing the asker sees tells whether the address is known.

    Raises:
        Refused: too many have been asked for from that place.
    """
    if form.website:  # only a program answers it: let it think that it went well
        return
    if queries.asked_from(db, sender, since=now() - timedelta(hours=1)) >= MOST_FROM_ONE_PLACE:
        raise Refused(TOO_MANY)
    address = form.email.lower()
    if queries.asked_for(db, address, since=now() - timedelta(days=1)) >= MOST_FOR_ONE_ADDRESS:
        return
    values = _values(address, kind, wanted, Frequency[form.frequency.value], language)
    row = queries.insert_watch(db, values | {"name": name, "sender_hash": sender})
    if row is None:
        row = queries.same_watch(db, address, kind, wanted)
        if row is None or row.confirmed_at is not None or row.created_at > now() - ASK_AGAIN_AFTER:
            return
        row.created_at, row.frequency = now(), Frequency[form.frequency.value]
    enqueue(db, "write_watch_confirmation", watch_id=str(row.id))


def _values(address: str, kind: Kind, wanted: str, frequency: Frequency, language: str) -> dict[str, object]:
    return {
        "address": address,
        "kind": kind,
        "wanted": wanted,
        "frequency": frequency,
        "language": language,
        "token": token_hex(16),
        "sender_hash": "",
    }


def confirm(watch: Watch) -> None:
    if watch.confirmed_at is None:
        watch.confirmed_at = now()


def change(watch: Watch, form: WatchForm) -> None:
    watch.name, watch.frequency = form.name, Frequency[form.frequency.value]


def stop(db: Session, watch: Watch) -> None:
    """The watch is gone, and with it the address of one without an account."""
    queries.remove_watch(db, watch)


def stop_all_of(db: Session, watch: Watch) -> None:
    """Stop every watch that letters to the same reader tell of."""
    for one in queries.watches_of(db, watch.address):
        queries.remove_watch(db, one)


def renew_calendar(db: Session, actor: Actor) -> None:
    """A new secret address for one's own calendar; the old one is nobody's any more."""
    require(actor.is_signed_in)
    queries.set_calendar_key(db, actor.membership_id, token_hex(16))


# What happens on watches


def take_note(db: Session, event_id: str) -> None:
    """Note an event on the watches it concerns, once, however often this is called. Only what everyone may know."""
    event = activity.event(db, UUID(event_id))
    if event is None or not queries.is_news(db, event.id):
        return
    at_once = {
        watch.address
        for watch in queries.watches_on(db, event)
        if _concerns(db, watch, event) and queries.add_hit(db, watch, event) and watch.frequency is Frequency.direct
    }
    for address in sorted(at_once):
        enqueue(db, "write_watch_letter", address=address, frequencies=[Frequency.direct.value])


def _concerns(db: Session, watch: Watch, event: Event) -> bool:
    """A search is asked again, as everyone's list answers it today."""
    return watch.kind is not Kind.search or needs.matches(db, VISITOR, sought_in(watch.wanted), event.subject_id)


# Letters


def write_watch_confirmation(db: Session, watch_id: str, *, desk: Desk) -> None:
    watch = db.get(Watch, UUID(watch_id))
    if watch is None or watch.confirmed_at is not None:
        return
    language = watch.language if watch.language in LANGUAGES else LANGUAGES[0]
    values = {"watch": watch, "link": desk.link(language, "confirm_watch", watch.token)}
    to = Recipient(watch.address, "", language)
    mail.put_in_outbox(db, desk.to_anyone(to, "watching/confirm", values))


def write_watch_letter(db: Session, address: str, frequencies: Sequence[str], *, desk: Desk) -> None:
    """Tell one reader all that has happened on their watches and no letter has told, in one letter."""
    watches = queries.watches_of(db, address, [Frequency[often] for often in frequencies])
    hits = queries.untold(db, [watch.id for watch in watches])
    to = _recipient(db, watches[0]) if watches else None
    if not hits or to is None:
        return
    letter = _letter(desk, to, hits)
    mail.put_in_outbox(db, letter)
    for hit in hits:
        hit.mail_id = letter.id


def _recipient(db: Session, watch: Watch) -> Recipient | None:
    if watch.membership_id is None:
        return Recipient(watch.address, "", watch.language)
    reader = people.membership(db, watch.membership_id)
    return Recipient(reader.person.email, reader.person.name, language_of(reader), reader.id) if reader else None


def _letter(desk: Desk, to: Recipient, hits: Sequence[WatchHit]) -> Mail:
    watches = list({hit.watch_id: hit.watch for hit in hits}.values())
    events = list({hit.event_id: hit.event for hit in hits}.values())
    route = "stop_watch" if len(watches) == 1 else "stop_watches"
    values = {
        "events": [
            (event, desk.link(to.language, page_of(event), event.subject_reference)) for event in events[:MOST_LINES]
        ],
        "number": len(events),
        "more": max(0, len(events) - MOST_LINES),
        "stops": [(one.name, desk.link(to.language, "stop_watch", one.token)) for one in watches],
        "link": desk.link(to.language, "news"),
        "today": now(),
    }
    stop_here = desk.link(to.language, route, watches[0].token)
    thread = f"watch-{watches[0].id.hex}" if len(watches) == 1 else ""
    return desk.to_anyone(to, "watching/letter", values, thread=thread, unsubscribe=stop_here)
