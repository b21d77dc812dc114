"""The basis for a decision after a test, in the order SKR asks for one (domain.md 3.0, 6.3).

Need, benefit, feasibility and risk, information security and personal data, and what is proposed.
"""

from app.language import N_
from app.pilots import rules
from app.pilots.choices import GoalResult
from app.pilots.models import Evaluation, Pilot
from app.pilots.showing import usability
from app.pilots.small_numbers import SMALLEST_SHOWN, is_small
from app.reports import queries_lists as queries
from app.reports.content import Cell, Section, Table, number, words, written
from app.reports.scope import Scope

AREAS = (
    ("area_citizen", N_("For the person")),
    ("area_organisation", N_("For the organisation and the staff")),
    ("area_technology", N_("The technology")),
    ("area_economy", N_("The economy")),
)
BENEFITS = (
    ("benefit_person", N_("For the person")),
    ("benefit_staff", N_("For the organisation and the staff")),
    ("benefit_society", N_("For society")),
)


def basis(scope: Scope) -> list[Section]:
    """Of one reported pilot, the one whose reference is the place of the report."""
    found = queries.reported_pilot(scope.db, scope.actor, scope.place)
    if found is None or found.evaluation is None:
        return [Section(words(N_("Basis")), sentences=[words(N_("No pilot has been reported yet."))])]
    sections = [_need(found), _tried(found, found.evaluation), _came_of_it(found, found.evaluation)]
    sections.append(_said(N_("Benefit"), N_("What benefit was seen"), BENEFITS, found.evaluation))
    if rules.may_see_inside(scope.actor, found):
        sections += [_risks(found), _data(found, found.evaluation)]
    return [*sections, _proposal(found, found.evaluation)]


def _pairs(title: str, caption: str, pairs: list[tuple[str, Cell]], *tables: Table) -> Section:
    head = (words(N_("What")), words(N_("Answer")))
    rows = [[words(label), said] for label, said in pairs if said.value not in ("", None)]
    first = [Table(words(caption), head, rows, frozenset())] if rows else []
    nothing = [] if first or tables else [words(N_("Nothing has been written about this."))]
    return Section(words(title), sentences=nothing, tables=[*first, *tables])


def _need(pilot: Pilot) -> Section:
    need = pilot.challenge
    return _pairs(
        N_("The need"),
        N_("Analysis of the need"),
        [
            (N_("Need"), written(f"{need.reference} {need.title}")),
            (N_("Municipality"), written(need.organisation.name)),
            (N_("How it is today"), written(need.problem)),
            (N_("How it should be"), written(need.desired)),
            (N_("Why now"), written(need.why_now)),
            (N_("How important"), words(need.priority.label) if need.priority else written("")),
        ],
    )


def _tried(pilot: Pilot, report: Evaluation) -> Section:
    days = f"{pilot.starts_on or ''} – {pilot.ends_on or ''}"
    groups = [[written(str(one.get("group") or "")), _people(one.get("actual"))] for one in report.participants]
    table = Table(words(N_("Who took part")), (words(N_("Group")), words(N_("Number of people"))), groups)
    return _pairs(
        N_("What was tried"),
        N_("The pilot in short"),
        [
            (N_("Pilot"), written(f"{pilot.reference} {pilot.title}")),
            (N_("Solution"), written(pilot.solution.name)),
            (N_("Company"), written(pilot.company.name)),
            (N_("Time"), written(days if pilot.starts_on else "")),
            (N_("Purpose"), written(pilot.purpose)),
            (N_("Why it was stopped"), written(pilot.stop_reason)),
        ],
        *([table] if groups else []),
    )


def _people(count: object) -> Cell:
    held = int(str(count or 0))
    return words(N_("fewer than %(number)s"), number=SMALLEST_SHOWN) if is_small(held) else number(held)


def _came_of_it(pilot: Pilot, report: Evaluation) -> Section:
    del pilot
    labels = {one.value: one.label for one in GoalResult}
    goals = [
        [
            written(str(one.get("goal") or "")),
            words(labels.get(str(one.get("result")), GoalResult.unknown.label)),
            written(str(one.get("value") or "–")),
        ]
        for one in report.goal_results
    ]
    head = (words(N_("Goal")), words(N_("Result")), words(N_("Value")))
    areas = [[words(label), number(getattr(report, name))] for name, label in AREAS if getattr(report, name)]
    tables = [
        Table(words(N_("Goals and results")), head, goals, frozenset()),
        Table(words(N_("Assessment, 1 to 5 where 3 is no difference")), (words(N_("Area")), words(N_("Value"))), areas),
    ]
    tried = usability(report)
    told = (
        [
            words(
                N_("How easy it was to use: %(score)s of 100 on the System Usability Scale, %(average)s is average."),
                score=round(tried.mean),
                average=tried.average,
            )
        ]
        if tried.mean is not None and not tried.is_small
        else []
    )
    return Section(words(N_("What came of it")), sentences=told, tables=[one for one in tables if one.rows])


def _said(title: str, caption: str, asked: tuple[tuple[str, str], ...], report: Evaluation) -> Section:
    return _pairs(title, caption, [(label, written(getattr(report, name))) for name, label in asked])


def _risks(pilot: Pilot) -> Section:
    rows = [
        [
            written(str(one.get("text") or "")),
            number(one.get("likelihood")),
            number(one.get("consequence")),
            written(str(one.get("action") or "–")),
        ]
        for one in pilot.risks
    ]
    head = (N_("Risk"), N_("Likelihood"), N_("Consequence"), N_("What is done"))
    table = Table(words(N_("Risks of the pilot")), [words(one) for one in head], rows, frozenset({1, 2}))
    return _pairs(
        N_("Feasibility and risk"),
        N_("What is needed to go on"),
        [
            (N_("Technical environment"), written(pilot.challenge.tech_env)),
            (N_("Fallback"), written(pilot.fallback)),
            (N_("Training"), written(pilot.training)),
        ],
        *([table] if rows else []),
    )


def _data(pilot: Pilot, report: Evaluation) -> Section:
    return _pairs(
        N_("Information security and personal data"),
        N_("What was handled, and how it ended"),
        [
            (N_("Where data goes"), written(pilot.data_flow)),
            (N_("Data of the test deleted"), words(N_("Yes") if report.data_deleted else N_("No"))),
            (N_("Equipment returned"), words(N_("Yes") if report.equipment_returned else N_("No"))),
        ],
    )


def _proposal(pilot: Pilot, report: Evaluation) -> Section:
    made = pilot.decision
    section = _pairs(
        N_("What is proposed"),
        N_("Advice and decision"),
        [
            (N_("What was learned"), written(report.learning)),
            (N_("What turned out differently"), written(report.unexpected)),
            (N_("Advice to others"), written(report.advice)),
            (N_("What to do differently"), written(report.differently)),
            (N_("Decision after the test"), words(made.outcome.label) if made else written("")),
            (N_("Why"), written(made.why if made else "")),
        ],
    )
    note = words(N_("A test is no promise of purchase and no mark of quality."))
    return Section(section.title, section.source, [*section.sentences, note], section.tables)
