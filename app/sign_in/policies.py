"""How long a proof of having signed in lasts, as the organisation wants it and the installation allows it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session as Db

from app.sign_in import queries
from app.sign_in.means import Means
from app.sign_in.models import JitPolicy, SignInPolicy, SsoPolicy

LONGEST_REQUIRED = timedelta(hours=8)  # where single sign-on is required, a working day (sso.md rule 32)


@dataclass(frozen=True)
class Limits:
    """`idle` is how long untouched, `absolute` how long at all."""

    idle: timedelta
    absolute: timedelta

    @property
    def idle_minutes(self) -> int:
        return int(self.idle.total_seconds() // 60)


def limits(policy: SignInPolicy, means: Means) -> Limits:
    """Never longer than the installation allows, whatever the policy says."""
    absolute = min(_minutes(policy.absolute_minutes, means.longest), means.longest)
    if policy.sso is SsoPolicy.required:
        absolute = min(absolute, LONGEST_REQUIRED)
    return Limits(min(_minutes(policy.idle_minutes, means.idle), means.idle, absolute), absolute)


def _minutes(wanted: int | None, otherwise: timedelta) -> timedelta:
    return otherwise if wanted is None else timedelta(minutes=wanted)


def apply_limits(db: Db, means: Means, organisation_id: UUID) -> None:
    """After a policy was changed: what is shorter now holds at once, for those who are signed in too."""
    allowed = limits(queries.policy_of(db, organisation_id), means)
    queries.shorten_proofs(db, organisation_id, allowed.idle_minutes, allowed.absolute)


def let_nobody_in(db: Db, organisation_id: UUID) -> None:
    """From now on whoever is new is invited, or asks."""
    policy = queries.policy_of(db, organisation_id)
    if policy.jit is not JitPolicy.off:
        policy.jit = JitPolicy.off
        db.flush()
