"""What both parties do with a pilot."""

from app.actor import Actor
from app.demo.stage import Stage
from app.demo.words import Said
from app.pilots import actions, actions_after, queries
from app.pilots.forms import PARTS, NewPilot
from app.pilots.forms_evaluation import AfterTestForm, CompanyReplyForm, evaluation_parts
from app.pilots.forms_run import HalfwayForm, StatusReportForm, StopForm
from app.pilots.models import Pilot


def _pilot(stage: Stage, who: str, name: str) -> tuple[Actor, Pilot]:
    actor = stage.actor(who)
    return actor, queries.pilot(stage.db, actor, stage.pilots[name])


def set_up(stage: Stage, who: str, name: str, said: Said) -> None:
    """Make a pilot of the accepted request of that name."""
    actor = stage.actor(who)
    request = queries.accepted_request(stage.db, actor, stage.requests[name])
    pilot = actions.set_up(stage.db, actor, request, stage.filled(NewPilot, said), is_demo=True)
    stage.pilots[name] = pilot.reference


def plan(stage: Stage, who: str, name: str, said: Said) -> None:
    """Write the plan and send it for approval."""
    actor, pilot = _pilot(stage, who, name)
    for part, answered in stage.parts(PARTS, said):
        actions.write(stage.db, actor, pilot, part, answered)
    actions.send(stage.db, actor, pilot)


def approve(stage: Stage, who: str, name: str) -> None:
    actor, pilot = _pilot(stage, who, name)
    actions.approve(stage.db, actor, pilot)


def start(stage: Stage, who: str, name: str) -> None:
    actor, pilot = _pilot(stage, who, name)
    actions.start(stage.db, actor, pilot)


def report(stage: Stage, who: str, name: str, said: Said) -> None:
    actor, pilot = _pilot(stage, who, name)
    actions.report(stage.db, actor, pilot, stage.filled(StatusReportForm, said))


def decide_halfway(stage: Stage, who: str, name: str, said: Said) -> None:
    actor, pilot = _pilot(stage, who, name)
    actions.decide_halfway(stage.db, actor, pilot, stage.filled(HalfwayForm, said))


def stop(stage: Stage, who: str, name: str, said: Said) -> None:
    actor, pilot = _pilot(stage, who, name)
    actions.stop(stage.db, actor, pilot, stage.filled(StopForm, said))


def end(stage: Stage, who: str, name: str) -> None:
    actor, pilot = _pilot(stage, who, name)
    actions.end(stage.db, actor, pilot)


def evaluate(stage: Stage, who: str, name: str, said: Said) -> None:
    """Write what is said of the evaluation, part by part."""
    actor, pilot = _pilot(stage, who, name)
    for part, answered in stage.parts(evaluation_parts(pilot), said):
        actions_after.evaluate(stage.db, actor, pilot, part, answered)


def give_final_report(stage: Stage, who: str, name: str) -> None:
    actor, pilot = _pilot(stage, who, name)
    actions_after.give_final_report(stage.db, actor, pilot)


def reply(stage: Stage, who: str, name: str, said: Said) -> None:
    actor, pilot = _pilot(stage, who, name)
    actions_after.reply(stage.db, actor, pilot, stage.filled(CompanyReplyForm, said))


def decide(stage: Stage, who: str, name: str, said: Said) -> None:
    """Management's choice after the test."""
    actor, pilot = _pilot(stage, who, name)
    actions_after.decide(stage.db, actor, pilot, stage.filled(AfterTestForm, said))
