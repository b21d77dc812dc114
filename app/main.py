"""The web application, put together in one place."""

import asyncio
from collections.abc import Iterable
from functools import partial
from secrets import token_urlsafe
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from scim2_models import SCIMException
from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker
from starlette.routing import Mount

from app.activity import pages as activity
from app.administration import pages as administration
from app.administration import pages_facts as administration_facts
from app.administration import pages_invite as administration_invite
from app.administration import pages_newcomers as administration_newcomers
from app.administration import pages_operations as administration_operations
from app.administration import pages_people as administration_people
from app.assessments import pages as assessments
from app.assessments import pages_compare as assessments_compare
from app.assessments import pages_decide as assessments_decide
from app.audit import pages as audit
from app.challenges import pages as challenges
from app.challenges import pages_act as challenges_act
from app.challenges import pages_decide as challenges_decide
from app.challenges import pages_write as challenges_write
from app.claims import pages as claims
from app.connecting import pages as connecting
from app.connecting import pages_domains as connecting_domains
from app.connecting import pages_links as connecting_links
from app.connecting import pages_saml as connecting_saml
from app.connecting import pages_service as connecting_service
from app.connecting.proving import resolvers_named
from app.conversations import pages as conversations
from app.costs import pages as costs
from app.database import engine_to
from app.earlier_tests import pages as earlier_tests
from app.emergency import pages as emergency
from app.emergency import pages_own as emergency_own
from app.errands import pages as errands
from app.extracts import pages as extracts
from app.grants import pages as grants
from app.grants import pages_decide as grants_decide
from app.grants import queries as grants_queries
from app.handovers import pages as handovers
from app.handovers import pages_interim as handovers_interim
from app.home import pages as home
from app.home import pages_barriers as home_barriers
from app.home import pages_machines as home_machines
from app.home import pages_open as home_open
from app.imports import pages as imports
from app.indicators import api as indicators_api
from app.indicators import pages as indicators
from app.indicators import pages_lead as indicators_lead
from app.mail.letters import Desk
from app.mailings import pages as mailings
from app.neutrality import pages as neutrality
from app.onboarding import pages as onboarding
from app.open_data import pages as open_data
from app.oversight import pages as oversight
from app.passkeys import pages as passkeys
from app.passkeys import pages_keys as passkeys_keys
from app.pilots import pages as pilots
from app.pilots import pages_after as pilots_after
from app.pilots import pages_plan as pilots_plan
from app.pilots import pages_run as pilots_run
from app.recertification import pages as recertification
from app.reports import pages as reports
from app.research import pages as research
from app.research import pages_standing as research_standing
from app.role_mappings import pages as role_mappings
from app.saml import pages as saml
from app.scim import api as scim
from app.scim import pages as scim_pages
from app.sessions import pages as sessions
from app.settings import Settings
from app.sign_in import departures, farewell_api, oidc
from app.sign_in import pages as sign_in
from app.sign_in import pages_joining as sign_in_joining
from app.sign_in import pages_newcomers as sign_in_newcomers
from app.sign_in import pages_watch as sign_in_watch
from app.sign_in.guards import signed_in_actor, whose_session
from app.sign_in.means import means_of
from app.sign_in.models import Protocol
from app.situation import pages as situation
from app.solutions import pages as solutions
from app.staffing import pages as staffing
from app.state_aid import pages as state_aid
from app.telling import pages as telling
from app.telling import pages_post as telling_post
from app.telling import pages_tasks as telling_tasks
from app.telling import queries as telling_queries
from app.test_requests import draft_pages as test_requests_draft
from app.test_requests import pages as test_requests
from app.test_requests import triage_pages as test_requests_triage
from app.watching import pages as watching
from app.watching import pages_feeds as watching_feeds
from app.web import health
from app.web.addresses import Portal
from app.web.assets import Assets
from app.web.cofinancing import Cofinancing
from app.web.errors import handle_refusals
from app.web.figures import counties, dots_shape, hexagons, mark_shape, river_shape
from app.web.figures_time import meter_shape, strip_shape
from app.web.frame import frame
from app.web.guards import ends_where_it_runs
from app.web.kept import Kept
from app.web.open_pages import open_pages
from app.web.protection import protect
from app.web.questions import answered, question
from app.web.templating import environments

ROUTERS: tuple[APIRouter, ...] = (
    home.router,  # before its turn: routes are tried in order, and these are asked for most
    home_barriers.router,
    home_open.router,
    home_machines.router,
    health.router,
    departures.router,
    oidc.router,
    farewell_api.router,
    saml.router,
    sign_in.router,
    sign_in_joining.router,
    sign_in_newcomers.router,
    role_mappings.router,
    scim.router,
    scim_pages.router,
    sign_in_watch.router,
    passkeys.router,
    passkeys_keys.router,
    emergency.router,
    emergency_own.router,
    sessions.router,
    audit.router,
    connecting_domains.router,
    connecting_service.router,
    connecting_saml.router,
    connecting_links.router,
    connecting.router,
    challenges_write.router,
    challenges_act.router,
    challenges_decide.router,
    challenges.router,
    solutions.router,
    test_requests_draft.apply_router,
    test_requests_draft.router,
    test_requests_triage.router,
    test_requests.router,
    assessments.router,
    assessments_decide.router,
    assessments_compare.router,
    pilots_plan.router,
    pilots_run.router,
    pilots_after.router,
    earlier_tests.router,
    pilots.router,
    research_standing.router,
    research.router,
    conversations.router,
    errands.router,
    activity.router,
    imports.router,
    costs.router,
    claims.router,
    state_aid.router,
    grants_decide.router,
    grants.router,
    oversight.router,
    neutrality.router,
    indicators.router,
    indicators_api.router,
    indicators_lead.router,
    reports.router,
    extracts.router,
    open_data.router,
    handovers_interim.router,
    handovers.router,
    staffing.router,
    onboarding.router,
    recertification.router,
    mailings.router,
    telling.router,
    telling_post.router,
    telling_tasks.router,
    watching.router,
    watching_feeds.router,
    situation.router,
    administration.router,
    administration_facts.router,
    administration_invite.router,
    administration_newcomers.router,
    administration_operations.router,
    administration_people.router,
)
"""Every feature's routers, in the order of the features. Tests walk these; nothing else is reachable."""


def routes(routers: Iterable[APIRouter] = ROUTERS) -> list[APIRoute]:
    return [route for router in routers for route in router.routes if isinstance(route, APIRoute)]


def create_app(settings: Settings, *, engine: Engine | None = None) -> FastAPI:
    """The portal. `engine` is given by tests, which run in a transaction of their own."""
    app = Portal(title=settings.testbed_name, openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None)
    app.state.settings = settings
    app.state.engine = engine or engine_to(settings.database_url, connections=settings.connections)
    app.state.places = asyncio.Semaphore(settings.connections)
    app.state.sessions = sessionmaker(app.state.engine, expire_on_commit=False)
    app.state.who = signed_in_actor
    app.state.whose = whose_session
    app.state.unread = telling_queries.count_unread
    app.state.sign_in = means_of(
        origin=settings.origin,
        keys={key.id: key.secret for key in settings.keys},
        is_production=settings.environment == "production",
        development_provider=settings.development_identity_provider,
        idle_minutes=settings.session_idle_minutes,
        longest_minutes=settings.session_minutes,
    )
    app.state.resolvers = resolvers_named(settings.resolver_names)
    app.state.ways = {
        Protocol.oidc: oidc.depart,
        Protocol.saml: saml.depart,
        Protocol.local: passkeys.depart,
    }
    app.state.frame = frame
    app.state.cofinancing = Cofinancing(grants_queries.lines, app.state.sessions)
    app.state.kept = Kept()
    app.state.assets = Assets()
    app.lead(ROUTERS)
    for route in routes():
        ends_where_it_runs(route)
    app.router.routes.append(Mount("/static", app.state.assets, name="static"))
    app.name_routes(routes())
    app.state.all_routes = routes()
    app.state.route_names = frozenset(route.name for route in routes())
    app.state.open_pages = open_pages(routes())
    app.state.templates = environments(resolve=app.url_path_for, shared=_shared(app, settings))
    app.state.desk = desk(app, settings)
    handle_refusals(app)
    app.add_exception_handler(SCIMException, scim.refuse)
    protect(app, settings)
    return app


def desk(site: FastAPI, settings: Settings) -> Desk:
    """Where letters are written: with the pages' own templates, words and addresses."""
    takes = {route.name: list(route.param_convertors) for route in site.state.all_routes}

    def address(language: str, route: str, reference: str) -> str:
        path = dict.fromkeys(takes[route], reference)
        return str(site.state.templates[language].globals["url"](route, **path))

    return Desk(
        environments=site.state.templates,
        address=address,
        origin=settings.base_url,
        sender=settings.mail_from,
        sender_name=settings.testbed_name,
        seal=partial(site.state.sign_in.keyring.seal, purpose="letter"),
        unseal=partial(site.state.sign_in.keyring.open, purpose="letter"),
    )


def _shared(app: FastAPI, settings: Settings) -> dict[str, Any]:
    return {
        "testbed": settings.testbed_name,
        "asset": app.state.assets.address,
        "question": question,
        "answered": answered,
        "new_key": lambda: token_urlsafe(16),
        "mark_shape": mark_shape,
        "hexagons": hexagons,
        "counties": counties,
        "dots_shape": dots_shape,
        "meter_shape": meter_shape,
        "strip_shape": strip_shape,
        "river_shape": river_shape,
    }
