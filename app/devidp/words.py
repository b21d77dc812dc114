"""The one page of the development sign-in service, in two languages, without script or inline style."""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from app.sign_in.personas import Persona

WORDS = {
    "sv": {
        "title": "Logga in som",
        "heading": "Vem vill du vara?",
        "mark": "Påhittad inloggning för utveckling och demonstration. Personerna finns inte.",
        "others": "Andra här",
        "none": "Ingen alls: avbryt",
        "role": "ingen roll",
        "here": "Inloggade här",
        "leave": "Logga ut {name} här",
        "nobody": "Ingen är inloggad genom den här tjänsten.",
    },
    "en": {
        "title": "Sign in as",
        "heading": "Who do you want to be?",
        "mark": "An invented sign-in for development and demonstration. These people do not exist.",
        "others": "Others here",
        "none": "Nobody at all: cancel",
        "role": "no role",
        "here": "Signed in here",
        "leave": "Sign {name} out here",
        "nobody": "Nobody is signed in through this service.",
    },
}
NAMES = {"sv": "Svenska", "en": "English"}

CSS = """
:root { color-scheme: light dark; --ink: #1b2b28; --paper: #fbf8f2; --line: #5b6b67; --warn: #7a3d00; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1eee7; --paper: #16211f; --line: #9fb0ab; --warn: #ffc98a; } }
body { margin: 0 auto; max-width: 38rem; padding: 1.5rem 1rem 4rem; color: var(--ink); background: var(--paper);
  font: 1.125rem/1.5 system-ui, sans-serif; }
.mark { border-left: .4rem solid var(--warn); padding: .5rem 1rem; }
ul { list-style: none; margin: 0; padding: 0; }
button { display: block; width: 100%; margin: 0 0 .75rem; padding: .75rem 1rem; text-align: left; font: inherit;
  color: inherit; background: none; border: 2px solid var(--line); border-radius: .25rem;
  min-height: 3rem; cursor: pointer; }
button:hover { border-color: currentColor; }
:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
button span { display: block; }
a { color: inherit; }
"""


def page_of(
    organisation: str, first: Sequence[Persona], rest: Sequence[Persona], asked: Mapping[str, str], language: str
) -> str:
    """The whole page. `first` is who the portal hinted at."""
    words = WORDS[language]
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in asked.items()
    )
    other = "en" if language == "sv" else "sv"
    switch = escape(urlencode({**asked, "ui_locales": other}))
    between = f"<h2>{words['others']}</h2>" if first and rest else ""
    return f"""<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{words["title"]} – {escape(organisation)}</title><link rel="stylesheet" href="/devidp.css"></head>
<body>
<main>
<p><a href="?{switch}" lang="{other}" hreflang="{other}">{NAMES[other]}</a></p>
<p>{escape(organisation)}</p>
<h1>{words["heading"]}</h1>
<p class="mark">{words["mark"]}</p>
<form method="post">{hidden}
{_buttons(first, language)}
{between}
{_buttons(rest, language)}
<button name="subject" value="">{words["none"]}</button>
</form>
</main>
</body>
</html>"""


def page_of_those_here(organisation: str, signed_in: Sequence[tuple[str, Persona]], language: str) -> str:
    """Who is signed in at the portal through the service. A button for each ends it at the service, as an
    administrator of a real one could."""
    words = WORDS[language]
    other = "en" if language == "sv" else "sv"
    rows = "".join(
        f'<li><button name="sid" value="{escape(sid)}">{escape(words["leave"].format(name=one.name))}</button></li>'
        for sid, one in signed_in
    )
    body = f'<form method="post"><ul>{rows}</ul></form>' if rows else f"<p>{words['nobody']}</p>"
    return f"""<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{words["here"]} – {escape(organisation)}</title><link rel="stylesheet" href="/devidp.css"></head>
<body>
<main>
<p><a href="?ui_locales={other}" lang="{other}" hreflang="{other}">{NAMES[other]}</a></p>
<p>{escape(organisation)}</p>
<h1>{words["here"]}</h1>
<p class="mark">{words["mark"]}</p>
{body}
</main>
</body>
</html>"""


def _buttons(personas: Sequence[Persona], language: str) -> str:
    if not personas:
        return ""
    rows = "".join(
        f'<li><button name="subject" value="{escape(one.subject)}"><strong>{escape(one.name)}</strong>'
        f"<span>{escape(one.role_words[language == 'en'] or WORDS[language]['role'])}</span></button></li>"
        for one in personas
    )
    return f"<ul>{rows}</ul>"
