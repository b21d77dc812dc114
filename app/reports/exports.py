"""An issued report as files. What was kept when it was issued is written, so that no form can say anything else."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import SWEDEN
from app.exports import CSV, JSON, ON_PAPER_AT_ONCE, PDF, XLSX, About, Export, Form, Pen, Say
from app.language import N_
from app.reports import files, queries
from app.reports.models import Report
from app.sheets import INTERNATIONAL, SWEDISH, Dialect

LONG_HEAD = (N_("Section"), N_("Table"), N_("Row"), N_("Column"), N_("Value"))


def _find(db: Session, actor: Actor, about: About) -> Report:
    return queries.report(db, actor, about.get("ref", ""))


def _size(report: Report) -> int:
    return sum(len(table["rows"]) for section in report.content["sv"]["sections"] for table in section["tables"])


def _facts(report: Report, say: Say) -> list[tuple[str, str]]:
    counted = report.issued_at.astimezone(SWEDEN)
    return [
        (say(N_("Reference")), f"{report.reference}, {say(N_('version %(number)s'), {'number': report.number})}"),
        *([(say(N_("Period")), f"{report.since_on} – {report.until_on}")] if report.has_period else []),
        (say(N_("Counted and issued")), f"{counted:%Y-%m-%d %H:%M}"),
        (say(N_("Signed by")), f"{report.signatory}, {report.signatory_capacity}"),
        *([(say(N_("Comment")), report.comment)] if report.comment else []),
    ]


def _pdf(report: Report, pen: Pen) -> bytes:
    return files.pdf(report.content[pen.language], _facts(report, pen.say), pen.language, pen.foot)


def _xlsx(report: Report, pen: Pen) -> bytes:
    return files.as_workbook(report.content[pen.language], pen.foot)


def _csv(dialect: Dialect) -> Callable[[Report, Pen], bytes]:
    def write(report: Report, pen: Pen) -> bytes:
        return files.as_csv(report.content[pen.language], [pen.say(word) for word in LONG_HEAD], dialect, pen.foot)

    return write


def _json(report: Report, pen: Pen) -> bytes:
    return files.as_json(report.content[pen.language], _facts(report, pen.say), pen.foot)


REPORT: Export[Any] = Export(
    slug="rapport",
    asks=("ref",),
    find=_find,
    size=_size,
    title=lambda report, say: f"{report.reference} {say(report.kind.label)}",
    name=lambda report: report.reference.lower(),
    forms={
        "pdf": Form(_pdf, PDF, "pdf", ON_PAPER_AT_ONCE),
        "xlsx": Form(_xlsx, XLSX, "xlsx"),
        "csv": Form(_csv(SWEDISH), CSV, "csv"),
        "csv-int": Form(_csv(INTERNATIONAL), CSV, "csv"),
        "json": Form(_json, JSON, "json"),
    },
)
EXPORTS = (REPORT,)
