"""What researchers do, and what a municipality answers them."""

from app.actor import Actor
from app.demo.stage import Stage
from app.demo.words import Said
from app.pilots import queries as pilots
from app.research import actions, queries
from app.research.forms import EthicsForm, InterestForm, ReplyForm, StandingForm
from app.research.models import Research


def _study(stage: Stage, who: str, name: str) -> tuple[Actor, Research]:
    actor = stage.actor(who)
    return actor, queries.research(stage.db, actor, stage.studies[name])


def describe(stage: Stage, who: str, said: Said) -> None:
    """Say what one wants to study, whatever the pilot."""
    actions.describe(stage.db, stage.actor(who), stage.filled(StandingForm, said), is_demo=True)


def ask(stage: Stage, who: str, name: str, said: Said) -> None:
    """Ask to study the pilot of that name."""
    actor = stage.actor(who)
    pilot = pilots.pilot(stage.db, actor, stage.pilots[name])
    study = actions.draft(stage.db, actor, pilot, stage.filled(InterestForm, said), is_demo=True)
    stage.studies[name] = study.reference
    actions.send(stage.db, actor, study)


def answer(stage: Stage, who: str, name: str, note: str) -> None:
    """The municipality welcomes the study."""
    actor, study = _study(stage, who, name)
    actions.answer(stage.db, actor, study, stage.filled(ReplyForm, {"answer": "yes", "note": note}))


def settle_ethics(stage: Stage, who: str, name: str, said: Said) -> None:
    actor, study = _study(stage, who, name)
    actions.settle_ethics(stage.db, actor, study, stage.filled(EthicsForm, said))


def start(stage: Stage, who: str, name: str) -> None:
    actor, study = _study(stage, who, name)
    actions.start(stage.db, actor, study)
