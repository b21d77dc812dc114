"""Our own keys towards identity providers: made when first needed, announced before they are used (sso.md 5)."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session as Db

from app.language import N_
from app.refusals import Reason, Refused
from app.saml import queries
from app.saml.models import KeyStatus, KeyUse, OwnKey
from app.saml.pairs import body_of, end_of, new_pair
from app.sign_in.means import Means
from app.sign_in.secrets import Unreadable
from app.sign_in.tokens import Distrust

PUBLISHED = (KeyStatus.current, KeyStatus.next)
"""In this order in our metadata. What is previous opens what is under way, and is asked of nobody any more."""


@dataclass(frozen=True)
class OwnKeys:
    """Ready for use: PEM. The certificates are those to publish, base64 of DER."""

    signing_certificate: str
    signing_key: str = field(repr=False)
    opening_keys: tuple[str, ...] = field(repr=False)
    signing: tuple[str, ...]
    opening: tuple[str, ...]


def own_keys(db: Db, means: Means) -> OwnKeys:
    """The keys of this installation; made now, if there are none.

    Raises:
        Distrust: they cannot be opened with the keys of the installation.
    """
    found = queries.keys(db)
    for use in KeyUse:
        if not any(one.use is use and one.status is KeyStatus.current for one in found):
            _make(db, means, use, KeyStatus.current)
            found = queries.keys(db)
    by_place = {(one.use, one.status): one for one in found}
    current = by_place[KeyUse.signing, KeyStatus.current]
    opening = [one for one in found if one.use is KeyUse.opening]
    return OwnKeys(
        signing_certificate=current.certificate,
        signing_key=_opened(means, current),
        opening_keys=tuple(_opened(means, one) for one in opening),
        signing=_published(by_place, KeyUse.signing),
        opening=_published(by_place, KeyUse.opening),
    )


def _published(by_place: dict[tuple[KeyUse, KeyStatus], OwnKey], use: KeyUse) -> tuple[str, ...]:
    return tuple(body_of(by_place[use, status].certificate) for status in PUBLISHED if (use, status) in by_place)


def _opened(means: Means, key: OwnKey) -> str:
    try:
        return means.keyring.open(key.key_sealed, "saml_key")
    except Unreadable as problem:
        raise Distrust("secret_unreadable") from problem


def _make(db: Db, means: Means, use: KeyUse, status: KeyStatus) -> None:
    pair = new_pair(means.origin.partition("//")[2])
    key = OwnKey(
        use=use,
        status=status,
        certificate=pair.certificate,
        key_sealed=means.keyring.seal(pair.key, "saml_key"),
        ends_at=end_of(pair.certificate),
    )
    queries.add_unless_there(db, key)


def announce_next(db: Db, means: Means) -> None:
    """Put the keys that are to follow into our metadata. Providers need days to read it; then `take_next`.

    Raises:
        Refused: they are there already.
    """
    own_keys(db, means)
    for use in KeyUse:
        if KeyStatus.next in queries.keys_locked(db, use):
            raise Refused(Reason(N_("The next keys are announced already. Let providers read them, then take them.")))
        _make(db, means, use, KeyStatus.next)


def take_next(db: Db) -> None:
    """Sign with the announced key from now on. The one before still opens what was sealed for it.

    Raises:
        Refused: none was announced.
    """
    for use in KeyUse:
        places = queries.keys_locked(db, use)
        if KeyStatus.next not in places:
            raise Refused(Reason(N_("No next keys are announced. Announce them first, and give providers time.")))
        for leaves, enters in (
            (KeyStatus.previous, KeyStatus.retired),
            (KeyStatus.current, KeyStatus.previous),
            (KeyStatus.next, KeyStatus.current),
        ):
            if leaves in places:
                places[leaves].status = enters
                db.flush()
