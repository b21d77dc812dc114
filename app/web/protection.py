"""The middlewares that guard every request, in their order."""

from fastapi import FastAPI

from app.settings import Settings
from app.web.accidents import Accidents
from app.web.addresses import Canonical, ChosenLanguage
from app.web.errors import answer, unforeseen
from app.web.headers import SecurityHeaders
from app.web.limits import BodyLimit
from app.web.open_pages import open_to_programs
from app.web.origin import OwnSiteOnly
from app.web.request_id import RequestId


def protect(app: FastAPI, settings: Settings) -> None:
    """Added from the innermost outwards. Language comes before all that may have to say no to the reader."""
    app.add_middleware(Canonical)
    programs = open_to_programs(app.state.all_routes)
    app.add_middleware(OwnSiteOnly, origin=settings.origin, refuse=answer, open_to_programs=programs)
    app.add_middleware(BodyLimit, file_limit=settings.upload_limit, refuse=answer)
    app.add_middleware(Accidents, unforeseen=unforeseen)
    app.add_middleware(ChosenLanguage)
    app.add_middleware(SecurityHeaders, is_https=settings.is_https)
    app.add_middleware(RequestId)
