"""Files that programs look for at fixed addresses."""

from datetime import timedelta

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from app.database import now
from app.web.health import for_machines

router = APIRouter(include_in_schema=False, dependencies=[Depends(for_machines)])

KEPT_FOR = timedelta(days=180)  # RFC 9116 asks for less than a year
ONE_DAY = {"Cache-Control": "public, max-age=86400"}
SIGNED_IN_ONLY = (
    "/att-gora",
    "/konto",
    "/aviseringar",
    "/bevakningar",
    "/bevaka/",
    "/kalender/min",
    "/drift",
    "/uppfoljning",
    "/granska",
    "/besked",
    "/forfragningar",
    "/api/",
    "/sso/",
)


@router.get("/robots.txt", name="robots")
def robots(request: Request) -> Response:
    """Everything public may be indexed; filtered lists are the same things once more."""
    origin = request.app.state.settings.base_url
    lines = ["User-agent: *", "Disallow: /*?", *(f"Disallow: {path}" for path in SIGNED_IN_ONLY)]
    lines += [f"Disallow: /en{path}" for path in SIGNED_IN_ONLY if not path.startswith(("/api", "/sso"))]
    return PlainTextResponse("\n".join([*lines, f"# {origin}", ""]), headers=ONE_DAY)


@router.get("/.well-known/security.txt", name="security_txt")
def security_txt(request: Request) -> Response:
    """Where to report a weakness (RFC 9116)."""
    settings = request.app.state.settings
    expires = (now() + KEPT_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{settings.support_email}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: sv, en",
        f"Canonical: {settings.base_url}/.well-known/security.txt",
    ]
    return PlainTextResponse("\n".join([*lines, ""]), headers=ONE_DAY)


@router.get("/favicon.ico", name="favicon")
def favicon(request: Request) -> Response:
    """Browsers that do not read the page's own link look here."""
    return RedirectResponse(request.app.state.assets.address("favicon.svg"), status_code=302, headers=ONE_DAY)
