"""Who leads each testbed, and what happens when nobody does."""

from sqlalchemy import select

from app.activity.models import Event, Task
from app.actor import THE_CLOCK, Role
from app.database import today
from app.people import actions as people_actions
from app.people import queries as people
from app.people.models import Source
from app.staffing import jobs, queries
from app.staffing.models import Vacancy


def test_leaders_shares_and_vacant_days_stand_in_the_table_and_nobody_is_named_in_the_file(manned, visit):
    page = visit(as_=manned.region).opens("/uppfoljning/bemanning")
    table = page.html.find(id="staffing-now-caption").find_parent("table")
    rows = {row.th.a.get_text(): [cell.get_text(" ", strip=True) for cell in row("td")] for row in table("tr")[1:]}
    assert rows["Nora"][:2] == ["Lo Ledare", "40%"]
    assert rows["Laxå"][0] == "Vacant 40 days"
    assert rows["Laxå"][4] == "40"
    assert rows["Kumla"][0] == "Not named yet"
    assert page.sees("Kumla On its way in")
    assert page.sees("1 of 2 municipalities that take part have a testbed leader: vacant in Laxå")
    assert len(page.html.select("svg.calendar rect[height='20']")) >= 3
    file = page.client.get("/uppfoljning/bemanning/fil/csv").content.decode("utf-8-sig")
    assert "Laxå;Ingen;" in file
    assert "Lo Ledare" not in file


def test_a_vacancy_is_told_once_waits_for_two_and_ends_when_somebody_comes(manned, db):
    for _ in range(2):
        jobs.mind_vacancies(db, THE_CLOCK)
    vacancy = db.scalars(select(Vacancy)).one()
    assert (today() - vacancy.since).days == 40
    told = db.scalars(select(Event.happening).where(Event.subject_id == vacancy.id)).all()
    assert told == ["staffing.vacant"]
    tasks = db.scalars(select(Task).where(Task.subject_id == vacancy.id)).all()
    assert sorted(task.roles[0] for task in tasks) == ["organisation_admin", "region_lead"]
    people_actions.add(
        db,
        THE_CLOCK,
        manned.laxa,
        email="ny@laxa.example",
        name="Ny Ledare",
        roles=[Role.testbed_leader],
        source=Source.manual,
    )
    jobs.mind_vacancies(db, THE_CLOCK)
    assert vacancy.ended_on == today()
    assert not db.scalars(select(Task).where(Task.subject_id == vacancy.id)).all()


def test_the_region_names_who_answers_for_now_without_learning_what_it_is_about(manned, visit, db):
    page = visit(as_=manned.region).opens("/uppfoljning/bemanning").follows("Name who answers for now in Laxå")
    assert page.sees("Nobody has led the testbed for 40 days")
    assert manned.need.title not in page.text
    page.presses("Name them for all of it")
    assert page.errors() == ["Choose who answers for it for now."]
    page.typed["stand_in"] = [str(manned.region.id)]
    page.presses("Name them for all of it")
    assert page.sees("It has been saved")
    assert {one.membership_id for one in people.interims(db)} == {manned.region.id}


def test_only_those_who_could_answer_can_be_named(manned, visit, db):
    page = visit(as_=manned.region).opens("/uppfoljning/bemanning/kommun/laxa")
    page.typed["stand_in"] = [str(manned.leader.id)]
    page.presses("Name them for all of it")
    assert page.status == 404
    assert manned.leader.id not in {one.membership_id for one in people.interims(db)}


def test_a_municipality_sees_itself_and_nobody_else(manned, visit, given):
    assert visit(as_=manned.admin).opens("/uppfoljning/bemanning/kommun/laxa").status == 200
    assert visit(as_=manned.admin).opens("/uppfoljning/bemanning/kommun/nora").status == 404
    assert visit(as_=manned.admin).opens("/uppfoljning/bemanning").status == 403
    officer = given.member(Role.region_officer)
    page = visit(as_=officer).opens("/uppfoljning/bemanning/kommun/laxa")
    assert page.buttons() == []
    assert visit(as_=given.member(Role.company_rep)).opens("/uppfoljning/bemanning/kommun/nora").status == 404


def test_the_county_is_asked_as_often_for_one_more(manned, db, given, asked_of):
    def asked():
        db.expire_all()
        with asked_of() as questions:
            queries.county(db)
        return len(questions)

    before = asked()
    manned.on_post(Role.testbed_leader, given.organisation("Hällefors"), "Hal Ledare")
    assert asked() == before
