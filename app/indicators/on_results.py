"""Indicators of pilots, of what comes of them, and of money: P1, P2, B1, B2, Ek1 (domain.md 6.2)."""

from app.indicators import queries_results
from app.indicators.facts import Measure, Reader
from app.indicators.indicator import Indicator
from app.language import N_

RESULTS = (
    N_("Pilots and what comes of them"),
    (
        Indicator(
            "P1",
            N_("People who took part"),
            N_(
                "As reported group by group in the final reports given in the period. Groups of fewer than five are "
                "not counted in, so that nobody can be found by subtraction. Gender is not asked for."
            ),
            Measure.persons,
            queries_results.participants,
            (Reader.funder,),
        ),
        Indicator(
            "P2.1",
            N_("Pilots started"),
            N_("Pilots that started in the period."),
            Measure.number,
            queries_results.started,
            (Reader.region,),
        ),
        Indicator(
            "P2.2",
            N_("Pilots ended"),
            N_("Pilots that ended in the period, those that were stopped too."),
            Measure.number,
            queries_results.ended,
            (Reader.region,),
        ),
        Indicator(
            "P2.3",
            N_("Pilots stopped"),
            N_("Pilots that were broken off in the period."),
            Measure.number,
            queries_results.stopped,
            (Reader.region,),
        ),
        Indicator(
            "P2.4",
            N_("Ended pilots with a final report"),
            N_("Of the pilots that ended in the period, those whose final report has been given since."),
            Measure.share,
            queries_results.ended,
            (Reader.region,),
        ),
        Indicator(
            "P2.5",
            N_("Final reports that others can learn from"),
            N_("Of the final reports given in the period, those that say what was learned, also when it failed."),
            Measure.share,
            queries_results.learned,
            (Reader.region,),
        ),
        Indicator(
            "B1",
            N_("Benefit found, kronor a year"),
            N_("What follow-ups made in the period have reckoned the benefit to."),
            Measure.found,
            queries_results.benefit,
            (Reader.committee,),
        ),
        Indicator(
            "B2.1",
            N_("Decisions after test"),
            N_("Management's decisions in the period on what happens after the test, by outcome."),
            Measure.number,
            queries_results.outcomes,
            (Reader.committee,),
        ),
        Indicator(
            "B2.2",
            N_("Still in use at follow-up"),
            N_("Of the follow-ups made in the period, those that found the solution in use, wholly or partly."),
            Measure.share,
            queries_results.in_use,
            (Reader.committee,),
        ),
    ),
)
MONEY = (
    N_("Money"),
    (
        Indicator(
            "Ek1.1",
            N_("Costs that count"),
            N_("Costs of all grants that count and were booked in the period."),
            Measure.kronor,
            queries_results.spent,
            (Reader.funder,),
        ),
        Indicator(
            "Ek1.2",
            N_("Earned of the grants"),
            N_("What each phase has earned from its first day to the last day of the period, in whole kronor."),
            Measure.kronor,
            queries_results.earned,
            (Reader.funder,),
        ),
        Indicator(
            "Ek1.3",
            N_("Left under the cap"),
            N_("What is left of each phase when what is earned on the last day of the period is taken away."),
            Measure.kronor,
            queries_results.left_under_cap,
            (Reader.funder,),
        ),
        Indicator(
            "Ek1.4",
            N_("Forecast of what will be earned"),
            N_("If costs go on at the pace they have had since the first day of each phase, at most its cap."),
            Measure.kronor,
            queries_results.forecast,
            (Reader.funder,),
        ),
    ),
)
