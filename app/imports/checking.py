"""What each row of a file from the accounts would become. No database here."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.costs.forms import BookingForm
from app.grants.choices import Category
from app.imports.looking import Kind, Plan, look
from app.language import N_

ASKED = {
    "booked_on": N_("Booked on"),
    "amount": N_("Amount in kronor"),
    "description": N_("Description"),
    "voucher": N_("Voucher number"),
    "paid_on": N_("Paid on"),
    "category": N_("Kind of cost"),
    "account": N_("Account"),
    "object": N_("Project or other object"),
}
"""What a column can be."""

GUESSES = {
    "booked_on": (
        "bokföringsdag",
        "bokförd",
        "bokf.datum",
        "bokföringsdatum",
        "verdatum",
        "datum",
        "booked on",
        "date",
    ),
    "amount": ("belopp", "belopp i kronor", "summa", "debet", "amount", "amount in kronor"),
    "description": ("text", "beskrivning", "vertext", "description", "benämning"),
    "voucher": (
        "verifikat",
        "verifikation",
        "verifikationsnummer",
        "verifikatnummer",
        "verifikatnr",
        "ver.nr",
        "vernr",
        "ver",
        "voucher",
        "voucher number",
    ),
    "paid_on": ("betald", "betaldatum", "betalningsdag", "paid on"),
    "category": ("kostnadsslag", "slag", "kategori", "category", "kind of cost"),
    "account": ("konto", "kontonummer", "account"),
    "object": ("objekt", "projekt", "projektkod", "project"),
}

ACCOUNTS = (
    ("7", Category.personnel),
    ("58", Category.travel),
    ("50", Category.premises),
    ("51", Category.premises),
    ("54", Category.equipment),
    ("52", Category.equipment),
    ("4", Category.services),
    ("65", Category.services),
    ("67", Category.services),
    ("68", Category.services),
)
"""Which kind of cost the accounts of the BAS plan are; others are other costs."""


def total(plan: Plan[BookingForm]) -> Decimal:
    """What the costs that can be imported come to."""
    return sum((form.amount for _, form in plan.ready if form.kind.value == "cost"), Decimal(0))


def key_of(booked_on: date, amount: Decimal, voucher: str, description: str) -> tuple[str, str, str, str]:
    """What makes two rows the same booking."""
    return (booked_on.isoformat(), f"{amount:.2f}", voucher.strip(), description.strip())


def plan(
    rows: Sequence[Sequence[str]],
    columns: dict[str, int],
    *,
    bearer_id: UUID,
    category: Category | None,
    only: str,
    known: Collection[tuple[str, str, str, str]],
) -> Plan[BookingForm]:
    """Look at every row. `known` are the bookings there are already; the same row twice in a file is two bookings."""
    kind = Kind(
        BookingForm,
        ASKED,
        lambda said: _typed(said, bearer_id, category),
        lambda form: key_of(form.booked_on, form.amount, form.voucher, form.description) in known,
        lambda said: bool(only) and only.lower() not in said.get("object", "").lower(),
    )
    return look(rows, columns, kind)


def _typed(said: dict[str, str], bearer_id: UUID, category: Category | None) -> dict[str, Any]:
    """A row as it would have been typed into the form of a cost."""
    account, amount = said.get("account", ""), said.get("amount", "")
    is_income = account.startswith("3")
    kind = _category(said.get("category", "")) or _of_account(account) or category
    return {
        "kind": "income" if is_income else "cost",
        "booked_on": said.get("booked_on", ""),
        "paid_on": said.get("paid_on", ""),
        "amount": _turned(amount) if is_income else amount,
        "category": kind.value if kind else "",
        "bearer_id": str(bearer_id),
        "description": said.get("description", ""),
        "voucher": said.get("voucher", "")[:60],
        "eligible": "yes",
    }


def _turned(amount: str) -> str:
    """Income stands with a minus in the accounts, and without one among the bookings."""
    plain = amount.strip().replace("−", "-")
    return plain[1:].strip() if plain.startswith("-") else f"-{plain}"


def _of_account(account: str) -> Category | None:
    if not account[:1].isdecimal():
        return None
    return next((category for start, category in ACCOUNTS if account.startswith(start)), Category.other)


CATEGORY_WORDS = {
    "personal": Category.personnel,
    "externa tjänster": Category.services,
    "extern tjänst": Category.services,
    "resor": Category.travel,
    "utrustning": Category.equipment,
    "lokaler": Category.premises,
    "lokal": Category.premises,
    "indirekta kostnader": Category.overhead,
    "oh": Category.overhead,
    "övrigt": Category.other,
    "övriga kostnader": Category.other,
}
"""As accounts and people in Sweden write them, besides the words of the portal."""


def _category(text: str) -> Category | None:
    plain = text.strip().lower()
    by_word = {one.label.lower(): one for one in Category} | {one.value: one for one in Category} | CATEGORY_WORDS
    return by_word.get(plain)
