"""Turning a template and its values into a response."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.language import LANGUAGES
from app.references.slugs import in_address
from app.web.addresses import addressed, in_language
from app.web.catalogue import translations
from app.web.formats import filters
from app.web.forms import Form, give_back
from app.web.rendering import Said, Translated
from app.web.sentences import sentence

TEMPLATES = Path(__file__).parents[2] / "templates"
VARIES = "HX-Request, HX-Request-Type, Cookie"


def environment(language: str, *, resolve: Callable[..., Any], shared: Mapping[str, Any]) -> Environment:
    """One Jinja environment per language: no thread-locals, no language argument anywhere.

    `resolve` finds the path of a route by name; `shared` holds globals of the installation (testbed name, asset()).
    """
    env = Translated(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    gettext, ngettext, pgettext = translations(language)
    env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]
    env.policies["ext.i18n.trimmed"] = True
    env.said = Said(gettext)
    env.filters.update(filters(language))
    env.globals.update(shared)
    env.globals["language"] = language
    env.globals["url"] = addressed(resolve, language)
    env.globals["sentence"] = lambda text, values=None: sentence(gettext, text, values or {})
    env.globals["in_address"] = in_address
    env.globals["paragraphs"] = paragraphs
    env.globals["ui"] = env.get_template("ui/macros.html").module
    return env


def paragraphs(text: str) -> Markup:
    """What a person wrote, with its blank lines as paragraphs and its line breaks kept."""
    blocks = [block.strip() for block in text.replace("\r", "").split("\n\n") if block.strip()]
    return Markup().join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.split("\n"))) for block in blocks
    )


def environments(*, resolve: Callable[..., Any], shared: Mapping[str, Any]) -> dict[str, Environment]:
    return {language: environment(language, resolve=resolve, shared=shared) for language in LANGUAGES}


def is_partial(request: Request) -> bool:
    """Whether htmx asks for a region. It says `full` for boosted links and history restores (style.md 6.4)."""
    return request.headers.get("HX-Request-Type") == "partial"


def page(
    request: Request, template: str, *, region: str | None = None, status_code: int = 200, **values: Any
) -> HTMLResponse:
    """The whole page, or only `region` when htmx is refreshing that part of it.

    The handler names the region, never the client.
    """
    if region and is_partial(request):
        template = region
    env: Environment = request.app.state.templates[request.state.language]
    if (parked := getattr(request.state, "parked", None)) and isinstance(values.get("form"), Form):
        give_back(values["form"], parked)
    html = env.get_template(template).render(request.app.state.frame(request) | values)
    signed_in = getattr(request.state, "actor", None) is not None and request.state.actor.is_signed_in
    headers = {"Vary": VARIES, "Content-Language": request.state.language}
    if signed_in or request.method != "GET" or status_code != 200:
        headers["Cache-Control"] = "no-store"
    return HTMLResponse(html, status_code, headers=headers)


def part(request: Request, template: str, **values: Any) -> Markup:
    """A part of a page that says the same to every reader: it knows nothing of who asks, so it can be kept."""
    env: Environment = request.app.state.templates[request.state.language]
    return Markup(env.get_template(template).render(values))  # noqa: S704 - a template of ours, which escapes


def address(request: Request, route: str, _query: dict[str, Any] | None = None, **path: Any) -> str:
    """The address of a route in the reader's language."""
    url: Callable[..., str] = request.app.state.templates[request.state.language].globals["url"]
    return url(route, _query, **path)


def see_other(request: Request, route: str, _query: dict[str, Any] | None = None, **path: Any) -> Response:
    """After a change, show the result: a plain 303, which a form, a browser and htmx all follow."""
    return RedirectResponse(address(request, route, _query, **path), status_code=303)


def canonical(request: Request, wanted: str) -> Response | None:
    """A 301 to the canonical address when the reader came by another one, such as an old title in the path."""
    if request.method in ("GET", "HEAD") and in_language(request.url.path, request.state.language) != wanted:
        query = request.url.query
        return RedirectResponse(wanted + (f"?{query}" if query else ""), status_code=301)
    return None
