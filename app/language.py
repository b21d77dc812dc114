"""Python marks text for translation, templates translate it: no Python code needs to know the language."""

from enum import StrEnum
from typing import Self

LANGUAGES = ("sv", "en")
"""The languages of the portal. The first is the default; each other one is the same address under its own prefix."""


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a text for the catalogues; it is translated where it is shown."""
    return text


class Words(str):
    """A value inside a sentence that is itself a text to be translated, such as the label of a field."""

    __slots__ = ()


class Worded(StrEnum):
    """A choice with the words people see: `home_care = "home_care", N_("Home care")`."""

    label: str
    hint: str

    def __new__(cls, value: str, label: str, hint: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.hint = hint
        return member
