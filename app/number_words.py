"""Small numbers as words, for sentences that begin with one (ux.md 1.3)."""

from app.language import N_

WORDS = (
    N_("no"),
    N_("one"),
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
    N_("eight"),
    N_("nine"),
    N_("ten"),
    N_("eleven"),
    N_("twelve"),
)


def in_words(number: int) -> str:
    """Up to twelve as a word to be translated, above that as digits."""
    return WORDS[number] if 0 <= number < len(WORDS) else str(number)
