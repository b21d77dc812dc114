"""The post of a trial, and the regions every object page shows."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.activity import queries
from app.activity.happenings import Audience, Happened
from app.activity.models import Mail
from app.activity.notices import Notice
from app.activity.readers import readers
from app.activity.record import record
from app.actor import VISITOR, Role
from app.main import create_app
from app.rule import Rule
from app.settings import Settings
from app.worker import desk, handlers, post
from tests.activity.cast import Thing, leader, member, organisation

DEVELOPMENT = Settings(environment="development", base_url="https://testbed.example")


@pytest.fixture
def site(connection):
    """Makes the portal with some settings, inside the test's transaction."""

    def site(settings):
        site = create_app(settings, engine=connection.engine)
        site.state.sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        return site

    return site


@pytest.fixture
def in_the_templates(monkeypatch, tmp_path):
    """A letter of a feature that does not exist, beside the real ones."""
    folder = tmp_path / "email"
    folder.mkdir()
    (folder / "waiting.txt").write_text(
        '{% extends "email/base.txt" %}\n'
        "{% block subject %}Decide about {{ label }} <{{ reference }}>{% endblock %}\n"
        "{% block body %}{{ event.organisation_name }} needs your decision.{% endblock %}\n"
    )
    return tmp_path


def a_letter(db, site, in_the_templates, locale="sv"):
    for environment in site.state.templates.values():
        environment.loader.searchpath.append(str(in_the_templates))
    town = organisation(db, "Sampleton")
    reader = member(db, Role.sponsor, of=town, name="Åsa Sample", locale=locale)
    event = record(db, leader(db, town), Happened.challenge_submitted, Thing(town.id, label="R&D"))
    told = {Happened.challenge_submitted: Notice(lambda *_: [reader], "waiting", route="demo_post")}
    work = handlers(desk(site, DEVELOPMENT), post(DEVELOPMENT), told)
    work["tell_about"](db, event_id=str(event.id))
    mail = db.scalars(select(Mail)).one()
    work["send_mail"](db, mail_id=str(mail.id))
    return mail


def test_a_letter_is_written_with_the_pages_own_words_and_addresses(db, site, in_the_templates):
    swedish = a_letter(db, site(DEVELOPMENT), in_the_templates)
    assert swedish.subject == f"Decide about R&D <{swedish.thread}>"
    assert swedish.text.startswith("Hej.\n\nSampleton needs your decision.\n\nLäs mer i portalen:\nhttps://testbed.")
    assert "https://testbed.example/demo/post\n" in swedish.text


def test_a_letter_in_english_leads_to_the_english_page(db, site, in_the_templates):
    english = a_letter(db, site(DEVELOPMENT), in_the_templates, locale="en")
    assert english.text.startswith("Hello.\n")
    assert "https://testbed.example/en/demo/post\n" in english.text


def test_the_post_of_a_trial_can_be_read(db, site, in_the_templates):
    portal = site(DEVELOPMENT)
    mail = a_letter(db, portal, in_the_templates)
    db.commit()
    reader = TestClient(portal)
    assert "Decide about R&amp;D" in reader.get("/demo/post").text
    letter = reader.get(f"/en/demo/post/{mail.id}").text
    assert "Åsa Sample &lt;" in letter
    assert '<a href="https://testbed.example/demo/post"' in letter
    assert reader.get("/demo/post/00000000-0000-0000-0000-000000000000").status_code == 404


def test_there_is_no_such_page_where_letters_are_real(site):
    reader = TestClient(site(Settings(environment="test")))
    assert reader.get("/demo/post").status_code == 404
    assert reader.get("/demo/post/00000000-0000-0000-0000-000000000000").status_code == 404


def test_the_history_says_who_and_what(db, site):
    town = organisation(db, "Sampleton")
    actor, thing = leader(db, town), Thing(town.id)
    record(db, actor, Happened.challenge_published, thing, note="At <last>")
    region = site(DEVELOPMENT).state.templates["en"].get_template("activity/_history.html")
    inside = region.render(history=queries.history(db, actor, thing, set(Audience)))
    outside = region.render(history=queries.history(db, VISITOR, thing, {Audience.public}))
    for shown in (inside, outside):
        assert "The need was published" in shown
        assert "Sampleton" in shown
        assert "At &lt;last&gt;" in shown
    assert "Kim Sample, Sampleton" in inside
    assert "Kim Sample" not in outside
    assert "Nothing has happened yet." in region.render(history=[])


def test_who_can_see_it_names_people_to_their_own_organisation_only(db, site):
    def their_organisation_owns_it(actor, thing):
        """Their organisation owns it."""
        return thing.organisation_id == actor.organisation_id

    town = organisation(db, "Sampleton")
    insider = member(db, Role.sponsor, of=town, name="Alex Sample").actor
    found = readers(db, Rule(Thing, their_organisation_owns_it), Thing(town.id))
    region = site(DEVELOPMENT).state.templates["en"].get_template("activity/_who_can_see.html")
    assert "Alex Sample" in region.render(readers=found, actor=insider)
    outside = region.render(readers=found, actor=leader(db, organisation(db)))
    assert "Alex Sample" not in outside
    for words in ("Sampleton", "Decision-maker", "1 person", "Their organisation owns it."):
        assert words in outside
