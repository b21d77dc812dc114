"""A signed claim on paper (form F15): what was asked for as it was signed, how it was reckoned, and its rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.claims.forms import DECLARED
from app.claims.models import Claim
from app.language import N_

Say = Callable[..., str]
ASKED = (N_("What was asked for"), N_("How the sum was reckoned"))
FILES = (N_("Supporting files"), N_("Files sent with the claim"))
ROWS_HEAD = (
    N_("No."),
    N_("Booked on"),
    N_("Voucher"),
    N_("Description"),
    N_("Kind of cost"),
    N_("Amount in kronor"),
)


def said(
    claim: Claim, say: Say, filters: Mapping[str, Callable[..., Any]], language: str, foot: Sequence[str]
) -> dict[str, Any]:
    """What the paper says, in words: the template adds nothing."""
    kronor, day = filters["kronor"], filters["iso_day"]
    grant = claim.grant
    facts = [
        (N_("Claim"), claim.reference),
        (N_("Registry number"), grant.registry_number),
        (N_("Project"), grant.title),
        (N_("Who asks"), grant.organisation.name),
        (N_("Phase"), claim.phase.title),
        (N_("The decision"), f"{claim.phase.body}, {day(claim.phase.decided_on)}"),
        (N_("For the time until"), str(day(claim.until_on))),
        (N_("Signed"), f"{day(claim.signed_on)}, {claim.signatory}, {claim.signatory_capacity}"),
    ]
    terms = {"percent": filters["number"](claim.percent), "cap": kronor(claim.cap)}
    earned = say(N_("Earned: %(percent)s %%, at most %(cap)s"), terms)
    sums = [
        [say(N_("Booked and eligible, in all claims so far")), kronor(claim.eligible)],
        [say(N_("Income")), kronor(claim.incomes)],
        [say(N_("Costs less income")), kronor(claim.net)],
        [earned, kronor(claim.earned)],
        [say(N_("Claimed before")), kronor(claim.claimed_before)],
        [say(N_("Asked for")), kronor(claim.amount)],
        [say(N_("To be settled")), kronor(claim.to_settle)],
    ]
    rows = [
        [
            str(row.booking.number),
            str(day(row.booking.booked_on)),
            row.booking.voucher or "–",
            row.booking.description,
            say(row.booking.category.label),
            filters["number"](row.booking.amount, 2),
        ]
        for row in sorted(claim.rows, key=lambda row: row.booking.number)
    ]
    rows.append(["", "", "", say(N_("Total")), "", filters["number"](sum(row.booking.amount for row in claim.rows), 2)])
    files = [[link.document.name, say(link.kind.label)] for link in claim.documents]
    return {
        "title": say(N_("Claim %(reference)s"), {"reference": claim.reference}),
        "language": language,
        "facts": [[say(name), value] for name, value in facts],
        "foot": list(foot),
        "sections": [
            _section(say(ASKED[0]), say(ASKED[1]), [say(word) for word in (N_("What"), N_("Kronor"))], sums, [1]),
            _section(say(N_("Rows")), say(N_("Rows of the claim")), [say(word) for word in ROWS_HEAD], rows, [5])
            | {"sentences": [say(DECLARED)]},
            _section(say(FILES[0]), say(FILES[1]), [say(word) for word in (N_("File"), N_("Kind"))], files, []),
        ],
    }


def _section(
    title: str, caption: str, head: Sequence[str], rows: Sequence[Sequence[Any]], numeric: Sequence[int]
) -> dict[str, Any]:
    written = [[str(cell) for cell in row] for row in rows]
    table = {"caption": caption, "head": list(head), "numeric": list(numeric), "rows": written}
    return {"title": title, "sentences": [], "tables": [table] if rows else []}
