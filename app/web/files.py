"""A table as a file the reader asked for: who co-finances stands in it, whoever wrote the page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import Request, Response

from app.exports import PDF, Export, Form, Pen, Thing, dated, tables
from app.refusals import NotFound
from app.sheets import Sheet
from app.web.templating import see_other

NO_PEN = Pen(str, {}, "")
"""For what is written already."""
FORMS: Mapping[str, Form[Sheet]] = tables(lambda sheet, _: sheet)


def sayer(request: Request) -> Callable[..., str]:
    say: Callable[..., str] = request.app.state.templates[request.state.language].globals["sentence"]
    return say


def pen(request: Request) -> Pen:
    """What a file is written with in the reader's language, saying who co-finances now."""
    language = request.state.language
    env = request.app.state.templates[language]
    return Pen(sayer(request), env.filters, language, request.app.state.cofinancing.on_page(request))


def export_file(request: Request, export: Export[Thing], thing: Thing, form: str, about: Mapping[str, Any]) -> Response:
    """The file at once where it is small; where it is large, the page on which it is ordered (app/extracts).

    Raises:
        NotFound: there is no such form.
    """
    if export.is_large(thing, form):
        return see_other(request, "order_file", export.about(about), slug=export.slug, form=form)
    wanted = export.form(form)
    return as_file(export.name(thing), wanted, wanted.write(thing, pen(request)))


def as_file(name: str, form: Form[Any], content: bytes) -> Response:
    """Paper opens in the browser, the rest is saved."""
    way = "inline" if form.kind == PDF else "attachment"
    headers = {"Content-Disposition": f'{way}; filename="{name}.{form.ending}"', "Cache-Control": "no-store"}
    return Response(content, media_type=form.kind, headers=headers)


def sheet_file(
    request: Request, form: str, name: str, title: str, head: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Response:
    """A table that is never large, in the form asked for. Words are translated.

    Raises:
        NotFound: there is no such form.
    """
    say = sayer(request)
    sheet = Sheet(say(title), [say(cell) for cell in head], rows, request.app.state.cofinancing.on_page(request))
    return sheet_as_it_is(form, name, sheet)


def sheet_as_it_is(form: str, name: str, sheet: Sheet) -> Response:
    """The table in the form asked for, with nothing in it translated.

    Raises:
        NotFound: there is no such form.
    """
    if form not in FORMS:
        raise NotFound
    return as_file(dated(name), FORMS[form], FORMS[form].write(sheet, NO_PEN))
