"""A walk through the seeded testbed as those who meet most of it: every link on the first pages leads somewhere."""

import pytest

from app.demo.personas import SUGGESTED

NOT_FOLLOWED = ("/static", "/en", "/sso", "/logga-ut", "/demo")


def links(person) -> list[str]:
    hrefs = [str(link["href"]).partition("#")[0] for link in person.html("a", href=True)]
    return [href for href in dict.fromkeys(hrefs) if href.startswith("/") and not href.startswith(NOT_FOLLOWED)]


@pytest.mark.parametrize("who", ["", *SUGGESTED])
def test_every_link_of_the_home_page_leads_to_a_page(visit, town, who):
    person = visit(town.member(who) if who else None, language="sv").opens("/")
    found = links(person)
    assert len(found) > 5
    broken = {href: status for href in found if (status := person.opens(href).status) != 200}
    assert broken == {}
