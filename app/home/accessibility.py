"""What the accessibility statement says. The page is made from this: change it here when something has been mended.

The points are those the supervising authority asks for (ux.md 4.6); what law and standard say is DOS-lagen
(2018:1937) and EN 301 549 V3.2.1, which names WCAG 2.1. The portal is built and tested against WCAG 2.2.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.language import N_


class Conformance(Enum):
    """The three words the law allows."""

    full = N_("fully compatible")
    partial = N_("partly compatible")
    none = N_("not compatible")


@dataclass(frozen=True)
class Fault:
    """Something that is not accessible, why, and what one can do instead."""

    what: str
    why: str
    criterion: str  # of WCAG 2.1
    instead: str


@dataclass(frozen=True)
class Excepted:
    """Something left out by law: `paragraph` is 12 § (an unreasonable burden) or 9 § (outside the law)."""

    what: str
    why: str


STANDARD = "EN 301 549 V3.2.1 (WCAG 2.1 AA)"
ASSESSED_ON = date(2026, 11, 23)
UPDATED_ON = date(2026, 11, 23)
METHOD = N_(
    "We test every page ourselves with axe-core and with checks of our own, in both languages, at two widths and in "
    "light and dark. We also go through the main tasks with the keyboard only. Nobody outside has tested it yet."
)

FAULTS: tuple[Fault, ...] = (
    Fault(
        what=N_("Files that companies and municipalities upload, such as PDF documents"),
        why=N_("Those who upload them answer for their form. The portal cannot check that they are accessible."),
        criterion="1.1.1, 1.3.1",
        instead=N_("Ask the organisation on the page, or us, to get the content in another form."),
    ),
    Fault(
        what=N_("What users write in another language than that of the page"),
        why=N_("The portal marks the language of the whole text, not of single words in it."),
        criterion="3.1.2",
        instead=N_(
            "Choose the language of the page by the link in the header; the texts people wrote stay as they are."
        ),
    ),
)
BURDENS: tuple[Excepted, ...] = ()
OUTSIDE: tuple[Excepted, ...] = (
    Excepted(
        what=N_("The sign-in pages of the organisations"),
        why=N_("Each organisation runs its own sign-in and answers for it."),
    ),
)


def conformance() -> Conformance:
    """As long as a fault is known the portal is partly compatible, whatever we think of it otherwise."""
    return Conformance.partial if FAULTS else Conformance.full
