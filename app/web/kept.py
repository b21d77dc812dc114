"""What is the same for every reader and takes long to count: asked once a minute, not once a page."""

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import TypeVar, cast

Value = TypeVar("Value")
KEPT_SECONDS = 60
"""So old may a figure of the start page be. What a person works with is never kept."""


class Kept:
    """Values of this process by name. Only what any visitor may see belongs here: nobody is asked who they are."""

    def __init__(self, seconds: float = KEPT_SECONDS) -> None:
        self._seconds = seconds
        self._values: dict[str, tuple[float, object]] = {}
        self._asking = Lock()

    def get(self, name: str, ask: Callable[[], Value]) -> Value:
        """The value of that name, counted anew when it is too old. Many readers at once wait for one count."""
        with self._asking:
            at, value = self._values.get(name, (None, None))
            if at is None or monotonic() - at > self._seconds:
                value = ask()
                self._values[name] = (monotonic(), value)
        return cast(Value, value)

    def forget(self) -> None:
        self._values.clear()
