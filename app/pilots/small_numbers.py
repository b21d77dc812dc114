"""Counts of persons so small that someone could be recognised are not shown to the public (domain.md 4)."""

SMALLEST_SHOWN = 5


def is_small(count: int) -> bool:
    """Whether a count of persons, 1 to 4, is shown as "fewer than 5". None at all tells nothing of anyone."""
    return 0 < count < SMALLEST_SHOWN
