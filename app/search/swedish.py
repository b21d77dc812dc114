"""Swedish, as far as searching needs it. The word lists are large: only the worker imports this file."""

from dataclasses import dataclass
from functools import lru_cache

import simplemma

SHORTEST_PART = 4
BINDERS = ("", "s")  # nattbesök, trygghetslarm
OVERRIDES = {"äldre": "äldre"}  # the list says gammal, which nobody means here


@dataclass(frozen=True)
class Form:
    """A written word, its base form and its parts."""

    form: str
    lemma: str
    parts: tuple[str, ...] = ()


@lru_cache(maxsize=50_000)
def known(form: str) -> Form:
    """What a word is: läkemedelsautomaten → läkemedelsautomat, made of läkemedel and automat."""
    lemma = OVERRIDES.get(form) or simplemma.lemmatize(form, lang="sv", greedy=True).lower()
    return Form(form, lemma, _parts(lemma))


def _parts(word: str) -> tuple[str, ...]:
    """The longest second part that is a word and leaves a word before it; parts of parts too."""
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        last = word[cut:]
        if not simplemma.is_known(last, lang="sv"):
            continue
        for binder in BINDERS:
            first = word[:cut].removesuffix(binder) if word[:cut].endswith(binder) else ""
            if len(first) >= SHORTEST_PART and simplemma.is_known(first, lang="sv"):
                return (_base(first), _base(last), *_parts(last))
    return ()


def _base(word: str) -> str:
    return OVERRIDES.get(word) or simplemma.lemmatize(word, lang="sv", greedy=True).lower()
