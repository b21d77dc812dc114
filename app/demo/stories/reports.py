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
    bought = ((0, "1840,00", "Tåg till Hallsberg"), (3, "612,50", "Parkering vid testmiljöer"), (9, "2210,00", "Resor"))
    rows = [
        f"{first + timedelta(days=days)};{amount};{what};R-{number}"
        for number, (days, amount, what) in enumerate(bought, 71)
    ]
    file = "\n".join(["Datum;Belopp;Text;Verifikat", *rows, ""])
    reports.take_in(stage, OFFICER, "resor-fran-ekonomisystemet.csv", file)
    yield stage.at(-1, "08.40")
    reports.order(stage, OFFICER, "Nyckeltal med sina rader, hela länet, de senaste tolv månaderna")


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


def stories(stage: Stage) -> Iterator[Story]:
    yield told(stage)
    yield accounts(stage)
    yield aid(stage)
