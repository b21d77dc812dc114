"""How the requests of two calls were assessed together: one is decided, the other is at it."""

from collections.abc import Iterator

from app.demo.acts import assessments, requests
from app.demo.stage import Stage, Story
from app.demo.stories.requests import COMPLETE
from app.demo.words import In


def routines(stage: Stage) -> Story:
    """Need 9: two requests, both letters sent at the same moment."""
    yield stage.at(-285, "09.45")
    requests.send(stage, "stegforsteg")
    yield stage.at(-276, "13.50")
    requests.send(stage, "fikabordet-routines")
    yield stage.at(-263, "10.10")
    for name in ("stegforsteg", "fikabordet-routines"):
        assessments.declare(stage, "hanna", name)
        requests.screen(stage, "hanna", name, COMPLETE)
        assessments.name_assessors(stage, "hanna", name, "birgit", "pia")
    yield stage.at(-261, "08.40")
    for name in ("stegforsteg", "fikabordet-routines"):
        assessments.declare(stage, "birgit", name)
        assessments.declare(stage, "pia", name)
    yield stage.at(-257, "13.15")
    assessments.score(
        stage,
        "pia",
        "stegforsteg",
        [
            (5, "Den boende gör rutinen själv och kan stänga av när hen vill."),
            (5, "Helt utan text om man vill, och med egen röst."),
            (4, ""),
            (4, ""),
        ],
        "test",
    )
    assessments.score(
        stage,
        "pia",
        "fikabordet-routines",
        [(2, ""), (3, ""), (1, "Rutiner kan inte läggas in."), (3, "")],
        "decline",
    )
    yield stage.at(-255, "15.50")
    assessments.score(stage, "birgit", "stegforsteg", [(4, ""), (4, ""), (4, ""), (4, "")], "test")
    assessments.score(
        stage,
        "birgit",
        "fikabordet-routines",
        [(1, "Värden styr mer än den boende."), (3, ""), (2, ""), (2, "")],
        "decline",
    )
    yield stage.at(-252, "09.20")
    assessments.prepare(
        stage,
        "hanna",
        "stegforsteg",
        {
            "outcome": "accepted",
            "reason_code": "best_fit",
            "reason_text": "Ni får göra ett pilottest i tre bostäder. De boende kan styra stödet själva och förstå det "
            "utan att läsa. Nästa steg är att vi skriver pilotplanen tillsammans.",
            "needs_sponsor": True,
            "registry_number": "Sov 118/2026",
        },
    )
    assessments.prepare(
        stage,
        "hanna",
        "fikabordet-routines",
        {
            "outcome": "declined",
            "reason_code": "does_not_meet",
            "reason_text": "Vi säger nej den här gången. Behovet handlar om stöd för egna rutiner steg för steg, och "
            "det ger förslaget inte. Se gärna behovet om ensamhet i Askersund, som ligger nära det ni gör.",
        },
    )
    yield stage.at(-247, "14.30")
    assessments.agree(stage, "agneta", "stegforsteg")
    yield stage.at(-244, "10.00")
    assessments.release_all(stage, "hanna", 9)


def medicine(stage: Stage) -> Story:
    """Need 3: two requests of different maturity. One assessor has ties, one has not given all scores."""
    yield stage.at(-40, "10.55")
    requests.send(stage, "dosvan")
    yield stage.at(-37, "14.45")
    requests.send(stage, "pillposten")
    yield stage.at(-25, "09.15")
    assessments.declare(stage, "jens", "dosvan")
    requests.screen(stage, "jens", "dosvan", COMPLETE)
    assessments.name_assessors(stage, "jens", "dosvan", "rebecka", "amir", "daniel")
    yield stage.at(-25, "10.20")
    assessments.declare(stage, "jens", "pillposten")
    requests.screen(
        stage,
        "jens",
        "pillposten",
        {
            "outcome": "ask",
            "questions": [
                {"text": "Hur hindrar ni att någon använder prototypen med sina egna läkemedel under testet?"},
                {"text": "Vilka roller hade er utvecklare i kommunen, och när slutade personen?"},
            ],
            "due_on": In(-8),
        },
    )
    yield stage.at(-22, "08.50")
    assessments.declare(stage, "rebecka", "dosvan")
    assessments.declare(stage, "amir", "dosvan")
    yield stage.at(-22, "13.35")
    assessments.declare(
        stage, "daniel", "dosvan", "yes", "En nära anhörig arbetar med försäljning på företaget sedan två år."
    )
    yield stage.at(-18, "11.25")
    requests.complete(
        stage,
        "pillposten",
        "Testet görs i en övningslägenhet med påsar utan läkemedel, och prototypen lämnar aldrig lokalen.",
        "Personen var undersköterska i hemsjukvården i Askersund och slutade i mars förra året.",
    )
    yield stage.at(-16, "09.05")
    requests.screen(stage, "jens", "pillposten", COMPLETE)
    assessments.name_assessors(stage, "jens", "pillposten", "rebecka", "amir")
    yield stage.at(-14, "08.35")
    assessments.declare(stage, "rebecka", "pillposten")
    assessments.declare(stage, "amir", "pillposten")
    yield stage.at(-10, "14.10")
    assessments.score(
        stage,
        "rebecka",
        "dosvan",
        [
            (5, "Två kommuner visar fler doser i tid, mätt på samma sätt som vi mäter."),
            (4, "Klarar ett dygn utan nät, men larmet kan dröja."),
            (4, ""),
            (3, ""),
        ],
        "test",
    )
    yield stage.at(-9, "10.30")
    assessments.score(
        stage,
        "amir",
        "dosvan",
        [(4, ""), (1, "Sms utan täckning når inte fram, och det är där behovet är störst."), (4, ""), (4, "")],
        "test",
        "Vi är oense om täckningen. Be företaget visa det på plats.",
    )
    yield stage.at(-3, "15.00")
    assessments.score(
        stage,
        "rebecka",
        "pillposten",
        [(2, ""), (4, ""), (3, ""), (3, "")],
        "test",
        "Bra att få vara med och forma den, som utvecklingstest.",
    )


def stories(stage: Stage) -> Iterator[Story]:
    yield routines(stage)
    yield medicine(stage)
