"""Who may do what with a study: the whole table, and that objects and rows agree on it."""

import pytest

from app.actor import VISITOR, Role
from app.references.queries import next_reference
from app.research import rules
from app.research.models import Research, ResearchInterest, ResearchState
from app.test_requests.choices import Answer
from tests.rights import assert_every_ground_tells_apart, assert_rows_agree, rules_of, table

EXPECTED = """
view          draft             its researcher
view          interested        its researcher, the host's leader, the host's unit, the region
view          accepted          its researcher, the company, the host's leader, the host's unit, the region
view          accepted, public  a visitor, its researcher, a colleague, the company, another company, \
the host's leader, the host's unit, another leader, the region
view          declined          its researcher, the host's leader, the host's unit, the region
see_inside    draft             its researcher
see_inside    interested        its researcher, the host's leader, the host's unit, the region
see_inside    accepted          its researcher, the company, the host's leader, the host's unit, the region
see_inside    accepted, public  its researcher, the company, the host's leader, the host's unit, the region
see_inside    declined          its researcher, the host's leader, the host's unit, the region
continue      draft             its researcher
continue      interested        its researcher
continue      accepted          its researcher
continue      accepted, public  its researcher
continue      declined          its researcher
answer        draft             -
answer        interested        the host's leader
answer        accepted          the host's leader
answer        accepted, public  the host's leader
answer        declined          the host's leader
"""


class OfStudies:
    """The rules about studies; the one about standing interests has a test of its own."""


for _name, _rule in rules_of(rules).items():
    if _rule.model is Research:
        setattr(OfStudies, _name, _rule)


@pytest.fixture
def researcher(given):
    return given.member(Role.researcher, name="Rut Forskare")


@pytest.fixture
def actors(given, setting, researcher):
    return {
        "a visitor": VISITOR,
        "its researcher": researcher.actor,
        "a colleague": given.actor(Role.researcher, of=researcher.organisation_id),
        "the company": setting.company_rep.actor,
        "another company": given.actor(Role.company_rep),
        "the host's leader": setting.leader.actor,
        "the host's unit": given.actor(Role.unit_contact, of=setting.town),
        "another leader": given.actor(Role.testbed_leader),
        "the region": given.actor(Role.region_lead),
    }


@pytest.fixture
def studies(given, setting, researcher, db):
    pilot = setting.set_up()

    def study(state, public):
        return given.saved(
            Research(
                reference=next_reference(db, "F"),
                organisation_id=researcher.organisation_id,
                membership_id=researcher.id,
                pilot_id=pilot.id,
                host_id=pilot.organisation_id,
                company_id=pilot.company_id,
                state=state,
                public=public,
            )
        )

    return {
        "draft": study(ResearchState.draft, Answer.yes),
        "interested": study(ResearchState.interested, Answer.yes),
        "accepted": study(ResearchState.accepted, Answer.no),
        "accepted, public": study(ResearchState.accepted, Answer.yes),
        "declined": study(ResearchState.declined, Answer.yes),
    }


def test_the_table_of_rights(actors, studies):
    assert table(OfStudies, actors, studies) == EXPECTED.strip("\n")


def test_rows_agree_with_objects(db, actors, studies):
    assert_rows_agree(db, OfStudies, actors, studies.values())


def test_the_cast_tells_every_ground_apart(actors, studies):
    assert_every_ground_tells_apart(OfStudies, actors, studies.values())


def test_a_standing_interest_is_changed_by_its_own_researcher(researcher, actors):
    interest = ResearchInterest(membership_id=researcher.id, organisation_id=researcher.organisation_id, title="Sömn")
    may = [who for who, actor in actors.items() if rules.may_change_interest(actor, interest)]
    assert may == ["its researcher"]
