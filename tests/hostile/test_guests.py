"""A guest at every address and before every rule: they meet what lies open to everyone, the one thing they were let in
to, what they were asked and their own account. Everything else is closed to them."""

import importlib
import pkgutil
from inspect import getclosurevars, isfunction, signature

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import app
from app.actor import VISITOR
from app.main import routes
from app.people import queries as people
from app.rule import Rule
from app.web.guards import signed_in
from tests.hostile import walk

# Everyone who is signed in comes here, guests too: what waits for them, what they were told, what is said about the one
# thing, and their own account. A new address needs a thought before it joins them.
OWN = {
    *("/att-gora", "/att-gora/kom-igang/dolj", "/att-gora/kom-igang/visa", "/att-gora/{task_id:uuid}/kollega"),
    *("/att-gora/{task_id:uuid}/ta-tillbaka", "/aviseringar", "/aviseringar/{notification_id:uuid}/last"),
    *("/bevakningar", "/bevakningar/{watch_id:uuid}", "/bevakningar/{watch_id:uuid}/avsluta", "/kalender/min"),
    *("/konto", "/konto/aviseringar", "/konto/byt-organisation", "/konto/inloggningar", "/konto/inloggningar/avsluta"),
    *("/konto/koppla", "/konto/koppla/bekrafta", "/konto/koppla/skilj", "/konto/tid-kvar", "/logga-in/igen"),
    *("/meddelanden", "/meddelanden/andra/{message_id:uuid}", "/meddelanden/bilaga/{document_id:uuid}", "/valkommen"),
}
# Rules that hold of the guest themselves, of what they were asked, or of the thing they were let in to.
HOLD = {
    *("app.errands.rules.may_view", "app.errands.rules.may_answer", "app.people.rules.may_leave"),
    *("app.people.rules.may_view", "app.challenges.rules.may_view", "app.conversations.rules.parties_of_a_need"),
}


@pytest.fixture(scope="module")
def there(world):
    with Session(world.engine) as db:
        yield db


@pytest.fixture(scope="module")
def guest(world, there):
    return people.membership(there, world.county.people["guest"].id).actor


def _modules():
    for package in pkgutil.iter_modules(app.__path__):
        for name in ("rules", "guards"):
            if package.ispkg and importlib.util.find_spec(f"app.{package.name}.{name}"):
                yield importlib.import_module(f"app.{package.name}.{name}")


def test_a_guest_comes_only_where_it_says_so(guest):
    asked, open_to = set(), []
    for route in routes():
        calls = [each.call for each in walk.dependants(route) if isfunction(each.call)]
        if signed_in in calls:
            asked.add(route.path)
        rules = [getclosurevars(call).nonlocals["rule"] for call in calls if call.__qualname__ == "only.<locals>.guard"]
        open_to += [route.name for rule in rules if rule(guest) and not rule(VISITOR)]
    assert asked == OWN, sorted(asked ^ OWN)
    assert open_to == []


def test_no_rule_about_the_actor_alone_holds_for_a_guest(guest):
    held = [
        f"{module.__name__}.{name}"
        for module in _modules()
        for name, rule in vars(module).items()
        if name.startswith("may_") and isfunction(rule) and list(signature(rule).parameters) == ["actor"]
        if rule(guest) and not rule(VISITOR)
    ]
    assert held == []


def test_no_rule_gives_a_guest_more_than_a_visitor_but_of_the_one_thing(world, there, guest):
    found = {}
    for module in _modules():
        for name, rule in vars(module).items():
            if isinstance(rule, Rule):
                rows = select(rule.model.id).where(rule.rows(guest), ~rule.rows(VISITOR))
                if more := there.scalars(rows).all():
                    found[f"{module.__name__}.{name}"] = more
    assert set(found) <= HOLD, sorted(set(found) - HOLD)
    assert {len(rows) for rows in found.values()} == {1}


def test_a_guest_finds_in_lists_and_search_what_is_open_to_all_and_the_one_thing(world, door):
    at = world.county.at
    references = {str(reference) for reference in at.values() if str(reference)[1:2] == "-"}
    assert len(references) > 30
    own = {at["need draft"], at["errand of a guest"]}
    met = set()
    for place in ("/behov", "/piloter", "/sok?q=natt", "/meddelanden", "/att-gora", "/forfragningar", "/bevakningar"):
        page = door.asks("GET", place, key=world.keys["guest"], watch=False)
        open_to_all = door.asks("GET", place, watch=False)
        if page.status == 200:
            met |= {one for one in references if one in page.text.upper() and one not in open_to_all.text.upper()}
    assert met <= own
    page = door.asks("GET", f"/uppgifter/{at['errand of a guest'].lower()}", key=world.keys["guest"], watch=False)
    assert all(one in page.text for one in own)
