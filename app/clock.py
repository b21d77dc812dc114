"""What time it is. There is one clock; only the invented data of a demonstration and the tests may move its hands."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_moved = timedelta(0)


def now() -> datetime:
    return datetime.now(UTC) + _moved


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be `moment` inside, for the whole process; from there the clock goes on at its usual pace.

    For processes that serve nobody: everyone in them sees the moved clock.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment has a time zone")
    global _moved  # noqa: PLW0603 - one clock
    before = _moved
    _moved = moment - datetime.now(UTC)
    try:
        yield
    finally:
        _moved = before
