"""What a connection may have of its own: sign-in that begins at the provider, more certificates, stronger proof, keys
that follow one another, metadata that renews itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actor import THE_CLOCK
from app.database import now
from app.refusals import Refused
from app.saml import jobs, keys, metadata, queries
from app.saml.agreement import READ_AGAIN_AFTER, agreement
from app.saml.connections import Given
from app.saml.models import KeyStatus, OwnKey, SamlDetails, SeenAssertion
from app.saml.pairs import body_of, end_of
from app.sign_in.models import AuthEvent, AuthEventType, Session
from tests.sign_in.browser import OUR_OWN


def reasons(db):
    return db.scalars(select(AuthEvent.reason).where(AuthEvent.reason != "").order_by(AuthEvent.created_at)).all()


def details(db):
    db.expire_all()
    return db.scalars(select(SamlDetails)).one()


def test_a_sign_in_that_begins_at_the_provider_is_refused(db, browser, door, member, provider):
    """Rule 25"""
    connection = door()
    member(connection, "anna")
    one = browser()
    one.posts_answer(one.there.begins_there(provider, connection.client_id))
    assert one.page.status_code == 403
    assert one.sees("Börja här i stället")
    assert reasons(db) == ["unasked"]


def test_where_it_is_agreed_it_leads_to_the_start_page_and_is_written_down(db, browser, door, member, provider):
    connection = door(allows_unasked=True)
    member(connection, "anna")
    one = browser()
    answer = one.there.begins_there(provider, connection.client_id)
    one.posts_answer(answer, RelayState="https://evil.example/")
    assert one.finishes().headers["location"] == "/att-gora"
    assert one.is_signed_in
    kinds = db.scalars(select(AuthEvent.type).order_by(AuthEvent.created_at)).all()
    assert AuthEventType.sign_in_unasked in kinds
    assert one.posts_answer(answer).status_code == 502
    assert reasons(db) == ["assertion_replayed"]


def test_two_factors_are_demanded_also_of_who_begins_there(db, browser, door, member, provider):
    connection = door(allows_unasked=True)
    connection.acr_values, connection.demands_strong = ["http://id.sambi.se/loa/loa3"], True
    member(connection, "anna")
    one = browser()
    assert one.posts_answer(one.there.begins_there(provider, connection.client_id)).status_code == 403
    assert not one.is_signed_in
    assert reasons(db) == ["acr_refused"]


def test_an_answer_to_a_question_is_no_unasked_one(db, browser, door, member):
    connection = door(allows_unasked=True)
    member(connection, "anna")
    one = browser()
    there, fields = one.answers(one.starts(connection))
    assert one.posts_answer((there, {"SAMLResponse": fields["SAMLResponse"]})).status_code == 400
    assert reasons(db) == ["state_unknown"]


def test_the_provider_changes_its_certificate_without_an_outage(db, browser, door, member, provider, own_pairs):
    """Both are published for a while; then the old one goes, and the metadata is read anew by itself."""
    connection = door(given_by=Given(address=provider.entity_id))
    member(connection, "anna")
    following = own_pairs["opening"]
    provider.signs_with(following)
    assert browser().signs_in(connection).status_code == 502
    assert reasons(db) == ["saml_signature"]
    kept = details(db)
    kept.read_at = now() - timedelta(hours=7)
    db.commit()
    assert browser().signs_in(connection).status_code == 303
    assert details(db).certificates == [metadata.read_metadata(provider.metadata(), plain_http=True).certificates[0]]


def test_an_address_that_fails_or_tells_of_another_changes_nothing(db, browser, door, member, provider):
    connection = door(given_by=Given(address=provider.entity_id))
    member(connection, "anna")
    kept = details(db)
    kept.address, kept.read_at = f"{provider.origin}/nothing", now() - timedelta(hours=7)
    db.commit()
    assert browser().signs_in(connection).status_code == 303
    kept = details(db)
    kept.valid_until, kept.again_after = now() - timedelta(days=1), None
    db.commit()
    assert browser().starts(connection)[0] == ""
    assert reasons(db) == ["metadata_expired"]


def test_a_step_up_is_asked_for_and_looked_for(db, browser, door, member):
    """Rule 33: forceAuthn and AuthnContext"""
    connection = door()
    member(connection, "anna")
    connection.acr_values = ["urn:oasis:names:tc:SAML:2.0:ac:classes:Password"]
    db.commit()
    one = browser()
    one.signs_in(connection)
    one.page = one.portal.post("/logga-in/igen?next=/att-gora", headers=OUR_OWN)
    there = one.page.headers["refresh"].partition("url=")[2]
    one.posts_answer(one.answers((there, None)))
    assert one.finishes().headers["location"] == "/att-gora"
    connection.acr_values = ["http://id.sambi.se/loa/loa3"]
    db.commit()
    one.page = one.portal.post("/logga-in/igen?next=/att-gora", headers=OUR_OWN)
    there = one.page.headers["refresh"].partition("url=")[2]
    answer = one.answers((there, None))
    assert one.posts_answer(answer).status_code == 403
    assert reasons(db) == ["acr_refused"]
    (session,) = db.scalars(select(Session)).all()
    assert session.acr == "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"


def test_our_keys_follow_one_another(db, site, browser, door, member, provider, own_pairs, monkeypatch):
    connection = door()
    member(connection, "anna")
    provider.behaves(**{"assertion.encryption": True})
    made = iter([own_pairs["opening"], own_pairs["signing"]])
    monkeypatch.setattr(keys, "new_pair", lambda _: next(made))
    means = site.state.sign_in
    keys.announce_next(db, means)
    with pytest.raises(Refused):
        keys.announce_next(db, means)
    db.commit()
    text = browser().opens(f"/sso/{connection.id}/metadata").text
    assert text.count('use="signing"') == text.count('use="encryption"') == 2
    assert browser().signs_in(connection).status_code == 303
    one = browser()
    under_way = one.answers(one.starts(connection))
    keys.take_next(db)
    db.commit()
    one.posts_answer(under_way)
    assert one.finishes().status_code == 303
    assert {key.status for key in db.scalars(select(OwnKey)).all()} == {KeyStatus.current, KeyStatus.previous}
    assert browser().opens(f"/sso/{connection.id}/metadata").text.count("<md:KeyDescriptor") == 2
    with pytest.raises(Refused):
        keys.take_next(db)


def test_encryption_that_was_agreed_on_is_demanded(db, browser, door, member, provider):
    connection = door(wants_encrypted=True)
    member(connection, "anna")
    assert browser().signs_in(connection).status_code == 502
    provider.behaves(**{"assertion.encryption": True})
    assert browser().signs_in(connection).status_code == 303
    assert reasons(db) == ["not_encrypted"]


def test_without_the_program_people_are_told_whose_fault_it_is(db, browser, door, member, monkeypatch):
    connection = door()
    monkeypatch.setenv("PATH", "/nowhere")
    (one := browser()).starts(connection, prefix="/en")
    assert one.page.status_code == 503
    assert one.sees("The fault is ours")
    assert reasons(db) == ["saml_unavailable"]


def test_keys_are_made_when_they_are_first_needed_and_kept_sealed(db, site, monkeypatch, own_pairs, browser, door):
    connection = door()
    stored = db.scalars(select(OwnKey)).all()
    assert not any("PRIVATE" in key.key_sealed for key in stored)
    for key in stored:
        db.delete(key)
    db.flush()
    monkeypatch.setattr(keys, "new_pair", lambda _: own_pairs["signing"])
    assert agreement(db, site.state.sign_in, connection.id).ours.signing_key == own_pairs["signing"].key
    assert len(db.scalars(select(OwnKey)).all()) == 2


def by_night(db, site):
    """The clock strikes, and the job it asks for is done; in a thread of its own, as everything that waits here."""
    kept = details(db)
    kept.read_at = now() - timedelta(hours=7)
    db.commit()
    assert [one.connection_id for one in queries.to_read_again(db, now() - READ_AGAIN_AFTER)] == [kept.connection_id]
    outbound = site.state.sign_in.outbound
    with ThreadPoolExecutor(1) as threads:
        threads.submit(jobs.read_metadata, db, str(kept.connection_id), outbound=outbound).result()
    db.commit()


def test_published_metadata_is_read_by_night_and_its_end_is_known(db, site, door, provider, own_pairs):
    connection = door(given_by=Given(address=provider.entity_id))
    assert connection.certificate_expires_on == end_of(provider.pair.certificate).date()
    connection.certificate_expires_on = None
    provider.signs_with(own_pairs["opening"])
    by_night(db, site)
    assert details(db).certificates == [body_of(own_pairs["opening"].certificate)]
    assert connection.certificate_expires_on == end_of(own_pairs["opening"].certificate).date()


def test_what_cannot_be_read_by_night_leaves_everything_as_it_was(db, site, door, provider):
    door(given_by=Given(address=provider.entity_id))
    kept = details(db)
    kept.address = f"{provider.origin}/nothing"
    by_night(db, site)
    assert details(db).certificates == [provider.certificate]
    jobs.read_metadata(db, str(kept.id), outbound=site.state.sign_in.outbound)  # of a connection that is gone


def test_what_was_used_is_forgotten_when_nobody_would_believe_it_any_more(db, browser, door, member):
    connection = door()
    member(connection, "anna")
    browser().signs_in(connection)
    jobs.forget_answers(db, THE_CLOCK)
    (seen,) = db.scalars(select(SeenAssertion)).all()
    seen.expires_at = now() - timedelta(seconds=1)
    db.flush()
    jobs.forget_answers(db, THE_CLOCK)
    assert db.scalars(select(SeenAssertion)).all() == []
