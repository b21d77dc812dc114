"""What scores add up to: worked examples, and what holds for all."""

from decimal import Decimal

import pytest
from hypothesis import given as every
from hypothesis import strategies as some

from app.assessments import scoring

WEIGHTS = [50, 30, 20]


@pytest.mark.parametrize(
    ("sheet", "mean"),
    [
        ([0, 0, 0], "0.00"),
        ([5, 5, 5], "5.00"),
        ([4, 4, 4], "4.00"),
        ([5, 0, 0], "2.50"),
        ([0, 5, 0], "1.50"),
        ([0, 0, 5], "1.00"),
        ([4, 3, 2], "3.30"),
        ([3, 4, 5], "3.70"),
    ],
)
def test_one_assessors_scores_as_one_number(sheet, mean):
    assert scoring.weighted_mean(WEIGHTS, sheet) == Decimal(mean)


def test_it_is_rounded_half_up_to_two_decimals():
    assert scoring.weighted_mean([33, 33, 34], [1, 2, 3]) == Decimal("2.01")
    assert scoring.combined([25, 75], [[1, 0], [0, 0]]).mean == Decimal("0.13")  # 0.125
    assert scoring.combined([50, 50], [[1, 1], [1, 2], [1, 1]]).mean == Decimal("1.17")  # 7/6


def test_all_assessors_count_the_same():
    said = scoring.combined(WEIGHTS, [[4, 4, 3], [3, 4, 4]])
    assert said.mean == Decimal("3.65")
    assert said.sheets == 2
    assert [one.mean for one in said.criteria] == [Decimal("3.50"), Decimal("4.00"), Decimal("3.50")]
    assert not said.is_wide


@pytest.mark.parametrize(
    ("scores", "distance", "is_wide"), [([2], 0, False), ([2, 4], 2, False), ([1, 4], 3, True), ([0, 2, 5], 5, True)]
)
def test_assessors_far_apart_are_asked_to_talk(scores, distance, is_wide):
    said = scoring.combined([100], [[score] for score in scores])
    assert said.criteria[0].spread == scoring.spread(scores) == distance
    assert said.is_wide is said.criteria[0].is_wide is is_wide


@pytest.mark.parametrize(("scores", "middle"), [([3], "3"), ([1, 5, 2], "2"), ([1, 2, 4, 5], "3"), ([2, 3], "2.5")])
def test_the_median(scores, middle):
    assert scoring.median(scores) == Decimal(middle)
    assert scoring.combined([100], [[score] for score in scores]).criteria[0].median == Decimal(middle)


@pytest.mark.parametrize(
    ("weights", "sheet"), [([50, 40], [1, 1]), ([50, 50], [1]), ([100], [6]), ([100], [-1]), ([150, -50], [1, 1])]
)
def test_what_does_not_fit_is_refused(weights, sheet):
    with pytest.raises(ValueError, match=r"weights|score|argument"):
        scoring.weighted_mean(weights, sheet)


def test_nothing_adds_up_to_nothing():
    for question in (lambda: scoring.combined(WEIGHTS, []), lambda: scoring.median([]), lambda: scoring.spread([])):
        with pytest.raises(ValueError, match=r"nobody|empty"):
            question()


@pytest.mark.parametrize(
    ("score", "needs"), [(0, True), (1, True), (2, False), (3, False), (4, False), (5, True), (None, False)]
)
def test_the_lowest_and_the_highest_need_a_reason(score, needs):
    assert scoring.needs_reason(score) is needs


@pytest.mark.parametrize(
    ("scores", "reasons", "whole"),
    [
        ([3, 4], ["", ""], True),
        ([3, None], ["", ""], False),
        ([5, 4], ["", ""], False),
        ([5, 0], ["Very clear", " "], False),
        ([5, 0], ["Very clear", "Not described"], True),
        ([3], ["", ""], False),
    ],
)
def test_when_a_sheet_is_complete(scores, reasons, whole):
    assert scoring.is_complete(scores, reasons) is whole


scores = some.integers(0, 5)


@some.composite
def cases(draw):
    """Weights that add up to 100, and the sheets of one to seven assessors."""
    cuts = sorted(draw(some.lists(some.integers(1, 99), min_size=2, max_size=5, unique=True)))
    weights = [end - start for start, end in zip([0, *cuts], [*cuts, 100], strict=True)]
    sheet = some.lists(scores, min_size=len(weights), max_size=len(weights))
    return weights, draw(some.lists(sheet, min_size=1, max_size=7))


@every(cases())
def test_every_number_stays_between_nothing_and_five(case):
    weights, sheets = case
    said = scoring.combined(weights, sheets)
    for number in (said.mean, said.median, *(one.mean for one in said.criteria)):
        assert 0 <= number <= 5
    assert min(one.mean for one in said.criteria) <= said.mean <= max(one.mean for one in said.criteria)


@every(cases(), some.randoms())
def test_the_order_of_assessors_and_of_criteria_changes_nothing(case, chance):
    weights, sheets = case
    shuffled = chance.sample(sheets, len(sheets))
    order = chance.sample(range(len(weights)), len(weights))
    turned = scoring.combined([weights[at] for at in order], [[sheet[at] for at in order] for sheet in shuffled])
    straight = scoring.combined(weights, sheets)
    assert (turned.mean, turned.median) == (straight.mean, straight.median)
    assert [turned.criteria[order.index(at)] for at in range(len(order))] == list(straight.criteria)


@every(cases(), scores)
def test_when_all_give_the_same_that_is_the_mean(case, score):
    weights, sheets = case
    said = scoring.combined(weights, [[score] * len(weights) for _ in sheets])
    assert said.mean == said.median == score
    assert not said.is_wide


@every(cases())
def test_a_higher_score_never_lowers_the_mean(case):
    weights, sheets = case
    raised = [[min(score + 1, 5) for score in sheets[0]], *sheets[1:]]
    assert scoring.combined(weights, raised).mean >= scoring.combined(weights, sheets).mean


@every(cases())
def test_one_assessor_alone_is_the_whole(case):
    weights, sheets = case
    said = scoring.combined(weights, sheets[:1])
    assert said.mean == said.median == scoring.weighted_mean(weights, sheets[0])
