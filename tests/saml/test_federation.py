"""Providers that a federation vouches for, through pyFF: right and wrong signers, and whose names they may use."""

import pytest
from sqlalchemy import select

from app.actor import Role
from app.refusals import Refused
from app.saml import connections, fetching, metadata
from app.saml.connections import Given, Wanted
from app.saml.fetching import Voucher
from app.saml.models import SamlDetails
from app.sign_in.models import AuthEvent, Identity, JitPolicy, SignInPolicy
from tests.saml import federation
from tests.saml.simplesaml import PEOPLE
from tests.waiting import finished

SUBJECT = "urn:oasis:names:tc:SAML:attribute:subject-id"


def asked(site, voucher, entity_id):
    return finished(fetching.from_federation(site.state.sign_in.outbound, voucher, entity_id))


def refused(site, voucher, entity_id):
    with pytest.raises(Refused) as problem:
        asked(site, voucher, entity_id)
    (reason,) = problem.value.reasons
    return reason.text


@pytest.fixture
def member_of_swamid(site, door, reachable, provider, mdq, swamid):
    reachable(provider.origin, mdq)

    def made(**wanted):
        read = asked(site, fetching.voucher(swamid), provider.entity_id)
        return door("north", described=read, given_by=Given(federation_id=swamid.id), **wanted)

    return made


def people(**attributes):
    return {"anna": PEOPLE["anna"] | attributes}


def test_signing_in_through_a_federation(db, browser, member_of_swamid, member, provider):
    provider.has(people(**{"subject-id": ["anna-1@north.example"]}))
    connection = member_of_swamid(subject_source="subject-id")
    assert connection.client_id == "https://testserver/sso/saml/metadata"
    member(connection, "anna")
    one = browser()
    answer = one.answers(one.starts(connection))
    assert answer[0] == "https://testserver/sso/saml/acs"
    one.posts_answer(answer)
    assert one.finishes().status_code == 303
    (identity,) = db.scalars(select(Identity)).all()
    assert identity.subject == "anna-1@north.example"


@pytest.mark.parametrize(
    ("attributes", "comes_in"),
    [
        ({"subject-id": ["anna-1@north.example"]}, True),
        ({"subject-id": ["anna-1@south.example"]}, False),
        ({"eduPersonAffiliation": ["staff"]}, False),
    ],
)
def test_at_the_gate_the_federation_s_word_counts_as_a_proven_domain(
    db, given, browser, member_of_swamid, provider, attributes, comes_in
):
    """Rule 6: whom the provider may speak for comes in, whatever their address; nobody else does."""
    provider.has(people(mail=["anna@elsewhere.example"], **attributes))
    connection = member_of_swamid(subject_source="NameID")
    policy = {"jit": JitPolicy.domain_gate, "newcomers_wait": False, "default_role": Role.unit_contact}
    given.saved(SignInPolicy(organisation_id=connection.organisation_id, **policy))
    one = browser()
    assert one.signs_in(connection).status_code == (303 if comes_in else 403)
    assert one.is_signed_in is comes_in


def test_metadata_that_somebody_gave_speaks_for_nobody_at_the_gate(db, given, door, browser, provider):
    """Rules 3 and 6: a scope that no federation has signed is worth nothing there."""
    described = federation.scoped(provider.metadata().decode(), "north.example")
    provider.has(people(mail=["anna@elsewhere.example"], **{"subject-id": ["anna-1@north.example"]}))
    connection = door("north", described=metadata.read_metadata(described.encode(), plain_http=True))
    policy = {"jit": JitPolicy.domain_gate, "newcomers_wait": False, "default_role": Role.unit_contact}
    given.saved(SignInPolicy(organisation_id=connection.organisation_id, **policy))
    assert browser().signs_in(connection).status_code == 403


@pytest.mark.parametrize("said", ["anna-1@south.example", "anna-1@north.example.south.example", "anna@x@north.example"])
def test_a_provider_cannot_use_another_s_scope(db, browser, member_of_swamid, member, provider, said):
    """Rule 8"""
    provider.has(people(**{"subject-id": [said]}))
    connection = member_of_swamid(subject_source="subject-id")
    member(connection, "anna")
    assert browser().signs_in(connection).status_code == 502
    assert db.scalars(select(AuthEvent.reason).where(AuthEvent.reason != "")).all() == ["scope_wrong"]


def test_what_is_beside_the_scope_is_not_heard(db, browser, member_of_swamid, member, provider):
    values = ["staff@north.example", "staff@south.example"]
    provider.has(people(**{"subject-id": ["anna-1@north.example"], "eduPersonScopedAffiliation": values}))
    connection = member_of_swamid(
        subject_source="subject-id", binding_claim="eduPersonScopedAffiliation", binding_value="staff@south.example"
    )
    member(connection, "anna")
    assert browser().signs_in(connection).status_code == 403
    assert db.scalars(select(AuthEvent.reason).where(AuthEvent.reason != "")).all() == ["binding_wrong"]


def test_a_wrong_signer_is_refused_and_nothing_of_what_it_says_is_kept(site, reachable, provider, mdq, own_pairs):
    """Rule 3: the federation is its certificate, not its address."""
    reachable(mdq)
    wrong = Voucher("SWAMID", mdq, own_pairs["opening"].certificate)
    assert "is not signed by" in refused(site, wrong, provider.entity_id)


def test_a_provider_the_federation_does_not_know(site, reachable, mdq, own_pairs):
    reachable(mdq)
    right = Voucher("SWAMID", mdq, own_pairs["signing"].certificate)
    assert "does not know this identity provider" in refused(site, right, "https://idp.example/unknown")


def test_unsigned_changed_and_endless_metadata_is_refused(provider, mdq, own_pairs, reachable, site):
    reachable(mdq)
    right = Voucher("SWAMID", mdq, own_pairs["signing"].certificate)
    plain = provider.metadata()
    for document in (plain, b"", b"<a/>", plain.replace(b"EntityDescriptor", b"Entity")):
        with pytest.raises(Refused):
            fetching.vouched(document, right, provider.entity_id, plain_http=True)


def test_pasted_metadata_with_somebody_else_s_entity_id_gains_nothing(
    db, given, site, browser, provider, own_pairs, door
):
    """Rule 3: Mallory's organisation pastes North's entityID with a certificate of his own."""
    north = door("north")
    mallory = given.organisation("Mallory AB", slug="mallory")
    stolen = (
        provider.metadata().decode().replace(provider.certificate, own_pairs["opening"].certificate.split("-----")[2])
    )
    read = metadata.read_metadata(stolen.encode(), plain_http=True)
    assert read.entity_id == north.issuer
    made = connections.draft_connection(db, site.state.sign_in, mallory, read, Wanted(), Given())
    assert made.organisation_id == mallory.id
    assert made.client_id != north.client_id
    kept = db.scalar(select(SamlDetails).where(SamlDetails.connection_id == north.id))
    assert kept.certificates == [provider.certificate]
    one = browser()
    there, fields = one.answers(one.starts(north))
    one.posts_answer((there.replace(str(north.id), str(made.id)), fields))
    assert one.page.status_code == 400


def test_two_organisations_behind_one_provider_need_what_tells_them_apart(db, given, site, provider, door):
    """Rule 7"""
    door("north")
    south = given.organisation("South", slug="south")
    read = metadata.read_metadata(provider.metadata(), plain_http=True)
    with pytest.raises(Refused) as problem:
        connections.draft_connection(db, site.state.sign_in, south, read, Wanted(), Given())
    assert [reason.field for reason in problem.value.reasons] == ["binding_claim"]
