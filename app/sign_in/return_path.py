"""Where a person goes after signing in: a page of ours and nowhere else (sso.md rule 9)."""

from urllib.parse import urljoin, urlsplit

LONGEST = 2000
OURS = "https://portal.invalid"


def safe_path(wanted: str | None) -> str:
    """`wanted` if it is a path within the portal, otherwise nothing."""
    if not wanted or len(wanted) > LONGEST or not _is_plain_path(wanted):
        return ""
    there = urlsplit(urljoin(OURS, wanted))
    if f"{there.scheme}://{there.netloc}" != OURS:
        return ""
    return there.path + (f"?{there.query}" if there.query else "")


def _is_plain_path(text: str) -> bool:
    """Exactly one slash first; nothing a browser would read as another one or throw away (\\, tab, newline …)."""
    return (
        text.startswith("/")
        and not text.startswith("//")
        and text.isascii()
        and text.isprintable()
        and "\\" not in text
        and " " not in text
    )
