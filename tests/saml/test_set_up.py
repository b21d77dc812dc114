"""An identity provider that speaks SAML, set up on the portal's pages against one none of us wrote (form F10)."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.actor import Role
from app.connecting import actions_service
from app.connecting.checks_saml import Subject, findings
from app.connecting.findings import Weight
from app.connecting.models import Kind
from app.database import now
from app.refusals import Refused
from app.role_mappings.models import Match, RoleMapping
from app.saml import connections, metadata
from app.saml.connections import Given, Wanted
from app.saml.models import SamlDetails, Source
from app.sign_in.models import ConnectionStatus, IdpConnection
from tests.saml import forgery
from tests.saml.browser import CROSS_SITE
from tests.saml.simplesaml import PEOPLE
from tests.saml.test_metadata import one
from tests.sign_in.browser import PORTAL

SETUP = "/administration/inloggning"
ADDRESS = "Address of your metadata"
PASTED = "Your metadata"


@pytest.fixture
def admin(given, own_keys):
    town = given.organisation("Hallsbergs kommun", slug="hallsberg")
    return given.member(Role.organisation_admin, of=town, name="Ada", email="ada@hallsberg.example")


@pytest.fixture
def bare(site):
    """A browser that another site has post to us: no cookie of ours goes along."""
    with TestClient(site, base_url=PORTAL, follow_redirects=False) as client:
        yield client


@pytest.fixture
def tries(provider, person, bare):
    """`tries(page)` goes out to the provider and back, as the browser does."""

    def tries(page, name="anna", work=None):
        page.presses("Sign in as a test" if "Sign in as a test" in page.buttons() else "Test again")
        action, fields = person().proves(page.response.headers["refresh"].partition("url=")[2], name)
        if work:
            root = forgery.opened(fields["SAMLResponse"])
            work(root)
            fields["SAMLResponse"] = forgery.closed(root)
        answer = bare.post(urlsplit(action).path, data=fields, headers=CROSS_SITE)
        return page.opens(PORTAL + answer.headers["location"])

    return tries


def expected(given, admin):
    """Anna has been invited, and has never been here."""
    member = given.member(Role.assessor, of=admin.organisation_id, name="Anna", email="anna@north.example")
    member.status = "invited"
    given.db.commit()


def draft_in(db):
    db.expire_all()
    return db.scalar(select(IdpConnection).where(IdpConnection.status.in_(("draft", "tested"))))


def begins(page, kind="AD FS"):
    return page.opens(f"{SETUP}/tjanst").chooses(kind, "SAML 2.0").presses("Continue")


def told_of_us(page, provider, bare):
    """The provider reads our metadata where the page says it is."""
    address = page.html.find(id="our-entity-id")["value"]
    provider.knows(bare.get(urlsplit(address).path).text)
    return page


def test_the_whole_way(db, visit, given, admin, provider, reachable, bare, tries, browser):
    """Draft, metadata by address, checks without being asked for, test, turned on; then people come in."""
    reachable(provider.origin)
    page = told_of_us(begins(visit(as_=admin)), provider, bare)
    page.chooses("At an address").fills(ADDRESS, provider.entity_id).presses("Save and check")
    assert page.path.endswith("/kontroll")
    assert page.sees("The checks found no fault")
    assert page.sees(f"It is about {provider.entity_id}")
    assert page.sees("We read the metadata anew by ourselves")
    tries(page.follows("Go on to the test"))
    assert page.sees("The test went well")
    assert page.sees("We got the name Anna Ek. We got the address anna@north.example.")
    rows = {row.th.text: [cell.text for cell in row("td")] for row in page.html.select("tbody tr")}
    assert rows["mail"][0] == "anna@north.example"
    assert rows["NameID"][1] == "Identifies the person, for ever"
    assert "email" not in rows
    page.follows("Go on to turn it on").presses("Yes, turn it on")
    assert page.sees("In use")
    assert page.sees("Fingerprint of a certificate that may sign")
    row = db.scalars(select(IdpConnection).where(IdpConnection.protocol == "saml")).one()
    assert row.status == ConnectionStatus.active
    expected(given, admin)
    for old in db.scalars(select(IdpConnection).where(IdpConnection.id != row.id)):
        old.status = ConnectionStatus.disabled
    db.commit()
    assert browser().signs_in(row).status_code == 303


def test_a_file_will_do_and_is_kept_when_nothing_new_is_chosen(db, visit, admin, provider, reachable):
    reachable(provider.origin)
    page = begins(visit(as_=admin))
    page.chooses("In a file").attaches("The file", "metadata.xml", provider.metadata()).presses("Save and check")
    assert page.sees("Metadata from a file does not renew itself.")
    row = draft_in(db)
    kept = db.scalars(select(SamlDetails)).one().certificates
    page.opens(f"{SETUP}/{row.id}/saml").chooses("employeeHsaId").presses("Save and check")
    assert page.path.endswith("/kontroll")
    row = draft_in(db)
    assert (row.subject_source, row.issuer) == ("employeeHsaId", provider.entity_id)
    assert db.scalars(select(SamlDetails)).one().certificates == kept


def test_a_federation_vouches_for_it(db, visit, admin, provider, reachable, mdq, swamid, bare, tries):
    reachable(provider.origin, mdq)
    provider.has({"anna": PEOPLE["anna"] | {"subject-id": ["anna-1@north.example"]}})
    page = begins(visit(as_=admin), "SWAMID, FedKom or another federation")
    told_of_us(page, provider, bare)
    assert page.html.find(id="our-entity-id")["value"] == f"{PORTAL}/sso/saml/metadata"
    page.presses("Save and check")
    assert page.errors() == ["Write the entityID of your identity provider."]
    page.fills("The entityID of your identity provider", "https://idp.örebro.example").presses("Save and check")
    assert "Copy it once more" in page.errors()[0]
    page.fills("The entityID of your identity provider", "https://x.example").presses("Save and check")
    assert page.errors() == ["Choose which federation."]
    page.fills("Which federation?", str(swamid.id))
    page.presses("Save and check")
    assert page.errors() == ["SWAMID does not know this identity provider. Check the entityID, letter by letter."]
    page.fills("The entityID of your identity provider", provider.entity_id).presses("Save and check")
    assert page.sees("According to the federation your people are those with: north.example.")
    tries(page.follows("Go on to the test"))
    assert page.sees("subject-id = anna-1@north.example")


@pytest.mark.parametrize(
    ("filled", "sentence"),
    [
        ({ADDRESS: ""}, "Write the address of your metadata."),
        ({ADDRESS: "hallsberg"}, "Enter the web address as it appears in your browser, like https://example.se."),
        ({ADDRESS: "https://127.0.0.1/m"}, "could not be fetched. It must be open to the internet"),
        ({"choice": "In a file"}, "Choose the metadata file, or paste all of it."),
        ({"choice": "In a file", PASTED: "hej"}, "This is not XML. Give the whole file"),
        ({"choice": "In a file", PASTED: "<!doctype html><html></html>"}, "This is a web page, not metadata."),
        ({"subject": "Another attribute"}, "Write the name of the attribute that identifies a person."),
        ({"subject": "Another attribute", "Name of the attribute": "mail"}, "changes when somebody changes their name"),
        ({"Attribute that tells your organisation apart": "o"}, "Write the value that the attribute has"),
        ({"What counts as a strong sign-in (AuthnContext)": "nivå 3"}, "Copy it once more"),
    ],
)  # fmt: skip
def test_wrong_input_is_answered_by_how_to_mend_it_and_is_kept(db, visit, admin, filled, sentence):
    page = begins(visit(as_=admin)).chooses(filled.pop("choice", "At an address"))
    if subject := filled.pop("subject", ""):
        page.chooses(subject)
    for label, text in ({ADDRESS: "https://idp.example/metadata"} | filled).items():
        page.fills(label, text)
    page.presses("Save and check")
    assert page.status == 422
    (said,) = page.errors()
    assert sentence in said
    for label, text in filled.items():
        field = page._field(label)
        assert (field.text.strip() if field.name == "textarea" else field["value"]) == text
    assert draft_in(db).issuer == ""


def test_what_is_out_of_sight_is_not_refused(db, visit, admin, provider, reachable):
    """Somebody wrote under one answer, and then gave another."""
    reachable(provider.origin)
    page = begins(visit(as_=admin)).chooses("At an address", "NameID").fills(ADDRESS, provider.entity_id)
    page.fills("Name of the attribute", "mail").fills("The entityID of your identity provider", "å").fills(PASTED, "<")
    assert page.presses("Save and check").path.endswith("/kontroll")


def test_what_goes_wrong_in_a_test_is_told_to_those_who_can_mend_it(
    db, visit, admin, provider, reachable, bare, tries, own_pairs
):
    reachable(provider.origin)
    page = told_of_us(begins(visit(as_=admin)), provider, bare)
    page.fills(ADDRESS, provider.entity_id).chooses("subject-id").presses("Save and check")
    row = draft_in(db)
    tries(page.follows("Go on to the test"))
    assert page.sees("The attribute that identifies a person did not come, or was empty.")
    page.opens(f"{SETUP}/{row.id}/saml").chooses("NameID").presses("Save and check")
    page.follows("Go on to the test")
    assert tries(page, work=forgery.stripped).sees("The answer was not signed.")
    provider.signs_with(own_pairs["opening"])
    assert tries(page).sees("The answer was signed with a key that is not in the metadata we have.")
    page.opens(f"{SETUP}/{row.id}/kontroll").presses("Check again")
    assert tries(page.follows("Go on to the test")).sees("The test went well")
    page.opens(f"{SETUP}/{row.id}/prova")
    assert page.text.count("Did not go well") == 3
    assert page.text.count("Went well") == 1


def test_the_result_says_which_roles_would_follow(db, visit, given, admin, provider, reachable, bare, tries):
    reachable(provider.origin)
    given.saved(
        RoleMapping(
            organisation_id=admin.organisation_id, claim="groups", match=Match.equals, value="tb-ledare",
            role=Role.testbed_leader, priority=0,
        )
    )  # fmt: skip
    groups = "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups"
    provider.has({"anna": PEOPLE["anna"] | {groups: ["TB-ledare", "Annat"]}})
    expected(given, admin)
    page = told_of_us(begins(visit(as_=admin)), provider, bare)
    page.fills(ADDRESS, provider.entity_id).presses("Save and check")
    tries(page.follows("Go on to the test"))
    assert page.sees("is expected here, and would come in as testbed leader, assessor.")
    assert page.sees("groups is exactly tb-ledare: becomes testbed leader")


def test_whoever_has_a_link_sets_it_up_without_an_account(db, visit, admin, provider, reachable, bare, tries):
    reachable(provider.origin)
    begins(visit(as_=admin))
    row = draft_in(db)
    made = visit(as_=admin).opens(f"{SETUP}/{row.id}/lank").presses("Make a link").html.find(id="set-up-link")["value"]
    page = told_of_us(visit().opens(made.removeprefix(PORTAL)).presses("Begin"), provider, bare)
    assert page.path.endswith("/saml")
    page.fills(ADDRESS, provider.entity_id).presses("Save and check")
    tries(page.follows("Go on to the test"))
    assert page.sees("You are done.")
    assert page.opens(f"{SETUP}/{row.id}/sla-pa").path == "/en/logga-in"


def test_somebody_else_s_entity_id_stands_in_nobody_s_way(db, given, site, provider, own_pairs, own_keys):
    """Rule 3: Mallory pastes North's entityID with a key of his own, and turns it on. North still can."""
    certificate = own_pairs["opening"].certificate.split("-----")[2]
    stolen = provider.metadata().decode().replace(provider.certificate, certificate)
    for slug, document in (("mallory", stolen.encode()), ("north", provider.metadata())):
        house = given.organisation(slug.capitalize(), slug=slug)
        read = metadata.read_metadata(document, plain_http=True)
        row = connections.draft_connection(db, site.state.sign_in, house, read, Wanted(), Given())
        actor = given.member(Role.organisation_admin, of=house).actor
        with pytest.raises(Refused) as problem:
            actions_service.turn_on(db, actor, row)
        assert problem.value.reasons == (actions_service.UNTESTED,)
        assert not actions_service._is_shared(db, row)
        row.status = ConnectionStatus.active
        db.flush()


def test_another_organisation_s_administrator_finds_nothing_here(db, given, visit, admin):
    begins(visit(as_=admin))
    row = draft_in(db)
    assert visit(as_=given.member(Role.organisation_admin)).opens(f"{SETUP}/{row.id}/saml").status == 404
    assert visit(as_=given.member(of=admin.organisation_id)).opens(f"{SETUP}/{row.id}/saml").status == 403


def test_nothing_is_tried_before_it_is_filled_in(db, visit, admin):
    begins(page := visit(as_=admin))
    row = draft_in(db)
    page.opens(f"{SETUP}/{row.id}/prova")
    assert page.sees("Fill in the settings of the service first.")
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": PORTAL}
    assert str(page.client.post(f"{SETUP}/{row.id}/prova", headers=headers).url).endswith("/prova")


@pytest.mark.parametrize("kind", list(Kind))
def test_each_guide_has_our_addresses(db, visit, admin, kind):
    row = connections_draft(db, visit, admin, kind)
    page = visit(as_=admin, language="sv").opens(f"{SETUP}/{row.id}/instruktion")
    assert page.html.find(id="our-callback")["value"].startswith(f"{PORTAL}/sso/")
    assert len(page.html.select("main ol li")) >= 4


def connections_draft(db, visit, admin, kind):
    begins(visit(as_=admin), kind.label)
    return draft_in(db)


def test_what_can_be_known_before_anybody_signs_in(own_pairs):
    certificate = own_pairs["signing"].certificate.split("-----")[2].replace("\n", "")
    read = metadata.read_metadata(one(certificate).encode())
    subject = Subject(read, Source.given, "", None, "NameID")
    by_code = {finding.code: finding for finding in findings(read, subject)}
    assert set(by_code) == {
        "saml_program", "saml_read", "saml_sign_on", "saml_certificates", "saml_no_end", "saml_by_hand",
        "saml_name_unsaid",
    }  # fmt: skip
    late = findings(read, subject, at=read.certificates_end - timedelta(days=10))
    assert [finding.code for finding in late if finding.weight is Weight.warning] == [
        "saml_certificate_ends", "saml_by_hand",
    ]  # fmt: skip
    over = metadata.read_metadata(one(certificate, attributes=' validUntil="2099-01-01T00:00:00Z"').encode())
    codes = [finding.code for finding in findings(over, subject, at=over.valid_until)]
    assert "saml_over" in codes
    assert now() < over.valid_until


@pytest.fixture
def in_use(db, door, admin):
    """Hallsberg's provider, in use, from a file."""
    return door(organisation=admin.organisation)


def test_new_metadata_is_tried_out_before_it_holds(db, visit, admin, in_use, provider, own_pairs, browser, tries):
    """The provider changes its certificate; the file with the new one is given, tested and turned on."""
    there = f"{SETUP}/{in_use.id}"
    provider.signs_with(own_pairs["opening"])
    page = visit(as_=admin).opens(f"{there}/lage").follows("Give new metadata, or change other settings")
    page.chooses("In a file", "Refuse answers that are not encrypted")
    page.attaches("The file", "metadata.xml", provider.metadata()).presses("Save and check")
    assert page.path.endswith("/kontroll")
    db.expire_all()
    assert db.scalars(select(SamlDetails)).one().certificates == [provider.certificate]
    assert "Yes, turn it on" not in page.opens(f"{there}/sla-pa").buttons()
    provider.behaves(**{"assertion.encryption": True})
    assert tries(page.opens(f"{there}/prova")).sees("The test went well")
    page.follows("Go on to turn it on").presses("Yes, turn it on")
    db.expire_all()
    kept = db.scalars(select(SamlDetails)).one()
    assert kept.certificates == list(metadata.read_metadata(provider.metadata(), plain_http=True).certificates)
    assert kept.wants_encrypted
    assert (in_use.version, in_use.proposed) == (2, {})
    assert in_use.certificate_expires_on == kept.certificates_end.date()


def test_another_provider_s_metadata_is_no_change_of_this_one(db, visit, admin, in_use, provider):
    other = provider.metadata().replace(provider.entity_id.encode(), b"https://other.example")
    page = visit(as_=admin).opens(f"{SETUP}/{in_use.id}/andra-saml").chooses("In a file")
    page.attaches("The file", "metadata.xml", other).presses("Save and check")
    (said,) = page.errors()
    assert "The metadata is about https://other.example" in said
    assert "Another identity provider is a new sign-in service" in said
    db.expire_all()
    assert in_use.proposed == {}


def test_a_change_can_be_forgotten_and_nothing_is_a_change_that_is_none(db, visit, admin, in_use):
    page = visit(as_=admin).opens(f"{SETUP}/{in_use.id}/andra-saml").presses("Save and check")
    assert page.path.endswith("/lage")
    page.opens(f"{SETUP}/{in_use.id}/andra-saml").chooses("Refuse answers that are not encrypted")
    page.presses("Save and check").opens(f"{SETUP}/{in_use.id}/kasta").presses("Yes, discard")
    db.expire_all()
    assert in_use.proposed == {}
    assert not db.scalars(select(SamlDetails)).one().wants_encrypted
