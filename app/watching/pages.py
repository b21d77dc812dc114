"""Watching by letter: without an account by a link that is confirmed, with one in a list of one's own (A20, B9)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.activity.groups import Frequency
from app.challenges.choices import Category, Operation
from app.challenges.lifecycle import LIFECYCLE
from app.challenges.models import ChallengeState
from app.challenges.search_address import sought_in
from app.watching import actions, queries
from app.watching.forms import OpenWatchForm, WatchForm
from app.watching.guards import OwnWatch, TheWanted, TheWatch, Wanted
from app.watching.models import Kind
from app.web.forms import Form, Pressed, filled
from app.web.guards import CurrentActor, Db, everyone, from_anywhere, signed_in
from app.web.senders import sender_hash
from app.web.templating import address, page, see_other

router = APIRouter(include_in_schema=False)


@router.get("/bevaka", name="watch", dependencies=[Depends(everyone)])
def show_watch(request: Request, actor: CurrentActor, wanted: TheWanted) -> Response:
    model: type[WatchForm | OpenWatchForm] = WatchForm if actor.is_signed_in else OpenWatchForm
    typed = {"frequency": Frequency.weekly.value} | ({"name": _name(request, wanted)} if actor.is_signed_in else {})
    form: Form[Any] = Form(model, typed)
    return _watch(request, wanted, form)


def _name(request: Request, wanted: Wanted) -> str:
    env = request.app.state.templates[request.state.language]
    return str(wanted.label if wanted.language else env.globals["sentence"](wanted.label))[:120]


@router.post("/bevaka", dependencies=[Depends(everyone)])
def begin(
    request: Request,
    db: Db,
    actor: CurrentActor,
    wanted: TheWanted,
    own: Annotated[Form[WatchForm], filled(WatchForm)],
    open_: Annotated[Form[OpenWatchForm], filled(OpenWatchForm)],
) -> Response:
    if actor.is_signed_in:
        if own.ok:
            with own.takes_refusals(db):
                actions.watch(db, actor, wanted.kind, wanted.wanted, own.values, request.state.language)
                return see_other(request, "watches", {"sparat": "ja"})
        return _watch(request, wanted, own)
    if open_.ok:
        with open_.takes_refusals(db):
            actions.ask_to_watch(
                db,
                wanted.kind,
                wanted.wanted,
                open_.values,
                name=_name(request, wanted),
                language=request.state.language,
                sender=sender_hash(request),
            )
            return see_other(request, "watch_asked")
    return _watch(request, wanted, open_)


def _query(wanted: Wanted) -> str:
    named = {Kind.need: f"behov={wanted.wanted.lower()}", Kind.pilot: f"pilot={wanted.wanted.lower()}"}
    return named.get(wanted.kind, wanted.wanted)


def _watch(request: Request, wanted: Wanted, form: Form[Any]) -> Response:
    query = _query(wanted)
    here = address(request, "watch") + (f"?{query}" if query else "")
    return page(
        request,
        "watching/watch.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=form.model,
        wanted=wanted,
        search=_search(request, wanted),
        here=here,
        feed=_feed(request, wanted),
    )


def _search(request: Request, wanted: Wanted) -> str:
    """What is searched for, in words."""
    if wanted.kind is not Kind.search:
        return ""
    say = request.app.state.templates[request.state.language].globals["sentence"]
    sought = sought_in(wanted.wanted)
    labels = [one.label for one in Operation if one.value in sought.operations]
    labels += [one.label for one in Category if one.value in sought.categories]
    labels += [LIFECYCLE.looks[ChallengeState(value)].label for value in sought.states]
    words = [f"“{sought.words}”"] if sought.words else []
    places = [slug.replace("-", " ").capitalize() for slug in sought.municipalities]
    return ", ".join([*words, *places, *(say(label) for label in labels)])


def _feed(request: Request, wanted: Wanted) -> str:
    """The same as a feed."""
    origin = request.app.state.settings.origin
    if wanted.kind is Kind.need:
        return str(origin + address(request, "challenge_feed", ref=wanted.wanted))
    if wanted.kind is Kind.search:
        return f"{origin}{address(request, 'challenges_feed')}?{wanted.wanted}"
    return str(origin + address(request, "news_feed")) if wanted.kind is Kind.news else ""


@router.get("/bevaka/skickat", name="watch_asked", dependencies=[Depends(everyone)])
def show_asked(request: Request) -> Response:
    return page(request, "watching/asked.html")


@router.get("/bevaka/bekrafta/{token}", name="confirm_watch")
def ask_to_confirm(request: Request, watch: TheWatch) -> Response:
    """Programs open links to look for harm: it takes a press of a button to begin."""
    return page(request, "watching/confirm.html", watch=watch)


@router.post("/bevaka/bekrafta/{token}")
def confirm(request: Request, watch: TheWatch, _: Pressed) -> Response:
    actions.confirm(watch)
    return see_other(request, "confirm_watch", token=watch.token)


@router.get("/bevaka/avsluta/{token}", name="stop_watch")
def ask_to_stop(request: Request, watch: TheWatch) -> Response:
    return page(request, "watching/stop.html", watch=watch, stopped=False, route="stop_watch")


@router.post("/bevaka/avsluta/{token}", dependencies=[Depends(from_anywhere)])
def stop(request: Request, db: Db, watch: TheWatch) -> Response:
    """One press in a mail program (RFC 8058): no session, no redirect, in force at once."""
    actions.stop(db, watch)
    return page(request, "watching/stop.html", watch=watch, stopped=True, route="stop_watch")


@router.get("/bevaka/avsluta-alla/{token}", name="stop_watches")
def ask_to_stop_all(request: Request, watch: TheWatch) -> Response:
    return page(request, "watching/stop.html", watch=watch, stopped=False, route="stop_watches")


@router.post("/bevaka/avsluta-alla/{token}", dependencies=[Depends(from_anywhere)])
def stop_all(request: Request, db: Db, watch: TheWatch) -> Response:
    """The same for a letter that tells of several watches."""
    actions.stop_all_of(db, watch)
    return page(request, "watching/stop.html", watch=watch, stopped=True, route="stop_watches")


@router.get("/bevakningar", name="watches", dependencies=[Depends(signed_in)])
def list_watches(request: Request, db: Db, actor: CurrentActor, sparat: str = "", slut: str = "") -> Response:
    return page(
        request,
        "watching/watches.html",
        watches=queries.own_watches(db, actor),
        was_saved=bool(sparat),
        was_stopped=bool(slut),
    )


@router.get("/bevakningar/{watch_id:uuid}", name="edit_watch")
def show_own(request: Request, watch: OwnWatch) -> Response:
    return _own(request, watch, Form(WatchForm, {"name": watch.name, "frequency": watch.frequency.value}))


@router.post("/bevakningar/{watch_id:uuid}")
def change_own(request: Request, watch: OwnWatch, form: Annotated[Form[WatchForm], filled(WatchForm)]) -> Response:
    if form.ok:
        actions.change(watch, form.values)
        return see_other(request, "watches", {"sparat": "ja"})
    return _own(request, watch, form)


@router.post("/bevakningar/{watch_id:uuid}/avsluta", name="end_watch")
def end_own(request: Request, db: Db, watch: OwnWatch, _: Pressed) -> Response:
    actions.stop(db, watch)
    return see_other(request, "watches", {"slut": "ja"})


def _own(request: Request, watch: OwnWatch, form: Form[WatchForm]) -> Response:
    return page(
        request,
        "watching/edit.html",
        status_code=422 if form.reasons else 200,
        watch=watch,
        form=form,
        model=WatchForm,
    )
