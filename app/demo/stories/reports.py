"""What the region has told others: the committee, the funder and a municipality's management."""

from collections.abc import Iterator
from datetime import timedelta

from app.demo.acts import reports
from app.demo.stage import Stage, Story
from app.demo.words import Said
from app.reports.models import Kind

OFFICER, LEAD = "joakim", "ylva"
SIGNED: Said = {"signatory": "Ylva Strandmark", "signatory_capacity": "Regional processledare"}


def told(stage: Stage) -> Story:
    yield stage.at(-61, "10.20")
    comment = "Två utlysningar fick bara en sökande. Nästa utlysning annonseras bredare."
    reports.issue(stage, LEAD, Kind.neutrality, {**SIGNED, "comment": comment, "distribution": "Nämnden"})
    yield stage.at(-33, "13.30")
    comment = "Piloten med golvet avbröts eftersom mobilnätet inte räckte inomhus. Det mäts först i nästa test."
    reports.issue(stage, OFFICER, Kind.status, {**SIGNED, "comment": comment, "distribution": "Finansiären"})
    yield stage.at(-12, "11.10")
    reports.issue(stage, LEAD, Kind.committee, {**SIGNED, "distribution": "Nämnden\nRegionledningen"})
    yield stage.at(-11, "15.00")
    reports.issue(stage, LEAD, Kind.committee, {**SIGNED, "comment": "Rättad efter frågor från nämndens sekreterare."})


def accounts(stage: Stage) -> Story:
    yield stage.at(-19, "14.20")
    first = stage.day(-40)
    bought = (
        (0, "1840,00", "Tåg till Hallsberg"),
        (3, "612,50", "Parkering vid testmiljöer"),
        (9, "2210,00", "Tåg till Askersund"),
    )
    rows = [
        f"{first + timedelta(days=days)};{amount};{what};R-{number}"
        for number, (days, amount, what) in enumerate(bought, 71)
    ]
    file = "\n".join(["Datum;Belopp;Text;Verifikat", *rows, ""])
    reports.take_in(stage, OFFICER, "resor-fran-ekonomisystemet.csv", file)
    yield stage.at(-1, "08.40")
    reports.order(stage, OFFICER)


def aid(stage: Stage) -> Story:
    """A test without charge: the company says what it has had, and the sum is made before anything is given."""
    yield stage.at(-150, "10.50")
    received: list[Said] = [
        {"giver": "Tillväxtverket (demo)", "decided_on": stage.day(-600).isoformat(), "amount": "48000"},
        {"giver": "Vinnova (demo)", "decided_on": stage.day(-1300).isoformat(), "amount": "90000"},
    ]
    said: Said = {
        "certifier": "Vd (påhittad)",
        "certifier_capacity": "Firmatecknare",
        "certified_on": stage.day(-151).isoformat(),
        "received": [{**row, "regulation": "general"} for row in received],
        "planned": "14500",
        "planned_on": stage.day(-145).isoformat(),
        "purpose": "Test utan ersättning i hemtjänsten (demo)",
    }
    reports.certify(stage, OFFICER, "tiveden-materials", said)


EARLIER = (
    ("Vad som testades", "Kommun", "År", "Slag av produkt", "Resultat", "Lärdomar", "Källa", "Kontakt"),
    (
        "Kamera för nattillsyn på två boenden (demo)",
        "Hallsberg",
        "2018",
        "Digital tillsyn",
        "Boende som annars väcktes två gånger per natt fick sova. Tre av fjorton sade nej.",
        "Fråga om samtycke i god tid, och visa bilden som personalen ser.",
        "Slutrapport 2019 (påhittad)",
        "Hallsbergs kommun",
    ),
    (
        "Läkemedelsautomat i hemtjänsten (demo)",
        "Kumla",
        "2019",
        "Läkemedelshantering",
        "Åtta av tio doser togs i tid, mot sex av tio före. Två automater lämnades tillbaka.",
        "Apotekets leveransdagar avgör hur ofta någon måste åka ut ändå.",
        "Utvärdering 2020 (påhittad)",
        "Kumla kommun",
    ),
    (
        "Trygghetslarm utomhus (demo)",
        "Askersund",
        "2016",
        "Trygghetslarm",
        "Testet avbröts efter sju veckor eftersom täckningen var för dålig utanför tätorten.",
        "Mät täckningen där personen brukar gå innan något köps.",
        "Minnesanteckningar (påhittade)",
        "Askersunds kommun",
    ),
)


def earlier(stage: Stage) -> Story:
    """What was known before the portal, also from a test that was broken off."""
    yield stage.at(-200, "09.30")
    reports.take_in_earlier(stage, OFFICER, "tidigare-tester.csv", "\n".join(";".join(row) for row in EARLIER))


def stories(stage: Stage) -> Iterator[Story]:
    yield told(stage)
    yield accounts(stage)
    yield aid(stage)
    yield earlier(stage)
