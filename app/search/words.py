"""What counts as a word, for those who write the index and those who ask it."""

import re
import unicodedata

WORD = re.compile(r"[a-zåäöéüæø0-9]+")
MOST_ASKED = 8  # words of one question; the rest adds nothing but work


def words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFC", text).lower())
