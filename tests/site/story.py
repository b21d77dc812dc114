"""One page with every component on it, about invented people: what the look is tried on."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from pydantic import Field
from starlette.datastructures import URL

from app.actor import Actor
from app.asking import Ask, Asked, Day, Whole
from app.language import N_, Worded, Words
from app.lifecycle import Look
from app.paging import Page
from app.refusals import Reason
from app.web.assets import Assets
from app.web.figures import hexagons, mark_shape, river_shape
from app.web.forms import Form
from app.web.once import new_key
from app.web.questions import question
from app.web.templating import environment

ASSETS = Assets()
ROOMS = frozenset(
    ("home", "search", "sign_in", "sign_out", "account", "help", "status", "report_fault", "change_organisation")
)


class Device(Worded):
    marked = "marked", "Yes, it is CE marked as a medical device", "The certificate is asked for later."
    not_marked = "not_marked", "Yes, but it is not CE marked yet"
    no = "no", "No"


class Goal(Asked):
    text: Annotated[str, Field(max_length=200), Ask("What should change?")]
    unit: Annotated[str, Ask("Unit", width="short")] = ""
    on: Annotated[Day | None, Ask("Measured on", kind="date")] = None


class Product(Asked):
    """Every kind of question there is."""

    name: Annotated[str, Field(max_length=120), Ask("What is the product called?", "The name you sell it under")]
    benefit: Annotated[
        str,
        Field(min_length=20, max_length=800),
        Ask(
            "What does it change for the one who uses it?",
            "Two to five sentences. Write nothing about persons.",
            "area",
        ),
    ]
    device: Annotated[Device, Ask("Is the product a medical device?", kind="radios")]
    plan: Annotated[str, Ask("When will it be marked?", shown_if=("device", Device.not_marked))] = ""
    uses: Annotated[
        list[Device],
        Field(default_factory=list, max_length=2),
        Ask("What has it been tried as?", "Choose up to two.", "checks"),
    ]
    organisation: Annotated[str, Ask("Who do you want to test with?", kind="select", choices="organisations")] = ""
    users: Annotated[Whole | None, Ask("About how many use it?", "An estimate is fine.", "number")] = None
    price: Annotated[Whole | None, Ask("Price in kronor per month", kind="money")] = None
    ready_on: Annotated[Day | None, Ask("When is it ready?", kind="date")] = None
    email: Annotated[str, Ask("Email address", kind="email")] = ""
    goals: Annotated[
        list[Goal],
        Field(default_factory=list),
        Ask("Goals", "At most ten.", "rows", add="Add a goal", row="Goal"),
    ]
    sure: Annotated[bool, Ask("The information is correct", "You answer for it.", "tick")] = False


CHOICES = {"organisations": [("1", "Hallsbergs kommun"), ("2", "Kumla & grannar")]}
TYPED: dict[str, Any] = {
    "name": "Nattro <b>",
    "benefit": "Kort",
    "device": "not_marked",
    "plan": "Våren 2027",
    "uses": ["marked", "no"],
    "organisation": "2",
    "users": "1200",
    "price": "",
    "ready_on": "2026-12-04",
    "email": "robin@nattro.example",
    "goals": [{"text": "Färre onödiga besök på natten", "unit": "besök"}, {}],
    "sure": "true",
}


def form(**typed: Any) -> Form[Product]:
    return Form(Product, TYPED | typed)


def form_with_faults() -> Form[Product]:
    found = form()
    found.reasons = [
        Reason(N_("Answer the question “%(label)s”."), "benefit", {"label": Words("What does it change?")}),
        Reason("Choose one of the alternatives.", "device"),
        Reason("Write what should change.", "goals-1-text"),
        Reason("The call closed while you were writing."),
    ]
    return found


def route(name: str, **path: Any) -> str:
    return "/" + "/".join([name, *map(str, path.values())])


def story_environment(language: str = "sv") -> Environment:
    shared = {
        "testbed": "Testbädden Örebro län",
        "asset": ASSETS.address,
        "question": question,
        "new_key": new_key,
        "hexagons": hexagons,
        "mark_shape": mark_shape,
        "river_shape": river_shape,
    }
    env = environment(language, resolve=route, shared=shared)
    assert env.loader
    env.loader = ChoiceLoader([env.loader, FileSystemLoader(Path(__file__).parent)])
    return env


def around(*, theme: str = "", signed_in: bool = True) -> dict[str, Any]:
    """What the frame gives every page."""
    actor = Actor(person_name="Robin Ek", organisation_name="Hallsbergs kommun")
    object.__setattr__(actor, "membership_id", actor.person_id.__class__(int=7))
    return {
        "request": SimpleNamespace(
            url=URL("https://testbed.example/story?q=a&page=2"), headers={}, base_url="https://x/"
        ),
        "actor": actor if signed_in else Actor(),
        "signed_in": SimpleNamespace(memberships=1) if signed_in else None,
        "rooms": ROOMS,
        "cofinancing": ("Regionen medfinansierar projektet.",),
        "nav": [
            {"label": "Att göra", "url": "/att-gora", "current": True, "count": 4},
            {"label": "Behov", "url": "/behov", "current": False, "count": 0},
            {"label": "Förfrågningar", "url": "/forfragningar", "current": False, "count": 0},
            {"label": "Piloter", "url": "/piloter", "current": False, "count": 0},
            {"label": "Uppföljning", "url": "/uppfoljning", "current": False, "count": 0},
        ],
        "footer": [
            {"label": "Tillgänglighetsredogörelse", "url": "/t", "current": False, "count": 0},
            {"label": "Personuppgifter", "url": "/p", "current": False, "count": 0},
            {"label": "Hjälp och kontakt", "url": "/h", "current": False, "count": 0},
        ],
        "other_languages": [{"code": "en", "url": "/en/story"}],
        "parked": False,
        "theme": theme,
    }


COUNTS = {
    "Askersund": 4,
    "Degerfors": 3,
    "Hallsberg": 8,
    "Hällefors": 2,
    "Karlskoga": 6,
    "Kumla": 3,
    "Laxå": None,
    "Lekeberg": 1,
    "Lindesberg": 10,
    "Ljusnarsberg": 4,
    "Nora": None,
    "Örebro": 14,
}
LATIN = str.maketrans("åäöÅÄÖ", "aaoAAO")


def story(language: str = "sv", *, part: str = "story.html", theme: str = "", signed_in: bool = True) -> str:
    values = around(theme=theme, signed_in=signed_in) | {
        "model": Product,
        "choices": CHOICES,
        "faulty": form_with_faults(),
        "whole": form(),
        "bare": form(benefit="", price=""),
        "look": Look("Öppet för ansökan", "stage1"),
        "looks": [
            Look(tone, tone) for tone in ("neutral", "stage1", "stage2", "stage3", "stage4", "ended", "attention")
        ],
        "page": Page([], 2, True),
        "day": date(2026, 12, 4),
        "at": datetime(2026, 11, 23, 9, 5, tzinfo=UTC),
        "county": [
            {
                "slug": name.lower().translate(LATIN) + "s-kommun",
                "name": name,
                "count": count,
                "href": "/behov" if count else "",
                "words": "behov",
            }
            for name, count in COUNTS.items()
        ],
        "stages": [
            {"count": 48, "label": "behov", "href": "/behov", "text": "från tolv kommuner"},
            {"count": 31, "label": "förfrågningar", "href": "/f", "text": "om test. 65 % av behoven går vidare hit"},
            {"count": 12, "label": "piloter", "href": "/piloter", "text": "i verksamheten. 39 % av förfrågningarna"},
            {"count": 5, "label": "införda", "href": "/resultat", "text": "lösningar. 42 % av piloterna"},
        ],
    }
    return story_environment(language).get_template(part).render(values)
