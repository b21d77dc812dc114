"""Statistics and open data for everyone (ux.md A17, A18), and the catalogue that portals fetch."""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.database import today
from app.earlier_tests import queries as earlier_tests
from app.indicators.gathering import Gathering
from app.late import late
from app.neutrality.queries import first_day
from app.number_words import in_words
from app.open_data import queries
from app.open_data.datasets import DATASETS, LICENCE, Dataset, dataset
from app.open_data.formats import FORMS, SYNTAXES
from app.open_data.queries import Link, Said
from app.oversight import public
from app.people import queries as people
from app.periods import year
from app.refusals import NotFound
from app.sheets import Sheet
from app.web.addresses import in_language
from app.web.files import sayer, sheet_as_it_is
from app.web.guards import Db, everyone
from app.web.health import for_machines
from app.web.kept import Kept
from app.web.templating import address, page

if TYPE_CHECKING:
    from app.open_data import dcat
else:
    dcat = late("app.open_data.dcat")

router = APIRouter(include_in_schema=False)

FRESH = {
    "Cache-Control": "public, max-age=900",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Other sites may read it, and whoever has it need not ask again for a quarter of an hour."""
Wanted = Annotated[Dataset, Depends(dataset)]


@router.get("/oppna-data", name="open_data", dependencies=[Depends(everyone)])
def show_open_data(request: Request, db: Db) -> Response:
    kept: Kept = request.app.state.kept
    places, numbers = public.places(request, db), list(queries.years(db))[:2]
    return page(
        request,
        "open_data/show.html",
        datasets=DATASETS,
        forms=FORMS,
        licence=LICENCE,
        river=public.river(request, db),
        links=public.river_links(request),
        stages=kept.get("floden", lambda: queries.flow(db)),
        places=places,
        cells=public.cells(request, places, public.county(request, db)),
        years=numbers,
        times=kept.get("lead times", lambda: _times(db, numbers)),
        in_words=in_words,
        today=today(),
    )


@router.get("/oppna-data/{slug}", name="data_set", dependencies=[Depends(everyone)])
def show_data_set(request: Request, one: Wanted) -> Response:
    return page(request, "open_data/dataset.html", one=one, datasets=DATASETS, forms=FORMS, licence=LICENCE)


def _times(db: Db, numbers: Sequence[int]) -> list[tuple[Any, list[Any]]]:
    """How long things take, one row for each figure and one value for each year."""
    gathered = [Gathering(db, year(number)) for number in numbers]
    return [(one, [queries.public_value(each, one) for each in gathered]) for one in queries.lead_times()]


@router.get("/oppna-data/{slug}/fil/{form}", name="open_data_file", dependencies=[Depends(for_machines)])
def download(request: Request, db: Db, one: Wanted, form: str) -> Response:
    """The data set in a form of `FORMS`. Programs get the names of columns, people what they are called.

    Raises:
        NotFound: there is no such form.
    """
    if form not in FORMS:
        raise NotFound
    is_for_people = form in ("csv", "xlsx")
    read = _reader(request, is_for_people=is_for_people)
    kept: Kept = request.app.state.kept
    found = kept.get(one.slug, lambda: one.rows(db)) if one.is_counted else one.rows(db)
    rows = [[read(cell) for cell in row] for row in found]
    if form == "json":
        return _json(request, one, rows)
    say = sayer(request)
    head = [say(column.label) if is_for_people else column.name for column in one.columns]
    sheet = Sheet(say(one.title), head, rows, request.app.state.cofinancing.on_page(request))
    file = sheet_as_it_is(form, one.slug, sheet)
    file.headers.update(FRESH)
    return file


def _reader(request: Request, *, is_for_people: bool) -> Callable[[Any], Any]:
    say, origin = sayer(request), request.app.state.settings.origin
    yes_or_no = (say("Yes"), say("No")) if is_for_people else ("true", "false")

    def read(cell: Any) -> Any:
        if isinstance(cell, Said):
            return say(str(cell))
        if isinstance(cell, Link):
            return origin + address(request, cell.route, ref=cell.reference)
        return yes_or_no[not cell] if isinstance(cell, bool) else cell

    return read


def _json(request: Request, one: Dataset, rows: Sequence[Sequence[Any]]) -> Response:
    """What it is, what the columns mean, and an object for each row."""
    say, names = sayer(request), [column.name for column in one.columns]
    logical = {"true": True, "false": False}
    whole = {
        "dataset": one.slug,
        "title": say(one.title),
        "description": say(one.description),
        "licence": LICENCE,
        "notes": list(request.app.state.cofinancing.on_page(request)),
        "columns": [
            {"name": each.name, "label": say(each.label), "meaning": say(each.meaning) if each.meaning else ""}
            for each in one.columns
        ],
        "rows": [{name: logical.get(cell, cell) for name, cell in zip(names, row, strict=True)} for row in rows],
    }
    body = json.dumps(whole, ensure_ascii=False, indent=1, default=str).encode()
    headers = FRESH | {"Content-Disposition": f'attachment; filename="{one.slug}.json"'}
    return Response(body, media_type="application/json", headers=headers)


# The catalogue


@router.get("/datasets/dcat", name="dcat", dependencies=[Depends(for_machines)])
def show_catalogue(request: Request, db: Db) -> Response:
    """In the way the program asks for, and as RDF/XML to one that does not say."""
    asked = request.headers.get("accept", "").lower()
    form = next((form for form, (kind, _) in SYNTAXES.items() if kind in asked), next(iter(SYNTAXES)))
    return _catalogue(request, db, form)


@router.get("/datasets/dcat.{ending}", name="dcat_file", dependencies=[Depends(for_machines)])
def download_catalogue(request: Request, db: Db, ending: str) -> Response:
    """
    Raises:
        NotFound: it is not written like that.
    """
    if ending not in SYNTAXES:
        raise NotFound
    return _catalogue(request, db, ending)


def _catalogue(request: Request, db: Db, form: str) -> Response:
    kind, syntax = SYNTAXES[form]
    body = dcat.catalogue(_source(request, db)).serialize(format=syntax, encoding="utf-8")
    return Response(body, media_type=kind, headers=FRESH | {"Vary": "Accept, Accept-Encoding"})


def _source(request: Request, db: Db) -> "dcat.Source":
    settings, runner, before = request.app.state.settings, people.region(db), earlier_tests.first_year(db)
    templates, resolve = request.app.state.templates, request.app.url_path_for

    def say(text: str, language: str) -> str:
        return str(templates[language].globals["sentence"](text))

    def whole(route: str, **path: str) -> str:
        return str(settings.origin + in_language(str(resolve(route, **path)), "sv"))

    return dcat.Source(
        publisher=runner.name if runner else settings.testbed_name,
        organisation_number=(runner.org_number or "") if runner else "",
        contact=settings.testbed_name,
        email=settings.support_email,
        origin=settings.origin,
        page=whole("open_data"),
        since=first_day(db),
        years={"tidigare-tester": before} if before else {},
        say=say,
        about=lambda slug: whole("data_set", slug=slug),
        file=lambda slug, form: whole("open_data_file", slug=slug, form=form),
    )
