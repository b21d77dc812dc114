"""Indicators of municipalities, of needs, and of the way from request to use: O1–O4, N1, N2, F1–F3."""

from app.indicators import queries_flow, queries_results, queries_staffing
from app.indicators.facts import Measure, Reader
from app.indicators.indicator import Indicator
from app.language import N_

MANAGEMENT = (
    N_("Municipalities and management"),
    (
        Indicator(
            "O1",
            N_("Municipalities that take part"),
            N_("Municipalities that took part on the last day of the period, also those that have left since."),
            Measure.number,
            queries_staffing.taking_part,
            (Reader.region,),
        ),
        Indicator(
            "O2",
            N_("Organisations that work together"),
            N_("Organisations in a pilot that ran in the period, or that share a need published in it."),
            Measure.number,
            queries_results.collaborating,
            (Reader.funder,),
        ),
        Indicator(
            "O3.1",
            N_("Municipalities with a testbed leader"),
            N_("Of the municipalities that took part on the last day of the period, those with a leader that day."),
            Measure.share,
            queries_staffing.manned,
            (Reader.region,),
        ),
        Indicator(
            "O3.2",
            N_("Days without a testbed leader"),
            N_(
                "The days of the period on which nobody led the testbed in a municipality, from the day it joined; of "
                "all municipalities together."
            ),
            Measure.total,
            queries_staffing.vacant_days,
            (Reader.region,),
        ),
        Indicator(
            "O3.3",
            N_("Handovers in time"),
            N_("Of the handovers that ended in the period, those where everything was taken over by the last day."),
            Measure.share,
            queries_staffing.handovers,
            (Reader.region,),
        ),
        Indicator(
            "O4.1",
            N_("Needs with a mandate"),
            N_("Of the needs sent to management in the period, those it has given its mandate."),
            Measure.share,
            queries_flow.sent_to_management,
            (Reader.region,),
        ),
        Indicator(
            "O4.2",
            N_("Days to management's decision"),
            N_("From when a need was sent to management until it said yes or no, decided in the period."),
            Measure.days,
            queries_flow.management_decisions,
            (Reader.region,),
        ),
    ),
)
FLOW = (
    N_("Needs and the way from request to use"),
    (
        Indicator(
            "N1.1",
            N_("Published needs"),
            N_("Needs that were published in the period. One merged into another is counted as that one."),
            Measure.number,
            queries_flow.published,
            (Reader.everyone,),
        ),
        Indicator(
            "N1.2",
            N_("Shared needs"),
            N_("Of the published needs, those that two municipalities or more share."),
            Measure.share,
            queries_flow.published,
            (Reader.everyone,),
        ),
        Indicator(
            "N2",
            N_("Calls with two applicants or more"),
            N_("Of the calls whose last day was in the period, those that two companies or more answered."),
            Measure.share,
            queries_flow.closed_calls,
            (Reader.committee,),
        ),
        Indicator(
            "F1.1",
            N_("Requests sent"),
            N_("Requests and proposals that were sent in the period: the first step of the way."),
            Measure.number,
            queries_flow.cohort_sent,
            (Reader.region,),
        ),
        Indicator(
            "F1.2",
            N_("of those found complete"),
            N_("Of the requests sent in the period, how many have been found complete since."),
            Measure.number,
            queries_flow.cohort_screened,
            (Reader.region,),
        ),
        Indicator(
            "F1.3",
            N_("of those accepted"),
            N_("Of the requests sent in the period, how many have been accepted since."),
            Measure.number,
            queries_flow.cohort_accepted,
            (Reader.region,),
        ),
        Indicator(
            "F1.4",
            N_("of those tested"),
            N_("Of the requests sent in the period, how many have led to a pilot that started."),
            Measure.number,
            queries_flow.cohort_started,
            (Reader.region,),
        ),
        Indicator(
            "F1.5",
            N_("of those reported"),
            N_("Of the requests sent in the period, how many have led to a pilot with a final report."),
            Measure.number,
            queries_flow.cohort_reported,
            (Reader.region,),
        ),
        Indicator(
            "F1.6",
            N_("of those introduced"),
            N_("Of the requests sent in the period, how many have led to a decision to introduce or spread it."),
            Measure.number,
            queries_flow.cohort_introduced,
            (Reader.region,),
        ),
        Indicator(
            "F2.1",
            N_("Days from need sent to published"),
            N_("From when a need was sent to management until it was published, published in the period."),
            Measure.days,
            queries_flow.to_publication,
            (Reader.region,),
        ),
        Indicator(
            "F2.2",
            N_("Days until a request is found complete"),
            N_("From when a request was sent until it was found complete in the period."),
            Measure.days,
            queries_flow.screening,
            (Reader.region, Reader.companies),
        ),
        Indicator(
            "F2.3",
            N_("Days from complete to decision"),
            N_("From when a request was found complete until the decision was sent in the period."),
            Measure.days,
            queries_flow.deciding,
            (Reader.region, Reader.companies),
        ),
        Indicator(
            "F2.4",
            N_("Days from decision to start"),
            N_("From the decision until the pilot started in the period."),
            Measure.days,
            queries_flow.starting,
            (Reader.region, Reader.companies),
        ),
        Indicator(
            "F2.5",
            N_("Days a pilot runs"),
            N_("From start to end, of pilots that ended in the period."),
            Measure.days,
            queries_flow.running,
            (Reader.region,),
        ),
        Indicator(
            "F2.6",
            N_("Days from end to final report"),
            N_("From when a pilot ended until its final report was given in the period."),
            Measure.days,
            queries_flow.reporting,
            (Reader.region,),
        ),
        Indicator(
            "F3",
            N_("Answers in promised time"),
            N_(
                "Of the answers given in the period, those given by the promised day: whether a request is "
                "complete, and the decision. While the company completes its request, the clock stands still."
            ),
            Measure.share,
            queries_flow.promises,
            (Reader.companies,),
        ),
    ),
)
