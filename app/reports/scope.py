"""What a report is about: whose question, which period, and where it is about one thing, which."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.actor import Actor
from app.indicators.gathering import Gathering
from app.periods import Period


@dataclass(frozen=True)
class Scope:
    """`place` is what a kind that is about one thing is about: a municipality's slug, or a pilot's reference."""

    db: Session
    actor: Actor
    period: Period
    place: str = ""

    @property
    def gathering(self) -> Gathering:
        return Gathering(self.db, self.period, self.place)

    def source(self, path: str) -> str:
        place = f"&kommun={self.place}" if self.place else ""
        return f"{path}?period={self.period.slug}{place}"
