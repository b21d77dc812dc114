"""Which data sets there are, what their columns mean, and how their rows are asked for (ux.md A18)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.language import N_
from app.open_data import queries
from app.refusals import NotFound

LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"
"""CC0, as Sveriges dataportal writes it: with http and a final slash."""
HEALTH, SOCIETY, GOVERNMENT = "HEAL", "SOCI", "GOVE"  # the European vocabulary of themes


@dataclass(frozen=True)
class Column:
    """`name` is for programs and never changes; `label` is for people."""

    name: str
    label: str
    meaning: str = ""


@dataclass(frozen=True)
class Dataset:
    slug: str
    title: str
    description: str
    keywords: tuple[str, ...]
    themes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Session], list[Sequence[Any]]]
    is_counted: bool = False  # a few figures of many things: counted at most once a minute


REFERENCE = Column("reference", N_("Reference"), N_("Never changes and is never used again."))
TITLE = Column("title", N_("Title"))
LANGUAGE = Column("language", N_("Language"), N_("Of the title and the texts, as a code of ISO 639-1."))
MUNICIPALITY = Column("municipality", N_("Municipality"))
CODE = Column("municipality_code", N_("Municipality code"), N_("Four digits, as Statistics Sweden writes it."))
STATE = Column("state", N_("Stage"), N_("A word for programs."))
STATE_LABEL = Column("state_label", N_("Stage in words"))
ADDRESS = Column("address", N_("Address"), N_("The page about it."))
COMPANY = Column("company", N_("Company"))
SOLUTION = Column("solution", N_("Solution"))
FEW = N_("Empty where fewer than five people could be recognised.")

DATASETS = (
    Dataset(
        "behov",
        N_("Needs of welfare technology"),
        N_("Every published need: what it is about, which municipality has it and how far it has come."),
        (N_("welfare technology"), N_("needs"), N_("municipality")),
        (HEALTH, SOCIETY),
        (
            REFERENCE,
            TITLE,
            Column("summary", N_("Summary")),
            LANGUAGE,
            MUNICIPALITY,
            CODE,
            Column("operations", N_("Services"), N_("Words for programs, with a space between them.")),
            Column("categories", N_("Kinds of technology"), N_("Words for programs, with a space between them.")),
            Column("effect_goals", N_("What should get better"), N_("Words for programs, with a space between them.")),
            STATE,
            STATE_LABEL,
            Column("published_on", N_("Published")),
            Column("closes_on", N_("Last day to apply")),
            Column("ended_on", N_("Ended")),
            ADDRESS,
        ),
        queries.needs,
    ),
    Dataset(
        "piloter",
        N_("Pilots of welfare technology"),
        N_("Every pilot that has started: who tries what, for which need, and when."),
        (N_("welfare technology"), N_("pilot"), N_("innovation")),
        (HEALTH, SOCIETY),
        (
            REFERENCE,
            TITLE,
            LANGUAGE,
            MUNICIPALITY,
            CODE,
            COMPANY,
            SOLUTION,
            Column("need", N_("Need"), N_("The reference of the need that the pilot is about.")),
            STATE,
            STATE_LABEL,
            Column("starts_on", N_("Planned start")),
            Column("ends_on", N_("Planned end")),
            Column("started_on", N_("Started")),
            Column("ended_on", N_("Ended")),
            ADDRESS,
        ),
        queries.pilots,
    ),
    Dataset(
        "resultat",
        N_("Results of tests of welfare technology"),
        N_("Every final report, also of what did not work: goals, usability, assessment, learning and decision."),
        (N_("welfare technology"), N_("results"), N_("evaluation")),
        (HEALTH, SOCIETY),
        (
            Column("pilot", N_("Pilot"), N_("The reference of the pilot.")),
            TITLE,
            LANGUAGE,
            MUNICIPALITY,
            COMPANY,
            SOLUTION,
            Column("reported_on", N_("Reported")),
            Column("was_stopped", N_("Stopped before its time")),
            Column("goals_met", N_("Goals met")),
            Column("goals_partly_met", N_("Goals partly met")),
            Column("goals_not_met", N_("Goals not met")),
            Column("participants", N_("People who took part"), FEW),
            Column("usability", N_("Usability"), N_("Mean of the System Usability Scale, 0 to 100.")),
            Column("usability_answers", N_("Answers about usability"), FEW),
            Column("benefit_for_people", N_("Assessment for the person"), N_("1 to 5.")),
            Column("benefit_for_organisation", N_("Assessment for the organisation"), N_("1 to 5.")),
            Column("technology", N_("Assessment of the technology"), N_("1 to 5.")),
            Column("economy", N_("Assessment of the economy"), N_("1 to 5.")),
            Column("decision", N_("Decision after the test"), N_("A word for programs.")),
            Column("decision_label", N_("Decision in words")),
            Column("learning", N_("What was learned")),
            ADDRESS,
        ),
        queries.results,
    ),
    Dataset(
        "tidigare-tester",
        N_("Earlier tests of welfare technology"),
        N_("What municipalities tested before the portal, and what was learnt from it. Counted in no figure."),
        (N_("welfare technology"), N_("results"), N_("history")),
        (HEALTH, SOCIETY),
        (
            Column("tested", N_("What was tested")),
            Column("language", N_("Language"), N_("Of the texts, as a code of ISO 639-1.")),
            Column("municipality", N_("Municipality"), N_("As whoever imported it wrote it.")),
            Column("year", N_("Year")),
            Column("product", N_("Kind of product")),
            Column("result", N_("Result")),
            Column("learning", N_("What was learnt")),
            Column("source", N_("Source"), N_("Where one can read more.")),
            Column("contact", N_("Organisation to ask")),
        ),
        queries.earlier,
    ),
    Dataset(
        "nyckeltal",
        N_("Figures of the testbed per year"),
        N_("Flow, lead times, spread over companies and outcome, for the whole county and for each municipality."),
        (N_("indicators"), N_("lead times"), N_("statistics")),
        (GOVERNMENT, SOCIETY),
        (
            Column("year", N_("Year")),
            Column("code", N_("Code")),
            Column("indicator", N_("Indicator")),
            MUNICIPALITY,
            CODE,
            Column("measure", N_("Counted as"), N_("A word for programs: number, share (0 to 1), days or persons.")),
            Column("value", N_("Value"), N_("Empty where there is nothing to count, and where it is held back.")),
            Column("nine_of_ten", N_("Nine of ten within"), N_("Days; only where there are five or more.")),
            Column("held_back", N_("Held back"), N_("Whether it is so small that it would tell of single cases.")),
            Column("definition", N_("Definition")),
        ),
        queries.figures,
        is_counted=True,
    ),
    Dataset(
        "kommuner",
        N_("Municipalities of the testbed"),
        N_("Each municipality of the county: whether it takes part, and its needs that are open for requests."),
        (N_("municipality"), N_("needs"), N_("statistics")),
        (GOVERNMENT,),
        (
            MUNICIPALITY,
            CODE,
            Column("takes_part", N_("Takes part")),
            Column("joined_on", N_("Takes part since")),
            Column("inhabitants", N_("Inhabitants")),
            Column("open_needs", N_("Needs open for requests"), N_("One that several share counts for each of them.")),
            Column("open_needs_per_10000", N_("Per 10,000 inhabitants")),
        ),
        queries.county,
        is_counted=True,
    ),
    Dataset(
        "floden",
        N_("From need to everyday use"),
        N_("How many published needs have got a request, been tried in a pilot and led to a solution in use."),
        (N_("needs"), N_("pilot"), N_("statistics")),
        (GOVERNMENT, SOCIETY),
        (
            Column("stage", N_("Stage"), N_("A word for programs.")),
            Column("stage_label", N_("Stage in words")),
            Column("needs", N_("Number of needs"), N_("Each stage holds those of the stages after it.")),
            Column("share", N_("Share of the stage before"), N_("0 to 1.")),
        ),
        queries.flow,
        is_counted=True,
    ),
)


def dataset(slug: str) -> Dataset:
    """The data set at that address.

    Raises:
        NotFound: there is none.
    """
    found = next((one for one in DATASETS if one.slug == slug), None)
    if found is None:
        raise NotFound
    return found
