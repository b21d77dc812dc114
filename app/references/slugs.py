"""The readable tail of an address: decoration only, the reference before it is the identity (ux.md 1.1)."""

import re
import unicodedata
from functools import lru_cache

LETTERS = str.maketrans("åäöéüæø", "aaoeuao")
LONGEST = 48


@lru_cache(4_000)  # lists say the same titles over and over
def slug(title: str) -> str:
    """Lower-case ASCII words joined by hyphens, cut at a word boundary."""
    plain = unicodedata.normalize("NFC", title).lower().translate(LETTERS)
    words = re.findall(r"[a-z0-9]+", plain)
    kept: list[str] = []
    for word in words:
        if len("-".join([*kept, word])) > LONGEST:
            break
        kept.append(word)
    return "-".join(kept)


def in_address(reference: str, title: str = "") -> str:
    """b-2026-031-tryggare-natter: the reference as it stands in a path."""
    tail = slug(title)
    return reference.lower() + (f"-{tail}" if tail else "")
