"""What each feature says of itself in a file of a given name: tables that are read together by whoever needs them all.

A feature adds a line to its own file; nobody keeps a list of features.
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

APP = Path(__file__).parent


def said_by_features(file: str, name: str) -> Iterator[Any]:
    """The rows of the table `name` in every feature's file of that name, in the order of the features' names."""
    for package in pkgutil.iter_modules([str(APP)]):
        if package.ispkg and (APP / package.name / f"{file}.py").is_file():
            yield from getattr(import_module(f"app.{package.name}.{file}"), name, ())
