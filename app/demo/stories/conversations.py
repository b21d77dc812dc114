"""What people have written to one another about the pilot that is running."""

from collections.abc import Iterator

from app.conversations.models import Reach
from app.demo.acts.conversations import begin, write
from app.demo.stage import Stage, Story


def coverage(stage: Stage) -> Story:
    """A municipality and a company sort something out; the municipality keeps one thing to itself."""
    name = "stillasens-falls"
    yield stage.at(-33, "10.20")
    write(
        stage,
        "miriam",
        stage.pilots[name],
        Reach.parties,
        "Två av sensorerna i östra flygeln tappar kontakten på kvällen. Ser ni samma sak hos er?\n\n"
        "Vi kan ta emot er på plats på torsdag eller fredag förmiddag.",
    )
    yield stage.at(-32, "08.45")
    write(
        stage,
        "erik",
        stage.pilots[name],
        Reach.parties,
        "Ja, vi ser det. Det beror på täckningen, inte på sensorerna. Vi kommer på torsdag kl. 9 med en förstärkare.",
    )
    yield stage.at(-32, "09.30")
    write(
        stage,
        "leila",
        stage.pilots[name],
        Reach.own,
        "Nattpersonalen går extra ronder i östra flygeln till och med torsdag. Säg till om det drar ut på tiden.",
    )
    yield stage.at(-27, "15.10")
    write(
        stage,
        "miriam",
        stage.pilots[name],
        Reach.handling,
        "Täckningen är löst. Ska vi flytta halvtidsmötet en vecka, så att vi hinner mäta igen?",
    )
    yield stage.at(-1, "11.25")
    begin(stage, "miriam", stage.pilots[name], Reach.parties, "Inför halvtidsmötet vill vi gärna ha")


def stories(stage: Stage) -> Iterator[Story]:
    yield coverage(stage)
