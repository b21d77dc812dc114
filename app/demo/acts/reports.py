"""What the region does with what the portal counts: issues reports, takes in costs, orders extracts, keeps papers."""

from typing import Any

from app.clock import now
from app.database import today
from app.demo.acts.grants import grant_of
from app.demo.stage import Stage
from app.demo.words import Said
from app.earlier_tests import actions as earlier_tests
from app.extracts import actions as extracts
from app.extracts.exports import BOOK
from app.grants import queries as grants
from app.imports import actions as imports
from app.imports import queries as import_queries
from app.imports.forms import MappingForm
from app.neutrality.queries import first_day
from app.people import queries as people
from app.periods import Period, chosen, offered
from app.reports import actions
from app.reports.forms import IssueForm
from app.reports.making import content
from app.reports.models import Kind
from app.reports.scope import Scope
from app.state_aid import actions as state_aid
from app.state_aid.forms import CertificateForm


def _period(stage: Stage, slug: str) -> Period:
    return chosen(slug, offered(first_day(stage.db), today(), grants.windows(stage.db)))


def issue(stage: Stage, who: str, kind: Kind, said: Said, *, period: str = "", place: str = "", name: str = "") -> None:
    """Issue a report as it reads at that moment."""
    actor, when = stage.actor(who), _period(stage, period)
    kept = content(kind, Scope(stage.db, actor, when, place), name, stage.desk.environments, now())
    form = stage.filled(IssueForm, said)
    actions.issue(stage.db, actor, kind, when, place, kept, form, is_demo=True)


def take_in(stage: Stage, who: str, name: str, file: str) -> None:
    """Import costs from a file of the accounts, with what the portal guesses of its columns."""
    grant = grant_of(stage, who)
    actor = stage.actor(who)
    number = imports.read(stage.db, actor, grant, name, file.encode()).number
    found = import_queries.cost_import(stage.db, grant, number)
    columns = {asked: str(place) for asked, place in found.columns.items()}
    form = stage.filled(MappingForm, {**columns, "fallback": "travel", "bearer_id": str(grant.organisation_id)})
    imports.say(stage.db, actor, found, form)
    imports.run(stage.db, actor, found)


def take_in_earlier(stage: Stage, who: str, name: str, file: str) -> None:
    """Import tests from before the portal, with what the portal guesses of the columns."""
    actor = stage.actor(who)
    earlier_tests.run(stage.db, actor, earlier_tests.read(stage.db, actor, name, file.encode(), is_demo=True))


def order(stage: Stage, who: str) -> None:
    """The workbook of the last twelve months."""
    say: Any = stage.desk.environments["sv"].globals["sentence"]
    about = {"period": _period(stage, "").slug}
    extracts.order(stage.db, stage.actor(who), BOOK.slug, "xlsx", about, "sv", say)


def certify(stage: Stage, who: str, company: str, said: Said) -> None:
    """Keep a certificate of de minimis aid."""
    home = people.organisation_by_slug(stage.db, company)
    form = stage.filled(CertificateForm, {**said, "company_id": str(home.id) if home else ""})
    state_aid.keep(stage.db, stage.actor(who), form, is_demo=True)
