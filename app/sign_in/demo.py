"""Ways in for the invented organisations of a demonstration, through the development sign-in service."""

from collections.abc import Callable
from uuid import NAMESPACE_DNS, uuid5

from sqlalchemy.orm import Session as Db

from app.actor import Role
from app.language import N_
from app.refusals import Reason, Refused
from app.sign_in import connections, queries, queries_domains
from app.sign_in.means import Means
from app.sign_in.models import IdpConnection, TraceStep
from app.sign_in.personas import Client, Persona, Roster
from app.sign_in.secrets import new_token
from app.sign_in.traces import Trail, write_down

CLIENT_ID = "portal"
NEW_HERE = N_("New here, invited by nobody")
STRANGERS = {"orebro": ("Love Nyhage", "love.nyhage@orebro.example")}
"""Somebody the service of an organisation vouches for and nobody has invited: to see what they meet."""
FARED = (("", tuple(TraceStep)), ("cancelled", (TraceStep.sent,)), ("token_refused", tuple(TraceStep)[:2]))
"""How sign-ins at a new way in are said to have gone, so that there is something to read: why not, and how far."""


def open_doors(db: Db, means: Means, swedish: Callable[[str], str], alone: frozenset[str] = frozenset()) -> Roster:
    """See to it that every organisation with invented people has a way in, and say who can come through it.

    Running it again changes nothing, unless the service has moved; then the ways in follow it. `swedish` translates
    the names of roles; guests, and the people of the organisations in `alone`, come in by passkey or link.

    Raises:
        Refused: there is no development sign-in service.
    """
    if not means.development_provider:
        raise Refused(Reason(N_("There is no development sign-in service.")))
    members = queries.invented_members(db)
    there = {one.organisation_id: one for one in queries.connections(db)}
    clients: dict[str, Client] = {}
    personas = []
    for member in members:
        slug = member.organisation.slug
        if slug in alone or member.organisation.is_for_guests:
            continue
        if slug not in clients:
            clients[slug] = _client(db, means, slug, member.person.email, there.get(member.organisation_id))
        personas.append(
            Persona(slug, member.person_id.hex, member.person.name, member.person.email, _words(member.roles, swedish))
        )
    for slug, (name, email) in STRANGERS.items():
        if slug in clients:
            subject = uuid5(NAMESPACE_DNS, email).hex
            personas.append(Persona(slug, subject, name, email, (swedish(NEW_HERE), NEW_HERE)))
    return Roster(tuple(clients.values()), tuple(personas))


def _client(db: Db, means: Means, slug: str, email: str, connection: IdpConnection | None) -> Client:
    issuer = f"{means.development_provider}/{slug}"
    domain = email.rpartition("@")[2].lower()
    free = [domain] if not queries_domains.domains_taken(db, [domain]) else []
    if connection is None:
        connection = connections.add(
            db, means, slug, issuer=issuer, client_id=CLIENT_ID, secret=new_token(), domains=free
        )
        _fare(db, connection)
    elif connection.issuer != issuer and connection.issuer.endswith(f"/{slug}"):
        connection.issuer, connection.described_at, connection.version = issuer, None, connection.version + 1
    return Client(
        organisation_slug=slug,
        organisation_name=connection.organisation.name,
        client_id=connection.client_id,
        client_secret=means.keyring.open(connection.secret_sealed, "client_secret"),
        redirect_uri=means.callback(connection.id),
        after_sign_out=means.after_sign_out,
        told_of_sign_out=means.told_of_sign_out(connection.id)[0],
    )


def _fare(db: Db, connection: IdpConnection) -> None:
    for number, (reason, steps) in enumerate(FARED):
        trail = Trail(connection.id)
        for step in steps:
            trail.reached(step)
        write_down(db, trail, f"DEMO000{number}", reason=reason)


def _words(roles: frozenset[Role], swedish: Callable[[str], str]) -> tuple[str, str]:
    labels = [role.label for role in Role if role in roles]
    return ", ".join(swedish(label) for label in labels), ", ".join(labels)
