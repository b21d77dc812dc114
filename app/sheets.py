"""Tables as files: CSV in two dialects, XLSX and JSON. Every file ends with who co-finances, when somebody does."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from defusedcsv import csv

from app.late import late

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = late("xlsxwriter")

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Dialect:
    """`swedish` opens in a Swedish Excel as it is; `international` is what programs expect (RFC 4180)."""

    separator: str
    decimal: str
    mark: str


SWEDISH = Dialect(";", ",", BYTE_ORDER_MARK)
INTERNATIONAL = Dialect(",", ".", "")


@dataclass(frozen=True)
class Sheet:
    """One table. `rows` are gone through once, as they are written. `foot` are lines below it, such as who co-finances
    and from which question the figures come."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]
    foot: Sequence[str] = ()

    def csv(self, dialect: Dialect) -> bytes:
        text = StringIO()
        writer = csv.writer(text, delimiter=dialect.separator, lineterminator="\r\n")
        writer.writerow(self.head)
        writer.writerows([_in_text(cell, dialect) for cell in row] for row in self.rows)
        if self.foot:
            writer.writerows([[], *([line] for line in self.foot)])
        return (dialect.mark + text.getvalue()).encode()

    def json(self) -> bytes:
        """One object with the columns and a list for each row; money as text, so that no öre is lost on the way."""
        rows = [[_in_json(cell) for cell in row] for row in self.rows]
        whole = {"title": self.title, "columns": list(self.head), "rows": rows, "notes": list(self.foot)}
        return json.dumps(whole, ensure_ascii=False, indent=1).encode()

    def xlsx(self) -> bytes:
        """A workbook with real numbers and dates, a frozen heading and no formulas."""
        return workbook([self])


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with a page for each table, named after it."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(content, options) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        money = book.add_format({"num_format": "#,##0.00"})
        taken: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_name(sheet.title, taken))
            page.write_row(0, 0, sheet.head, bold)
            number = 0
            for number, row in enumerate(sheet.rows, start=1):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(number, place, cell, day)
                    elif isinstance(cell, Decimal):
                        page.write_number(number, place, float(cell), money)
                    elif isinstance(cell, int | float):
                        page.write_number(number, place, cell)
                    else:
                        page.write_string(number, place, str(cell or ""))
            for below, line in enumerate(sheet.foot, start=number + 2):
                page.write_string(below, 0, line)
            page.freeze_panes(1, 0)
            page.autofit()
    return content.getvalue()


def _name(title: str, taken: set[str]) -> str:
    """What a page of a workbook can be called: at most 31 signs, none of those Excel minds, and no name twice."""
    plain = "".join(sign for sign in title if sign not in "[]:*?/\\").strip("' ")[:31].strip() or "1"
    name, number = plain, 2
    while name.lower() in taken:
        name, number = f"{plain[:27].strip()} {number}", number + 1
    taken.add(name.lower())
    return name


def _in_json(cell: Any) -> Any:
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, Decimal) else cell


def _in_text(cell: Any, dialect: Dialect) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float | Decimal):
        return str(cell).replace(".", dialect.decimal)
    return str(cell)
