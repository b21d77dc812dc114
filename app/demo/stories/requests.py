"""How the companies' requests were received, and those on ongoing needs decided."""

from collections.abc import Iterator

from app.demo.acts import assessments, requests
from app.demo.stage import Stage, Story
from app.demo.words import In, Said

COMPLETE: Said = {"outcome": "complete"}


def _sent(stage: Stage, name: str, day: int, hour: str = "10.40") -> Story:
    yield stage.at(day, hour)
    requests.send(stage, name)


def _received(
    stage: Stage, name: str, leader: str, assessors: tuple[str, ...], *, sent: int, screened: int, hour: str = "09.30"
) -> Story:
    """Sent in, found complete, and given to those who will assess it, who say that they have no ties."""
    yield from _sent(stage, name, sent, hour)
    yield stage.at(screened, "13.10")
    assessments.declare(stage, leader, name)
    requests.screen(stage, leader, name, COMPLETE)
    assessments.name_assessors(stage, leader, name, *assessors)
    for one in assessors:
        yield stage.at(screened + 2, "08.45")
        assessments.declare(stage, one, name)


def fallkoll(stage: Stage) -> Story:
    """Accepted as a development test; the pilot was stopped later."""
    yield from _received(stage, "fallkoll", "miriam", ("leila", "tomas"), sent=-274, screened=-267)
    yield stage.at(-261, "14.20")
    assessments.score(
        stage,
        "leila",
        "fallkoll",
        [(2, ""), (4, "Mattan ligger där de flesta faller."), (4, ""), (5, "Inget krävs av den boende.")],
        "test",
    )
    yield stage.at(-259, "10.10")
    assessments.score(stage, "tomas", "fallkoll", [(2, ""), (4, ""), (4, ""), (4, "")], "test", "Bara som utvecklingstest.")
    yield stage.at(-256, "09.20")
    assessments.prepare(
        stage,
        "miriam",
        "fallkoll",
        {
            "outcome": "accepted",
            "reason_code": "best_fit",
            "reason_text": "Ni får göra ett utvecklingstest. Mattan upptäcker fall där de flesta sker och kräver inget av "
            "den boende. Nästa steg är att vi skriver pilotplanen tillsammans.",
            "needs_sponsor": True,
        },
    )
    yield stage.at(-253, "16.00")
    assessments.agree(stage, "hakan", "fallkoll")
    yield stage.at(-251, "11.15")
    assessments.release(stage, "miriam", "fallkoll")


def stillasens_falls(stage: Stage) -> Story:
    """Put on the waiting list while another solution was tried, then accepted."""
    name = "stillasens-falls"
    yield from _received(stage, name, "miriam", ("leila", "tomas"), sent=-270, screened=-264)
    yield stage.at(-258, "15.10")
    assessments.score(
        stage,
        "leila",
        name,
        [(5, "Veckobilden visar en förändring innan personen faller."), (4, ""), (3, ""), (4, "")],
        "test",
    )
    yield stage.at(-257, "09.40")
    assessments.score(stage, "tomas", name, [(4, ""), (4, ""), (4, ""), (5, "Den boende gör ingenting alls.")], "test")
    yield stage.at(-255, "10.30")
    assessments.prepare(
        stage,
        "miriam",
        name,
        {
            "outcome": "waitlisted",
            "reason_code": "no_resources",
            "reason_text": "Ni står på vår väntelista. Förslaget svarar väl på behovet, men rehab hinner med ett test i "
            "taget. Vi hör av oss när det första är klart, senast om fem månader.",
        },
    )
    yield stage.at(-251, "11.40")
    assessments.release(stage, "miriam", name)
    yield stage.at(-136, "09.15")
    assessments.prepare(
        stage,
        "miriam",
        name,
        {
            "outcome": "accepted",
            "reason_code": "best_fit",
            "reason_text": "Ni får göra ett pilottest. Förslaget fick högst poäng för att upptäcka ökad fallrisk tidigt, "
            "och det är nu tid och plats för det. Nästa steg är att vi skriver pilotplanen tillsammans.",
            "info_given": "Vi har berättat för företaget att mobiltäckningen saknas inomhus i delar av norra Karlskoga. "
            "Det gäller alla som vill testa hos oss.",
            "needs_sponsor": True,
            "registry_number": "SN 2026-0412",
        },
    )
    yield stage.at(-133, "15.45")
    assessments.agree(stage, "hakan", name)
    yield stage.at(-131, "10.20")
    assessments.release(stage, "miriam", name)


def stillasens_relatives(stage: Stage) -> Story:
    """Declined, with reasons the company can use."""
    name = "stillasens-relatives"
    yield from _received(stage, name, "sofia", ("jonna", "peder"), sent=-190, screened=-182)
    yield stage.at(-176, "13.30")
    assessments.score(
        stage, "jonna", name, [(1, "Den äldre ser inte vad de anhöriga ser."), (4, ""), (3, "")], "decline"
    )
    yield stage.at(-175, "10.05")
    assessments.score(stage, "peder", name, [(2, ""), (3, ""), (3, "")], "wait")
    yield stage.at(-170, "14.40")
    assessments.prepare(
        stage,
        "sofia",
        name,
        {
            "outcome": "declined",
            "reason_code": "does_not_meet",
            "reason_text": "Vi säger nej den här gången. Behovet är att den äldre själv styr vad som berättas, och i "
            "förslaget samlas mer in än de anhöriga behöver veta. Får den äldre se och välja samma uppgifter är ni "
            "välkomna att söka igen.",
        },
    )
    yield stage.at(-168, "09.50")
    assessments.release(stage, "sofia", name)


def gryningsljus(stage: Stage) -> Story:
    """On the waiting list until there is a ward to test in."""
    yield from _received(stage, "gryningsljus", "miriam", ("leila", "tomas"), sent=-96, screened=-88)
    yield stage.at(-82, "09.10")
    assessments.score(
        stage, "leila", "gryningsljus", [(4, ""), (4, ""), (5, "Halverar elen och kan lagas på plats.")], "test"
    )
    yield stage.at(-80, "15.30")
    assessments.score(stage, "tomas", "gryningsljus", [(4, ""), (3, ""), (4, "")], "test")
    yield stage.at(-74, "10.50")
    assessments.prepare(
        stage,
        "miriam",
        "gryningsljus",
        {
            "outcome": "waitlisted",
            "reason_code": "no_resources",
            "reason_text": "Ni står på vår väntelista. Förslaget svarar väl på behovet, men avdelningen renoveras till i "
            "vår. Vi tar upp frågan när lokalerna är klara.",
        },
    )
    yield stage.at(-70, "13.20")
    assessments.release(stage, "miriam", "gryningsljus")


def torrsignal(stage: Stage) -> Story:
    """Accepted; the solution is in use now."""
    yield from _received(stage, "torrsignal", "robin", ("emma", "ulf"), sent=-397, screened=-391)
    yield stage.at(-386, "09.25")
    assessments.score(
        stage,
        "emma",
        "torrsignal",
        [(5, "Signalen kommer när bytet behövs, och det går att mäta."), (4, ""), (4, "")],
        "test",
    )
    yield stage.at(-385, "14.05")
    assessments.score(stage, "ulf", "torrsignal", [(4, ""), (4, ""), (4, "")], "test")
    yield stage.at(-382, "10.00")
    assessments.prepare(
        stage,
        "robin",
        "torrsignal",
        {
            "outcome": "accepted",
            "reason_code": "best_fit",
            "reason_text": "Ni får göra ett pilottest på två avdelningar. Förslaget ger hjälp i rätt tid och kräver lite "
            "av personalen. Nästa steg är att vi skriver pilotplanen tillsammans.",
            "needs_sponsor": True,
        },
    )
    yield stage.at(-379, "15.15")
    assessments.agree(stage, "marianne", "torrsignal")
    yield stage.at(-377, "09.35")
    assessments.release(stage, "robin", "torrsignal")


def ordbro(stage: Stage) -> Story:
    """Waits for the company to answer two questions."""
    yield from _sent(stage, "ordbro", -15)
    yield stage.at(-7, "14.30")
    assessments.declare(stage, "navid", "ordbro")
    requests.screen(
        stage,
        "navid",
        "ordbro",
        {
            "outcome": "ask",
            "questions": [
                {"text": "Vilka av de fjorton språken är mätta, och med vilket resultat?"},
                {"text": "Hur vet brukaren vad som sagts om översättningen blir fel?"},
            ],
            "due_on": In(8),
        },
    )


def lasupp(stage: Stage) -> Story:
    """A proposal of the company's own: it waits with the region, while a need about the same thing is on its way."""
    yield from _sent(stage, "lasupp", -11, "15.25")


def nattblick_draft(stage: Stage) -> Story:
    yield stage.at(-5, "16.10")
    requests.draft(stage, "nattblick-draft")


def stories(stage: Stage) -> Iterator[Story]:
    told = (
        fallkoll,
        stillasens_falls,
        stillasens_relatives,
        gryningsljus,
        torrsignal,
        ordbro,
        lasupp,
        nattblick_draft,
    )
    yield from (story(stage) for story in told)
    yield _sent(stage, "nattblick", -9)
    yield _sent(stage, "stillasens-nights", -7, "14.15")
    yield _sent(stage, "fikabordet", -4)
    yield _sent(stage, "hittahem", -6, "11.05")
    yield _sent(stage, "resarn", -2, "15.40")
