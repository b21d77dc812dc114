"""The fifteen solutions of domain.md 8.3, each with who in the cast describes it and how long ago, in days."""

from dataclasses import dataclass

from app.demo.solutions import first, second
from app.demo.words import Said


@dataclass(frozen=True)
class Described:
    by: str
    days: int
    text: Said
    is_shown: bool = True


SOLUTIONS = (
    Described("helene", -405, second.TORRSIGNAL),
    Described("ebba", -340, second.STEGFORSTEG),
    Described("nils", -308, first.FALLKOLL),
    Described("erik", -300, first.STILLASENS),
    Described("lova", -295, first.FIKABORDET),
    Described("disa", -240, second.GRYNINGSLJUS),
    Described("sara", -180, first.DOSVAN),
    Described("moa", -160, first.NATTBLICK),
    Described("johan", -120, first.HITTAHEM),
    Described("ida", -96, second.ANDNARA),
    Described("adam", -66, first.PILLPOSTEN, is_shown=False),
    Described("zara", -48, second.ORDBRO),
    Described("axel", -31, second.RESARN),
    Described("gustav", -23, second.LASUPP),
    Described("wilma", -18, first.TALLRIKSVAKT, is_shown=False),
)
