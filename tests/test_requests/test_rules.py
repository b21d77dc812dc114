"""Who may do what with a test request: the whole table, and that objects and rows agree on it."""

import pytest
from sqlalchemy import func, select

from app.actor import THE_CLOCK, VISITOR, Role
from app.refusals import NotFound
from app.rule import Rule
from app.test_requests import queries, rules
from app.test_requests.models import Standing, TestRequest
from app.test_requests.models import TestRequestState as State

RULES = {name: rule for name, rule in vars(rules).items() if isinstance(rule, Rule)}
STATES = (State.draft, State.submitted, State.accepted, State.proposed, State.offered)
SHORT = {
    "may_know_of": "know",
    "may_view": "view",
    "may_consider": "consider",
    "may_write": "write",
    "may_see_inside": "inside",
    "may_screen": "screen",
    "may_decide": "decide",
    "may_triage": "triage",
    "may_keep_time": "keep_time",
}

EXPECTED = """
                              draft                submitted            accepted             proposed             offered
a visitor                     -                    -                    -                    -                    -
its company's representative  know view write      know view write      know view write      know view write      know view write
a colleague in the company    know view            know view            know view            know view            know view
another company               -                    -                    -                    -                    -
a researcher                  -                    -                    -                    -                    -
the leader, not declared      -                    know                 know                 -                    know consider
the leader, impartial         -                    know view inside screen decide know view inside screen decide -                    know consider
the leader, with ties         -                    -                    -                    -                    -
the deputy, impartial         -                    know view inside screen decide know view inside screen decide -                    know consider
a sponsor, not declared       -                    know                 know                 -                    -
a sponsor, impartial          -                    know view inside     know view inside     -                    -
a unit contact, impartial     -                    know view inside     know view inside     -                    -
an assessor, not declared     -                    know                 know                 -                    -
an assessor, impartial        -                    know view inside     know view inside     -                    -
an assessor, with ties        -                    -                    -                    -                    -
an assessor from elsewhere    -                    know view inside     know view inside     -                    -
an administrator there        -                    -                    -                    -                    -
another town's leader         -                    -                    -                    -                    know consider
the region's leader           -                    know view inside     know view inside     know view inside triage know view inside triage
the region's officer          -                    know view inside     know view inside     know view inside triage know view inside triage
the region's with ties        -                    -                    -                    -                    -
a platform administrator      -                    -                    -                    -                    -
the clock                     -                    keep_time            keep_time            keep_time            keep_time
"""  # noqa: E501


def everyone(cast):
    """Who is who, and what they have declared."""
    town, company = cast.town, cast.company
    members = {
        "its company's representative": (cast.rep, None),
        "a colleague in the company": (cast.member(Role.organisation_admin, of=company), None),
        "another company": (cast.member(Role.company_rep), None),
        "a researcher": (cast.member(Role.researcher), None),
        "the leader, not declared": (cast.leader(), None),
        "the leader, impartial": (cast.leader(), Standing.cleared),
        "the leader, with ties": (cast.leader(), Standing.conflicted),
        "the deputy, impartial": (cast.member(Role.testbed_deputy, of=town), Standing.cleared),
        "a sponsor, not declared": (cast.member(Role.sponsor, of=town), None),
        "a sponsor, impartial": (cast.member(Role.sponsor, of=town), Standing.cleared),
        "a unit contact, impartial": (cast.member(Role.unit_contact, of=town), Standing.cleared),
        "an assessor, not declared": (cast.member(Role.assessor, of=town), Standing.named),
        "an assessor, impartial": (cast.member(Role.assessor, of=town), Standing.cleared),
        "an assessor, with ties": (cast.member(Role.assessor, of=town), Standing.conflicted),
        "an assessor from elsewhere": (cast.member(Role.assessor), Standing.cleared),
        "an administrator there": (cast.member(Role.organisation_admin, of=town), None),
        "another town's leader": (cast.leader_elsewhere(), None),
        "the region's leader": (cast.member(Role.region_lead), None),
        "the region's officer": (cast.member(Role.region_officer), None),
        "the region's with ties": (cast.member(Role.region_lead), Standing.conflicted),
        "a platform administrator": (cast.member(Role.platform_admin), None),
    }
    actors = {"a visitor": VISITOR} | {who: member.actor for who, (member, _) in members.items()}
    return actors | {"the clock": THE_CLOCK}, [found for found in members.values() if found[1]]


@pytest.fixture
def scene(cast):
    actors, declared = everyone(cast)
    requests = []
    for state in STATES:
        is_proposal = state in (State.proposed, State.offered)
        need = {} if is_proposal else {"challenge_id": cast.another_need().id}
        test_request = cast.request(state, **need)
        for member, standing in declared:
            test_request = cast.declares(test_request, member, standing)
        requests.append(test_request)
    return actors, [cast.reread(one) for one in requests]


def test_the_table_of_rights(scene):
    actors, requests = scene
    lines = ["".ljust(30) + "".join(state.ljust(21) for state in STATES)]
    for who, actor in actors.items():
        cells = []
        for test_request in requests:
            allowed = [SHORT[name] for name, rule in RULES.items() if rule(actor, test_request)]
            cells.append(" ".join(allowed) or "-")
        lines.append(who.ljust(30) + "".join(cell.ljust(21 if len(cell) < 21 else len(cell) + 1) for cell in cells))
    assert "\n".join(line.rstrip() for line in lines) == EXPECTED.strip("\n")


@pytest.mark.parametrize("name", RULES)
def test_rows_agree_with_objects(db, scene, name):
    actors, requests = scene
    rule = RULES[name]
    for who, actor in actors.items():
        in_sql = set(db.scalars(select(TestRequest.reference).where(rule.rows(actor))))
        in_python = {one.reference for one in requests if rule(actor, one)}
        assert in_sql == in_python, who


def test_a_draft_is_not_there_for_anyone_but_its_company(db, scene):
    actors, requests = scene
    draft = requests[0]
    insiders = {"its company's representative", "a colleague in the company"}
    for who, actor in actors.items():
        found = queries.test_requests(db, actor, queries.Filter())
        assert (draft in found.rows) == (who in insiders), who
        counted = db.scalar(select(func.count()).where(rules.may_know_of.rows(actor)).select_from(TestRequest))
        assert found.total == counted == len(found.rows), who
        if who not in insiders:
            with pytest.raises(NotFound):
                queries.known(db, actor, draft.reference)
            assert draft not in queries.of_challenge(db, actor, draft.challenge), who


def test_one_with_ties_finds_the_request_in_no_way(db, scene):
    actors, requests = scene
    for who in ("the leader, with ties", "an assessor, with ties", "the region's with ties"):
        actor = actors[who]
        assert queries.test_requests(db, actor, queries.Filter()).total == 0, who
        assert queries.test_requests(db, actor, queries.Filter(words="StillaSens")).rows == [], who
        assert queries.proposals(db, actor) == [], who
        for test_request in requests:
            with pytest.raises(NotFound):
                queries.known(db, actor, test_request.reference)
            with pytest.raises(NotFound):
                queries.test_request(db, actor, test_request.reference)
            if test_request.challenge is not None:
                assert queries.of_challenge(db, actor, test_request.challenge) == [], who


def test_the_grounds_are_sentences_for_people(scene):
    actors, requests = scene
    why = rules.may_view.why(actors["the leader, impartial"], requests[1])
    assert why == [
        "They work with the need, and have declared that they have no ties to the company.",
        "They have been asked to assess the request, and have declared that they have no ties to the company.",
    ]
