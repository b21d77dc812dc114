"""A page is found by the first word of its address; what is not found so is looked for as it always was."""

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from app.main import ROUTERS, routes
from app.web.addresses import Portal, Rooms, first_word
from tests.web.asgi import sent


def portal(*routers):
    site = Portal()
    site.lead(routers)
    return TestClient(site)


def router(prefix, said=""):
    made = APIRouter(prefix=prefix)
    for path, method in (("", "GET"), ("/{ref}", "GET"), ("/ny", "POST")):
        made.add_api_route(path, lambda: said or prefix, methods=[method])
    return made


def test_each_address_leads_to_its_own_router():
    site = portal(router("/behov"), router("/piloter"))
    assert [site.get("/behov").json(), site.get("/piloter/p-1").json()] == ["/behov", "/piloter"]


def test_of_two_with_the_same_word_the_first_answers():
    site = portal(router("/behov", said="first"), router("/behov", said="second"))
    assert site.get("/behov").json() == "first"


def test_a_wrong_method_and_a_wrong_address_are_told_apart():
    site = portal(router("/behov"))
    assert site.put("/behov").status_code == 405
    assert site.put("/behov").headers["allow"] == "GET"
    assert site.get("/annat").status_code == 404


@pytest.mark.parametrize("path", ["*", "", "behov", "//behov", "http://testserver/behov", "testserver:443"])
def test_what_is_no_path_leads_nowhere_and_breaks_nothing(path):
    site = Portal()
    site.lead([router("/behov")])
    assert sent(site, "OPTIONS", path)[0] == 404


def test_what_was_added_otherwise_is_found_too():
    site = FastAPI()
    rooms = Rooms([])
    site.router.routes.insert(0, rooms)
    site.add_api_route("/livez", lambda: "alive")
    assert TestClient(site).get("/livez").json() == "alive"


def test_every_address_of_the_portal_begins_with_a_word_of_its_own():
    """None begins with a value: a router would have to be tried for every word."""
    assert [route.path for route in routes(ROUTERS) if "{" in first_word(route.path)] == []


@pytest.mark.parametrize(
    ("method", "path"), [("OPTIONS", "*"), ("GET", "*"), ("GET", ""), ("CONNECT", "testserver:443")]
)
def test_the_portal_answers_also_what_is_no_path(site, method, path):
    status, headers, _ = sent(site, method, path)
    assert 300 <= status < 500
    assert "content-security-policy" in {name.lower() for name in headers}
