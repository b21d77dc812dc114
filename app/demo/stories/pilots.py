"""How the four pilots went."""

from collections.abc import Iterator
from datetime import timedelta

from app.demo.acts import pilots
from app.demo.pilots import continence, floor, radar, routines
from app.demo.stage import Stage, Story
from app.demo.words import Said


def _begun(
    stage: Stage, name: str, leader: str, company: str, new: Said, plan: Said, *, days: tuple[int, int, int, int]
) -> Story:
    """Set up, planned, approved by both, started; on these four days."""
    made, planned, approved, started = days
    yield stage.at(made, "10.05")
    pilots.set_up(stage, leader, name, new)
    yield stage.at(planned, "13.30")
    pilots.plan(stage, leader, name, plan)
    yield stage.at(approved, "09.00")
    pilots.approve(stage, company, name)
    yield stage.at(approved, "15.10")
    pilots.approve(stage, leader, name)
    yield stage.at(started, "08.30")
    pilots.start(stage, leader, name)


def stopped(stage: Stage) -> Story:
    name = "fallkoll"
    yield from _begun(stage, name, "miriam", "nils", floor.NEW, floor.PLAN, days=(-243, -237, -230, -221))
    yield stage.at(-193, "14.25")
    pilots.report(stage, "miriam", name, floor.REPORT)
    yield stage.at(-187, "11.20")
    pilots.decide_halfway(
        stage,
        "miriam",
        name,
        {
            "choice": "adjust",
            "note": "Styrgruppen ger den nya antennen två veckor. Når larmen inte fram då slutar vi, som planen säger.",
        },
    )
    yield stage.at(-172, "09.40")
    pilots.stop(stage, "miriam", name, floor.STOPPED)
    yield stage.at(-146, "13.15")
    pilots.evaluate(stage, "miriam", name, floor.EVALUATION)
    yield stage.at(-133, "10.30")
    pilots.give_final_report(stage, "miriam", name)
    yield stage.at(-124, "15.35")
    pilots.reply(stage, "nils", name, floor.REPLY)
    yield stage.at(-112, "14.50")
    pilots.decide(stage, "hakan", name, floor.DECISION)


def running(stage: Stage) -> Story:
    name = "stillasens-falls"
    yield from _begun(stage, name, "miriam", "erik", radar.NEW, radar.PLAN, days=(-123, -96, -78, -63))
    yield stage.at(-35, "10.40")
    pilots.report(stage, "leila", name, radar.FIRST_REPORT)
    yield stage.at(-7, "14.55")
    pilots.report(stage, "miriam", name, radar.SECOND_REPORT)


def evaluated(stage: Stage) -> Story:
    name = "stegforsteg"
    yield from _begun(stage, name, "hanna", "ebba", routines.NEW, routines.PLAN, days=(-238, -205, -178, -150))
    for day, said in zip((-122, -94, -66), routines.REPORTS, strict=True):
        yield stage.at(day, "11.15")
        pilots.report(stage, "hanna", name, said)
        if day == -94:
            yield stage.at(-93, "14.00")
            pilots.decide_halfway(stage, "hanna", name, routines.HALFWAY)
    stage.wake_the_clock(stage.day(-38) + timedelta(days=1), "02.00")  # the last day has passed
    yield stage.at(-13, "13.20")
    pilots.evaluate(stage, "hanna", name, routines.EVALUATION)


def in_use(stage: Stage) -> Story:
    name = "torrsignal"
    yield from _begun(stage, name, "robin", "helene", continence.NEW, continence.PLAN, days=(-373, -345, -326, -310))
    yield stage.at(-282, "10.10")
    pilots.report(stage, "robin", name, continence.REPORTS[0])
    yield stage.at(-267, "13.00")
    pilots.decide_halfway(stage, "robin", name, continence.HALFWAY)
    yield stage.at(-254, "09.20")
    pilots.report(stage, "emma", name, continence.REPORTS[1])
    yield stage.at(-227, "16.15")
    pilots.end(stage, "robin", name)
    yield stage.at(-213, "10.45")
    pilots.evaluate(stage, "robin", name, continence.EVALUATION)
    yield stage.at(-206, "09.30")
    pilots.give_final_report(stage, "robin", name)
    yield stage.at(-198, "11.50")
    pilots.reply(stage, "helene", name, continence.REPLY)
    yield stage.at(-180, "15.20")
    pilots.decide(stage, "marianne", name, continence.DECISION)


def stories(stage: Stage) -> Iterator[Story]:
    return (story(stage) for story in (stopped, running, evaluated, in_use))
