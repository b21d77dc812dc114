"""Who reads a message: the whole table, and that everything that shows messages agrees with it."""

import pytest
from hypothesis import HealthCheck, settings, strategies
from hypothesis import given as drawn
from sqlalchemy import select

from app.activity.groups import Group
from app.activity.models import Mail, Notification
from app.actor import NOBODY
from app.challenges.models import ChallengeState
from app.conversations import queries
from app.conversations.matters import BY_SERIES
from app.conversations.models import Reach
from app.refusals import NotFound
from app.research.models import ResearchState
from app.test_requests.models import Standing, TestRequestState
from tests.conversations.town import REACHES

EXPECTED = """
a draft need    own by the leader           the leader, the deputy, the sponsor, a unit contact, one with ties, \
the administrator
a draft need    handling by the leader      the leader, the deputy, the sponsor, a unit contact, one with ties, \
the administrator
a draft need    parties by the leader       the leader, the deputy, the sponsor, a unit contact, one with ties, \
the administrator, another town
a need          own by the leader           the leader, the deputy, the sponsor, a unit contact, one with ties, \
the administrator
a need          own by another town         another town
a need          own by the region           the region, an officer with ties
a need          handling by the region      the leader, the deputy, the sponsor, a unit contact, one with ties, \
the administrator, the region, an officer with ties
a need          parties by another town     the leader, the deputy, the sponsor, a unit contact, one with ties, \
the administrator, another town, the region, an officer with ties
a request       own by the leader           the leader, a unit contact
a request       own by the company          the company
a request       own by the region           the region
a request       handling by the leader      the leader, a unit contact, the region
a request       parties by the company      the leader, a unit contact, the company, the region
a proposal      own by the company          the company
a proposal      handling by the region      -
a proposal      parties by the company      the company, the region
a pilot         own by the pilot's leader   the pilot's leader, the pilot's contact
a pilot         own by the pilot's company  the pilot's company
a pilot         own by the region           the region, an officer with ties
a pilot         handling by the region      the pilot's leader, the pilot's contact, the region, an officer with ties
a pilot         parties by the region       the pilot's leader, the pilot's contact, the pilot's company, \
the region, an officer with ties
a study         own by the pilot's leader   the pilot's leader, the pilot's contact
a study         own by the pilot's company  the pilot's company
a study         own by the researcher       -
a study         handling by the researcher  the pilot's leader, the pilot's contact, the researcher, the region, \
an officer with ties
a study         parties by the researcher   the pilot's leader, the pilot's contact, the pilot's company, \
the researcher, the region, an officer with ties
an interest     handling by the researcher  the pilot's leader, the pilot's contact, the researcher, the region, \
an officer with ties
an interest     parties by the researcher   -
"""


def proposal(town):
    row = town.request(state=TestRequestState.proposed)
    row.challenge_id, row.host_id, row.is_unsolicited = None, NOBODY, True
    town.db.commit()
    return row


THINGS = {
    "a draft need": lambda town: town.need(ChallengeState.draft),
    "a need": lambda town: town.need(),
    "a request": lambda town: town.request(),
    "a proposal": proposal,
    "a pilot": lambda town: town.pilot(),
    "a study": lambda town: town.study(),
    "an interest": lambda town: town.study(ResearchState.interested),
}


def test_who_reads_what_is_a_table_one_can_read_and_rows_and_objects_agree(town):
    things = {name: make(town) for name, make in THINGS.items()}
    lines = []
    for line in EXPECTED.strip().splitlines():
        thing, said = line[:16].strip(), line[16:44].strip()
        reach, _, who = said.partition(" by ")
        message = town.said(who, things[thing], Reach(reach))
        found = town.readers(message)
        assert found == town.allowed(things[thing], message), line
        lines.append(f"{thing:<16}{said:<28}{', '.join(found) or '-'}")
    assert "\n".join(lines) == EXPECTED.strip()


def test_nobody_writes_to_a_circle_they_are_not_in(town):
    """Whoever writes is one of those who read it."""
    for make in THINGS.values():
        row = town.loaded(make(town))
        matter = BY_SERIES[row.reference[0]]
        for actor in town.cast.values():
            try:
                reaches = queries.talk(town.db, actor, row.reference).reaches
            except NotFound:
                reaches = []
            assert list(reaches) == [one for one in Reach if matter.circle(one, actor.organisation_id)(actor, row)]


SECRET = "Ordet som ingen annan får läsa"
PLACES = (
    "/meddelanden",
    "/meddelanden?q=Ordet",
    "/aviseringar",
    "/att-gora",
    "/meddelanden/{ref}",
    "/meddelanden/{ref}?krets=egen",
    "/{page}/{ref}",
    "/{page}/{ref}/historik",
)
PAGES = {"B": "behov", "T": "forfragningar", "P": "piloter", "F": "forskning"}


@pytest.mark.parametrize(
    ("make", "who", "others"),
    [
        ("a need", "the leader", ("another town", "the region", "the company")),
        ("a request", "the company", ("the leader", "the region", "one with ties")),
        ("a pilot", "the region", ("the pilot's leader", "the pilot's company")),
        ("a study", "the pilot's leader", ("the researcher", "the pilot's company", "the region")),
    ],
)
def test_what_is_internal_is_nowhere_to_be_found_outside_the_organisation(db, town, worker, visit, make, who, others):
    """Looked for by those who see the thing itself."""
    row = THINGS[make](town)
    town.writes(who, row, Reach.own, SECRET)
    worker.works()
    for other in others:
        person = visit(as_=town.members[other])
        for place in PLACES:
            person.opens(place.format(ref=row.reference.lower(), page=PAGES[row.reference[0]]))
            assert SECRET not in person.response.text, f"{other} at {place}"
            assert "A message was written" not in person.text, f"{other} at {place}"
    told = set(db.scalars(select(Notification.membership_id).where(Notification.group == Group.messages)))
    home = town.cast[who].organisation_id
    assert not [name for name, one in town.members.items() if one.id in told and one.organisation_id != home]
    assert not any(SECRET in letter.subject + letter.text for letter in db.scalars(select(Mail)))


def test_ties_declared_later_take_the_conversation_away_and_what_was_told_of_it(db, town, worker, visit):
    row = town.request()
    town.writes("the leader", row, Reach.handling, SECRET)
    worker.works()
    contact = visit(as_=town.members["a unit contact"])
    assert contact.opens("/aviseringar").sees("A message was written")
    mine = next(one for one in row.assessors if one.membership_id == town.members["a unit contact"].id)
    mine.standing = Standing.conflicted
    db.commit()
    assert not contact.opens("/aviseringar").sees("A message was written")
    assert contact.opens(f"/meddelanden/{row.reference.lower()}").status == 404
    assert row.reference not in contact.opens("/meddelanden").text


def test_those_are_told_whose_task_it_is_or_who_have_written_and_only_of_what_they_may_read(town):
    row = town.request()

    def told(message):
        ids = {member.id for member in queries.concerned(town.db, message)}
        return [who for who, member in town.members.items() if member.id in ids]

    assert told(town.said("the company", row, Reach.parties)) == ["the leader", "a unit contact", "the company"]
    town.said("the region", row, Reach.parties)
    message = town.said("the company", row, Reach.parties)
    assert told(message) == ["the leader", "a unit contact", "the company", "the region"]
    assert told(town.said("the leader", row, Reach.own)) == ["the leader", "a unit contact"]
    pilot = town.pilot()
    assert told(town.said("the pilot's leader", pilot, Reach.parties)) == ["the pilot's leader", "the pilot's company"]
    asked = proposal(town)
    assert told(town.said("the company", asked, Reach.parties)) == ["the company", "the region"]


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@drawn(
    state=strategies.sampled_from([one for one in TestRequestState if one is not TestRequestState.draft]),
    standings=strategies.lists(strategies.sampled_from(list(Standing)), min_size=3, max_size=3),
    reach=strategies.sampled_from(REACHES),
    who=strategies.sampled_from(("the leader", "the company", "the region")),
)
def test_whatever_has_been_declared_rows_and_objects_agree_and_nobody_else_is_told(
    db, town, state, standings, reach, who
):
    row = town.scene.request(state=state)
    for name, standing in zip(("the leader", "a unit contact", "one with ties"), standings, strict=True):
        row = town.scene.standing(row, town.members[name], standing)
    message = town.said(who, row, reach)
    assert town.readers(message) == town.allowed(row, message)
    ids = {member.id for member in queries.concerned(db, message)}
    told = {name for name, member in town.members.items() if member.id in ids}
    assert told <= set(town.readers(message))
    for name in ("the leader", "one with ties", "the company", "the region"):
        found = {one.reference for one in queries.conversations(db, town.cast[name], "", 1).rows}
        assert (row.reference in found) == (name in town.readers(message))
