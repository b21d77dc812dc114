"""What waits for you, for others, what goes on, what is new."""

from datetime import timedelta

import pytest

from app.activity.groups import Frequency, Group
from app.activity.happenings import Happened
from app.activity.models import Event, Notification, Task
from app.actor import NOBODY, Role
from app.challenges.models import ChallengeState as Need
from app.database import now, today
from app.onboarding.models import Onboarding
from app.sign_in.models import Session
from app.test_requests.models import Assessor, Standing
from app.test_requests.models import TestRequestState as Request


@pytest.fixture
def leader(given):
    return given.member(Role.testbed_leader)


def waits(given, subject, member, *, due=None, verb="Publish the need", for_role=True, **values):
    values = {"asked_by": NOBODY, "asked_by_name": "", "asked_by_membership_id": NOBODY} | values
    return given.saved(
        Task(
            key=verb + subject.reference,
            verb=verb,
            route="challenge",
            why="The region has approved it",
            subject_type=type(subject).__name__,
            subject_id=subject.id,
            subject_reference=subject.reference,
            subject_label=subject.title,
            organisation_id=member.organisation_id,
            roles=[Role.testbed_leader.value] if for_role else [],
            membership_id=NOBODY if for_role else member.id,
            due_on=today() + timedelta(days=due) if due is not None else None,
            **values,
        )
    )


def rows_of(person):
    return [li.get_text(" ", strip=True) for li in person.html.select("#tasks > li")]


def test_the_heading_says_how_much_in_words(given, leader, visit):
    for _ in range(4):
        waits(given, given.challenge(of=leader.organisation_id), leader)
    assert visit(as_=leader).opens("/att-gora").html.h1.get_text() == "Four matters wait for you"
    assert visit(as_=leader, language="sv").opens("/att-gora").html.h1.get_text() == "Fyra ärenden väntar på dig"


def test_one_thing_and_many_things(given, leader, visit):
    waits(given, given.challenge(of=leader.organisation_id), leader)
    assert visit(as_=leader, language="sv").opens("/att-gora").html.h1.get_text() == "Ett ärende väntar på dig"
    for _ in range(20):
        waits(given, given.challenge(of=leader.organisation_id), leader)
    person = visit(as_=leader).opens("/att-gora")
    assert person.html.h1.get_text() == "21 matters wait for you"
    assert len(rows_of(person)) == 20
    assert len(rows_of(person.follows("Show all (21)"))) == 21


def test_what_is_late_comes_first_and_says_so(given, leader, visit):
    for due in (30, -2, 1, None):
        waits(given, given.challenge(of=leader.organisation_id), leader, due=due)
    rows = rows_of(visit(as_=leader).opens("/att-gora"))
    assert "2 days late" in rows[0]
    assert f"At the latest {today() + timedelta(days=1):%-d}" in rows[1]
    assert "Has waited since" in rows[3]
    html = visit(as_=leader).opens("/att-gora").html
    tags = [tag["class"] for tag in html.select("#tasks .tag")]
    assert tags == [["tag", "tag-error"], ["tag", "tag-warn"]]


def test_a_row_says_what_to_do_with_what_and_why(given, leader, visit):
    need = given.challenge(of=leader.organisation_id, title="Tryggare nätter", state=Need.approved)
    waits(given, need, leader)
    person = visit(as_=leader).opens("/att-gora")
    assert need.reference in rows_of(person)[0]
    assert "The region has approved it" in rows_of(person)[0]
    assert person.follows("Publish the need: Tryggare nätter").status == 200


def test_the_list_and_the_badge_count_the_same(given, leader, visit):
    mine, other = given.challenge(of=leader.organisation_id), given.member(Role.testbed_leader)
    waits(given, mine, leader)
    waits(given, given.challenge(of=other.organisation_id), other)
    person = visit(as_=leader).opens("/att-gora")
    assert len(rows_of(person)) == 1
    assert person.html.select_one(".waiting").get_text(" ", strip=True).startswith(", 1")


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.testbed_leader, "Do you want to describe a new need?"),
        (Role.sponsor, "No decision waits for you."),
        (Role.company_rep, "No need takes requests just now."),
        (Role.researcher, "Pilots that seek researchers now: 0."),
        (Role.region_lead, "Nothing waits for the region, and nothing waits anywhere else."),
        (Role.platform_admin, "Nothing waits for you."),
        (Role.unit_contact, "No assessment waits for you."),
        (Role.organisation_admin, "Nothing waits for you here."),
    ],
)
def test_when_nothing_waits_each_role_is_told_so_and_shown_a_way_on(role, words, given, visit):
    person = visit(as_=given.member(role)).opens("/att-gora")
    assert person.html.h1.get_text() == "Nothing waits for you just now"
    assert person.sees(words)
    assert person.opens(person.html.select_one(".empty a")["href"]).status == 200


def test_the_region_is_told_of_the_oldest_matter_of_all(given, leader, visit):
    need = given.challenge(of=leader.organisation_id, state=Need.approved)
    waits(given, need, leader, since=now() - timedelta(days=6))
    person = visit(as_=given.member(Role.region_lead)).opens("/att-gora")
    assert person.sees("The oldest matter has waited 6 days in")


def test_what_one_has_handed_on_says_who_has_it(given, leader, visit):
    need = given.challenge(of=leader.organisation_id, state=Need.review)
    region = given.member(Role.region_lead)
    waits(
        given,
        need,
        region,
        verb="Check the quality of the need",
        for_role=False,
        asked_by=leader.organisation_id,
        asked_by_membership_id=leader.id,
    )
    person = visit(as_=leader).opens("/att-gora")
    assert person.html.select_one("#handed-on").get_text().count("Regionen has it since") == 1
    assert not rows_of(person)


def test_what_goes_on_says_stage_next_step_and_days(given, rows, leader, visit):
    need = given.challenge(of=leader.organisation_id, state=Need.approved, state_since=now() - timedelta(days=9))
    waits(given, need, leader)
    given.challenge(of=leader.organisation_id, state=Need.resolved)
    given.challenge(state=Need.open)
    rows.pilot(rows.test_request(given.challenge(of=leader.organisation_id, state=Need.in_pilot)))
    person = visit(as_=leader).opens("/att-gora")
    lines = [[cell.get_text(" ", strip=True) for cell in tr(["th", "td"])] for tr in person.html.select("tbody tr")]
    mine = next(line for line in lines if need.reference in line[0])
    assert mine[1:] == ["Ready to publish", "Publish the need", "9"]
    assert len([line for line in lines if line[0].startswith("P-")]) == 1


def test_a_conflicted_leader_does_not_meet_the_request_here(given, rows, leader, visit):
    need = given.challenge(of=leader.organisation_id, state=Need.assessing)
    request = rows.test_request(need)
    assert visit(as_=leader).opens("/att-gora").sees(request.reference)
    given.saved(Assessor(test_request_id=request.id, membership_id=leader.id, standing=Standing.conflicted))
    assert not visit(as_=leader).opens("/att-gora").sees(request.reference)


def test_a_company_sees_its_own_draft_and_nobody_elses(given, rows, visit):
    need = given.challenge(state=Need.open)
    mine, theirs = rows.test_request(need, Request.draft), rows.test_request(need, Request.draft)
    person = visit(as_=given.member(Role.company_rep, of=mine.organisation_id)).opens("/att-gora")
    assert person.sees(mine.reference)
    assert not person.sees(theirs.reference)


def told(given, member, subject, *, ago):
    event = given.saved(
        Event(
            happening=Happened.challenge_endorsed,
            at=now() - ago,
            membership_id=NOBODY,
            person_id=NOBODY,
            person_name="",
            organisation_id=NOBODY,
            organisation_name="Kumla kommun",
            subject_type=type(subject).__name__,
            subject_id=subject.id,
            subject_reference=subject.reference,
            subject_label=subject.reference,
            subject_organisation_id=subject.organisation_id,
            details={},
        )
    )
    given.saved(Notification(event_id=event.id, membership_id=member.id, group=Group.other, frequency=Frequency.daily))
    return event


def was_here(given, member, ago):
    given.signs_in(member)
    session = given.db.query(Session).filter_by(person_id=member.person_id).one()
    session.created_at = session.last_seen_at = now() - ago
    session.revoked_at = now() - ago
    given.db.commit()


def test_news_are_what_one_was_told_of_since_the_last_visit(given, leader, visit):
    need, old = (given.challenge(of=leader.organisation_id, state=Need.open) for _ in range(2))
    was_here(given, leader, timedelta(days=3))
    told(given, leader, need, ago=timedelta(days=1))
    told(given, leader, old, ago=timedelta(days=5))
    person = visit(as_=leader).opens("/att-gora")
    assert person.sees("New since you were last here")
    news = [li.get_text(" ", strip=True) for li in person.html.select("#news li")]
    assert len(news) == 1
    assert need.reference in news[0]
    assert "A municipality has the same need" in news[0]


def test_news_about_what_one_may_no_longer_see_are_gone(given, rows, leader, visit):
    need = given.challenge(of=leader.organisation_id, state=Need.assessing)
    open_to_them, closed_to_them = rows.test_request(need), rows.test_request(need)
    was_here(given, leader, timedelta(days=3))
    for request in (open_to_them, closed_to_them):
        told(given, leader, request, ago=timedelta(days=1))
    given.saved(Assessor(test_request_id=closed_to_them.id, membership_id=leader.id, standing=Standing.conflicted))
    news = visit(as_=leader).opens("/att-gora").html.select("#news li")
    assert [open_to_them.reference in line.get_text() for line in news] == [True]


def test_the_guide_of_the_first_month_is_ticked_hidden_and_found_again(given, leader, visit):
    given.member(Role.sponsor, of=leader.organisation_id)
    person = visit(as_=leader).opens("/att-gora")
    guide = person.html.find("section", class_="next")
    assert [span.get_text() for span in guide.select(".state")] == [
        "Done",
        "Not done yet",
        "Done",
        "Not done yet",
        "Not done yet",
    ]
    assert not person.presses("Hide").sees("Get started")
    assert person.opens("/hjalp").sees("Get started")
    assert person.presses("Show this on “To do” again").sees("Get started")


def test_the_first_administrator_of_a_municipality_sees_what_it_lacks(given, visit):
    """Who comes first to a municipality is told what to do there, and where."""
    town = given.organisation("Nora kommun")
    admin = given.member(Role.organisation_admin, of=town)
    given.saved(Onboarding(organisation_id=town.id, interested_on=today(), agreement_signed_on=today()))
    person = visit(as_=admin).opens("/att-gora")
    guide = person.html.find("section", class_="next")
    assert [link.get_text() for link in guide("a")] == [
        "Choose the language of your letters",
        "Name a testbed leader",
        "Name a decision-maker",
        "Name a deputy for the testbed leader",
    ]
    person.follows("Go to the administration")
    assert person.links()[1:4] == [
        "2 of 6 steps are done before your municipality takes part.",
        "Nobody leads your testbed. Give the role to a colleague, or invite somebody.",
        "Nobody in management can decide on needs. Name a decision-maker.",
    ]
    assert person.follows("2 of 6 steps are done before your municipality takes part.").sees("Own sign-in connected")


def test_the_guide_goes_away_after_a_month(given, db, leader, visit):
    leader.created_at = now() - timedelta(days=31)
    db.commit()
    assert not visit(as_=leader).opens("/att-gora").sees("Get started")


def test_a_visitor_is_led_to_sign_in(visit):
    assert visit().opens("/att-gora").path == "/en/logga-in"


def test_of_much_that_goes_on_the_latest_moved_is_shown(given, leader, visit):
    needs = [
        given.challenge(of=leader.organisation_id, state=Need.published, state_since=now() - timedelta(days=days))
        for days in range(21)
    ]
    person = visit(as_=leader).opens("/att-gora")
    shown = person.html.select_one("[aria-labelledby=underway-caption]").get_text(" ")
    assert [need.reference for need in needs if need.reference not in shown] == [needs[-1].reference]
    assert person.sees("What moved last is shown here.")
    given.db.delete(needs[0])
    given.db.flush()
    assert not visit(as_=leader).opens("/att-gora").sees("What moved last is shown here.")
