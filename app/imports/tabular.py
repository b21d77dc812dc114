"""Reading a file from the accounts as a table of texts, whatever program wrote it. No database here.

Nobody is trusted: a file may be damaged, in an old encoding, or made to harm. What cannot be read gets a sentence.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from app.documents.kinds import EMPTY, LOCKED, OLE, XLSX, kind_of
from app.imports import sie
from app.language import N_
from app.late import late
from app.refusals import Reason, Refused

if TYPE_CHECKING:
    import python_calamine
else:
    python_calamine = late("python_calamine")

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
MOST_UNPACKED = 100 * MEGABYTE
MOST_ROWS = 5000
MOST_COLUMNS = 60
LONGEST_CELL = 500

TOO_LARGE = N_("The file is larger than 10 MB. Divide it, or export fewer accounts.")
UNPACKS = N_("The file unpacks to more than can be read. Save it again from the spreadsheet, with values only.")
TOO_MANY = N_("The file has %(rows)s rows. Divide it into parts of at most 5,000.")
NO_TABLE = N_("The file is not a table we can read. Choose SIE type 4, CSV or XLSX.")
NO_ROWS = N_("The file has no rows under its heading.")
OLD_BOOK = N_("The file is an old Excel workbook (XLS). Save it as XLSX and choose it again.")
TOO_WIDE = N_("The file has more than 60 columns. Keep those that are needed.")

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
SWEDISH = {"cp437": b"\x86\x84\x94\x8f\x8e\x99", "cp1252": b"\xe5\xe4\xf6\xc5\xc4\xd6"}


@dataclass(frozen=True)
class Read:
    """A file as a table. `is_sie`: the columns are those of `sie.HEAD`, and rows are of accounts."""

    head: list[str]
    rows: list[list[str]]
    encoding: str
    is_sie: bool = False


def read(content: bytes, longest: int = LONGEST_CELL) -> Read:
    """The table in a file. Of a cell so many signs are read.

    Raises:
        Refused: there is none that can be read; the sentence says what to do.
    """
    if not content:
        raise _refused(EMPTY)
    if len(content) > LARGEST:
        raise _refused(TOO_LARGE)
    if content.startswith(b"PK\x03\x04"):
        return _book(content, longest)
    if content.startswith(OLE):
        raise _refused(LOCKED if "EncryptedPackage".encode("utf-16-le") in content else OLD_BOOK)
    text, encoding = decoded(content)
    if sie.looks_like_it(text):
        return Read(list(sie.HEAD), _few(sie.rows(text), longest), encoding, is_sie=True)
    return _separated(text, encoding, longest)


def _refused(text: str, **values: object) -> Refused:
    return Refused(Reason(text, field="file", values=values))


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the encoding it turned out to be in: marked, UTF-8, UTF-16, or one of the two old Swedish ones.

    Raises:
        Refused: it is no text.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _as(content, encoding), encoding
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(content) >= 4 and content[place::2].count(0) > len(content) // 3:
            return _as(content, encoding), encoding
    if b"\0" in content:
        raise _refused(NO_TABLE)
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = _old(content)
        return content.decode(encoding, "replace"), encoding


def _as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise _refused(NO_TABLE) from problem


def _old(content: bytes) -> str:
    if b"#FORMAT PC8" in content[:2000]:
        return "cp437"
    counts = {encoding: sum(content.count(bytes([sign])) for sign in signs) for encoding, signs in SWEDISH.items()}
    return "cp437" if counts["cp437"] > counts["cp1252"] else "cp1252"


def _separated(text: str, encoding: str, longest: int) -> Read:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";\t,|", key=first.count)
    if not first.count(separator):
        raise _refused(NO_TABLE)
    try:
        found = _few(csv.reader(StringIO(text, newline=""), delimiter=separator), longest)
    except csv.Error as problem:
        raise _refused(NO_TABLE) from problem
    return _table(found, encoding)


def _few(rows: Iterable[Sequence[str]], longest: int) -> list[list[str]]:
    """The rows that hold anything, as long as there are not too many."""
    found: list[list[str]] = []
    for row in rows:
        cells = [_clean(cell)[:longest] for cell in row]
        if any(cells):
            found.append(cells)
        if len(found) > MOST_ROWS + 1:
            raise _refused(TOO_MANY, rows=f"{MOST_ROWS}+")
    return found


def _clean(cell: str) -> str:
    """On one line, without what cannot be seen."""
    spaced = "".join(" " if sign in "\r\n\t\u00a0" else sign for sign in cell)
    return "".join(sign for sign in spaced if sign.isprintable()).strip()


def _table(rows: list[list[str]], encoding: str) -> Read:
    width = max((len(row) for row in rows), default=0)
    if width > MOST_COLUMNS:
        raise _refused(TOO_WIDE)
    if len(rows) < 2:
        raise _refused(NO_ROWS)
    filled = [row + [""] * (width - len(row)) for row in rows]
    return Read(filled[0], filled[1:], encoding)


def _book(content: bytes, longest: int) -> Read:
    """The first sheet of a workbook: values as they were last reckoned, never formulas."""
    if kind_of(content) is not XLSX:
        raise _refused(NO_TABLE)
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise _refused(UNPACKS)
            for entry in archive.infolist():  # what an archive says of itself need not be true
                with archive.open(entry) as unpacked:
                    if len(unpacked.read(MOST_UNPACKED + 1)) > MOST_UNPACKED:
                        raise _refused(UNPACKS)
        sheet = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS + 1:
            raise _refused(TOO_MANY, rows=sheet.total_height)
        if sheet.total_width > MOST_COLUMNS:
            raise _refused(TOO_WIDE)
        found = sheet.to_python()
    except (
        python_calamine.CalamineError,
        BadZipFile,
        OSError,
        ValueError,
        RuntimeError,
        EOFError,
        IndexError,
    ) as problem:
        raise _refused(NO_TABLE) from problem
    return _table(_few([[_written(cell) for cell in row] for row in found], longest), "xlsx")


def _written(cell: object) -> str:
    """A cell as it would have been written: dates as 2026-03-04, numbers without what the machine adds."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return format(Decimal(str(round(cell, 2))).normalize(), "f")
    return str(cell)
