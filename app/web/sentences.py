"""A sentence with values in it, in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from app.language import Words


def sentence(translate: Callable[[str], str], text: str, values: Mapping[str, Any]) -> str:
    """Translate a text, and those of its values that are words themselves, then put the values in."""
    said = {name: translate(value) if isinstance(value, Words) else value for name, value in values.items()}
    translated = translate(text)
    return translated % said if said else translated
