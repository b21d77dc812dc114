"""Who co-finances is said everywhere while a grant asks for it, and nowhere when none does (domain.md A9, B14)."""

import csv
import io

import pytest
from sqlalchemy import select

from app.activity.models import Event, Mail
from app.actor import Role
from app.database import now
from app.grants import actions, queries
from app.mail.letters import Recipient
from app.main import routes
from app.worker import _written, desk, handlers
from tests.grants.money import ENGLISH, LINE


def said_on(visitor, path, line=ENGLISH):
    """How many times a reader meets the sentence; the head of printed pages is not shown on a screen."""
    visitor.opens(path)
    for head in visitor.html.select(".print-head"):
        head.decompose()
    return visitor.html.get_text().count(line)


def test_without_a_grant_nothing_is_said_of_it(visit, given):
    assert queries.lines(given.db) == {"sv": (), "en": ()}
    assert "co-financ" not in visit().opens("/").html.get_text()
    assert "medfinans" not in visit(language="sv").opens("/").html.get_text()
    lead = visit(as_=given.member(Role.region_lead)).opens("/finansiering")
    assert lead.sees("No grant has been written down.")


def test_every_open_page_says_it_once(money, visit, site):
    money.running()
    for name in site.state.open_pages:
        assert said_on(visit(), str(site.url_path_for(name))) == 1, name
    assert said_on(visit(language="sv"), "/", LINE) == 1


def test_signed_in_pages_and_refusals_say_it_too(money, visit, given):
    money.running()
    for member in (money.lead, given.member(Role.testbed_leader), given.member(Role.company_rep)):
        someone = visit(as_=member)
        for path in ("/att-gora", "/behov", "/finansiering", "/finns-inte"):
            assert said_on(someone, path) == 1, (path, someone.status)


def test_a_refusal_before_anyone_was_asked_says_it(money, visit):
    """The first answer of a process, to a request that no handler takes."""
    money.running()
    someone = visit()
    answer = someone.client.post("/behov", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert LINE in answer.text


def test_the_printed_page_says_it_in_its_head(money, visit):
    money.running()
    assert LINE in visit(language="sv").opens("/").html.select_one(".print-head").get_text()


def test_files_say_it(money, visit):
    money.running()
    answer = visit(as_=money.lead).client.get("/uppfoljning/floden.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[-2:] == [[], [LINE]]


def test_letters_say_it(money, site, settings, db):
    decision = money.running()
    tell = handlers(desk(site, settings), None)["tell_about"]
    actions.settle(db, money.lead.actor, money.running(money.grant("22RS1")))
    for event in db.scalars(select(Event)).all():
        tell(db, str(event.id))
    letters = db.scalars(select(Mail)).all()
    assert letters
    assert decision.is_in_force
    assert all(LINE in letter.text for letter in letters)


def test_no_letter_is_written_without_it(site, settings):
    """Whatever its template: the desk says it, and every job that writes letters is given such a desk."""
    said = desk(site, settings).saying({"sv": (LINE,), "en": (ENGLISH,)})
    someone = Recipient("kim@demo.example", "Kim Demo", "sv")
    letter = said.to_anyone(someone, "sign_in/link", {"link": "https://demo.example", "until": now()})
    assert letter.text.endswith(f"\n{LINE}\n")
    given_desks = []
    told = _written(lambda _, desk: given_desks.append(desk.cofinancing), said)
    told(site.state.sessions())
    assert given_desks == [{"sv": (), "en": ()}]


@pytest.mark.parametrize("values", [{"starts_on": "2099-01-01", "ends_on": "2099-12-31"}, {"conditions_asked": []}])
def test_it_is_said_when_the_decision_begins_and_asks_for_it(money, db, values):
    if "conditions_asked" in values:
        values = {"conditions_asked": [{"kind": "other", "text": "Rapportera varje kvartal."}]}
    money.running(**values)
    assert queries.lines(db)["sv"] == ()


def test_a_draft_says_nothing_and_a_settled_grant_nothing_more(money, db):
    money.decision(money.grant())
    assert queries.lines(db)["sv"] == ()
    decision = money.running(money.grant("22RS1"))
    assert queries.lines(db)["sv"] == (LINE,)
    actions.settle(db, money.lead.actor, decision)
    assert queries.lines(db)["sv"] == ()


def test_two_grants_say_two_sentences_and_the_same_sentence_once(money, db):
    money.running()
    money.running(money.grant("22RS1"))
    money.running(
        money.grant("22RS2"), line_sv="Unionen medfinansierar projektet.", line_en="The Union co-finances it."
    )
    assert queries.lines(db)["sv"] == (LINE, "Unionen medfinansierar projektet.")


def test_a_change_that_says_nothing_of_conditions_goes_on_saying_it(money, db):
    first = money.running()
    money.running(first.grant, amends_id=str(first.id), conditions_asked=[], line_sv="", line_en="")
    assert queries.lines(db)["sv"] == (LINE,)


def test_there_is_no_way_to_switch_it_off(money, visit):
    """No form of a decision in force takes the sentence or its condition away."""
    decision = money.running()
    lead = visit(as_=money.lead).opens("/finansiering/21rs4368/beslut/1/redigera")
    assert lead.path == "/en/finansiering/21rs4368/beslut/1"
    answer = lead.client.post(
        "/finansiering/21rs4368/beslut/1/redigera", data={}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 422
    assert said_on(visit(), "/") == 1
    takes = [route.path for route in routes() if "POST" in route.methods and "/finansiering" in route.path]
    assert [path for path in takes if "ta-bort" in path and "underlag" not in path and "kostnad" not in path] == []
    assert decision.conditions[1].kind == "visibility"


def test_it_is_asked_for_once_a_minute_and_after_every_change(visit, site, money, asked_of):
    def asks(visitor):
        with asked_of() as questions:
            visitor.opens("/behov")
        return any("line_sv" in question for question in questions)

    someone = visit()
    assert [asks(someone), asks(someone)] == [True, False]
    own = {"Sec-Fetch-Site": "same-origin"}
    visit(as_=money.lead).client.post("/att-gora/kom-igang/dolj", headers=own, follow_redirects=False)
    assert [asks(someone), asks(someone)] == [True, False]
    site.state.cofinancing._latest = (site.state.cofinancing._latest[0] - 61, {})
    assert asks(someone)
