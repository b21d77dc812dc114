from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.scim.models import ScimDirectory, ScimUser


def settle(db: Session, directory: ScimDirectory, users: Sequence[ScimUser]) -> None:
    pass


def let_go(db: Session, directory: ScimDirectory, user: ScimUser) -> None:
    pass
