"""A claim as files: its rows, and the paper that is sent. Who may see the claim may have them."""

from sqlalchemy.orm import Session

from app.actor import Actor
from app.claims import paper, queries
from app.claims.models import Claim
from app.exports import ON_PAPER_AT_ONCE, PDF, About, Export, Form, Pen, Say, dated, table, tables
from app.language import N_
from app.refusals import NotFound
from app.sheets import Sheet
from app.web.pdf import paper as written

HEAD = (
    N_("No."),
    N_("Booked on"),
    N_("Voucher number"),
    N_("Description"),
    N_("Kind of cost"),
    N_("Organisation"),
    N_("Amount in kronor"),
    N_("Let go"),
)


def _find(db: Session, actor: Actor, about: About) -> Claim:
    return queries.claim(db, actor, about.get("ref", ""))


def _find_signed(db: Session, actor: Actor, about: About) -> Claim:
    """
    Raises:
        NotFound: nobody has signed it.
    """
    claim = _find(db, actor, about)
    if claim.signed_on is None:
        raise NotFound
    return claim


def _sheet(claim: Claim, pen: Pen) -> Sheet:
    say = pen.say
    rows = (
        (
            row.booking.number,
            row.booking.booked_on,
            row.booking.voucher,
            row.booking.description,
            say(row.booking.category.label),
            row.booking.bearer.name,
            row.booking.amount,
            say(N_("Yes") if row.is_released else N_("No")),
        )
        for row in pen.each(sorted(claim.rows, key=lambda row: row.booking.number))
    )
    return table(pen, N_("Rows of the claim"), HEAD, rows)


def _paper(claim: Claim, pen: Pen) -> bytes:
    return written("paper.typ", paper.said(claim, pen.say, pen.filters, pen.language, pen.foot))


def _rows_of(claim: Claim, say: Say) -> str:
    return say(N_("Rows of the claim %(reference)s"), {"reference": claim.reference})


def _signed(claim: Claim, say: Say) -> str:
    return say(N_("Claim %(reference)s"), {"reference": claim.reference})


ROWS = Export(
    slug="rekvisitionsrader",
    asks=("ref",),
    find=_find,
    size=lambda claim: len(claim.rows),
    title=_rows_of,
    name=lambda claim: dated(f"rekvisition-{claim.address}"),
    forms=tables(_sheet),
)
PAPER = Export(
    slug="rekvisition",
    asks=("ref",),
    find=_find_signed,
    size=lambda claim: len(claim.rows),
    title=_signed,
    name=lambda claim: f"rekvisition-{claim.address}",
    forms={"pdf": Form(_paper, PDF, "pdf", ON_PAPER_AT_ONCE)},
)
EXPORTS = (ROWS, PAPER)
