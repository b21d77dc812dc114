"""What can be known of a connection before anybody has signed in through it, and what will soon go wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.database import now
from app.language import N_
from app.refusals import Reason
from app.saml.library import MISSING, is_installed
from app.saml.models import SamlDetails, Source

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, as a sentence; if it is not well, `mend` says what to do. `stops` is whether
    signing in cannot work like this."""

    text: str
    is_well: bool
    mend: Reason | None = None
    stops: bool = False


def checks(details: SamlDetails, *, at: datetime | None = None) -> list[Check]:
    """Everything, in the order one would look at it."""
    return list(_checks(details, at or now()))


def _checks(details: SamlDetails, at: datetime) -> Iterator[Check]:
    yield Check(
        N_("The portal can verify what identity providers sign"),
        is_installed(),
        None if is_installed() else Reason(MISSING),
        stops=True,
    )
    yield Check(
        N_("There is an address to sign in at"), bool(details.redirect_address or details.post_address), stops=True
    )
    yield Check(
        N_("There is a certificate that may sign"),
        bool(details.certificates),
        stops=True,
    )
    yield _certificates(details, at)
    yield _validity(details, at)
    if details.source is Source.given:
        yield Check(
            N_("The metadata renews itself"),
            is_well=False,
            mend=Reason(
                N_(
                    "Metadata from a file has to be replaced by hand when the provider changes its certificate. "
                    "Give its address instead, if it has one."
                )
            ),
        )


def _certificates(details: SamlDetails, at: datetime) -> Check:
    ends = details.certificates_end
    day = ends.date().isoformat() if ends else ""
    mend = Reason(
        N_("The last signing certificate runs out on %(day)s. Let the provider publish a new one beside it."),
        values={"day": day},
    )
    is_well = ends is None or ends > at + SOON
    return Check(N_("The signing certificate lasts more than 30 days"), is_well, None if is_well else mend)


def _validity(details: SamlDetails, at: datetime) -> Check:
    until = details.valid_until
    is_over = until is not None and until <= at
    mend = Reason(
        N_("The metadata was valid until %(day)s. Export it anew, or give its address so that we can fetch it."),
        values={"day": until.date().isoformat() if until else ""},
    )
    return Check(N_("The metadata is valid today"), not is_over, mend if is_over else None, stops=is_over)
