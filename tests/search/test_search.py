"""Finding needs by the words people use, not by the forms others happened to write."""

import pytest
from sqlalchemy import text

from app.actor import VISITOR
from app.challenges import jobs, queries
from app.challenges.models import ChallengeState
from app.search.queries import asked
from app.search.swedish import known
from app.search.words import words


@pytest.mark.parametrize(
    ("form", "lemma", "part"),
    [
        ("läkemedelsautomaten", "läkemedelsautomat", "automat"),
        ("sensorn", "sensor", None),
        ("larmet", "larm", None),
        ("trygghetslarm", "trygghetslarm", "larm"),
        ("kameran", "kamera", None),
        ("äldre", "äldre", None),
    ],
)
def test_forms_meet_and_compounds_come_apart(form, lemma, part):
    found = known(form)
    assert found.lemma == lemma
    assert part is None or part in found.parts


def test_only_letters_and_digits_are_words():
    assert words("Fall & skada: 24/7, 'OR' drop--") == ["fall", "skada", "24", "7", "or", "drop"]


@pytest.fixture
def need(db, given):
    need = given.challenge(
        title="Läkemedelsautomater när det är långt till nästa besök",
        summary="Hemtjänsten kör långt för varje dos. Trygghetslarmet räcker inte.",
        state=ChallengeState.published,
    )
    jobs.index_challenge(db, str(need.id))
    db.refresh(need)
    return need


@pytest.mark.parametrize(
    "asked", ["läkemedelsautomaten", "automat", "larm", "trygghetslarmen", "trygetslarm", "läkem", "dosen besöket"]
)
def test_a_need_is_found_by_other_forms_parts_beginnings_and_misspellings(db, need, asked):
    found = queries.challenges(db, VISITOR, queries.Filter(words=asked))
    assert [row.id for row in found.rows] == [need.id]


@pytest.mark.parametrize("asked", ["robot", "larm robot", "!!! :* & |", "'; drop table challenges; --"])
def test_what_is_not_there_is_not_found_and_signs_do_no_harm(db, need, asked):
    found = queries.challenges(db, VISITOR, queries.Filter(words=asked))
    assert list(found.rows) == ([need] if not words(asked) else [])


def test_a_reference_finds_its_need(db, need):
    assert [row.id for row in queries.challenges(db, VISITOR, queries.Filter(words=need.reference.lower())).rows] == [
        need.id
    ]


def test_indexing_is_no_edit(db, given):
    need = given.challenge(state=ChallengeState.published)
    version = need.version
    jobs.index_challenge(db, str(need.id))
    db.refresh(need)
    assert need.version == version


@pytest.mark.parametrize("said", ["nätter", "ettordsomingenskrivit"])
def test_a_search_asks_indexes_until_its_transaction_ends(db, said):
    """Reading every text is never worth it; what comes after the search plans as ever."""
    with db.begin_nested() as searching:
        asked(db, said)
        assert db.scalar(text("show enable_seqscan")) == "off"
        searching.rollback()
    assert db.scalar(text("show enable_seqscan")) == "on"
