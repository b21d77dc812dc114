"""The System Usability Scale (Brooke 1996): ten statements, each answered 1 (disagree) to 5 (agree).

Odd statements are positive and count answer − 1, even ones are negative and count 5 − answer; the sum times 2.5 is a
score from 0 to 100. A mean of 68 is commonly cited as average (domain.md 4.8).
"""

from collections.abc import Sequence

STATEMENTS = 10
AVERAGE = 68


def score(answers: Sequence[int]) -> float:
    """The score of one person's ten answers, 0–100.

    Raises:
        ValueError: there are not ten answers, or one is not a whole number from 1 to 5.
    """
    if len(answers) != STATEMENTS:
        raise ValueError(f"ten answers are needed, not {len(answers)}")
    if any(isinstance(answer, bool) or answer not in range(1, 6) for answer in answers):
        raise ValueError("each answer is a whole number from 1 to 5")
    odd = sum(answer - 1 for answer in answers[0::2])
    even = sum(5 - answer for answer in answers[1::2])
    return (odd + even) * 2.5


def mean(people: Sequence[Sequence[int]]) -> float | None:
    """The mean score of several people; None where nobody answered.

    Raises:
        ValueError: someone's answers are incomplete.
    """
    return sum(score(answers) for answers in people) / len(people) if people else None
