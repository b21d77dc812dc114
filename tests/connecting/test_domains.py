"""Proving a domain, losing it, and never having it moved silently (sso.md rule 4)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import THE_CLOCK, Role
from app.connecting import actions, jobs
from app.connecting.proving import Heard, Verdict, record_name, record_text, resolvers_named
from app.database import now
from app.sign_in import queries as sign_in
from app.sign_in import queries_domains
from app.sign_in.models import AuthEvent, DomainProof, DomainStatus, SignInDomain
from app.worker import NOTICES

PROVEN = Verdict((Heard.found, Heard.found, Heard.missing))
MISSING = Verdict((Heard.missing,) * 3)
SILENT = Verdict((Heard.silent,) * 3)
SPREADING = Verdict((Heard.found, Heard.missing, Heard.missing))


@pytest.fixture
def admin(given):
    return given.member(Role.organisation_admin)


@pytest.fixture
def owned(given):
    """`owned(member, "hallsberg.example", status)` is a domain of the member's organisation."""

    def owned(member, domain="hallsberg.example", status=DomainStatus.pending, **values):
        return given.saved(SignInDomain(organisation_id=member.organisation_id, domain=domain, status=status, **values))

    return owned


def happened(db):
    return [event.happening for event in db.scalars(select(Event).order_by(Event.at, Event.id))]


def test_a_domain_is_added_proven_and_leads_somewhere(visit, admin, name_servers, site, monkeypatch):
    monkeypatch.setattr(site.state, "resolvers", resolvers_named([one.address for one in name_servers]))
    page = visit(as_=admin).opens("/administration/inloggning/domaner")
    page.fills("Email domain", "Anna@Hallsberg.Example").presses("Add domain")
    assert page.path == "/en/administration/inloggning/domaner/hallsberg.example"
    page.presses("Check now")
    assert page.sees("We cannot find the TXT record yet")
    name, text = page.html.find(id="record-name")["value"], page.html.find(id="record-text")["value"]
    assert name == "_portal-verifiering.hallsberg.example"
    name_servers[0].says[name] = [text]
    page.presses("Check now")
    assert page.sees("The record is spreading")
    for one in name_servers:
        one.says[name] = ["something else"]
    page.presses("Check now")
    assert page.sees("The record says something else")
    for one in name_servers:
        one.says[name] = [text]
    page.presses("Check now")
    assert page.sees("Leave the record where it is")
    assert page.sees("Verified")


def test_a_verified_domain_leads_to_the_organisation_s_sign_in_and_no_other_does(db, given, admin, owned):
    given.signs_in(admin)  # a connection of theirs
    address = "anyone@hallsberg.example"
    row = owned(admin)
    for status, doors in ((DomainStatus.pending, 0), (DomainStatus.lapsed, 0), (DomainStatus.verified, 1)):
        row.status = status
        db.flush()
        assert len(sign_in.doors(db, address)) == doors
    assert queries_domains.verified_domains(db, admin.organisation_id) == ["hallsberg.example"]


@pytest.mark.parametrize("wrong", ["", "hallsberg", "gmail.com", "co.uk", "\x00", "å" * 300])
def test_what_is_no_domain_of_theirs_is_answered_and_kept(visit, admin, wrong):
    page = visit(as_=admin).opens("/administration/inloggning/domaner").fills("Email domain", wrong)
    page.presses("Add domain")
    assert page.status == 422
    assert len(page.errors()) == 1


def test_the_same_domain_twice_is_refused(visit, admin, owned):
    owned(admin)
    page = visit(as_=admin).opens("/administration/inloggning/domaner").fills("Email domain", "hallsberg.example")
    assert page.presses("Add domain").errors() == ["The domain is in the list already."]


def test_there_is_an_end_to_it(visit, admin, owned, monkeypatch):
    monkeypatch.setattr(actions, "MOST_DOMAINS", 1)
    owned(admin, "kumla.example")
    page = visit(as_=admin).opens("/administration/inloggning/domaner").fills("Email domain", "hallsberg.example")
    assert page.presses("Add domain").status == 422


def test_only_those_who_administer_the_organisation_come_here(visit, given, admin, owned):
    owned(admin)
    other = given.member(Role.organisation_admin)
    leader = given.member(Role.testbed_leader, of=admin.organisation_id)
    platform = given.member(Role.platform_admin)
    for path in ("", "/hallsberg.example", "/hallsberg.example/ta-bort"):
        for who in (leader, platform):
            assert visit(as_=who).opens("/administration/inloggning/domaner" + path).status == 403
    assert visit(as_=other).opens("/administration/inloggning/domaner/hallsberg.example/ta-bort").status == 404
    page = visit(as_=other).opens("/administration/inloggning/domaner")
    assert not page.sees("hallsberg.example")
    assert (
        page.client.post(
            "/administration/inloggning/domaner/hallsberg.example/kontrollera",
            headers={"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"},
        ).status_code
        == 404
    )


def test_a_proven_domain_lapses_after_three_weekly_checks_and_each_is_told(db, admin, owned):
    row = owned(admin, status=DomainStatus.verified)
    for left in (DomainStatus.verified, DomainStatus.verified, DomainStatus.lapsed):
        actions.hear(db, THE_CLOCK, row.id, MISSING)
        assert row.status == left
    assert happened(db) == [Happened.domain_failing] * 2 + [Happened.domain_lapsed]
    for event in db.scalars(select(Event)):
        assert [one.id for one in NOTICES[event.happening].to(db, event)] == [admin.id]
    actions.hear(db, THE_CLOCK, row.id, PROVEN)
    assert row.status == DomainStatus.verified
    assert [event.type for event in db.scalars(select(AuthEvent))] == ["domain_lapsed", "domain_verified"]


def test_one_good_check_in_between_begins_anew(db, admin, owned):
    row = owned(admin, status=DomainStatus.verified)
    for verdict in (MISSING, MISSING, PROVEN, MISSING, MISSING):
        actions.hear(db, THE_CLOCK, row.id, verdict)
    assert (row.status, row.failures) == (DomainStatus.verified, 2)


@pytest.mark.parametrize("verdict", [SILENT, SPREADING])
def test_silence_and_disagreement_count_against_nobody(db, admin, owned, verdict):
    row = owned(admin, status=DomainStatus.verified)
    for _ in range(5):
        actions.hear(db, THE_CLOCK, row.id, verdict)
    assert (row.status, row.failures) == (DomainStatus.verified, 0)


def test_what_an_operator_vouched_for_does_not_lapse_until_it_has_been_proven(db, admin, owned):
    row = owned(admin, status=DomainStatus.verified, proof=DomainProof.operator)
    for _ in range(5):
        actions.hear(db, THE_CLOCK, row.id, MISSING)
    assert row.is_verified
    actions.hear(db, THE_CLOCK, row.id, PROVEN)
    assert row.proof == DomainProof.dns


def test_another_s_verified_domain_is_never_moved(db, given, visit, admin, owned):
    mine = owned(admin, status=DomainStatus.verified)
    thief = given.member(Role.organisation_admin)
    theirs = owned(thief)
    actions.hear(db, thief.actor, theirs.id, PROVEN)
    db.commit()
    assert (mine.status, theirs.status) == (DomainStatus.verified, DomainStatus.pending)
    event = db.scalar(select(Event))
    assert event.happening == Happened.domain_contested
    assert [one.id for one in NOTICES[event.happening].to(db, event)] == [admin.id]
    page = visit(as_=thief).opens("/administration/inloggning/domaner/hallsberg.example")
    assert page.sees("Another organisation has verified this domain")
    mine.status = DomainStatus.lapsed
    db.flush()
    actions.hear(db, thief.actor, theirs.id, PROVEN)
    assert theirs.status == DomainStatus.verified


def test_removing_a_domain_asks_first_and_tells(db, visit, admin, owned):
    owned(admin, status=DomainStatus.verified)
    page = visit(as_=admin).opens("/administration/inloggning/domaner/hallsberg.example").follows("Remove the domain")
    page.presses("Yes, remove the domain")
    assert not page.sees("hallsberg.example")
    assert happened(db) == [Happened.domain_removed]
    assert page.opens("/administration/inloggning/domaner/hallsberg.example").path.endswith("/domaner")


def test_the_clock_asks_for_a_check_once_a_week(db, admin, owned, name_servers):
    row = owned(admin, status=DomainStatus.verified, checked_at=now() - timedelta(days=6))
    owned(admin, "vouched.example", DomainStatus.verified, proof=DomainProof.operator)
    owned(admin, "pending.example")
    places = resolvers_named([one.address for one in name_servers])
    assert list(jobs.queries.due_for_a_check(db, now() - jobs.CHECKED_EVERY)) == []
    jobs.check_domain(db, str(row.id), resolvers=places)
    assert name_servers[0].asked == []
    row.checked_at = now() - timedelta(days=8)
    db.flush()
    assert list(jobs.queries.due_for_a_check(db, now() - jobs.CHECKED_EVERY)) == [row.id]
    jobs.look_again(db, THE_CLOCK)
    jobs.check_domain(db, str(row.id), resolvers=places)
    assert row.failures == 1
    jobs.check_domain(db, str(row.id), resolvers=places)
    assert row.failures == 1
    for one in name_servers:
        one.says[record_name(row.domain)] = [record_text(row.token)]
    row.checked_at = now() - timedelta(days=8)
    db.flush()
    jobs.check_domain(db, str(row.id), resolvers=places)
    assert row.failures == 0
    jobs.check_domain(db, str(admin.id), resolvers=places)  # removed meanwhile
