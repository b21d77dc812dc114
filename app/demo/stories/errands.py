"""What colleagues have asked of one another about the pilot that is running."""

from collections.abc import Iterator

from app.demo.acts import errands
from app.demo.stage import Stage, Story
from app.demo.words import In, Membership


def half_time(stage: Stage) -> Story:
    """The unit counts night rounds for the half-time meeting; the leader has a note to herself."""
    yield stage.at(-6, "09.15")
    asked = errands.ask(
        stage,
        "miriam",
        stage.pilots["stillasens-falls"],
        {
            "what": "Räkna nattronderna i östra flygeln under en vecka",
            "note": "Vi behöver siffran till halvtidsmötet. En rad per natt räcker.",
            "doer": Membership("leila"),
            "due_on": In(5),
            "part": "test_group",
        },
    )
    yield stage.at(-5, "13.40")
    errands.reply(stage, "leila", asked, {"reply": "take"})
    yield stage.at(-2, "16.05")
    said = {"what": "Boka rum till halvtidsmötet", "doer": Membership("miriam"), "due_on": In(3)}
    errands.ask(stage, "miriam", "", said)


def a_look_from_outside(stage: Stage) -> Story:
    """A nurse at the health centre reads how the night rounds are described; somebody of an association has not come
    yet."""
    yield stage.at(-5, "15.10")
    said = {
        "what": "Läs om nattronderna är rätt beskrivna, sett från hälsocentralen",
        "email": "siv.ask@halsocentralen.example",
        "guest_name": "Siv Ask",
        "guest_workplace": "Hälsocentralen Norra",
        "guest_is_free": "true",
        "due_on": In(8),
        "part": "reviewer",
    }
    asked = errands.ask(stage, "miriam", stage.pilots["stillasens-falls"], said)
    yield stage.at(-4, "08.20")
    errands.comes(stage, "miriam", asked)
    yield stage.at(-1, "10.05")
    who = {
        "email": "ove.lind@anhorigas-natverk.example",
        "guest_name": "Ove Lind",
        "guest_workplace": "Anhörigas nätverk",
    }
    wish = {"what": "Säg om vi har glömt något som anhöriga möter", "due_on": In(12), "part": "colleague"}
    errands.ask(stage, "hanna", stage.needs[7], said | who | wish)


def stories(stage: Stage) -> Iterator[Story]:
    yield half_time(stage)
    yield a_look_from_outside(stage)
