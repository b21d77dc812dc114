"""Who may do what while a request is assessed and decided; that rows agree with objects; that ties keep one out."""

import pytest
from sqlalchemy import select

from app.actor import VISITOR, Role
from app.assessments import queries, rules
from app.assessments.models import Assessment
from app.refusals import NotFound
from app.rule import Rule
from app.test_requests.models import Assessor, Standing, TestRequest

RULES = {name: rule for name, rule in vars(rules).items() if isinstance(rule, Rule)}
OF_REQUESTS = {name: rule for name, rule in RULES.items() if rule.model is TestRequest}
COLUMNS = ("undeclared", "named", "cleared", "handles", "tied", "decided")

EXPECTED = """
the company      decided     read_decision
another leader   named       declare
another leader   cleared     declare take_part score
another leader   handles     declare take_part
a unit contact   named       declare
a unit contact   cleared     declare take_part score
a unit contact   handles     declare take_part
a unit contact   decided     read_decision
an assessor      named       declare
an assessor      cleared     declare take_part score
an assessor      handles     declare take_part
an assessor      decided     read_decision
its leader       undeclared  declare
its leader       named       declare
its leader       cleared     declare take_part score name decide
its leader       handles     declare take_part name decide
its leader       decided     declare read_decision
its deputy       undeclared  declare
its deputy       named       declare
its deputy       cleared     declare take_part score name decide
its deputy       handles     declare take_part name decide
its deputy       decided     declare read_decision
its sponsor      undeclared  declare
its sponsor      named       declare
its sponsor      cleared     declare take_part score name decide agree
its sponsor      handles     declare take_part name decide agree
its sponsor      decided     declare read_decision
the region       decided     read_decision
"""


@pytest.fixture
def cast(scene):
    members = {
        "the company": scene.representative,
        "another company": scene.given.member(Role.company_rep),
        "another leader": scene.outsider,
        "a unit contact": scene.contact,
        "an assessor": scene.assessor,
        "its leader": scene.leader,
        "its deputy": scene.deputy,
        "its sponsor": scene.sponsor,
        "the region": scene.region,
    }
    return {"a visitor": VISITOR} | {who: member.actor for who, member in members.items()}


def situations(scene, member_id):
    """The same request as the person stands to it in each column."""
    standings = {
        "named": (Standing.named, True),
        "cleared": (Standing.cleared, True),
        "handles": (Standing.cleared, False),
        "tied": (Standing.conflicted, True),
    }
    found = {}
    for column in COLUMNS:
        row = scene.request()
        if column in standings and member_id.int > 1:
            standing, scores = standings[column]
            scene.given.saved(
                Assessor(test_request_id=row.id, membership_id=member_id, standing=standing, scores=scores)
            )
        if column == "decided":
            row.decided_at = row.submitted_at
        found[column] = scene.fresh(row)
    return found


def table(scene, cast):
    """A line for each person who may anything, in each situation."""
    lines = []
    for who, actor in cast.items():
        rows = situations(scene, actor.membership_id)
        for column in COLUMNS:
            allowed = [name.removeprefix("may_") for name, rule in OF_REQUESTS.items() if rule(actor, rows[column])]
            if allowed:
                lines.append(f"{who:<17}{column:<12}{' '.join(allowed)}")
    return lines


def test_the_table_of_rules(scene, cast):
    assert table(scene, cast) == EXPECTED.strip("\n").splitlines()


@pytest.mark.parametrize("name", OF_REQUESTS)
def test_rows_agree_with_objects(scene, cast, name):
    rule = OF_REQUESTS[name]
    for who, actor in cast.items():
        requests = situations(scene, actor.membership_id).values()
        ids = [row.id for row in requests]
        in_sql = set(scene.db.scalars(select(TestRequest.id).where(rule.rows(actor), TestRequest.id.in_(ids))))
        assert in_sql == {row.id for row in requests if rule(actor, row)}, who


def test_scores_in_rows_agree_with_scores_as_objects(scene, cast):
    row = scene.assessed()
    row = scene.standing(row, scene.deputy)
    row = scene.standing(row, scene.sponsor, Standing.conflicted)
    given = scene.db.scalars(queries._assessments().where(Assessment.test_request_id == row.id)).all()
    assert len(given) == 2
    for who, actor in cast.items():
        query = select(Assessment.id).where(rules.may_read_scores.rows(actor), Assessment.test_request_id == row.id)
        in_sql = set(scene.db.scalars(query))
        assert in_sql == {one.id for one in given if rules.may_read_scores(actor, one)}, who


def test_why_is_said_in_sentences(scene):
    row = scene.standing(scene.request(), scene.leader, scores=False)
    assert rules.may_decide.why(scene.leader.actor, row) == [
        "They lead the testbed, or decide, where the need is owned, and have declared that they have no ties."
    ]


@pytest.mark.parametrize("standing", [Standing.conflicted])
def test_a_request_is_not_there_for_one_with_ties(scene, standing):
    row = scene.assessed()
    row = scene.standing(row, scene.deputy, standing)
    actor = scene.deputy.actor
    for ask in (queries.test_request, queries.with_decision):
        with pytest.raises(NotFound):
            ask(scene.db, actor, row.reference)
    assert queries.requests_of(scene.db, actor, row.challenge) == []
    assert queries.received(scene.db, actor, row.challenge) == 0
    assert queries.shown_assessments(scene.db, actor, [row])[row.id] == []
    assert queries.own_assessment(scene.db, actor, row) is None
