"""What is done with a need."""

from app.actor import Actor
from app.challenges import actions, queries
from app.challenges.forms import (
    PARTS,
    AnnouncementForm,
    AnswerForm,
    CloseForm,
    MandateForm,
    QuestionForm,
    ReasonForm,
    ReviewForm,
)
from app.challenges.models import Challenge, ChallengeState
from app.demo.stage import Stage
from app.demo.words import Said

CHECKED: Said = {"solution_neutral": True, "no_persons": True, "no_supplier": True, "duplicates": True}


def _need(stage: Stage, who: str, number: int) -> tuple[Actor, Challenge]:
    actor = stage.actor(who)
    return actor, queries.challenge(stage.db, actor, stage.needs[number])


def write(stage: Stage, who: str, number: int, said: Said) -> None:
    """Begin the need, if it is new, and write what is said of it, part by part."""
    actor = stage.actor(who)
    if number not in stage.needs:
        begun = actions.draft(stage.db, actor, str(said["title"]), similar_seen=True, is_demo=True)
        stage.needs[number] = begun.reference
    need = queries.challenge(stage.db, actor, stage.needs[number])
    for part, answered in stage.parts(PARTS, said):
        actions.write(stage.db, actor, need, part, answered, need.version)
        stage.db.flush()


def submit(stage: Stage, who: str, number: int) -> None:
    actor, need = _need(stage, who, number)
    actions.submit(stage.db, actor, need)


def decide(stage: Stage, who: str, number: int, said: Said) -> None:
    """Management's mandate."""
    actor, need = _need(stage, who, number)
    actions.decide(stage.db, actor, need, stage.filled(MandateForm, said))


def share(stage: Stage, who: str, number: int) -> None:
    """Another municipality says that it shares the need."""
    actor, need = _need(stage, who, number)
    actions.answer_sharing(stage.db, actor, need, joins=True)


def approve(stage: Stage, who: str, number: int) -> None:
    actor, need = _need(stage, who, number)
    actions.approve(stage.db, actor, need, stage.filled(ReviewForm, CHECKED))


def send_back(stage: Stage, who: str, number: int, why: str) -> None:
    actor, need = _need(stage, who, number)
    said = {"no_persons": True, "duplicates": True, "comment": why}
    actions.send_back(stage.db, actor, need, stage.filled(ReviewForm, said))


def publish(stage: Stage, who: str, number: int) -> None:
    """Publish it. The portal's clock will be awake on the days of a call."""
    actor, need = _need(stage, who, number)
    actions.publish(stage.db, actor, need)
    if need.opens_on and need.closes_on:
        stage.wake_the_clock(need.opens_on, "06.00")
        if need.closes_on < stage.today:
            stage.wake_the_clock(need.closes_on, "16.00")


def endorse(stage: Stage, who: str, number: int, note: str) -> None:
    """ "We have the same need." """
    actor, need = _need(stage, who, number)
    actions.endorse(stage.db, actor, need, note)


def ask(stage: Stage, who: str, number: int, text: str) -> None:
    actor, need = _need(stage, who, number)
    actions.ask(stage.db, actor, need, stage.filled(QuestionForm, {"text": text}).text)


def answer(stage: Stage, who: str, number: int, text: str, *, published_as: str = "") -> None:
    """Answer the question that has waited longest."""
    actor, need = _need(stage, who, number)
    question = queries.waiting_questions(stage.db, need)[0]
    said = {"published_text": published_as or question.text, "answer": text}
    actions.answer(stage.db, actor, need, question, stage.filled(AnswerForm, said))


def announce(stage: Stage, who: str, number: int, text: str) -> None:
    actor, need = _need(stage, who, number)
    actions.announce(stage.db, actor, need, stage.filled(AnnouncementForm, {"text": text}))


def withdraw(stage: Stage, who: str, number: int, why: str) -> None:
    actor, need = _need(stage, who, number)
    actions.withdraw(stage.db, actor, need, stage.filled(ReasonForm, {"reason": why}).reason)


def close(stage: Stage, who: str, number: int, reason: str, learning: str) -> None:
    actor, need = _need(stage, who, number)
    if need.state is ChallengeState.published:
        actions.take_step(stage.db, actor, need, "stop_taking")
    actions.close(stage.db, actor, need, stage.filled(CloseForm, {"reason": reason, "learning": learning}))
