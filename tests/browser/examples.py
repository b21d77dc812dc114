"""An example of every page: whom to be, and what to look at. A page without one fails the walk."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi.routing import APIRoute

from app.actor import NOBODY
from app.challenges.forms import PARTS as NEED
from app.main import routes
from app.pilots.forms import PARTS as PLAN
from app.pilots.forms_evaluation import OF_A_RUN_PILOT as EVALUATION
from app.solutions.forms import PARTS as SOLUTION
from app.test_requests.forms import PARTS as REQUEST
from tests.browser.examples_table import PAGES
from tests.browser.portal import Portal

PARTS = {
    "write_challenge": NEED,
    "write_solution": SOLUTION,
    "write_test_request": REQUEST,
    "write_pilot_plan": PLAN,
    "write_evaluation": EVALUATION,
}

# What is not a page: no HTML, nothing to look at.
MACHINES = {
    "livez",
    "news_feed",
    "challenges_feed",
    "challenge_feed",
    "calendar_file",
    "my_calendar_file",
    "frontchannel_logout",
    "rp_jwks",
    "readyz",
    "robots",
    "security_txt",
    "favicon",
    "saml_metadata",
    "saml_federated_metadata",
    "saml_finish",  # leads on; when it does not, it shows the page of sign_in_callback
    "river_csv",
    "county_csv",
    "stopped_csv",
    "staffing_file",
    "own_situation",  # leads on to situation
    "situation_pdf",
    "time_left",
    "organisation_log_csv",
    "platform_log_csv",
    "test_request_document",
    "message_document",
    "scim_config",
    "scim_resource_types",
    "scim_resource_type",
    "scim_schemas",
    "scim_schema",
    "scim_me",
    "scim_list",
    "scim_show",
    "scim_nothing",
    "grant_document",
    "cost_document",
    "costs_file",
    "claim_document",
    "claim_file",
    "claim_pdf",
    "distribution_file",
    "contacts_file",
    "api_indicators",
    "api_indicator",
    "api_indicator_rows",
    "indicators_file",
    "indicator_file",
    "lead_times_file",
    "report_file",
    "open_data_file",
    "extract_file",
    "certificate_document",
    "dcat",
    "dcat_file",
    "import_template",
    "import_repair",
    "earlier_tests_template",
    "earlier_import_repair",
}
STATUS = {"sign_in_callback": 400, "email_link": 400, "emergency_access": 404}
FIGURES = {"overview", "stopped", "staffing", "distribution", "indicators", "indicator", "lead_times"}
SEPARATED = re.compile(r"\s{2,}")


@dataclass(frozen=True)
class Example:
    """One page of the walk. `part` is the part of a long form, `thing` what it is looked at with."""

    route: str
    who: str
    thing: str = ""
    part: str = ""

    def __str__(self) -> str:
        return f"{self.route}-{self.part}" if self.part else self.route

    @property
    def status(self) -> int:
        return STATUS.get(self.route, 200)

    def path(self, portal: Portal) -> str:
        """Its address, without the language."""
        names = re.findall(r"{(\w+)", page_routes()[self.route].path)
        return str(portal.site.url_path_for(self.route, **self.in_path(portal.county.at, names))) + self.query(
            portal.county.at
        )

    def in_path(self, at: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
        """What stands in its address under each of these names: mostly the thing itself."""
        known = {"part": self.part, "step": "archive", "number": 1, "condition": 1, "form": "csv"}
        known |= {"question_id": str(at["question"]), "document_id": str(at["document"]), "key": str(at["test"])}
        thing = str(NOBODY if self.thing == "nothing" else at.get(self.thing, self.thing))
        known["ref"] = thing.lower()
        return {name: known.get(name, thing) for name in names}

    def query(self, at: Mapping[str, Any]) -> str:
        if not self.thing.startswith("?"):
            return ""
        name, _, value = self.thing[1:].partition("=")
        return f"?{name}={str(at.get(value, value)).replace(' ', '+')}"


def page_routes() -> dict[str, APIRoute]:
    """Everything one can open, by name."""
    return {route.name: route for route in routes() if "GET" in route.methods}


def examples() -> Iterator[Example]:
    for line in PAGES.strip().splitlines():
        route, who, thing = (*SEPARATED.split(line.strip()), "")[:3]
        if route in PARTS:
            yield from (Example(route, who, thing, part.slug) for part in PARTS[route])
        else:
            yield Example(route, who, thing)


def forms() -> list[Example]:
    """The pages that have a form of their own: those whose address also takes what was filled in."""
    takes = {route.path for route in routes() if "POST" in route.methods}
    return [one for one in examples() if page_routes()[one.route].path in takes]
