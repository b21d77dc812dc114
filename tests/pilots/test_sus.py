"""The System Usability Scale, with the vectors of the material (domain.md 4.8)."""

import pytest

from app.pilots import sus


@pytest.mark.parametrize(
    ("answers", "score"),
    [([4, 2, 4, 1, 4, 2, 5, 1, 4, 2], 82.5), ([3] * 10, 50), ([5, 1] * 5, 100), ([1, 5] * 5, 0)],
)
def test_the_score_of_one_person(answers, score):
    assert sus.score(answers) == score


@pytest.mark.parametrize("answers", [[], [3] * 9, [3] * 11, [0] * 10, [6] * 10, [3] * 9 + [2.5], [True] * 10])
def test_incomplete_or_impossible_answers_have_no_score(answers):
    with pytest.raises(ValueError, match="answer"):
        sus.score(answers)


def test_the_mean_of_several_people():
    assert sus.mean([[3] * 10, [5, 1] * 5]) == 75
    assert sus.mean([]) is None
