"""Who may do what with a need: the whole table, and that objects and rows agree on it."""

from dataclasses import replace

import pytest

from app.actor import THE_CLOCK, VISITOR, Role
from app.challenges import rules
from app.challenges.models import Challenge, ChallengeState, CoOwner
from tests.rights import assert_every_ground_tells_apart, assert_rows_agree, table

EXPECTED = """
view          draft             its leader, its sponsor, its unit contact, a co-owner's leader, a guest
view          review            its leader, its sponsor, its unit contact, a co-owner's leader, a guest, the region, \
an officer
view          open              a visitor, a company, a researcher, another leader, its leader, its sponsor, \
its unit contact, a co-owner's leader, a guest, the region, an officer, the clock
view          withdrawn         its leader, its sponsor, its unit contact, a co-owner's leader, a guest, the region, \
an officer
edit          draft             its leader
edit          review            its leader
edit          open              its leader
edit          withdrawn         its leader
anchor        draft             its sponsor
anchor        review            its sponsor
anchor        open              its sponsor
anchor        withdrawn         its sponsor
review        draft             -
review        review            the region
review        open              the region
review        withdrawn         the region
share         draft             a co-owner's leader
share         review            a co-owner's leader
share         open              a co-owner's leader
share         withdrawn         a co-owner's leader
endorse       draft             -
endorse       review            -
endorse       open              another leader, a co-owner's leader
endorse       withdrawn         -
ask           draft             -
ask           review            -
ask           open              a company, a researcher, another leader, a co-owner's leader, a guest, the region, \
an officer
ask           withdrawn         -
answer        draft             its leader
answer        review            its leader
answer        open              its leader
answer        withdrawn         its leader
see_inside    draft             its leader, its sponsor, its unit contact
see_inside    review            its leader, its sponsor, its unit contact, the region, an officer
see_inside    open              its leader, its sponsor, its unit contact, the region, an officer
see_inside    withdrawn         its leader, its sponsor, its unit contact, the region, an officer
resolve       draft             its leader, its sponsor
resolve       review            its leader, its sponsor
resolve       open              its leader, its sponsor
resolve       withdrawn         its leader, its sponsor
register      draft             its leader
register      review            its leader, the region, an officer
register      open              its leader, the region, an officer
register      withdrawn         its leader, the region, an officer
keep_time     draft             -
keep_time     review            the clock
keep_time     open              the clock
keep_time     withdrawn         the clock
"""


@pytest.fixture
def cast(given):
    own, other = given.organisation(), given.organisation()
    sponsor = given.member(Role.sponsor, of=own)
    return {
        "own": own,
        "other": other,
        "sponsor": sponsor,
        "actors": {
            "a visitor": VISITOR,
            "a company": given.actor(Role.company_rep),
            "a researcher": given.actor(Role.researcher),
            "another leader": given.actor(Role.testbed_leader),
            "its leader": given.actor(Role.testbed_leader, of=own),
            "its sponsor": sponsor.actor,
            "its unit contact": given.actor(Role.unit_contact, of=own),
            "a co-owner's leader": given.actor(Role.testbed_deputy, of=other),
            "a guest": given.actor(Role.sponsor),
            "the region": given.actor(Role.region_lead),
            "an officer": given.actor(Role.region_officer),
            "the clock": THE_CLOCK,
        },
    }


def needs(given, cast, states):
    found = {}
    for state in states:
        need: Challenge = given.challenge(of=cast["own"], state=state, sponsor=cast["sponsor"])
        need.co_owners.append(CoOwner(challenge_id=need.id, organisation_id=cast["other"].id))
        given.db.commit()
        found[state.value] = need
    guest = cast["actors"]["a guest"]
    cast["actors"]["a guest"] = replace(guest, guest_of=frozenset(need.id for need in found.values()))
    return found


SHOWN = (ChallengeState.draft, ChallengeState.review, ChallengeState.open, ChallengeState.withdrawn)


def test_the_table_of_rights(given, cast):
    assert table(rules, cast["actors"], needs(given, cast, SHOWN)) == EXPECTED.strip("\n")


def test_rows_agree_with_objects_in_every_state(db, given, cast):
    everything = needs(given, cast, ChallengeState).values()
    assert_rows_agree(db, rules, cast["actors"], everything)
    assert_every_ground_tells_apart(rules, cast["actors"], everything)


def test_one_can_ask_why(given, cast):
    need = needs(given, cast, [ChallengeState.open])["open"]
    assert rules.may_view.why(cast["actors"]["its leader"], need) == [
        "It is published: everyone can see it.",
        "Their organisation owns the need.",
    ]
