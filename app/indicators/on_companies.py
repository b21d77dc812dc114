"""Indicators of companies and equal terms: E1–E5 and K1 (domain.md 6.2)."""

from app.indicators import queries
from app.indicators.facts import Measure, Reader
from app.indicators.indicator import Indicator
from app.language import N_

COMPANIES = (
    N_("Companies"),
    (
        Indicator(
            "E1",
            N_("Companies that take part"),
            N_(
                "Companies, by organisation number, that sent a request or began a test in the period. A company "
                "that only asked a question is not counted: who asked is told nobody."
            ),
            Measure.number,
            queries.participation,
            (Reader.funder,),
        ),
        Indicator(
            "E2.1",
            N_("Small and medium-sized among them"),
            N_("Of the companies that take part, those with fewer than 250 people."),
            Measure.share,
            queries.small_ones,
            (Reader.funder, Reader.committee),
        ),
        Indicator(
            "E2.2",
            N_("Micro companies among them"),
            N_("Of the companies that take part, those with fewer than ten people."),
            Measure.share,
            queries.micro_ones,
            (Reader.funder, Reader.committee),
        ),
        Indicator(
            "E2.3",
            N_("With their seat in the county"),
            N_("Of the companies that take part, those that say that they have their seat in the county."),
            Measure.share,
            queries.in_the_county,
            (Reader.funder, Reader.committee),
        ),
        Indicator(
            "E2.4",
            N_("New to the testbed"),
            N_("Of the companies that take part, those that sent their first request ever in the period."),
            Measure.share,
            queries.new_ones,
            (Reader.funder, Reader.committee),
        ),
        Indicator(
            "E3",
            N_("Companies in test"),
            N_("Companies with a pilot that started in the period."),
            Measure.number,
            queries.tests_begun,
            (Reader.funder,),
        ),
        Indicator(
            "E4",
            N_("Companies that work with research"),
            N_("Companies in whose pilot a researcher was welcomed in the period."),
            Measure.number,
            queries.with_research,
            (Reader.funder,),
        ),
        Indicator(
            "E5",
            N_("New or better solutions"),
            N_(
                "Solutions whose company answered improvement points in the period, or that management decided to "
                "develop further."
            ),
            Measure.number,
            queries.bettered,
            (Reader.funder,),
        ),
    ),
)
TERMS = (
    N_("Equal terms"),
    (
        Indicator(
            "K1.1",
            N_("Largest share of the tests that one company has"),
            N_("The tests of the company with most, of all tests begun in the period."),
            Measure.largest,
            queries.tests_begun,
            (Reader.committee,),
        ),
        Indicator(
            "K1.2",
            N_("Concentration of the tests (HHI)"),
            N_("The sum of the squared shares of all companies: 10,000 when one has them all."),
            Measure.hhi,
            queries.tests_begun,
            (Reader.committee,),
        ),
        Indicator(
            "K1.3",
            N_("Declined requests that got reasons"),
            N_("Of the requests declined in the period, those whose decision gives reasons."),
            Measure.share,
            queries.refusals,
            (Reader.committee,),
        ),
        Indicator(
            "K1.4",
            N_("Conflicts of interest declared"),
            N_("Times that someone declared ties to a company in the period, or was unsure, and was kept away."),
            Measure.number,
            queries.conflicts,
            (Reader.committee,),
        ),
        Indicator(
            "K1.5",
            N_("Questions answered openly"),
            N_("Of the questions asked in the period, those answered since, to everyone at once."),
            Measure.share,
            queries.questions,
            (Reader.committee,),
        ),
    ),
)
