"""Ways in for the invented organisations of a demonstration, through the development sign-in service."""

from collections.abc import Callable

from sqlalchemy.orm import Session as Db

from app.actor import Role
from app.language import N_
from app.refusals import Reason, Refused
from app.sign_in import connections, queries, queries_domains
from app.sign_in.means import Means
from app.sign_in.models import IdpConnection
from app.sign_in.personas import Client, Persona, Roster
from app.sign_in.secrets import new_token

CLIENT_ID = "portal"


def open_doors(db: Db, means: Means, swedish: Callable[[str], str], alone: frozenset[str] = frozenset()) -> Roster:
    """See to it that every organisation with invented people has a way in, and say who can come through it.

    Running it again changes nothing, unless the service has moved; then the ways in follow it. `swedish` translates
    the names of roles; the people of the organisations in `alone` come in by passkey or link.

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
        if slug in alone:
            continue
        if slug not in clients:
            clients[slug] = _client(db, means, slug, member.person.email, there.get(member.organisation_id))
        personas.append(
            Persona(slug, member.person_id.hex, member.person.name, member.person.email, _words(member.roles, swedish))
        )
    return Roster(tuple(clients.values()), tuple(personas))


def _client(db: Db, means: Means, slug: str, email: str, connection: IdpConnection | None) -> Client:
    issuer = f"{means.development_provider}/{slug}"
    domain = email.rpartition("@")[2].lower()
    free = [domain] if not queries_domains.domains_taken(db, [domain]) else []
    if connection is None:
        connection = connections.add(
            db, means, slug, issuer=issuer, client_id=CLIENT_ID, secret=new_token(), domains=free
        )
    elif connection.issuer != issuer and connection.issuer.endswith(f"/{slug}"):
        connection.issuer, connection.described_at, connection.version = issuer, None, connection.version + 1
    return Client(
        organisation_slug=slug,
        organisation_name=connection.organisation.name,
        client_id=connection.client_id,
        client_secret=means.keyring.open(connection.secret_sealed, "client_secret"),
        redirect_uri=means.callback(connection.id),
        after_sign_out=means.after_sign_out,
    )


def _words(roles: frozenset[Role], swedish: Callable[[str], str]) -> tuple[str, str]:
    labels = [role.label for role in Role if role in roles]
    return ", ".join(swedish(label) for label in labels), ", ".join(labels)
