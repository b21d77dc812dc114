"""What the test requests say: company, number of the need in domain.md 8.2 (0 for a proposal of their own), answers."""

from dataclasses import dataclass

from app.demo.requests import decided, waiting
from app.demo.words import Said


@dataclass(frozen=True)
class Applied:
    """`by` is the company's representative in the cast."""

    by: str
    need: int
    text: Said


REQUESTS = {
    "nattblick": Applied("moa", 1, waiting.NATTBLICK),
    "stillasens-nights": Applied("erik", 1, waiting.STILLASENS),
    "dosvan": Applied("sara", 3, waiting.DOSVAN),
    "pillposten": Applied("adam", 3, waiting.PILLPOSTEN),
    "fikabordet": Applied("lova", 4, waiting.FIKABORDET),
    "hittahem": Applied("johan", 5, waiting.HITTAHEM),
    "resarn": Applied("axel", 7, waiting.RESARN),
    "ordbro": Applied("zara", 13, waiting.ORDBRO),
    "lasupp": Applied("gustav", 0, waiting.LASUPP),
    "nattblick-draft": Applied("moa", 5, waiting.NATTBLICK_DRAFT),
    "fallkoll": Applied("nils", 2, decided.FALLKOLL),
    "stillasens-falls": Applied("erik", 2, decided.STILLASENS_FALLS),
    "stillasens-relatives": Applied("erik", 14, decided.STILLASENS_RELATIVES),
    "gryningsljus": Applied("disa", 8, decided.GRYNINGSLJUS),
    "stegforsteg": Applied("ebba", 9, decided.STEGFORSTEG),
    "fikabordet-routines": Applied("lova", 9, decided.FIKABORDET_ROUTINES),
    "torrsignal": Applied("helene", 11, decided.TORRSIGNAL),
}
