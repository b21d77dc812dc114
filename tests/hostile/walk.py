"""Every method of every address of the route table, with someone who may go there and someone elsewhere who may not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import getclosurevars
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.asking import Asked
from app.main import routes
from app.parts import Parts
from app.web.addresses import in_language
from tests.browser.examples import Example, examples, page_routes

# Addresses that only take forms, and those that are no page: whom to be, and what it is about, as in PAGES.
MORE = """
livez                     visitor
readyz                    visitor
robots                    visitor
security_txt              visitor
favicon                   visitor
sign_in_start             visitor      connection
end_sign_ins              leader
join_sign_in_start        leader       connection
part_sign_in              leader
send_back_challenge       region lead  need review
solution_step             company      solution shown
test_request_documents    company      request draft
test_request_document     leader       request submitted
withdraw_errand           leader       errand
invite_guest_again        leader       errand of an invited guest
end_guest                 organisation admin  errand of an invited guest
message_document          leader       request submitted
remove_standing_interest  researcher   interest
hide_guide                leader
show_guide                leader
river_csv                 region lead
county_csv                region lead
stopped_csv               region lead
staffing_file             region lead
own_situation             sponsor
welcome_municipality      region lead  arriving town
invite_administrator      region lead  arriving town
come_back                 region officer  arriving town
situation_pdf             sponsor      town
distribution_file         region lead
contacts_file             region lead
indicators_file           region lead
api_indicators            region lead
api_indicator             region lead  f3
api_indicator_rows        region lead  f3
indicator_file            region lead  f3
lead_times_file           region lead
report_file               region lead  report
extract_file              region lead  extract
certificate_document      region officer  certificate
cancel_certificate        region officer  certificate
claim_pdf                 region lead  claim sent
open_data_file            visitor      nyckeltal
dcat                      visitor
dcat_file                 visitor      ttl
import_template           region officer  grant to claim
import_repair             region officer  grant to claim
run_import                region officer  grant to claim
undo_import               region officer  grant to claim
earlier_tests_template    region officer
earlier_import_repair     region officer  earlier tests
run_earlier_import        region officer  earlier tests
undo_earlier_import       region officer  earlier tests
sign_in_and_continue      visitor
passkey_sign_in           visitor
time_left                 leader
stay                      leader
organisation_log_csv      organisation admin
platform_log_csv          platform admin
check_domain              organisation admin  domain
withdraw_set_up_link      organisation admin  way in
revoke_directory_key      organisation admin  nothing
discard_directory         organisation admin
agree_by_passkey          platform admin  emergency
agree_as_admin            platform admin  emergency
add_emergency_key         visitor
costs_file                region officer  grant
cost_document             region officer  grant
claim_document            region lead  claim sent
claim_file                region lead  claim sent
grant_document            region officer  grant
remove_grant_basis        region officer  grant draft
keep_interim              receiver     interim
answer_receivers          leaving leader  handover sent
lift_suppression          platform admin  nothing
end_watch                 leader       watch
mark_told                 leader       notice
take_back_task            leader       task of a colleague
leave_out_letter          region officer  letter to many
send_mailing              region lead  letter to many
cancel_mailing            region officer  letter to many
news_feed                 visitor
challenges_feed           visitor
challenge_feed            visitor      need open
calendar_file             visitor
my_calendar_file          visitor      nothing
invite_again              organisation admin  member invited
approve_member            organisation admin  member proposed
"""

# Where another program speaks, with a key of its own or a signed statement: tried in test_programs.py.
OF_PROGRAMS = re.compile(r"/scim/|/sso/(jwks|saml/)|/sso/\{connection_id:uuid\}/(\w+channel-logout|acs|metadata)")

# Someone with the same trust in another organisation, or the nearest there is.
ELSEWHERE = {
    "leader": "pilot leader",
    "sponsor": "pilot sponsor",
    "unit contact": "pilot leader",
    "assessor": "pilot leader",
    "neighbour": "pilot leader",
    "company": "pilot company",
    "pilot leader": "leader",
    "pilot sponsor": "sponsor",
    "pilot company": "company",
    "researcher": "company",
    "region lead": "leader",
    "organisation admin": "connecting admin",
    "connecting admin": "organisation admin",
    "visitor": "researcher",
    "guest": "pilot leader",
}
OTHERS = ("researcher", "assessor", "organisation admin", "platform admin", "region officer")


@dataclass(frozen=True)
class Stop:
    """One method of one address. `model` is the form it takes, if any."""

    route: APIRoute
    example: Example
    method: str
    model: type[Asked] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.example}"

    @property
    def who(self) -> str:
        return self.example.who

    @property
    def elsewhere(self) -> str:
        return ELSEWHERE.get(self.who, "leader")

    @property
    def language(self) -> str:
        """Half of the walk is in English; the same half every time."""
        return "en" if len(str(self)) % 2 else "sv"

    def path(self, world, language="") -> str:
        """Its address, with a query if the example has one."""
        at = world.county.at
        names = re.findall(r"{(\w+)", self.route.path)
        plain = self.route.url_path_for(self.route.name, **self.example.in_path(at, names))
        return in_language(str(plain), language or self.language) + self.example.query(at)


def stops() -> list[Stop]:
    return [stop for route in routes() if not OF_PROGRAMS.match(route.path) for stop in _stops_at(route)]


def for_programs() -> list[APIRoute]:
    return [route for route in routes() if OF_PROGRAMS.match(route.path)]


def forms() -> list[Stop]:
    return [stop for stop in stops() if stop.method == "POST"]


def pages() -> list[Stop]:
    return [stop for stop in stops() if stop.method == "GET"]


def _stops_at(route: APIRoute) -> Iterator[Stop]:
    for example in _examples_of(route):
        for method in sorted(route.methods):
            yield Stop(route, example, method, _model(route, example) if method == "POST" else None)


def _examples_of(route: APIRoute) -> list[Example]:
    by_name = [one for one in EXAMPLES if one.route == route.name]
    by_path = [one for one in EXAMPLES if one.route in PAGE_ROUTES and PAGE_ROUTES[one.route].path == route.path]
    return by_path or by_name


def _more() -> Iterator[Example]:
    for line in MORE.strip().splitlines():
        name, who, thing = (*re.split(r"\s{2,}", line.strip()), "")[:3]
        yield Example(name, who, thing)


EXAMPLES = [*examples(), *_more()]
PAGE_ROUTES = page_routes()


def parameters() -> set[str]:
    """What any address can be asked with."""
    return {field.alias for route in routes() for each in dependants(route) for field in each.query_params}


def dependants(route: APIRoute) -> Iterator[Dependant]:
    waiting = [route.dependant]
    while waiting:
        dependant = waiting.pop()
        waiting += dependant.dependencies
        yield dependant


def _model(route: APIRoute, example: Example) -> type[Asked] | None:
    """The form a route takes, as its dependencies say."""
    for dependant in dependants(route):
        if getattr(dependant.call, "__name__", "") in ("read_form", "read_part"):
            known = getclosurevars(dependant.call).nonlocals
            if isinstance(known.get("parts"), Parts):
                return known["parts"].part(example.part).model
            return known["model"]
    return None


def other(stop: Stop) -> str:
    """Someone with other tasks; each in turn."""
    return OTHERS[len(str(stop)) % len(OTHERS)]


def shared(things: list[Any], place: int, count: int, *, is_full: bool = False) -> list[Any]:
    """So many of the things for one place; the next place gets the next ones, so that each comes up in many."""
    if is_full:
        return things
    return [things[n % len(things)] for n in range(place * count, (place + 1) * count)]
