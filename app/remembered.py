"""Questions that are the same all day for the same reader are built once: building one takes longer than asking it."""

from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

from app.actor import Actor
from app.database import today

MOST = 256  # of each function; the ones that were used longest ago are built again
Asked = ParamSpec("Asked")
Question = TypeVar("Question")


def remembered(build: Callable[Concatenate[Actor, Asked], Question]) -> Callable[Concatenate[Actor, Asked], Question]:
    """For a function that makes a clause or a statement of who asks, of values that can be keys, and of nothing else
    that changes within a day. What it makes is shared by all threads: SQLAlchemy's statements are never changed."""

    @lru_cache(MOST)
    def once(_: date, actor: Actor, args: tuple[Hashable, ...], named: tuple[tuple[str, Hashable], ...]) -> Question:
        return build(actor, *args, **dict(named))  # type: ignore[arg-type]

    @wraps(build)
    def asked(actor: Actor, /, *args: Asked.args, **named: Asked.kwargs) -> Question:
        return once(today(), actor, args, tuple(named.items()))

    return asked
