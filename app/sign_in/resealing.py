"""Changing the key that secrets at rest are sealed with, while the portal runs (sso.md rule 34).

The new key is put first among the keys of the installation and the portal is restarted; from then on it seals with the
new one and opens with both. Then everything is sealed again, some at a time; then the old key can be thrown away. What
is sealed is said by each feature in its own `sealed.py`: `SEALED = ((Model.column, "purpose"),)`; what stands in JSON,
with the name it stands under.
"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session as Db

from app.actor import NOBODY
from app.features import said_by_features
from app.sign_in import queries_keys
from app.sign_in.queries_keys import Sealed
from app.sign_in.secrets import Keyring, Unreadable

AT_A_TIME = 200


def all_sealed() -> Sequence[Sealed]:
    """Every place that holds sealed values, with what they are sealed for."""
    return tuple(Sealed(*one) for one in said_by_features("sealed", "SEALED"))


def some(db: Db, keyring: Keyring, sealed: Sealed, after: UUID = NOBODY) -> tuple[UUID, int, int]:
    """Seal the next values of a place again with the first key; returns the last id, how many were sealed again and
    how many could not be opened. An id of nobody says that there are no more. Stopped in between, nothing is lost."""
    last, done, lost = NOBODY, 0, 0
    for row_id, value in queries_keys.sealed_otherwise(db, sealed, keyring.first, after, AT_A_TIME):
        last = row_id
        try:
            queries_keys.seal_again(
                db, sealed, row_id, keyring.seal(keyring.open(value, sealed.purpose), sealed.purpose)
            )
            done += 1
        except Unreadable:
            lost += 1
    return last, done, lost


def in_use(db: Db) -> Counter[str]:
    """How many values are sealed with which key: a key that is not named here can be thrown away."""
    return sum((queries_keys.keys_in_use(db, one) for one in all_sealed()), Counter())
