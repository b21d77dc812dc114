"""Libraries that few pages need are read by the first who uses them: what stands ready in every process weighs on each,
and every start waits for it."""

from importlib import import_module
from typing import Any


class late:  # noqa: N801 - reads as the statement it stands for
    """`import`, but of a module that is read when something in it is first asked for. Beside it stands the import for
    the type checker, under `TYPE_CHECKING`.

    Raises:
        ImportError: when it is used, and cannot be read.
    """

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._module), name)
