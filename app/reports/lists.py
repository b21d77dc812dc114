"""Reports that are lists: who took part, what was learned, and which cases an authority has (domain.md 6.3)."""

from app.challenges.lifecycle import LIFECYCLE as NEED
from app.earlier_tests import queries as earlier_tests
from app.language import N_
from app.pilots.lifecycle import LIFECYCLE as PILOT
from app.reports import queries_lists as queries
from app.reports.content import Cell, Section, Table, day, words, written
from app.reports.queries_lists import Case, CaseKind
from app.reports.scope import Scope
from app.test_requests.lifecycle import LIFECYCLE as REQUEST

NO_NUMBER = N_("No number here: a sole trader, or a company abroad")
HEADS = {
    CaseKind.need: N_("Needs"),
    CaseKind.request: N_("Requests"),
    CaseKind.pilot: N_("Pilots"),
    CaseKind.decision: N_("Decisions after test"),
    CaseKind.grant: N_("Financing"),
}
STATES: dict[CaseKind, dict[str, str]] = {
    CaseKind.need: {state.value: look.label for state, look in NEED.looks.items()},
    CaseKind.request: {state.value: look.label for state, look in REQUEST.looks.items()},
    CaseKind.pilot: {state.value: look.label for state, look in PILOT.looks.items()},
}


def participants(scope: Scope) -> list[Section]:
    """The list that Tillväxtverket asks for with each claim: number, name, e-mail, activity and day of each company."""
    found = queries.participants(scope.db, scope.actor, scope.period)
    rows = [
        [
            written(one.company),
            written(one.number) if one.number else words(NO_NUMBER),
            written(one.email),
            words(one.activity, reference=one.reference),
            day(one.on),
        ]
        for one in found
    ]
    head = (N_("Company"), N_("Organisation number"), N_("E-mail"), N_("Activity"), N_("Day"))
    nothing = words(N_("No company took part in the period."))
    table = Table(words(N_("Companies that took part")), [words(one) for one in head], rows, frozenset())
    told = words(
        N_("%(companies)s companies, %(activities)s activities."),
        companies=len({one.company for one in found}),
        activities=len(found),
    )
    about = words(
        N_("The e-mail address is that of whoever answers for it at the company. No other persons stand here.")
    )
    return [
        Section(
            words(N_("Participants")),
            scope.source("/uppfoljning/nyckeltal/e1"),
            [told, about] if rows else [nothing],
            [table] if rows else [],
        )
    ]


def knowledge(scope: Scope) -> Section:
    """What the pilots that were reported in the period taught, also those that did not work."""
    found = queries.lessons(scope.db, scope.actor, scope.period)
    rows = [
        [
            written(f"{one.reference} {one.title}"),
            written(one.municipality),
            written(one.learning),
            words(one.decision) if one.decision else words(N_("Not decided yet")),
        ]
        for one in found
    ]
    head = (N_("Pilot"), N_("Municipality"), N_("What was learned"), N_("Decision after the test"))
    table = Table(words(N_("Knowledge list")), [words(one) for one in head], rows, frozenset())
    nothing = words(N_("No pilot was reported in the period."))
    tables = [table] if rows else []
    return Section(words(N_("What we have learned")), "", [] if rows else [nothing], [*tables, *_earlier(scope)])


def _earlier(scope: Scope) -> list[Table]:
    """What was known before the portal (domain.md B5). It belongs to no period and is counted in no figure."""
    rows = [
        [
            written(one.tested),
            written(one.municipality),
            written(str(one.year)),
            written(one.result),
            written(one.learning or "–"),
            written(one.source or "–"),
        ]
        for one in earlier_tests.all_tests(scope.db)
    ]
    head = (
        N_("What was tested"),
        N_("Municipality"),
        N_("Year"),
        N_("Result"),
        N_("What was learnt"),
        N_("Source"),
    )
    caption = words(N_("Earlier tests, made before the portal and counted in no figure"))
    return [Table(caption, [words(one) for one in head], rows, frozenset())] if rows else []


def registry(scope: Scope) -> list[Section]:
    """The cases of one authority that were begun in the period, as its registry and its archive keep them."""
    found = queries.cases(scope.db, scope.actor, scope.period, scope.place)
    head = (
        N_("Reference"),
        N_("Registry number"),
        N_("Matter"),
        N_("Other party"),
        N_("Begun"),
        N_("Ended"),
        N_("State"),
    )
    tables = []
    for kind, label in HEADS.items():
        rows = [_case(one) for one in found if one.kind is kind]
        if rows:
            tables.append(Table(words(label), [words(one) for one in head], rows, frozenset()))
    without = sum(1 for one in found if not one.registry_number)
    told = (
        words(N_("%(cases)s cases, %(without)s of them without a registry number."), cases=len(found), without=without)
        if found
        else words(N_("The authority began no case in the period."))
    )
    return [Section(words(N_("Cases")), "", [told], tables)]


def _case(one: Case) -> list[Cell]:
    state = words(STATES.get(one.kind, {}).get(one.state, one.state))
    return [
        written(one.reference),
        written(one.registry_number or "–"),
        written(one.title),
        written(one.other or "–"),
        day(one.begun_on),
        day(one.ended_on),
        state,
    ]
