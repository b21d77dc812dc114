"""The full index of a text, written by the worker: base forms and parts of compounds beside the words themselves."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.search import queries
from app.search.swedish import known
from app.search.words import words


def full_vector(db: Session, weighted: Mapping[str, str]) -> ColumnElement[Any]:
    """As `queries.vector`, with all that Swedish makes of the words; the words are remembered for those who ask."""
    forms = {word: known(word) for text in weighted.values() for word in words(text)}
    queries.learn(db, ((form.form, form.lemma, form.parts) for form in forms.values()))
    grown = {
        weight: " ".join(part for word in words(text) for part in (word, forms[word].lemma, *forms[word].parts))
        for weight, text in weighted.items()
    }
    return queries.vector(grown)
