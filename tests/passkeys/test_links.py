"""The link by e-mail: who gets one, in which browser it works, and that it works once."""

from datetime import timedelta

import pytest

from app import clock
from app.database import now
from app.organisations.models import OrganisationKind, OrganisationStatus
from app.passkeys import letters, links
from app.passkeys.models import LinkRequest
from app.people.models import MembershipStatus
from app.sign_in.happenings import Outcome
from app.sign_in.models import AuthEvent, ConnectionStatus, IdpConnection, Protocol, SignInPolicy, SsoPolicy
from app.sign_in.secrets import fingerprint
from app.worker import desk

ASK = "/en/logga-in/utan-inloggningstjanst"
ADDRESS = "disa@ljusverket.example"


def asks(one, address=ADDRESS, **query):
    one.opens(ASK)
    return one.posts(ASK + ("?next=" + query["next"] if query else ""), email=address)


def presses(one, link, membership):
    return one.posts(link.removeprefix("https://testserver"), membership=str(membership.id))


def opens(one, link):
    return one.opens(link.removeprefix("https://testserver"))


def test_a_link_signs_in_whoever_asked_for_it_in_the_browser_that_asked(small_company, browser, worker, post):
    one = browser()
    assert asks(one, " Disa@Ljusverket.Example ", next="/behov").headers["location"] == ASK + "/skickad"
    worker()
    link = post.link(ADDRESS)
    opens(one, link)
    assert one.sees("Sign in at Ljusverket AB")
    assert presses(one, link, small_company).headers["location"] == "/behov"
    assert one.is_signed_in


def test_programs_that_open_links_do_not_use_them_up(small_company, browser, worker, post):
    one, scanner = browser(), browser()
    asks(one)
    worker()
    link = post.link(ADDRESS)
    for _ in range(3):
        opens(scanner, link)
        opens(one, link)
    presses(one, link, small_company)
    assert one.is_signed_in


def test_a_link_works_once(small_company, browser, worker, post):
    one = browser()
    asks(one)
    worker()
    link = post.link(ADDRESS)
    presses(one, link, small_company)
    one.posts("/logga-ut")
    assert presses(one, link, small_company).status_code == 400
    assert not one.is_signed_in


def test_a_link_works_in_no_other_browser(small_company, browser, worker, post):
    one, thief = browser(), browser()
    asks(one)
    thief.opens(ASK)
    worker()
    link = post.link(ADDRESS)
    assert opens(thief, link).status_code == 400
    assert presses(thief, link, small_company).status_code == 400
    assert not thief.is_signed_in
    presses(one, link, small_company)
    assert one.is_signed_in


def test_a_link_lasts_fifteen_minutes(small_company, browser, worker, post):
    one = browser()
    asks(one)
    worker()
    link = post.link(ADDRESS)
    with clock.at(now() + timedelta(minutes=15, seconds=1)):
        assert presses(one, link, small_company).status_code == 400


def test_the_answer_is_the_same_for_an_address_nobody_has(db, small_company, browser, worker, post, asked_of):
    one, other = browser(), browser()
    one.opens(ASK)
    with asked_of() as known:
        here = one.posts(ASK, email=ADDRESS)
    other.opens(ASK)  # as the first did: what every page says is asked anew after each change
    with asked_of() as unknown:
        there = other.posts(ASK, email="nobody@nowhere.example")
    assert (here.status_code, here.headers["location"]) == (there.status_code, there.headers["location"])
    assert [one.split()[:3] for one in known] == [one.split()[:3] for one in unknown]
    worker()
    assert post.to("nobody@nowhere.example") == []


def test_what_is_stored_signs_nobody_in(db, small_company, browser, worker, post):
    asks(browser())
    worker()
    mail = post.to(ADDRESS)[0]
    token = post.link(ADDRESS).rpartition("/")[2]
    assert token not in mail.text + mail.secret_sealed + mail.subject
    row = db.query(LinkRequest).one()
    assert row.token_hash == fingerprint(token)


def test_a_letter_says_nothing_confidential_and_no_organisation(small_company, browser, worker, post):
    asks(browser())
    worker()
    mail = post.to(ADDRESS)[0]
    assert "Ljusverket" not in mail.subject + mail.text
    assert mail.subject == "Sign in to Testbädden Örebro län"


def test_asking_twice_for_the_same_answer_sends_one_letter(db, small_company, browser, worker, post, site, settings):
    asks(browser())
    worker()
    letters.send_link(db, str(db.query(LinkRequest).one().id), desk=desk(site, settings))
    assert len(post.to(ADDRESS)) == 1


def test_an_invited_person_comes_in_and_is_a_member(db, small_company, browser, worker, post):
    small_company.status = MembershipStatus.invited
    db.commit()
    one = browser()
    asks(one)
    worker()
    presses(one, post.link(ADDRESS), small_company)
    assert one.is_signed_in
    db.refresh(small_company)
    assert small_company.status is MembershipStatus.active


@pytest.mark.parametrize("change", ["required", "active service", "left", "suspended", "ended"])
def test_who_may_not_come_in_this_way_gets_no_link(db, given, small_company, browser, worker, post, change):
    shut(db, given, small_company, change)
    asks(browser())
    worker()
    assert post.to(ADDRESS) == []


@pytest.mark.parametrize("change", ["required", "active service", "left", "suspended", "ended"])
def test_a_link_sent_before_that_leads_nowhere(db, given, small_company, browser, worker, post, change):
    one = browser()
    asks(one)
    worker()
    link = post.link(ADDRESS)
    shut(db, given, small_company, change)
    opens(one, link)
    assert not one.sees("Sign in at")
    assert presses(one, link, small_company).status_code == 403
    assert not one.is_signed_in


def shut(db, given, member, change):
    if change == "required":
        given.saved(SignInPolicy(organisation_id=member.organisation_id, sso=SsoPolicy.required))
    elif change == "active service":
        service = {"issuer": "https://login.example", "client_id": "p", "status": ConnectionStatus.active}
        given.saved(IdpConnection(organisation_id=member.organisation_id, name="x", protocol=Protocol.saml, **service))
    elif change == "left":
        member.organisation.status = OrganisationStatus.left
    elif change == "suspended":
        member.status = MembershipStatus.suspended
    else:
        member.valid_to = now().date() - timedelta(days=1)
    db.commit()


def test_a_service_that_is_turned_off_is_no_service(db, given, small_company, browser, worker, post):
    shut(db, given, small_company, "active service")
    given.saved(SignInPolicy(organisation_id=small_company.organisation_id, sso=SsoPolicy.off))
    one = browser()
    asks(one)
    worker()
    presses(one, post.link(ADDRESS), small_company)
    assert one.is_signed_in


def test_one_address_in_two_companies_chooses_where_to(db, given, small_company, browser, worker, post):
    other = given.organisation("Norrsken AB", OrganisationKind.company)
    second = given.saved(type(small_company)(organisation_id=other.id, person_id=small_company.person_id))
    one = browser()
    asks(one)
    worker()
    link = post.link(ADDRESS)
    opens(one, link)
    assert one.sees("Sign in at Ljusverket AB")
    assert one.sees("Sign in at Norrsken AB")
    presses(one, link, second)
    one.opens("/en/konto/byt-organisation")
    assert one.sees("Norrsken AB Chosen now")
    assert one.sees("Ljusverket AB You need to sign in there first")


def test_a_link_does_not_lead_to_somebody_else(given, small_company, browser, worker, post):
    stranger = given.member(of=given.organisation("Norrsken AB", OrganisationKind.company))
    one = browser()
    asks(one)
    worker()
    assert presses(one, post.link(ADDRESS), stranger).status_code == 403


def test_too_many_requests_are_refused_for_known_and_unknown_alike(small_company, browser):
    for address in (ADDRESS, "nobody@nowhere.example"):
        answers = [asks(browser(), address).status_code for _ in range(links.MOST[0] + 1)]
        assert answers == [303] * links.MOST[0] + [422]


def test_an_hour_later_one_may_ask_again(small_company, browser):
    for _ in range(links.MOST[0]):
        asks(browser())
    with clock.at(now() + timedelta(minutes=61)):
        assert asks(browser()).status_code == 303


@pytest.mark.parametrize("token", ["x", "å", "x" * 5000, "%00"])
def test_a_link_nobody_made_is_answered_with_a_page(browser, token):
    one = browser()
    assert one.opens(f"/logga-in/lank/{token}").status_code in (400, 401, 404)


def test_what_is_typed_wrong_is_said(browser):
    one = browser()
    assert one.posts(ASK, email="disa").status_code == 422
    assert one.sees("Enter an email address with an @")
    assert one.posts(ASK).status_code == 422
    assert one.sees("Enter your e-mail address.")


def test_a_refusal_is_written_down_and_so_is_coming_in(db, small_company, browser, worker, post):
    one = browser()
    asks(one)
    worker()
    link = post.link(ADDRESS)
    presses(one, link, small_company)
    presses(one, link, small_company)
    events = db.query(AuthEvent).order_by(AuthEvent.created_at).all()
    assert [(event.type, event.outcome, event.reason) for event in events] == [
        ("sign_in", Outcome.ok, ""),
        ("sign_in", Outcome.refused, "link_used_or_old"),
    ]
