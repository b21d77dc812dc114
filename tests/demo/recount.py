"""What the log of what happened comes to: every indicator anew, sharing no code and no question with the indicators.

The recount reads the events and looks up only what never changes: which company a request is of, which need and pilot
belong together, the answers given.
"""

from collections import Counter
from fractions import Fraction
from statistics import median

from sqlalchemy import select, text

from app.activity.models import Event
from app.database import SWEDEN
from app.demo.organisations import COMPANIES
from tests.demo import recount_money, recount_people

SIZES = {one.org_number: one for one in COMPANIES}


def day(moment):
    return moment.astimezone(SWEDEN).date()


class Log:
    """What happened, and the few lasting facts it is about."""

    def __init__(self, db):
        self.events = db.scalars(select(Event).order_by(Event.at)).all()

        def rows(sql):
            return db.execute(text(sql)).all()

        self.request = {
            id_: (company, need)
            for id_, company, need in rows("select id, organisation_id, challenge_id from test_requests")
        }
        self.pilot = {
            id_: (company, request, solution)
            for id_, company, request, solution in rows(
                "select id, company_id, test_request_id, solution_id from pilots"
            )
        }
        self.company = {id_: SIZES.get(number) for id_, number in rows("select id, org_number from organisations")}
        self.promised = {
            id_: (screen, decide) for id_, screen, decide in rows("select id, screen_by, decide_by from test_requests")
        }
        self.groups = dict(rows("select pilot_id, participants from pilot_evaluations"))
        self.study = {
            id_: (pilot, home) for id_, pilot, home in rows("select id, pilot_id, organisation_id from research")
        }
        self.host = dict(rows("select id, organisation_id from pilots"))
        self.owner = dict(rows("select id, organisation_id from challenges"))
        self.founded = {
            id_: day(at)
            for id_, at in rows("select id, created_at from organisations where kind = 'municipality' and is_founder")
        }
        self.closing = dict(rows("select id, closes_on from challenges where call_type = 'call'"))

    def happened(self, *names, period=None):
        wanted = [e for e in self.events if e.happening.value in names]
        return [e for e in wanted if period is None or period.since <= day(e.at) <= period.until]

    def first(self, *names):
        found = {}
        for e in self.happened(*names):
            found.setdefault(e.subject_id, day(e.at))
        return found


def share(part, whole):
    return round(part / whole, 4) if whole else None


def middle(days):
    return median(days) if days else None


def sent(log, period):
    """Requests whose first sending was in the period."""
    first = log.first("request.submitted", "request.proposed")
    return {id_ for id_, on in first.items() if period.since <= on <= period.until}


def together(log, period):
    """Organisations in pilots that ran in the period, and those that share a need published in it."""
    ends = log.first("pilot.ended", "pilot.stopped")
    ran = {
        id_
        for id_, on in log.first("pilot.started").items()
        if on <= period.until and not (id_ in ends and ends[id_] < period.since)
    }
    found = {log.host[id_] for id_ in ran} | {log.pilot[id_][0] for id_ in ran}
    welcomed = {e.subject_id for e in log.happened("research.accepted")}
    found |= {log.study[id_][1] for id_ in welcomed if log.study[id_][0] in ran}
    published = {e.subject_id for e in log.happened("challenge.published", "challenge.signalled", period=period)}
    for e in log.happened("challenge.co_owner_joined"):
        if e.subject_id in published:
            found |= {log.owner[e.subject_id], e.organisation_id}
    return found


def recount(log, period):
    return flow(log, period) | recount_money.money(log, period) | recount_people.people(log, period)


def flow(log, period):
    began = log.happened("pilot.started", period=period)
    tested = Counter(log.pilot[e.subject_id][0] for e in began)
    cohort = sent(log, period)
    asked = {log.request[id_][0] for id_ in cohort}
    first_of = {}
    for id_, on in log.first("request.submitted", "request.proposed").items():
        company = log.request[id_][0]
        first_of[company] = min(first_of.get(company, on), on)
    taking_part = asked | set(tested)
    facts = {company: log.company[company] for company in taking_part}
    reported = log.first("pilot.final_reported")
    reports = log.happened("pilot.final_reported", period=period)
    ends = log.first("pilot.ended", "pilot.stopped")
    ended = {id_ for id_, on in ends.items() if period.since <= on <= period.until}
    groups = [int(row.get("actual") or 0) for e in reports for row in log.groups[e.subject_id]]
    people_there = sum(people for people in groups if people >= 5)
    declined = log.happened("request.declined", period=period)
    counts = list(tested.values())
    started_by_request = {log.pilot[id_][1]: on for id_, on in log.first("pilot.started").items()}
    reported_requests = {log.pilot[id_][1] for id_ in reported}
    introduced = {
        log.pilot[e.subject_id][1] for e in log.happened("pilot.decided") if e.details["outcome"] in ("adopt", "spread")
    }
    screened, decided = log.first("request.screened"), {}
    for e in log.happened("request.accepted", "request.declined", "request.waitlisted", "request.referred"):
        if e.subject_id in screened:
            decided[e.subject_id] = day(e.at)
    accepted = log.first("request.accepted")

    def inside(on):
        return period.since <= on <= period.until

    answers = [on <= log.promised[id_][0] for id_, on in screened.items() if inside(on)]
    answers += [on <= log.promised[id_][1] for id_, on in decided.items() if inside(on)]
    to_management = {e.subject_id for e in log.happened("challenge.submitted", period=period)}
    anchored = log.first("challenge.anchored")
    waits = []
    for e in log.happened("challenge.anchored", "challenge.refused", period=period):
        before = [s for s in log.happened("challenge.submitted") if s.subject_id == e.subject_id and s.at <= e.at]
        waits.append((day(e.at) - day(before[-1].at)).days)
    published = {
        e.subject_id: day(e.at) for e in log.happened("challenge.published", "challenge.signalled", period=period)
    }
    joined = {e.subject_id for e in log.happened("challenge.co_owner_joined")}
    first_sent = log.first("challenge.submitted")
    closed = {
        e.subject_id
        for e in log.happened("challenge.closed")
        if log.closing.get(e.subject_id) and inside(log.closing[e.subject_id])
    }
    applicants = Counter(
        need for id_, (_, need) in log.request.items() if id_ in log.first("request.submitted", "request.linked")
    )
    used = [e.details for e in log.happened("pilot.followed_up", period=period)]
    lasting = [row["adoption"] for row in used if row["adoption"]]
    benefits = [Fraction(row["kronor"]) for row in used if row["kronor"] not in (None, "")]
    welcomed = {log.pilot[log.study[e.subject_id][0]][0] for e in log.happened("research.accepted", period=period)}
    bettered = {log.pilot[e.subject_id][2] for e in log.happened("pilot.company_replied", period=period)}
    bettered |= {
        log.pilot[e.subject_id][2]
        for e in log.happened("pilot.decided", period=period)
        if e.details["outcome"] == "develop"
    }
    questions = {e.details["question"] for e in log.happened("question.asked", period=period)}
    answered = {e.details["question"] for e in log.happened("question.answered")}
    small = [one for one in facts.values() if one.size != "large"]
    return {
        "E1": len(taking_part),
        "E2.1": share(len(small), len(facts)),
        "E2.2": share(sum(one.size == "micro" for one in facts.values()), len(facts)),
        "E2.3": share(sum(one.seat == "county" for one in facts.values()), len(facts)),
        "E2.4": share(sum(company in asked and inside(first_of[company]) for company in facts), len(facts)),
        "E3": len(tested),
        "E4": len(welcomed),
        "E5": len(bettered),
        "O2": len(together(log, period)),
        "O4.1": share(len(to_management & set(anchored)), len(to_management)),
        "O4.2": middle(waits),
        "N1.1": len(published),
        "N1.2": share(len(set(published) & joined), len(published)),
        "N2": share(sum(applicants[need] >= 2 for need in closed), len(closed)),
        "F1.1": len(cohort),
        "F1.2": len(cohort & set(screened)),
        "F1.3": len(cohort & set(accepted)),
        "F1.4": len(cohort & set(started_by_request)),
        "F1.5": len(cohort & reported_requests),
        "F1.6": len(cohort & introduced),
        "F2.1": middle([(on - first_sent[id_]).days for id_, on in published.items()]),
        "F2.2": middle(
            [
                (on - log.first("request.submitted", "request.proposed")[id_]).days
                for id_, on in screened.items()
                if inside(on)
            ]
        ),
        "F2.3": middle([(on - screened[id_]).days for id_, on in decided.items() if inside(on)]),
        "F2.4": middle([(on - decided[id_]).days for id_, on in started_by_request.items() if inside(on)]),
        "F2.5": middle([(ends[id_] - log.first("pilot.started")[id_]).days for id_ in ended]),
        "F2.6": middle([(on - ends[id_]).days for id_, on in reported.items() if inside(on)]),
        "F3": share(sum(answers), len(answers)),
        "K1.1": share(max(counts), sum(counts)) if sum(counts) >= 5 else None,
        "K1.2": round(sum((100 * n / sum(counts)) ** 2 for n in counts)) if sum(counts) >= 5 else None,
        "K1.3": share(sum(bool(e.details["note"].strip()) for e in declined), len(declined)),
        "K1.4": len(log.happened("request.conflict_declared", period=period)),
        "K1.5": share(len(questions & answered), len(questions)),
        "P1": people_there if people_there or not any(groups) else None,
        "P2.1": len(began),
        "P2.2": len(ended),
        "P2.3": len({e.subject_id for e in log.happened("pilot.stopped", period=period)}),
        "P2.4": share(len(ended & set(reported)), len(ended)),
        "P2.5": share(sum(bool(e.details["note"].strip()) for e in reports), len(reports)),
        "B1": float(sum(benefits)) if benefits else None,
        "B2.1": len(log.happened("pilot.decided", period=period)),
        "B2.2": share(sum(one in ("in_use", "partly") for one in lasting), len(lasting)),
    }
