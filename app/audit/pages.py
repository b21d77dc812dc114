"""Reading the log (ux.md G11, H10), and taking it home as a file."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from app.asking import read_date
from app.audit import queries, rules
from app.audit.queries import Kind, Line, Sought
from app.database import SWEDEN, today
from app.language import N_
from app.oversight.csv import as_csv, as_plain_csv
from app.paging import Page
from app.sign_in.failures import failure_of
from app.web.guards import CurrentActor, Db, only
from app.web.templating import page

router = APIRouter(include_in_schema=False)

LONGEST_WORDS = 100
CENTURY = range(2000, 2100)
HEAD = (N_("When"), N_("What"), N_("Who"), N_("Organisation"), N_("Reference"), N_("Outcome"), N_("Why"))
Text = Annotated[str, Query()]
Dialect = Annotated[str, Query(alias="form")]


def sought(
    q: Text = "",
    slag: Text = "",
    fran: Text = "",
    till: Text = "",
    sida: Annotated[str, Query(alias="page")] = "",
) -> Sought:
    """What cannot be understood asks for nothing in particular."""
    words = "".join(sign for sign in q.strip()[:LONGEST_WORDS] if sign.isprintable())
    number = int(sida) if sida.isascii() and sida.isdecimal() and len(sida) <= 5 else 1
    kind = Kind(slag) if slag in list(Kind) else None
    return Sought(words, kind, _day(fran), _day(till), max(number, 1))


def _day(text: str) -> date | None:
    """A day the log could be about."""
    found = read_date(text)
    return found if found is not None and found.year in CENTURY else None


Asked = Annotated[Sought, Depends(sought)]


@router.get("/administration/logg", name="organisation_log", dependencies=[only(rules.may_read_own)])
def show_own(request: Request, db: Db, actor: CurrentActor, asked: Asked) -> Response:
    return _log(request, "audit/own.html", queries.own_log(db, actor.organisation_id, asked), asked)


@router.get("/administration/logg.csv", name="organisation_log_csv", dependencies=[only(rules.may_read_own)])
def download_own(request: Request, db: Db, actor: CurrentActor, asked: Asked, form: Dialect = "") -> Response:
    return _file(request, queries.own_lines(db, actor.organisation_id, asked), form)


@router.get("/drift/logg", name="platform_log", dependencies=[only(rules.may_read_all)])
def show_all(request: Request, db: Db, asked: Asked) -> Response:
    return _log(request, "audit/all.html", queries.whole_log(db, asked), asked)


@router.get("/drift/logg.csv", name="platform_log_csv", dependencies=[only(rules.may_read_all)])
def download_all(request: Request, db: Db, asked: Asked, form: Dialect = "") -> Response:
    return _file(request, queries.all_lines(db, asked), form)


def _log(request: Request, template: str, lines: Page[Line], asked: Sought) -> Response:
    return page(
        request,
        template,
        region="audit/_lines.html",
        lines=lines,
        sought=asked,
        kinds=list(Kind),
        failure_of=failure_of,
        query=request.url.query,
    )


def _file(request: Request, lines: Iterable[Line], dialect: str) -> Response:
    """For a Swedish spreadsheet, or with `form=rfc4180` for programs: commas, no mark, moments with their zone."""
    say: Callable[[str], str] = request.app.state.templates[request.state.language].globals["sentence"]
    is_plain = dialect == "rfc4180"
    rows = (_row(line, say, is_plain) for line in lines)
    head = [say(cell) for cell in HEAD]
    text = as_plain_csv(head, rows) if is_plain else as_csv(head, rows)
    return Response(
        text.encode(),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="logg-{today().isoformat()}.csv"',
            "Cache-Control": "no-store",
        },
    )


def _row(line: Line, say: Callable[[str], str], is_plain: bool) -> list[Any]:
    at = line.at.astimezone(SWEDEN)
    return [
        at.isoformat(timespec="seconds") if is_plain else f"{at:%Y-%m-%d %H:%M:%S}",
        say(line.label),
        line.person,
        line.organisation,
        line.reference,
        say(N_("Turned away") if line.is_refused else N_("Done")),
        line.reason or str(line.details.get("reason", "")),
    ]
