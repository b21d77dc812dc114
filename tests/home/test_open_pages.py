"""The pages anyone can open: all of them, in both languages."""

import pytest

from app.home.site_map import GROUPS, LEFT_OUT
from app.main import routes
from app.web.open_pages import open_pages

OPEN = open_pages(routes())


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", [name for name in OPEN if name != "demo_post"])
def test_every_open_page_opens_in_both_languages(name, language, site, visit):
    person = visit(language=language).opens(site.url_path_for(name))
    assert person.status == 200
    assert person.html.html["lang"] == language
    assert len(person.html("h1")) == 1


def test_the_site_map_names_every_open_page_and_no_other(site, visit):
    named = {name for group in GROUPS for name in group.pages}
    assert set(OPEN) - named == LEFT_OUT & set(OPEN)
    links = {a["href"] for a in visit().opens("/webbkarta").html.main("a")}
    assert links == {f"/en{site.url_path_for(name)}".rstrip("/") for name in OPEN if name not in LEFT_OUT}
