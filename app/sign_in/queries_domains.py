"""E-mail domains, as the door sees them: whose they are, and where they lead."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from app.organisations.models import Organisation
from app.sign_in.models import DomainStatus, SignInDomain


def domains_taken(db: Db, domains: list[str], *, but_of: str = "") -> list[str]:
    """Those of the domains that are verified, by any organisation but the one with this slug."""
    return list(
        db.scalars(
            select(SignInDomain.domain)
            .join(Organisation, Organisation.id == SignInDomain.organisation_id)
            .where(
                SignInDomain.domain.in_(domains),
                SignInDomain.status == DomainStatus.verified,
                Organisation.slug != but_of,
            )
        )
    )


def whose(db: Db, domain: str) -> Organisation | None:
    """The organisation that has proven a domain to be its own."""
    query = select(Organisation).join(SignInDomain, SignInDomain.organisation_id == Organisation.id)
    return db.scalar(query.where(SignInDomain.domain == domain, SignInDomain.status == DomainStatus.verified))


def domain_of(db: Db, organisation_id: UUID, domain: str) -> SignInDomain | None:
    """The organisation's own row of a domain, verified or not."""
    wanted = (SignInDomain.organisation_id == organisation_id, SignInDomain.domain == domain)
    return db.scalar(select(SignInDomain).where(*wanted))


def verified_domains(db: Db, organisation_id: UUID) -> list[str]:
    """The domains that are proven to be the organisation's: the domain gate (rule 6)."""
    return list(
        db.scalars(
            select(SignInDomain.domain)
            .where(SignInDomain.organisation_id == organisation_id, SignInDomain.status == DomainStatus.verified)
            .order_by(SignInDomain.domain)
        )
    )


def domains_of(db: Db, connection_id: UUID) -> list[SignInDomain]:
    return list(db.scalars(select(SignInDomain).where(SignInDomain.connection_id == connection_id)))
