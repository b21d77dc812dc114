"""A report in each language, made of live figures at one moment: the page shows it, and issuing keeps it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from jinja2 import Environment

from app.periods import inside
from app.reports.builders import build
from app.reports.content import settled
from app.reports.models import WITHOUT_PERIOD, Kind
from app.reports.scope import Scope


def content(
    kind: Kind, scope: Scope, name: str, environments: Mapping[str, Environment], at: datetime
) -> dict[str, Any]:
    """What it says, by language. `name` is that of the place, where it is about one; `environments` hold the words."""
    sections, found = build(kind, scope), {}
    for language, env in environments.items():
        say: Any = env.globals["sentence"]
        found[language] = settled(_title(say, kind, scope, name), sections, say, env.filters, at)
    return found


def _title(say: Callable[..., str], kind: Kind, scope: Scope, name: str) -> str:
    place = f", {name}" if name else ""
    when = f", {inside(scope.period, say)}" if kind not in WITHOUT_PERIOD else ""
    return f"{say(kind.label)}{place}{when}"
