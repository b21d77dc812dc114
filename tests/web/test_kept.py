"""What takes long to count is not counted for every reader."""

import pytest

from app.web.kept import Kept


def counter():
    asked = []

    def ask():
        asked.append("once more")
        return len(asked)

    return ask


def test_what_was_counted_is_said_again_until_it_is_forgotten():
    kept, ask = Kept(), counter()
    assert [kept.get("river", ask), kept.get("river", ask)] == [1, 1]
    assert kept.get("county", ask) == 2
    kept.forget()
    assert kept.get("river", ask) == 3


def test_what_is_too_old_is_counted_anew():
    kept, ask = Kept(seconds=0), counter()
    assert [kept.get("river", ask), kept.get("river", ask)] == [1, 2]


def test_a_count_that_failed_is_not_kept():
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get("share", lambda: 1 / 0)
    assert kept.get("share", lambda: 7) == 7
