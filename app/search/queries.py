"""Writing the index and asking it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.database import now
from app.search.models import WordForm
from app.search.words import MOST_ASKED, words

WEIGHTS: dict[str, ColumnElement[Any]] = {
    weight: literal_column(f"'{weight}'") for weight in "ABCD"
}  # PostgreSQL wants them unquoted by drivers
BY_INDEX = select(func.set_config("enable_seqscan", "off", True)).subquery()
"""Said with the first question of a search: that indexes are to be used. What most texts hold PostgreSQL would look for
by reading them one by one: it does not reckon with what it costs to fetch a long text from where it is laid aside."""
LIKE_ENOUGH = 0.4  # trigrams; trygetslarm still finds trygghetslarm


def vector(weighted: Mapping[str, str]) -> ColumnElement[Any]:
    """A search vector of texts by weight (A weighs most); words are taken as they are."""
    whole: Any = None
    for weight, text in weighted.items():
        part = func.setweight(func.to_tsvector("simple", " ".join(words(text))), WEIGHTS[weight])
        whole = part if whole is None else whole.op("||")(part)
    found: ColumnElement[Any] = whole
    return found


def learn(db: Session, forms: Iterable[tuple[str, str, Sequence[str]]]) -> None:
    """Remember forms with their lemma and parts; what is known already stays."""
    rows = [
        {"id": uuid4(), "created_at": now(), "form": form, "lemma": lemma, "parts": list(parts)}
        for form, lemma, parts in forms
    ]
    if rows:
        db.execute(insert(WordForm).values(rows).on_conflict_do_nothing(index_elements=[WordForm.form]))


def asked(db: Session, text: str) -> ColumnElement[Any] | None:
    """What a person wrote as a question to the index: every word has to be there in some form. None for no words.

    A word nobody has written yet stands for its beginning, and for the known word most like it.
    """
    sought = words(text)[:MOST_ASKED]
    if not sought:
        return None
    known = select(WordForm.form, WordForm.lemma).select_from(BY_INDEX).outerjoin(WordForm, WordForm.form.in_(sought))
    lemmas = {row.form: row.lemma for row in db.execute(known) if row.form}
    return func.to_tsquery("simple", " & ".join(_alternatives(db, word, lemmas) for word in sought))


def _alternatives(db: Session, word: str, lemmas: Mapping[str, str]) -> str:
    """Words hold letters and digits only, so that nothing in them is read as an operator."""
    either = {f"{word}:*", *words(lemmas.get(word, ""))}
    if word not in lemmas and (like := _most_like(db, word)):
        either |= {*words(like)}
    return "(" + " | ".join(sorted(either)) + ")"


def _most_like(db: Session, word: str) -> str | None:
    likeness = func.similarity(WordForm.form, word)
    query = select(WordForm.lemma).where(WordForm.form.bool_op("%")(word), likeness >= LIKE_ENOUGH)
    return db.scalar(query.order_by(likeness.desc(), WordForm.form).limit(1))
