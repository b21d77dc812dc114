"""A sign-in service that is being set up and one in use, so that the pages about them have something to show."""

from datetime import timedelta
from uuid import uuid4

from app.connecting.findings import Finding
from app.connecting.models import Kind, SetUp, SetUpLink
from app.database import now
from app.saml.models import SamlDetails
from app.sign_in.models import (
    ConnectionStatus,
    ConnectionTrace,
    IdpConnection,
    LoginAttempt,
    Protocol,
    Purpose,
    SignInDomain,
    TraceStep,
)
from app.sign_in.secrets import fingerprint

FINDINGS = (
    Finding("reached"),
    Finding("issuer_same"),
    Finding("s256"),
    Finding("keys", {"count": 2}),
    Finding("client_unsaid"),
    Finding("no_sign_out"),
    Finding("client_refused"),
)
CAME = {
    "sub": "8c1f0c52",
    "name": "Olga Organisatör",
    "email": "olga@kumla.example",
    "groups": ["Testbädd", "Omsorgen"],
    "iss": "https://login.kumla.example",
    "aud": "portal",
}


def connecting(county):
    """A domain, a draft with its checks and a test that went well, and a service in use with a change proposed."""
    given, admin = county.given, county.people["connecting admin"]
    domain = SignInDomain(organisation_id=county.hosts.town.id, domain="hallsberg.example")
    county.at["domain"] = given.saved(domain).domain
    agreed = {"organisation_id": admin.organisation_id, "client_id": "portal", "keys": []}
    draft = given.saved(
        IdpConnection(name="Kumla", issuer="https://login.kumla.example", status=ConnectionStatus.tested, **agreed)
    )
    given.saved(
        SetUp(
            connection_id=draft.id, kind=Kind.keycloak, findings=[one.stored for one in FINDINGS],
            checked_at=now(), checked_version=draft.version,
        )
    )  # fmt: skip
    key = uuid4()
    attempt = given.saved(
        LoginAttempt(
            state_hash=uuid4().hex, connection_id=draft.id, connection_version=draft.version, purpose=Purpose.test,
            membership_id=admin.id, browser_hash="", return_path=f"/administration/inloggning/{draft.id}/prov/{key}",
            expires_at=now() + timedelta(minutes=10), consumed_at=now(), outcome="ok",
        )
    )  # fmt: skip
    given.saved(
        ConnectionTrace(
            connection_id=draft.id, attempt_id=attempt.id, purpose=Purpose.test, step=TraceStep.admitted,
            details={"subject": CAME["sub"], "claims": CAME, "profile": CAME, "acr": ""},
        )
    )  # fmt: skip
    by_saml = given.saved(
        IdpConnection(
            name="Kumla", protocol=Protocol.saml, issuer="https://idp.kumla.example", status=ConnectionStatus.draft,
            subject_source="NameID", created_at=now() - timedelta(days=1), **agreed,
        )
    )  # fmt: skip
    given.saved(SetUp(connection_id=by_saml.id, kind=Kind.adfs))
    address = "https://idp.kumla.example/metadata"
    given.saved(
        SamlDetails(connection_id=by_saml.id, source="address", address=address, certificates=[], read_at=now())
    )
    used = IdpConnection(
        name="Kumla kommun", issuer="https://gamla.kumla.example", status=ConnectionStatus.active, **agreed,
        proposed={"scopes": "openid email"}, proposals=1, last_success_at=now(),
    )  # fmt: skip
    token = "cd" * 32
    given.saved(
        SetUpLink(
            organisation_id=admin.organisation_id, connection_id=draft.id, made_by_id=admin.id,
            token_hash=fingerprint(token), expires_at=now() + timedelta(hours=20),
        )
    )  # fmt: skip
    county.at |= {"set-up link": token, "service draft": draft.id, "test": key, "service in use": given.saved(used).id}
    county.at["saml draft"] = by_saml.id
    saml_used = given.saved(
        IdpConnection(
            name="Kumla", protocol=Protocol.saml, issuer="https://adfs.kumla.example", status=ConnectionStatus.active,
            subject_source="NameID", **agreed,
        )
    )  # fmt: skip
    given.saved(SamlDetails(connection_id=saml_used.id, source="given", certificates=[], read_at=now()))
    county.at["saml in use"] = saml_used.id
