"""A letter to all testbed leaders that has been sent, and one to the companies that is held."""

from collections.abc import Iterator

from app.demo.stage import Stage, Story
from app.mailings import actions
from app.mailings.forms import MailingForm

MEETING = {
    "receivers": ["leaders"],
    "among": "everyone",
    "subject": "Anmäl dig till testbäddsledarnas träff senast på fredag",
    "text": "Vi ses i länshuset och går igenom vad som hänt under hösten.\n\n"
    "Ta gärna med din ställföreträdare. Säg till processledaren om du inte kan komma.",
    "subject_in_english": "Sign up for the meeting of testbed leaders by Friday",
    "text_in_english": "We meet at the county house and go through what has happened this autumn.\n\n"
    "Please bring your deputy. Tell the process leader if you cannot come.",
}
NEEDS = {
    "receivers": ["companies"],
    "among": "everyone",
    "subject": "Läs hur frågor om behov besvaras lika för alla",
    "text": "Alla svar på frågor om ett behov publiceras på behovets sida, så att alla företag får veta samma sak.\n\n"
    "Ställ därför frågor där och inte per telefon.",
}


def to_leaders(stage: Stage) -> Story:
    """The case officer writes and sends the same day."""
    yield stage.at(-16, "10.20")
    held = actions.hold(stage.db, stage.actor("joakim"), stage.filled(MailingForm, MEETING), stage.desk, is_demo=True)
    actions.send(stage.db, stage.actor("joakim"), held)


def to_companies(stage: Stage) -> Story:
    """Written, and waiting for the case officer to send it."""
    yield stage.at(-1, "15.40")
    actions.hold(stage.db, stage.actor("joakim"), stage.filled(MailingForm, NEEDS), stage.desk, is_demo=True)


def stories(stage: Stage) -> Iterator[Story]:
    yield to_leaders(stage)
    yield to_companies(stage)
