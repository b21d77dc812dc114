"""Everyone in the invented testbed can come in, and what waits for them can be done."""

from sqlalchemy import select

from app.activity.models import Task
from app.actor import NOBODY, Role
from app.main import create_app, routes
from app.people import queries as people
from app.people.models import Membership
from app.sign_in.demo import open_doors


def addressees(db, task) -> list[Membership]:
    if task.membership_id != NOBODY:
        found = people.membership(db, task.membership_id)
        return [found] if found else []
    return list(people.holders(db, task.organisation_id, *map(Role, task.roles)))


def test_every_task_leads_its_addressees_to_a_page(db, visit):
    addresses = {route.name: route for route in routes()}
    tasks = db.scalars(select(Task)).all()
    assert len(tasks) >= 15
    for task in tasks:
        route = addresses[task.route]
        path = str(route.url_path_for(task.route, **dict.fromkeys(route.param_convertors, task.path["ref"])))
        for person in addressees(db, task):
            assert visit(person).opens(path).status == 200, (task.verb, path, person.person.name)


def test_only_what_waits_for_a_vacant_role_waits_for_nobody(db, town):
    tasks = db.scalars(select(Task)).all()
    unheard = [task for task in tasks if not addressees(db, task)]
    vacant = town.organisation("hallsberg").id  # has neither a testbed leader nor an administrator
    assert {(task.verb, task.organisation_id) for task in unheard} == {
        ("Follow up the benefit", vacant),
        ("Name a testbed leader", vacant),
    }
    heard = {task.verb for task in tasks if task not in unheard}
    assert "Help the municipality to a testbed leader" in heard


def test_a_draft_of_a_company_is_seen_by_nobody_else(visit, town):
    path = f"/forfragningar/{next(iter(town.drafts())).lower()}"
    assert visit(town.member("moa")).opens(path).status == 200
    others = ("sofia", "ylva", "joakim", "erik", "tove")
    assert [visit(town.member(who)).opens(path).status for who in others] == [404] * len(others)


def test_one_with_ties_does_not_meet_the_request(visit, town):
    path = f"/forfragningar/{town.request_with('Dosvän').lower()}"
    assert visit(town.member("jens")).opens(path).status == 200
    assert visit(town.member("daniel")).opens(path).status == 404


def test_what_came_in_on_an_open_call_is_closed_to_its_owner(visit, town):
    path = f"/forfragningar/{town.request_with('NattBlick').lower()}/bedomare"
    assert visit(town.member("hanna")).opens(path).status == 404
    closed = f"/forfragningar/{town.request_with('Dosvän').lower()}/bedomare"
    assert visit(town.member("jens")).opens(closed).status == 200


def test_every_organisation_with_people_gets_a_way_in(db, seeded):
    trial = seeded.model_copy(
        update={"environment": "development", "development_identity_provider": "http://127.0.0.1:8001"}
    )
    means = create_app(trial, engine=db.get_bind().engine).state.sign_in
    roster = open_doors(db, means, str)
    slugs = {client.organisation_slug for client in roster.clients}
    assert {"orebro", "hallsberg", "kumla", "region-orebro-lan", "orebro-universitet", "bergslagens-sensorik"} <= slugs
    assert "lekeberg" not in slugs
    names = {persona.name for persona in roster.personas}
    assert len(names) == len(roster.personas) > 40
