"""What scores add up to: exact arithmetic, no rows, no words.

A criterion has a weight in per cent; the weights of a need add up to 100. A score is a whole number from 0 to 5
(domain.md 4.6). Everything is counted in whole numbers and rounded once, at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

LOWEST, HIGHEST = 0, 5
ALL_WEIGHTS = 100
WIDE = 3
"""From this distance between the highest and the lowest score, the assessors are asked to talk first."""
NEEDS_REASON = frozenset({0, 1, 5})
CENT = Decimal("0.01")

Sheet = Sequence[int]
"""One assessor's scores, one for each criterion, in the order of the criteria."""


@dataclass(frozen=True)
class OnCriterion:
    """What the assessors gave for one criterion: mean with two decimals, median, and distance highest to lowest."""

    mean: Decimal
    median: Decimal
    spread: int

    @property
    def is_wide(self) -> bool:
        return self.spread >= WIDE


@dataclass(frozen=True)
class Combined:
    """What all sheets say together. `mean` is the weighted mean, 0.00–5.00."""

    mean: Decimal
    median: Decimal
    criteria: tuple[OnCriterion, ...]
    sheets: int

    @property
    def is_wide(self) -> bool:
        """On some criterion the assessors are far apart."""
        return any(criterion.is_wide for criterion in self.criteria)


def needs_reason(score: int | None) -> bool:
    """The lowest scores and the highest must be explained to the company."""
    return score in NEEDS_REASON


def is_complete(scores: Sequence[int | None], reasons: Sequence[str]) -> bool:
    """Every criterion has a score, and every score that needs a reason has one."""
    return len(scores) == len(reasons) and all(
        score is not None and (bool(reason.strip()) or not needs_reason(score))
        for score, reason in zip(scores, reasons, strict=True)
    )


def weighted_mean(weights: Sequence[int], sheet: Sheet) -> Decimal:
    """One assessor's scores as one number from 0.00 to 5.00, rounded half up.

    Raises:
        ValueError: the weights do not add up to 100, a score is outside 0–5, or their numbers differ.
    """
    return _rounded(_points(weights, sheet), ALL_WEIGHTS)


def combined(weights: Sequence[int], sheets: Sequence[Sheet]) -> Combined:
    """What all assessors say together: each counts the same.

    Raises:
        ValueError: there is no sheet, or one does not fit the weights (see `weighted_mean`).
    """
    if not sheets:
        raise ValueError("nobody has given scores")
    points = [_points(weights, sheet) for sheet in sheets]
    return Combined(
        mean=_rounded(sum(points), ALL_WEIGHTS * len(sheets)),
        median=(_twice_the_median(points) / Decimal(2 * ALL_WEIGHTS)).quantize(CENT, ROUND_HALF_UP),
        criteria=tuple(_on_criterion(given) for given in zip(*sheets, strict=True)),
        sheets=len(sheets),
    )


def spread(scores: Sequence[int]) -> int:
    """The distance from the lowest to the highest.

    Raises:
        ValueError: there are none.
    """
    return max(scores) - min(scores)


def median(scores: Sequence[int]) -> Decimal:
    """The middle score, or halfway between the two in the middle.

    Raises:
        ValueError: there are none.
    """
    if not scores:
        raise ValueError("nobody has given scores")
    return Decimal(_twice_the_median(scores)) / 2


def _on_criterion(scores: Sequence[int]) -> OnCriterion:
    return OnCriterion(_rounded(sum(scores), len(scores)), median(scores), spread(scores))


def _points(weights: Sequence[int], sheet: Sheet) -> int:
    if sum(weights) != ALL_WEIGHTS or any(weight < 0 for weight in weights):
        raise ValueError("the weights must add up to 100")
    if any(not LOWEST <= score <= HIGHEST for score in sheet):
        raise ValueError("a score is from 0 to 5")
    return sum(weight * score for weight, score in zip(weights, sheet, strict=True))


def _rounded(total: int, parts: int) -> Decimal:
    return (Decimal(total) / Decimal(parts)).quantize(CENT, ROUND_HALF_UP)


def _twice_the_median(numbers: Sequence[int]) -> int:
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return 2 * ordered[middle] if len(ordered) % 2 else ordered[middle - 1] + ordered[middle]
