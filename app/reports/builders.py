"""What each kind of report is made of: live figures, asked for as the pages ask for them."""

from collections import Counter
from collections.abc import Callable, Sequence

from app.database import today
from app.indicators.catalogue import GROUPS, INDICATORS, indicator
from app.indicators.facts import Fact, Measure, Value
from app.indicators.gathering import Gathering
from app.indicators.indicator import Indicator
from app.indicators.queries import readable
from app.indicators.queries_results import running
from app.language import N_, Words
from app.neutrality import queries as neutrality
from app.neutrality.contacts import Contact, Reach
from app.neutrality.figures import Spread, by_number, signs
from app.organisations.models import Seat, SizeClass
from app.oversight.queries_stopped import AGREED_WORKING_DAYS
from app.people import queries as people
from app.people.queries_posts import posts_of
from app.periods import twelve_months
from app.reports import lists
from app.reports.basis import basis
from app.reports.content import Cell, Section, Table, day, kronor, number, percent, words, written
from app.reports.models import Kind
from app.reports.money import economy
from app.reports.scope import Scope

DISTRIBUTION, FIGURES = "/uppfoljning/fordelning", "/uppfoljning/nyckeltal"
NOTHING = written("")
VALUE_HEAD = (words(N_("Indicator")), words(N_("Value")), words(N_("Comes from")))


def build(kind: Kind, scope: Scope) -> list[Section]:
    return BUILDERS[kind](scope)


# Equal terms


def _neutrality(scope: Scope) -> list[Section]:
    spread, terms = neutrality.spread(scope.db, scope.period), neutrality.terms(scope.db, scope.period)
    figures = [
        [words(N_("Tests begun")), number(spread.tests)],
        [words(N_("Companies with a test")), number(len(spread.tested))],
        [words(N_("Companies that sent a request")), number(len(spread.asked))],
        [words(N_("First-timers among them")), percent(spread.share_of_new)],
        [words(N_("Largest share of the tests that one company has")), percent(spread.largest_share)],
        [words(N_("Concentration of the tests (HHI)")), number(spread.concentration)],
    ]
    met = [
        [words(N_("Closed calls with two applicants or more")), percent(terms.share_with_several), number(terms.calls)],
        [words(N_("Declined requests that got reasons")), percent(terms.share_with_reasons), number(terms.declined)],
        [
            words(N_("Information given to everyone")),
            percent(terms.share_to_all),
            number(terms.to_all + terms.to_one),
        ],
        [words(N_("Questions asked")), NOTHING, number(terms.questions)],
        [words(N_("Questions answered, for everyone")), NOTHING, number(terms.answered)],
        [words(N_("Conflicts of interest declared")), NOTHING, number(terms.conflicts)],
    ]
    groups = _groups(spread)
    columns = (N_("One test"), N_("Two"), N_("Three"), N_("Four or more"))
    source = scope.source(DISTRIBUTION)
    return [
        Section(
            words(N_("How the tests were spread")),
            source,
            [words(N_("Where there are fewer than five tests, shares and index say nothing and are left out."))],
            [_pairs(N_("Tests and companies"), figures)],
        ),
        Section(
            words(N_("Companies of different kinds")),
            source,
            tables=[
                Table(
                    words(N_("How many companies have had how many tests")),
                    (words(N_("Companies")), *(words(label) for label in columns)),
                    groups,
                    frozenset({1, 2, 3, 4}),
                )
            ]
            if groups
            else [],
            sentences=[] if groups else [words(N_("No company has begun a test in the period."))],
        ),
        Section(
            words(N_("How companies were met")),
            source,
            tables=[
                Table(
                    words(N_("The same terms for all")),
                    (words(N_("What")), words(N_("Share")), words(N_("Of"))),
                    met,
                    frozenset({1, 2}),
                )
            ],
        ),
        _signs(scope),
        _contacts(scope),
    ]


def _groups(spread: Spread) -> list[list[Cell]]:
    """How many companies of each size and seat have had one, two, three, four or more tests."""
    found = []
    for choices in (SizeClass, Seat):
        for held in (*choices, None):
            counts = by_number(
                one for one in spread.companies if (one.size if choices is SizeClass else one.seat) is held
            )
            if any(counts):
                found.append([words(held.label if held else N_("Not said")), *(number(n) for n in counts)])
    return found


def _signs(scope: Scope) -> Section:
    """What stands out now, and what has been said of it."""
    year = twelve_months(today())
    found = signs(
        neutrality.spread(scope.db, year),
        neutrality.terms(scope.db, year),
        neutrality.overdue_questions(scope.db),
        AGREED_WORKING_DAYS,
    )
    said = neutrality.explanations(scope.db, [one.key for one in found])
    rows = [
        [words(one.text, **one.values), written(said[one.key][0].text) if said[one.key] else words(N_("Not explained"))]
        for one in found
    ]
    table = Table(
        words(N_("Early signs in the last twelve months")),
        (words(N_("What stands out")), words(N_("What explains it"))),
        rows,
        frozenset(),
    )
    nothing = words(N_("Nothing stands out in the last twelve months."))
    return Section(words(N_("Early signs")), DISTRIBUTION, [] if rows else [nothing], [table] if rows else [])


def _contacts(scope: Scope) -> Section:
    found = Counter(
        (line.contact, line.reach) for line in neutrality.all_contact_lines(scope.db, scope.actor, scope.period)
    )
    rows = [[words(contact.label), *(number(found[contact, reach]) for reach in Reach)] for contact in Contact]
    return Section(
        words(N_("The log of contacts")),
        scope.source(f"{DISTRIBUTION}/kontakter"),
        [words(N_("Each line of the log is a line of the audit trail, with its number."))],
        [
            Table(
                words(N_("Contacts with companies, by kind and reach")),
                (words(N_("Kind")), *(words(reach.label) for reach in Reach)),
                rows,
                frozenset({1, 2}),
            )
        ],
    )


def _pairs(caption: str, rows: Sequence[Sequence[Cell]]) -> Table:
    return Table(words(caption), (words(N_("Figure")), words(N_("Value"))), rows)


# Indicators


def _told(value: Value) -> Cell:
    if value.is_hidden:
        return words(N_("fewer than five in each group") if value.whole > 1 else N_("fewer than five"))
    if value.number is None and value.measure in (Measure.largest, Measure.hhi) and value.whole:
        return words(N_("too few to say"))
    if value.measure in (Measure.share, Measure.largest):
        return percent(value.number)
    return kronor(value.number) if value.measure.is_money else number(value.number)


def _beside(value: Value) -> Cell:
    text, numbers = value.beside
    return words(text, **numbers) if text else written("")


def _values(caption: str, gathering: Gathering, of: Sequence[Indicator]) -> Table:
    rows = []
    gathering.count(of)
    for one in of:
        value = gathering.value(one)
        rows.append([words("%(code)s %(name)s", code=one.code, name=Words(one.name)), _told(value), _beside(value)])
    return Table(words(caption), VALUE_HEAD, rows)


def _all_indicators(scope: Scope) -> Section:
    gathering = scope.gathering
    tables = [_values(label, gathering, group) for label, group in GROUPS]
    return Section(words(N_("Indicators")), scope.source(FIGURES), tables=tables)


ON_ONE_PAGE = (
    *("e1", "e2-1", "e3", "o1", "o3-1", "n1-1", "n1-2", "n2", "f1-1", "f1-4", "f1-6", "f3"),
    *("k1-1", "k1-3", "p2-1", "p2-2", "b1", "b2-1", "ek1-2", "ek1-3"),
)


def _committee(scope: Scope) -> list[Section]:
    chosen = [indicator(slug) for slug in ON_ONE_PAGE]
    table = _values(N_("The testbed in short"), scope.gathering, chosen)
    return [Section(words(N_("In short")), scope.source(FIGURES), tables=[table]), _signs(scope)]


def _status(scope: Scope) -> list[Section]:
    return [
        _happened(scope, N_("Activities and outcome")),
        _all_indicators(scope),
        *economy(scope),
    ]


def _final(scope: Scope) -> list[Section]:
    """All that a status report says, and what was learned (domain.md 6.3)."""
    return [*_status(scope), lists.knowledge(scope)]


def _municipality(scope: Scope) -> list[Section]:
    gathering = scope.gathering
    own = [one for one in INDICATORS if not one.code.startswith(("Ek", "O1", "K1.1", "K1.2"))]
    figures = _values(N_("Indicators of the municipality"), gathering, own)
    return [
        _happened(scope, N_("Needs and pilots")),
        _staffing(scope),
        _benefit(scope),
        Section(words(N_("Indicators")), scope.source(FIGURES), tables=[figures]),
    ]


def _staffing(scope: Scope) -> Section:
    """Which posts were held in the period. Nobody is named: the report is kept when people have gone."""
    home, period = people.organisation_by_slug(scope.db, scope.place), scope.period
    held = posts_of(scope.db, [home.id])[home.id] if home else []
    rows = [
        [words(one.role.label), day(one.since), day(one.until), number(one.percent)]
        for one in held
        if one.since <= period.until and (one.until is None or one.until >= period.since)
    ]
    head = [
        words(one) for one in (N_("Post"), N_("From and including"), N_("To and including"), N_("Percent of full time"))
    ]
    table = Table(words(N_("Leaders and deputies in the period")), head, rows, frozenset({3}))
    nobody = words(N_("Nobody led the testbed in the municipality in the period."))
    source = f"/uppfoljning/bemanning/kommun/{scope.place}"
    return Section(words(N_("Staffing")), source, [] if rows else [nobody], [table] if rows else [])


def _benefit(scope: Scope) -> Section:
    """What follow-ups have reckoned, pilot by pilot."""
    one = indicator("b1")
    facts = readable(scope.db, scope.actor, scope.gathering.facts(one))
    rows = [[written(f"{fact.reference} {fact.label}"), day(fact.on), kronor(fact.value)] for fact in facts]
    head = [words(word) for word in (N_("Pilot"), N_("Followed up"), N_("Kronor a year"))]
    table = Table(words(N_("Benefit found at follow-ups")), head, rows, frozenset({2}))
    none = words(N_("No benefit was reckoned at a follow-up in the period."))
    return Section(
        words(N_("Benefit")), scope.source(f"{FIGURES}/{one.slug}"), [] if rows else [none], [table] if rows else []
    )


ROWS = (
    ("n1-1", N_("Needs published")),
    ("p2-1", N_("Pilots started")),
    ("p2-2", N_("Pilots ended")),
    ("", N_("Pilots that go on when the period ends")),
    ("b2-1", N_("Decisions after test")),
)


def _happened(scope: Scope, title: str) -> Section:
    """What began and ended, thing by thing."""
    gathering, tables = scope.gathering, []
    head = (words(N_("What")), words(N_("Day")), words(N_("Outcome")))
    for slug, caption in ROWS:
        counted = gathering.facts(indicator(slug)) if slug else _going_on(scope)
        facts = readable(scope.db, scope.actor, counted)
        if facts:
            columns = 3 if any(one.groups for one in facts) else 2  # what has come out of it, where that is known
            tables.append(Table(words(caption), head[:columns], [_fact(one)[:columns] for one in facts], frozenset()))
    nothing = words(N_("Nothing began or ended in the period."))
    return Section(words(title), scope.source(FIGURES), [] if tables else [nothing], tables)


def _going_on(scope: Scope) -> list[Fact]:
    return [fact for fact in running(scope.db, scope.period) if scope.place in ("", fact.place)]


def _fact(fact: Fact) -> list[Cell]:
    outcome = next((group for _, group in fact.groups), "")
    return [written(f"{fact.reference} {fact.label}"), day(fact.on), words(outcome) if outcome else written("")]


BUILDERS: dict[Kind, Callable[[Scope], list[Section]]] = {
    Kind.neutrality: _neutrality,
    Kind.committee: _committee,
    Kind.status: _status,
    Kind.economy: economy,
    Kind.municipality: _municipality,
    Kind.participants: lists.participants,
    Kind.final: _final,
    Kind.registry: lists.registry,
    Kind.basis: basis,
}
