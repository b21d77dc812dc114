"""News, feeds and calendars (A15, A16): the same for everyone, but for one's own, whose address is a secret (B11)."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import Headers

from app.activity.models import Event
from app.challenges.guards import Sought, VisibleChallenge
from app.challenges.models import ChallengeState
from app.database import today
from app.language import N_
from app.mail.letters import page_of
from app.references.slugs import in_address
from app.refusals import NotFound
from app.watching import actions, calendars, feeds, own_days, queries
from app.watching.calendars import Day
from app.watching.feeds import Feed, Item
from app.watching.guards import CalendarOwner
from app.watching.public_days import days_of
from app.web.forms import Pressed
from app.web.guards import CurrentActor, Db, everyone, signed_in
from app.web.templating import address, page, see_other

router = APIRouter(include_in_schema=False)

ATOM = "application/atom+xml; charset=utf-8"
ICS = "text/calendar; charset=utf-8"
NEWS_TITLE = N_("News from the testbed")
NEEDS_TITLE = N_("The municipalities' needs")
OWN_TITLE = N_("My days")
FRESH = 15 * 60  # seconds a reader may keep it without asking


def _said(request: Request, text: str) -> str:
    """A text of ours in the language of the address."""
    return str(request.app.state.templates[request.state.language].globals["sentence"](text))


def _whole(request: Request, route: str, **path: Any) -> str:
    return str(request.app.state.settings.origin + address(request, route, **path))


def _unchanged_or(request: Request, body: bytes, kind: str, *, private: bool = False) -> Response:
    """304 to a reader who has it already. The tag is of what it says, so that nothing else can be wrong."""
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": f"{'private' if private else 'public'}, max-age={FRESH}",
        "Content-Language": request.state.language,
        "Vary": "Accept-Encoding",
    }
    if _has(request.headers, etag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)


def _has(headers: Headers, etag: str) -> bool:
    known = [one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(",")]
    return etag in known or "*" in known


# News


@router.get("/nyheter", name="news", dependencies=[Depends(everyone)])
def show_news(request: Request, db: Db, sida: int = 1) -> Response:
    found = queries.news(db, min(max(sida, 1), 10_000))
    return page(request, "watching/news.html", news=found, page_of=page_of)


@router.get("/nyheter.atom", name="news_feed", dependencies=[Depends(everyone)])
def news_feed(request: Request, db: Db) -> Response:
    items = _items(request, queries.latest_news(db))
    return _feed(request, "news", "", _said(request, NEWS_TITLE), "news", {}, items)


@router.get("/behov.atom", name="challenges_feed", dependencies=[Depends(everyone)])
def needs_feed(request: Request, db: Db, sought: Sought) -> Response:
    """The list of needs with the same choices in the address, as everyone sees it."""
    origin = request.app.state.settings.origin
    items = [
        Item(
            id=feeds.tag(origin, "need", entry.challenge.id),
            title=entry.challenge.title,
            link=_whole(request, "challenge", ref=in_address(entry.challenge.reference, entry.challenge.title)),
            updated=entry.updated,
            published=entry.challenge.published_at or entry.challenge.created_at,
            author=entry.challenge.organisation.name,
            summary=entry.challenge.summary,
            language=entry.challenge.language,
        )
        for entry in queries.need_entries(db, sought)
    ]
    query = request.url.query
    return _feed(request, "needs", query, _said(request, NEEDS_TITLE), "challenges", {}, items)


@router.get("/behov/{ref:reference}.atom", name="challenge_feed", dependencies=[Depends(everyone)])
def need_feed(request: Request, db: Db, challenge: VisibleChallenge) -> Response:
    """What happens to one need and to its pilots.

    Raises:
        NotFound: it is not public.
    """
    if not challenge.is_public:
        raise NotFound
    items = _items(request, queries.news_of_need(db, challenge))
    title = f"{challenge.reference} {challenge.title}"
    return _feed(request, "need", str(challenge.id), title, "challenge", {"ref": challenge.reference}, items)


def _items(request: Request, events: Sequence[Event]) -> list[Item]:
    origin = request.app.state.settings.origin
    return [
        Item(
            id=feeds.tag(origin, "event", event.id),
            title=f"{_said(request, event.happening.label)}: {event.subject_label}",
            link=_whole(request, page_of(event), ref=event.subject_reference),
            updated=event.at,
            published=event.at,
            author=event.organisation_name or request.app.state.settings.testbed_name,
        )
        for event in events
    ]


def _feed(
    request: Request, kind: str, identity: str, title: str, route: str, path: dict[str, str], items: list[Item]
) -> Response:
    settings = request.app.state.settings
    query = f"?{request.url.query}" if request.url.query else ""
    own = f"{settings.origin}{address(request, 'home').rstrip('/')}{request.url.path}{query}"
    feed = Feed(
        id=feeds.tag(settings.origin, f"feed-{request.state.language}", f"{kind}/{identity}".rstrip("/")),
        title=f"{title} – {settings.testbed_name}",
        link=_whole(request, route, **path) + (query if kind == "needs" else ""),
        itself=own,
        language=request.state.language,
        author=settings.testbed_name,
        items=items,
    )
    return _unchanged_or(request, feeds.written(feed), ATOM)


# Calendars


def _public_days(request: Request, db: Db) -> list[Day]:
    host = request.app.state.settings.origin
    return [
        day
        for need in queries.days_to_come(db)
        for day in days_of(
            need,
            origin=host,
            link=_whole(request, "challenge", ref=need.reference),
            said=lambda text: _said(request, text),
            is_withdrawn=need.state is ChallengeState.withdrawn,
        )
    ]


@router.get("/kalender", name="calendar", dependencies=[Depends(everyone)])
def show_calendar(request: Request, db: Db) -> Response:
    days = sorted(_public_days(request, db), key=lambda day: (day.day, day.title))
    coming = [day for day in days if day.day >= today()]
    return page(request, "watching/calendar.html", days=coming, address_of=_whole(request, "calendar_file"))


@router.get("/kalender.ics", name="calendar_file", dependencies=[Depends(everyone)])
def calendar_file(request: Request, db: Db) -> Response:
    settings = request.app.state.settings
    body = calendars.written(settings.testbed_name, _public_days(request, db), origin=settings.origin)
    return _unchanged_or(request, body, ICS)


@router.get("/kalender/min", name="my_calendar", dependencies=[Depends(signed_in)])
def show_own_calendar(request: Request, db: Db, actor: CurrentActor, ny: str = "") -> Response:
    key = queries.calendar_key(db, actor.membership_id)
    return page(
        request,
        "watching/my_calendar.html",
        tasks=[task for task in own_days.tasks(db, actor) if task.due_on],
        address_of=_whole(request, "my_calendar_file", token=key.token) if key else "",
        is_new=bool(ny),
        today=today(),
    )


@router.post("/kalender/min", dependencies=[Depends(signed_in)])
def renew(request: Request, db: Db, actor: CurrentActor, _: Pressed) -> Response:
    actions.renew_calendar(db, actor)
    return see_other(request, "my_calendar", {"ny": "ja"})


@router.get("/kalender/min/{token}.ics", name="my_calendar_file")
def own_calendar_file(request: Request, db: Db, owner: CalendarOwner) -> Response:
    settings = request.app.state.settings
    days = own_days.days_of(
        db,
        owner.actor,
        origin=settings.origin,
        link=lambda task: _whole(request, task.route, **task.path),
        said=lambda text: _said(request, text),
    )
    name = f"{_said(request, OWN_TITLE)} – {settings.testbed_name}"
    return _unchanged_or(request, calendars.written(name, days, origin=settings.origin), ICS, private=True)
