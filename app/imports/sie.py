"""SIE type 4, the Swedish format for vouchers (sie.se, format specification 4C): which rows of which accounts.

Balance accounts (1 and 2) are no costs and are left out; what was struck out of a voucher is not read.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from app.language import N_
from app.refusals import Reason, Refused

HEAD = ("Konto", "Kontonamn", "Bokföringsdag", "Belopp", "Text", "Verifikation", "Objekt")
WRONG_TYPE = N_("The file is SIE type %(type)s. Only type 4 has vouchers: choose type 4 when you export.")
DAMAGED = N_("The file is damaged at line %(line)s. Export it again.")
UNEVEN = N_("Voucher %(voucher)s does not add up to nothing. Export the file again.")
PART = re.compile(r'"(?:\\.|[^"\\])*"|\{[^{}]*\}|[^\s{}"]+|[{}]')
LONGEST_LINE = 4000


def looks_like_it(text: str) -> bool:
    return bool(re.match(r"\s*#(FLAGGA|FORMAT|SIETYP|PROGRAM|GEN)\b", text[:400]))


def rows(text: str) -> Iterator[list[str]]:
    """One row for each transaction on a cost or income account, in the order of the file.

    Raises:
        Refused: it is another type, damaged, or a voucher does not add up.
    """
    names: dict[str, str] = {}
    voucher, day, about = "", "", ""
    together, is_inside = Decimal(0), False
    waiting: list[list[str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = _parts(line)
        label = parts[0].upper() if parts else ""
        try:
            if label == "#SIETYP" and not parts[1].startswith("4"):
                raise _refused(WRONG_TYPE, type=parts[1][:5])
            if label == "#KONTO":
                names[parts[1]] = parts[2]
            elif label == "#VER":
                voucher, day = f"{parts[1]}{parts[2]}".strip(), _day(parts[3])
                about = parts[4] if len(parts) > 4 else ""
                together, waiting = Decimal(0), []
            elif label == "{":
                is_inside = True
            elif label == "}" and is_inside:
                if together:
                    raise _refused(UNEVEN, voucher=voucher)
                yield from waiting
                is_inside = False
            elif label == "#TRANS" and is_inside:
                amount = _kronor(parts[3])
                together += amount
                if parts[1][:1] not in ("1", "2"):
                    own_day = _day(parts[4]) if len(parts) > 4 and parts[4] else day
                    said = (parts[5] if len(parts) > 5 else "") or about
                    waiting.append([parts[1], "", own_day, str(amount), said, voucher, _objects(parts[2])])
        except (IndexError, ValueError) as problem:
            raise _refused(DAMAGED, line=number) from problem
        for row in waiting:
            row[1] = names.get(row[0], "")


def _refused(text: str, **values: object) -> Refused:
    return Refused(Reason(text, field="file", values=values))


def _parts(line: str) -> list[str]:
    found = PART.findall(line[:LONGEST_LINE])
    return [re.sub(r"\\(.)", r"\1", part[1:-1]) if part.startswith('"') else part for part in found]


def _kronor(text: str) -> Decimal:
    """An amount as the format writes it; what is no sum of money is damage."""
    if not re.fullmatch(r"-?[0-9]{1,13}(\.[0-9]{1,4})?", text):
        raise ValueError(text)
    return Decimal(text)


def _day(text: str) -> str:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8])).isoformat()


def _objects(listed: str) -> str:
    """`{1 "12" 6 "4711"}` as `1:12 6:4711`: dimension and object."""
    parts = _parts(listed.strip("{}"))
    return " ".join(f"{dimension}:{one}" for dimension, one in zip(parts[::2], parts[1::2], strict=False))
