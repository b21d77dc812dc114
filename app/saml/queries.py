"""What stands written of SAML: details of connections, federations, keys of ours, what is parked and what was used."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import contains_eager, joinedload

from app.database import now
from app.refusals import NotFound
from app.saml.models import Federation, KeyStatus, KeyUse, OwnKey, ParkedArrival, SamlDetails, SeenAssertion, Source
from app.sign_in.models import ConnectionStatus, IdpConnection


def details(db: Db, connection_id: UUID) -> SamlDetails:
    """What only SAML has, with the federation that vouches for it.

    Raises:
        NotFound: the connection is none of SAML's.
    """
    found = db.scalar(
        select(SamlDetails)
        .options(joinedload(SamlDetails.federation))
        .where(SamlDetails.connection_id == connection_id)
    )
    if found is None:
        raise NotFound
    return found


def details_of(db: Db, connection_ids: list[UUID]) -> dict[UUID, SamlDetails]:
    """The same for several, by connection; those of other protocols are not among them."""
    found = db.scalars(select(SamlDetails).where(SamlDetails.connection_id.in_(connection_ids)))
    return {one.connection_id: one for one in found}


def in_federations(db: Db, entity_id: str) -> list[UUID]:
    """Open connections of this entityID that a federation vouches for: answers nobody asked for come to one address."""
    return list(
        db.scalars(
            select(IdpConnection.id)
            .join(SamlDetails, SamlDetails.connection_id == IdpConnection.id)
            .where(
                IdpConnection.issuer == entity_id,
                IdpConnection.status == ConnectionStatus.active,
                SamlDetails.source == Source.federation,
            )
            .limit(2)
        )
    )


def federations_of(db: Db, organisation_id: UUID) -> list[str]:
    """The names of those that vouch for a connection which the organisation has in use."""
    return list(
        db.scalars(
            select(Federation.name)
            .distinct()
            .join(SamlDetails, SamlDetails.federation_id == Federation.id)
            .join(IdpConnection, IdpConnection.id == SamlDetails.connection_id)
            .where(IdpConnection.organisation_id == organisation_id, IdpConnection.status == ConnectionStatus.active)
            .order_by(Federation.name)
        )
    )


def to_read_again(db: Db, before: datetime) -> list[SamlDetails]:
    """Details of open connections whose metadata we fetch ourselves and have not read since."""
    return list(
        db.scalars(
            select(SamlDetails)
            .join(SamlDetails.connection)
            .options(contains_eager(SamlDetails.connection), joinedload(SamlDetails.federation))
            .where(
                SamlDetails.source != Source.given,
                IdpConnection.issuer != "",  # not a draft that nobody has filled in
                SamlDetails.read_at < before,
                IdpConnection.status != ConnectionStatus.disabled,
            )
            .order_by(SamlDetails.read_at)
        )
    )


def may_read_again(db: Db, connection_id: UUID, wait: timedelta) -> bool:
    """True once per `wait` for each connection, however many sign in meanwhile."""
    mine = db.scalar(
        update(SamlDetails)
        .where(
            SamlDetails.connection_id == connection_id,
            or_(SamlDetails.again_after.is_(None), SamlDetails.again_after <= now()),
        )
        .values(again_after=now() + wait)
        .returning(SamlDetails.id)
        .execution_options(synchronize_session=False)
    )
    return mine is not None


def federations(db: Db) -> list[Federation]:
    """Those that connections may be made through."""
    return list(db.scalars(select(Federation).where(Federation.is_open).order_by(Federation.name)))


def federation(db: Db, federation_id: UUID) -> Federation:
    """Raises:
    NotFound: there is none such, or it is closed.
    """
    found = db.scalar(select(Federation).where(Federation.id == federation_id, Federation.is_open))
    if found is None:
        raise NotFound
    return found


def federation_called(db: Db, name: str) -> Federation | None:
    return db.scalar(select(Federation).where(func.lower(Federation.name) == name.lower()))


def keys(db: Db) -> list[OwnKey]:
    """Every key of ours that is still of use."""
    return list(
        db.scalars(select(OwnKey).where(OwnKey.status != KeyStatus.retired).order_by(OwnKey.use, OwnKey.status))
    )


def keys_locked(db: Db, use: KeyUse) -> dict[KeyStatus, OwnKey]:
    """Those for one use, held until the transaction ends: they change places one at a time."""
    found = db.scalars(select(OwnKey).where(OwnKey.use == use, OwnKey.status != KeyStatus.retired).with_for_update())
    return {one.status: one for one in found}


def add_unless_there(db: Db, key: OwnKey) -> None:
    """A key in its place, unless another process has just put one there."""
    db.execute(
        insert(OwnKey)
        .values(
            id=uuid4(),
            created_at=now(),
            use=key.use,
            status=key.status,
            certificate=key.certificate,
            key_sealed=key.key_sealed,
            ends_at=key.ends_at,
        )
        .on_conflict_do_nothing()
    )


def used_first(db: Db, connection_id: UUID, assertion_hash: str, until: datetime) -> bool:
    """True for exactly one of all who bring the same assertion, however close together."""
    mine = db.scalar(
        insert(SeenAssertion)
        .values(
            id=uuid4(),
            created_at=now(),
            connection_id=connection_id,
            assertion_hash=assertion_hash,
            expires_at=until,
        )
        .on_conflict_do_nothing(index_elements=[SeenAssertion.connection_id, SeenAssertion.assertion_hash])
        .returning(SeenAssertion.id)
    )
    return mine is not None


def parked(db: Db, handle_hash: str) -> tuple[UUID, int, str] | None:
    """What was parked under a handle, and gone with that: connection, its version, and the sealed arrival."""
    row = db.execute(
        delete(ParkedArrival)
        .where(ParkedArrival.handle_hash == handle_hash)
        .returning(
            ParkedArrival.connection_id,
            ParkedArrival.connection_version,
            ParkedArrival.sealed,
            ParkedArrival.expires_at,
        )
    ).one_or_none()
    if row is None or row.expires_at <= now():
        return None
    return row.connection_id, row.connection_version, row.sealed


def forget(db: Db, before: datetime) -> None:
    """What is too old to be of use to anyone."""
    for table in (ParkedArrival, SeenAssertion):
        db.execute(delete(table).where(table.expires_at < before))
