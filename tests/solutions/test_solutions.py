"""Solutions: who sees them, the catalogue, the yearly confirmation, and describing one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.activity import queries as activity
from app.actor import THE_CLOCK, VISITOR, Role
from app.database import now
from app.refusals import NotFound, Refused
from app.rule import Rule
from app.solutions import actions, jobs, queries, rules
from app.solutions.forms import PARTS
from app.solutions.models import Solution
from app.solutions.models import SolutionState as State
from tests.test_requests.cast import solution

RULES = {name: rule for name, rule in vars(rules).items() if isinstance(rule, Rule)}

EXPECTED = """
                              draft                   current                 shown                   lapsed
a visitor                     -                       -                       view                    -
its representative            view edit see_pricing   view edit see_pricing   view edit see_pricing   view edit see_pricing
a colleague                   view see_pricing        view see_pricing        view see_pricing        view see_pricing
another company               -                       -                       view                    -
a testbed leader              -                       -                       view                    -
the region                    -                       -                       view                    -
a platform administrator      -                       -                       view                    -
the clock                     -                       keep_time               view keep_time          -
"""  # noqa: E501


@pytest.fixture
def scene(cast, given):
    actors = {
        "a visitor": VISITOR,
        "its representative": cast.rep.actor,
        "a colleague": cast.member(Role.organisation_admin, of=cast.company).actor,
        "another company": given.actor(Role.company_rep),
        "a testbed leader": given.actor(Role.testbed_leader),
        "the region": given.actor(Role.region_lead),
        "a platform administrator": given.actor(Role.platform_admin),
        "the clock": THE_CLOCK,
    }
    cast.solution.state = State.draft
    given.db.delete(cast.solution)
    return actors, [solution(given, cast.rep, state) for state in State]


def test_the_table_of_rights(scene):
    actors, solutions = scene
    lines = ["".ljust(30) + "".join(state.ljust(24) for state in State)]
    for who, actor in actors.items():
        cells = [
            " ".join(name.removeprefix("may_") for name, rule in RULES.items() if rule(actor, one)) or "-"
            for one in solutions
        ]
        lines.append(who.ljust(30) + "".join(cell.ljust(24) for cell in cells))
    assert "\n".join(line.rstrip() for line in lines) == EXPECTED.strip("\n")


@pytest.mark.parametrize("name", RULES)
def test_rows_agree_with_objects(db, scene, name):
    actors, solutions = scene
    for who, actor in actors.items():
        in_sql = set(db.scalars(select(Solution.reference).where(RULES[name].rows(actor))))
        assert in_sql == {one.reference for one in solutions if RULES[name](actor, one)}, who


def test_the_catalogue_holds_only_what_is_shown(db, scene, given):
    actors, solutions = scene
    assert [one.state for one in queries.shown(db, queries.Filter()).rows] == [State.shown]
    assert queries.shown(db, queries.Filter(categories=("training",))).rows == []
    assert queries.shown(db, queries.Filter(effects=("safety",), words="stilla")).total == 1
    for one in solutions[:2]:
        with pytest.raises(NotFound):
            queries.solution(db, actors["another company"], one.reference)


def test_pricing_is_never_shown_to_others(cast, given, visit):
    shown = solution(given, cast.rep, State.shown)
    path = f"/losningar/{shown.reference.lower()}"
    assert visit(as_=cast.rep).opens(path).sees("Hemlig prislista")
    for other in (visit(), visit(as_=given.member(Role.company_rep)), visit(as_=given.member(Role.region_lead))):
        assert other.opens(path).status == 200
        assert not other.sees("Hemlig prislista")
        assert other.sees("A test in the testbed is no mark of quality")


def test_a_company_describes_a_solution_and_shows_it(cast, visit):
    company = visit(as_=cast.rep).opens("/losningar").follows("Your company's solutions")
    company.follows("Describe a solution").presses("Start describing the solution")
    assert company.status == 422
    company.fills("What is the solution called?", cast.solution.name).presses("Start describing the solution")
    assert company.errors() == ["Your company already has a solution with this name."]
    company.fills("What is the solution called?", "NattBlick").presses("Start describing the solution")
    company.follows("The solution in brief").answers("What is it?", "Product")
    company.fills("Describe the solution in brief", "En kamera med schemalagd och tidsbegränsad visning för natten.")
    company.answers("What kind of technology is it?", "Digital supervision")
    company.answers("What does it make better?", "Safety").answers("Whom is it for?", "Staff")
    company.presses("Save and continue")
    company.answers("How mature is the solution?", "Idea").answers("Can it be bought today?", "Prototype")
    company.presses("Save and continue")
    assert company.errors() == ["Write what is left to do before the solution can be used."]
    company.fills("What is left to do?", "Allt.").presses("Save and continue")
    company.answers("Is it CE marked?", "No CE marking").answers("Does it use AI?", "No")
    company.answers("Does it process personal data?", "No").answers("Does it use any of these?", "Camera")
    company.answers("Is it accessible to people with disabilities?", "Don't know").presses("Save and continue")
    assert company.sees("Check the solution")
    company.presses("Make the solution ready to use").presses("Show in the catalogue")
    again = (
        visit(as_=cast.rep).opens(company.path).follows("Change what the solution says").follows("Check your answers")
    )
    assert again.sees("En kamera med schemalagd och tidsbegränsad visning för natten.")
    assert "Make the solution ready to use" not in again.buttons()
    anyone = visit().opens("/losningar").follows("NattBlick")
    assert anyone.sees("Bergslagens Sensorik AB")
    company.presses("Take out of the catalogue")
    assert "NattBlick" not in visit().opens("/losningar").links()


def test_what_is_in_use_must_stay_complete(cast, db):
    with pytest.raises(Refused):
        actions.write(db, cast.rep.actor, cast.solution, PARTS.part("korthet"), {"pitch": "Kort."}, None)


def test_facts_lapse_after_a_year_unless_somebody_confirms_them(cast, db, given):
    due_soon = solution(given, cast.rep, State.shown, confirmed_at=now() - timedelta(days=350))
    too_old = solution(given, cast.rep, State.shown, confirmed_at=now() - timedelta(days=366))
    jobs.keep_time(db, THE_CLOCK)
    assert (due_soon.state, too_old.state) == (State.shown, State.lapsed)
    verbs = [(task.subject_reference, task.verb) for task in activity.tasks_for(db, cast.rep.actor)]
    assert sorted(verbs) == sorted((one.reference, "Confirm that the facts are current") for one in (due_soon, too_old))
    actions.take_step(db, cast.rep.actor, due_soon, "confirm_shown")
    actions.take_step(db, cast.rep.actor, too_old, "confirm")
    assert (due_soon.state, too_old.state) == (State.shown, State.current)
    assert activity.count_tasks_for(db, cast.rep.actor) == 0
    jobs.keep_time(db, THE_CLOCK)
    assert too_old.state is State.current
