"""The rights of a feature as a table one can read, and the proof that rows and objects agree on them."""

from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any

from sqlalchemy import select

from app.actor import Actor
from app.rule import Rule


def rules_of(module: ModuleType) -> dict[str, Rule]:
    return {name: rule for name, rule in vars(module).items() if isinstance(rule, Rule)}


def table(module: ModuleType, cast: Mapping[str, Actor], things: Mapping[str, Any]) -> str:
    """A line for each rule and thing: who may. A new right is a readable difference."""
    lines = []
    for name, rule in rules_of(module).items():
        for kind, thing in things.items():
            who = [person for person, actor in cast.items() if rule(actor, thing)]
            lines.append(f"{name.removeprefix('may_'):<14}{kind:<18}{', '.join(who) or '-'}")
    return "\n".join(lines)


def assert_rows_agree(db: Any, module: ModuleType, cast: Mapping[str, Actor], things: Iterable[Any]) -> None:
    """For every rule and everyone in the cast: the rows SQL finds are the objects Python allows."""
    things = list(things)
    for name, rule in rules_of(module).items():
        for who, actor in cast.items():
            model: Any = rule.model
            in_sql = set(db.scalars(select(model.id).where(rule.rows(actor), model.id.in_([row.id for row in things]))))
            in_python = {row.id for row in things if rule(actor, row)}
            assert in_sql == in_python, f"{name}: {who}"


def assert_every_ground_tells_apart(module: ModuleType, cast: Mapping[str, Actor], things: Iterable[Any]) -> None:
    """Every ground is true for one and false for one: a cast that could not see a fault is no test."""
    things = list(things)
    for name, rule in rules_of(module).items():
        for ground in rule.grounds:
            found = {bool(ask(ground, actor, row)) for actor in cast.values() for row in things}
            assert found == {True, False}, f"{name}: {ground.__name__} is always {found}"


def ask(ground: Callable[[Actor, Any], Any], actor: Actor, row: Any) -> Any:
    return ground(actor, row)
