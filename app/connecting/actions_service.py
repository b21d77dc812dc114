"""An organisation's sign-in service: set up as a draft, tried out, turned on, changed, closed (sso.md 7.3, rule 28)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import NOBODY, Actor
from app.connecting import queries, rules
from app.connecting.findings import Finding
from app.connecting.forms import ChangeForm, Proof, ServiceForm
from app.connecting.forms_more import SignedWith, Strength, extra_params
from app.connecting.models import Kind, SetUp
from app.database import now
from app.language import N_
from app.refusals import Overtaken, Reason, Refused, require
from app.saml import changes as saml_changes
from app.saml import connections as saml_connections
from app.saml import queries as saml
from app.sign_in import actions as door
from app.sign_in import connections, proposals
from app.sign_in import queries as sign_in
from app.sign_in.connections import needs_binding
from app.sign_in.happenings import AuthEventType
from app.sign_in.means import Means
from app.sign_in.models import AuthMethod, ConnectionStatus, IdpConnection, LogoutMode, Protocol, SsoPolicy

BEGINNINGS: dict[Kind, dict[str, Any]] = {
    Kind.entra: {"subject_source": "oid"},
    Kind.google: {"issuer": "https://accounts.google.com", "binding_claim": "hd"},
}
"""What a product always needs, filled in beforehand."""

ANY_TENANT = tuple(f"https://login.microsoftonline.com/{tenant}" for tenant in ("common", "organizations", "consumers"))


def begin(db: Session, actor: Actor, kind: Kind) -> IdpConnection:
    """Begin to set up a service. Nobody can sign in through it until it has been tried out and turned on.

    Raises:
        NotAllowed: the actor administers no organisation.
        Refused: something is being set up already.
    """
    may_begin(db, actor)
    made = IdpConnection(
        organisation_id=actor.organisation_id,
        name=actor.organisation_name,
        status=ConnectionStatus.draft,
        created_by_id=member_behind(actor),
        **({"issuer": "", "client_id": ""} | BEGINNINGS.get(kind, {})),
    )
    db.add(made)
    db.flush()
    db.add(SetUp(connection_id=made.id, kind=kind))
    record(db, actor, Happened.connection_begun, made)
    return made


def may_begin(db: Session, actor: Actor) -> None:
    """Raises:
    NotAllowed: the actor administers no organisation.
    Refused: something is being set up already.
    """
    require(rules.may_set_up(actor))
    if queries.draft_of(db, actor.organisation_id):
        raise Refused(Reason(N_("A sign-in service is being set up already. Finish or discard it first.")))


def member_behind(actor: Actor) -> UUID | None:
    """Whoever came to mend acts as no member."""
    return None if actor.membership_id == NOBODY else actor.membership_id


IN_USE = Reason(N_("The sign-in service is in use. Change it from its own page."))


def fill_in(
    db: Session, means: Means, actor: Actor, row: IdpConnection, form: ServiceForm, version: int | None = None
) -> None:
    """Say what is agreed. Whatever a test has shown before no longer counts.

    Raises:
        Refused: it is in use already, or a value cannot be used.
        Overtaken: somebody else saved it meanwhile.
    """
    queries.hold(db, row)
    if row.status not in queries.UNDER_WAY:
        raise Refused(IN_USE)
    if version is not None and version != row.version:
        raise Overtaken(row)
    reasons = list(_wrong_issuer(means, form.issuer))
    if _lacks_secret(form, row.secret_sealed if form.issuer == row.issuer else ""):  # meant for that service only
        reasons.append(NO_SECRET)
    if not reasons and not form.binding_claim and needs_binding(db, form.issuer, row.organisation.slug):
        reasons.append(SHARED)
    if reasons:
        raise Refused(*reasons)
    if form.issuer != row.issuer:
        row.described, row.described_at, row.keys, row.keys_at = {}, None, [], None
    row.issuer, row.client_id, row.subject_source = form.issuer, form.client_id, form.subject_source.value
    for name, value in _common(means, form, row).items():
        setattr(row, name, value)
    row.version += 1
    row.status = ConnectionStatus.draft
    record(db, actor, Happened.connection_edited, row, version=row.version)


NO_SECRET = Reason(N_("Write the client secret."), "client_secret")


def _lacks_secret(form: ServiceForm | ChangeForm, kept: str) -> bool:
    return form.proof is Proof.secret and not (form.client_secret or kept)


SHARED = Reason(
    N_("Several organisations use this service. Write which attribute tells yours apart, and its value."),
    "binding_claim",
)


def _wrong_issuer(means: Means, issuer: str) -> Sequence[Reason]:
    if not means.outbound.plain_http and not issuer.startswith("https://"):
        return [Reason(N_("The address must begin with https://."), "issuer")]
    if issuer.startswith(ANY_TENANT):
        return [
            Reason(N_("That address lets people of any organisation in. Use the one with your tenant ID."), "issuer")
        ]
    return []


def _common(means: Means, form: ServiceForm | ChangeForm, before: IdpConnection) -> dict[str, Any]:
    """What both forms ask, as the columns hold it. A secret that was left empty stays what it was; where the portal
    signs instead there is none, and none is kept."""
    values: dict[str, Any] = {
        "binding_claim": form.binding_claim,
        "binding_value": form.binding_value,
        "scopes": form.scopes or "openid profile email",
        "acr_values": form.acr_values.split(),
        "demands_strong": form.strength is Strength.strong,
        "allow_guests": form.allow_guests,
        "logout_mode": LogoutMode(form.logout_mode.value),
        "max_age": None if form.max_age is None else form.max_age * 60,
        "required_claims": form.required_claims.split(),
        "algorithms": [one.value for one in SignedWith if one in form.algorithms],
        "extra_params": extra_params(form.extra_params),
    }
    if form.proof is Proof.signature:
        return values | {"auth_method": AuthMethod.private_key_jwt, "secret_sealed": "", "secret_expires_on": None}
    if before.auth_method is AuthMethod.private_key_jwt:
        values["auth_method"] = AuthMethod.client_secret_basic
    if form.client_secret:
        values["secret_sealed"] = means.keyring.seal(form.client_secret, "client_secret")
    return values | {"secret_expires_on": form.secret_expires_on}


def propose(
    db: Session, means: Means, actor: Actor, row: IdpConnection, form: ChangeForm, version: int | None = None
) -> bool:
    """Say what shall change in a service that is in use; until that has been tried out, nothing does. Returns whether
    there is any change.

    Raises:
        NotAllowed: not of the actor's organisation.
        Refused: several organisations use the service, and nothing would tell theirs apart; or there is no secret.
        Overtaken: somebody else changed it meanwhile.
    """
    rules.may_mend_connection.require(actor, row)
    queries.hold(db, row)
    if version is not None and version != row.version + row.proposals:
        raise Overtaken(row)
    if not form.binding_claim and needs_binding(db, row.issuer, row.organisation.slug):
        raise Refused(SHARED)
    coming = proposals.as_proposed(row)
    if _lacks_secret(form, coming.secret_sealed):
        raise Refused(NO_SECRET)
    changes = {name: value for name, value in _common(means, form, coming).items() if getattr(coming, name) != value}
    if changes:
        proposals.propose(row, changes)
        record(db, actor, Happened.connection_proposed, row, fields=sorted(changes))
    return bool(changes or row.proposed)


def keep_findings(db: Session, row: IdpConnection, version: int, findings: Sequence[Finding]) -> None:
    """Remember what the checks found, and of which version."""
    queries.hold(db, row)
    kept = queries.set_up(db, row.id)
    db.add(kept)
    kept.findings = [one.stored for one in findings]
    kept.checked_at, kept.checked_version = now(), version


def coming_version(row: IdpConnection) -> int:
    """The version that a test has to be of: what is set up, or proposed."""
    return row.version + row.proposals


UNTESTED = Reason(
    N_("Sign in as a test first. A test counts for 24 hours, and only for the settings it was made with.")
)


def turn_on(db: Session, actor: Actor, row: IdpConnection) -> None:
    """Put in use what has been tried out: a new service, or a change to one. Everyone who administers is told.

    Raises:
        NotAllowed: not of the actor's organisation.
        Refused: it has not been tried out as it is now.
    """
    rules.may_mend_connection.require(actor, row)
    queries.hold(db, row)
    if not queries.good_tests(db, row.id, coming_version(row)):
        raise Refused(UNTESTED)
    if row.status is ConnectionStatus.active:
        if not row.proposed:
            raise Refused(Reason(N_("It is in use already, and nothing is to change.")))
        fields = sorted(set(row.proposed) - {proposals.BESIDE} | set(proposals.proposed_beside(row)))
        if row.protocol is Protocol.saml:
            saml_changes.accept(db, row)
        proposals.accept(row)
        door.note(db, AuthEventType.connection_changed, row, person_id=actor.person_id)
        record(db, actor, Happened.connection_changed, row, version=row.version, fields=fields)
        return
    if not row.binding_claim and _is_shared(db, row):
        raise Refused(SHARED)
    row.status, row.activated_at, row.activated_by_id = ConnectionStatus.active, now(), member_behind(actor)
    door.note(db, AuthEventType.connection_activated, row, person_id=actor.person_id)
    record(db, actor, Happened.connection_activated, row, issuer=row.issuer)


def _is_shared(db: Session, row: IdpConnection) -> bool:
    """Whether others use the same provider. What calls itself by an entityID proves nothing by that alone (rule 3)."""
    if row.protocol is Protocol.saml:
        certificates = saml.details(db, row.id).certificates
        return saml_connections.is_shared(db, row.organisation_id, row.issuer, certificates)
    return needs_binding(db, row.issuer, row.organisation.slug)


def discard(db: Session, actor: Actor, row: IdpConnection) -> None:
    """Forget what is set up or proposed. What is in use goes on.

    Raises:
        NotAllowed: not of the actor's organisation.
        Refused: there is nothing to discard.
    """
    rules.may_mend_connection.require(actor, row)
    queries.hold(db, row)
    if row.status is ConnectionStatus.active:
        if not row.proposed:
            raise Refused(Reason(N_("There is nothing to discard.")))
        proposals.drop(row)
    else:
        row.status = ConnectionStatus.disabled
    record(db, actor, Happened.connection_discarded, row)


def close(db: Session, actor: Actor, row: IdpConnection) -> int:
    """Close a service that is in use, and end what was proven through it; returns how many sessions that touched.

    Raises:
        NotAllowed: not of the actor's organisation.
        Refused: nobody could come in any more, and own sign-in is required (rule 29); or it is not in use.
    """
    rules.may_manage_connection.require(actor, row)
    queries.hold(db, row)
    if row.status is not ConnectionStatus.active:
        raise Refused(Reason(N_("The sign-in service is not in use.")))
    is_last = [one.id for one in queries.in_use(db, row.organisation_id)] == [row.id]
    if is_last and sign_in.policy_of(db, row.organisation_id).sso is SsoPolicy.required:
        raise Refused(
            Reason(N_("Own sign-in is required, and this is the only way in. Turn the requirement off first."))
        )
    ended = connections.disable(db, row.id, by=actor.person_id)
    record(db, actor, Happened.connection_closed, row)
    return ended
