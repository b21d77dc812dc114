"""What a company does with a request, and what those who receive it do first."""

from app.actor import Actor
from app.challenges import queries as needs
from app.demo.organisations import COMPANIES
from app.demo.people import CAST
from app.demo.requests import REQUESTS
from app.demo.stage import Stage
from app.demo.words import Said
from app.test_requests import actions, handling, queries
from app.test_requests.case_forms import CompletionAnswers, Declarations, ScreeningForm, TriageForm
from app.test_requests.forms import PARTS
from app.test_requests.models import TestRequest

DECLARED: Said = {"correct": True, "entitled": True, "no_promise": True}


def _request(stage: Stage, who: str, name: str) -> tuple[Actor, TestRequest]:
    actor = stage.actor(who)
    return actor, queries.known(stage.db, actor, stage.requests[name])


def _company(who: str) -> Said:
    """The first part: who asks."""
    person = next(one for one in CAST if one.key == who)
    company = next(one for one in COMPANIES if one.slug == person.organisation)
    return {
        "org_number": company.org_number,
        "size_class": company.size,
        "seat": company.seat,
        "contact_name": person.name,
        "contact_email": person.email,
    }


def draft(stage: Stage, name: str) -> None:
    """Begin the request and write it, as far as it says anything."""
    applied = REQUESTS[name]
    actor = stage.actor(applied.by)
    need = needs.challenge(stage.db, actor, stage.needs[applied.need]) if applied.need else None
    request = actions.draft(stage.db, actor, need, is_demo=True)
    stage.requests[name] = request.reference
    for _, answered in stage.parts(PARTS, {**_company(applied.by), **applied.text}):
        actions.write(stage.db, actor, request, answered, None)


def send(stage: Stage, name: str) -> None:
    """Write it whole and send it in."""
    draft(stage, name)
    actor, request = _request(stage, REQUESTS[name].by, name)
    actions.submit(stage.db, actor, request, stage.filled(Declarations, DECLARED))


def screen(stage: Stage, who: str, name: str, said: Said) -> None:
    """Is it complete? Whoever says so has declared their ties before."""
    actor, request = _request(stage, who, name)
    handling.screen(stage.db, actor, request, stage.filled(ScreeningForm, said))


def complete(stage: Stage, name: str, *answers: str) -> None:
    """Answer what the municipality has asked."""
    actor, request = _request(stage, REQUESTS[name].by, name)
    said = {f"answer_{number}": text for number, text in enumerate(answers, 1)}
    actions.complete(stage.db, actor, request, stage.filled(CompletionAnswers, said))


def distribute(stage: Stage, who: str, name: str, said: Said) -> None:
    """The region finds a receiver for a proposal."""
    actor, request = _request(stage, who, name)
    handling.distribute(stage.db, actor, request, stage.filled(TriageForm, said))
