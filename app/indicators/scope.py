"""What figures are asked for: of a period, of one municipality or of all, and what can be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from app.database import today
from app.grants import queries as grants
from app.indicators import queries
from app.indicators.gathering import Gathering
from app.neutrality.queries import first_day
from app.organisations.models import Organisation
from app.periods import Period, chosen, offered


@dataclass(frozen=True)
class Scope:
    db: Session
    period: Period
    place: str
    periods: Sequence[Period]
    places: Sequence[Organisation]

    @cached_property
    def gathering(self) -> Gathering:
        return Gathering(self.db, self.period, self.place)

    @property
    def place_name(self) -> str:
        return next((one.name for one in self.places if one.slug == self.place), "")

    @property
    def names(self) -> dict[str, str]:
        """The municipalities' names by slug."""
        return {one.slug: one.name for one in self.places}

    @property
    def asked(self) -> dict[str, str]:
        return {"period": self.period.slug, "kommun": self.place}

    @property
    def asked_by_programs(self) -> dict[str, str]:
        """The same in the addresses of the API."""
        return {"period": self.period.slug} | ({"municipality": self.place} if self.place else {})


def scope(db: Session, period: str, place: str) -> Scope:
    """As an address asks: the last twelve months and all municipalities where it asks for none that there is."""
    periods = offered(first_day(db), today(), grants.windows(db))
    places = queries.municipalities(db)
    slug = next((one.slug for one in places if one.slug == place), "")
    return Scope(db, chosen(period[:20], periods), slug, periods, places)
