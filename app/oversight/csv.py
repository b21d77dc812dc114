"""Tables as files for spreadsheets: UTF-8 with a mark, semicolons, as Swedish Excel opens them."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from typing import Any

BYTE_ORDER_MARK = "\ufeff"
COMMANDS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins with one of these may be run as a formula by a spreadsheet (CWE-1236)."""


def as_plain_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The table as text for programs: commas, no mark (RFC 4180). Cells are as harmless as in the other form."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_cell(value, comma=False) for value in head])
    writer.writerows([_cell(value, comma=False) for value in row] for row in rows)
    return text.getvalue()


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Any]], *, comma: bool = True, foot: Sequence[str] = ()) -> str:
    """The table as text. `comma` writes decimals as 1,8 instead of 1.8; `foot` stands below, after an empty row."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_cell(value, comma) for value in head])
    writer.writerows([_cell(value, comma) for value in row] for row in rows)
    if foot:
        writer.writerows([[], *([_cell(line, comma)] for line in foot)])
    return BYTE_ORDER_MARK + text.getvalue()


def _cell(value: Any, comma: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value).replace(".", ",") if comma else str(value)
    return f"'{value}" if str(value).startswith(COMMANDS) else str(value)
