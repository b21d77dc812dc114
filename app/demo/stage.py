"""Where the invented past is played: the stories take turns in the order of time, under a clock that is moved there.

Each story is a generator: what it yields is the moment at which it goes on. Between two yields stands what one person
does at one sitting, in a session as empty as that of a request.
"""

from collections.abc import Callable, Generator, Iterable
from datetime import date, datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.orm import Session

from app import clock
from app.actor import THE_CLOCK, Actor
from app.database import SWEDEN, today
from app.demo.post import PostOffice
from app.demo.words import In, Membership, Said, Solution
from app.grants import queries as grants
from app.mail.letters import Desk
from app.parts import Parts
from app.people import queries as people
from app.reading import Reading, read
from app.settings import Settings
from app.worker import EVERY_MINUTE, EVERY_NIGHT
from app.working_days import is_working_day

Story = Generator[datetime, None, None]
NIGHT = time(2, 0)
BETWEEN = timedelta(minutes=4)  # from one sitting to the next
OFTEN_ENOUGH = timedelta(days=5)  # between nights on which the clock strikes; days that matter wake it by themselves


class Stage:
    """The database, the cast, and the day on which it is seeded."""

    def __init__(self, db: Session, settings: Settings) -> None:
        self.db = db
        self.today = today()
        self.documents = settings.documents
        self.cast: dict[str, UUID] = {}  # memberships
        self.solutions: dict[str, str] = {}  # references, by name
        self.ids: dict[str, UUID] = {}  # of solutions, by name
        self.needs: dict[int, str] = {}  # references, by their number in the list of needs
        self.requests: dict[str, str] = {}
        self.pilots: dict[str, str] = {}
        self.studies: dict[str, str] = {}
        self._post = PostOffice(db, settings)
        self._turns: list[tuple[datetime, int, Story]] = []
        self._number = count()
        self._struck: datetime | None = None

    # Time

    def day(self, days: int) -> date:
        """A working day so many days from today: the last one before a weekend in the past, the next in the future.

        At Christmas two days can come to be the same, up to five apart: what must come after something in another
        story is told at least six days later.
        """
        day, step = self.today + timedelta(days=days), -1 if days < 0 else 1
        while not is_working_day(day):
            day += timedelta(days=step)
        return day

    def at(self, days: int, hour: str = "09.10") -> datetime:
        """A moment of that day, Swedish time."""
        return _moment(self.day(days), hour)

    def wake_the_clock(self, day: date, hour: str) -> None:
        """Let the portal's own clock strike then, not only at night."""
        self._enter(self._striking(_moment(day, hour)))

    def _striking(self, moment: datetime) -> Story:
        yield moment
        self._strike()

    # Playing

    def play(self, stories: Iterable[Story]) -> None:
        """Let all stories happen, in the order of time; then let the clock strike once more, now."""
        for story in stories:
            self._enter(story)
        last: datetime | None = None
        while self._turns:
            moment, _, story = heappop(self._turns)
            if last is not None:
                self._sleep(last, moment)
                moment = max(moment, last + BETWEEN)
            self._sit(moment, partial(self._enter, story))
            last = moment
        self._sit(clock.now(), self._strike)

    def _enter(self, story: Story) -> None:
        """Go on with a story to where it waits next."""
        moment = next(story, None)
        if moment is not None:
            heappush(self._turns, (moment, next(self._number), story))

    def _sit(self, moment: datetime, do: Callable[[], object]) -> None:
        with clock.at(moment):
            do()
            self.db.flush()
            self._post.empty_the_queue()
        self.db.flush()
        self.db.expunge_all()

    def _sleep(self, last: datetime, moment: datetime) -> None:
        """A night between two sittings: the portal does what the date asks for."""
        night = datetime.combine(moment.astimezone(SWEDEN).date(), NIGHT, SWEDEN)
        is_tired = self._struck is not None and night - self._struck < OFTEN_ENOUGH
        if last < night < moment and not is_tired:
            self._sit(night, self._strike)

    def _strike(self) -> None:
        self._struck = clock.now()
        for _, do in (*EVERY_MINUTE, *EVERY_NIGHT):
            do(self.db, THE_CLOCK)
            self.db.flush()
            self.db.expunge_all()

    @property
    def desk(self) -> Desk:
        """Where letters are written at this moment."""
        return self._post.desk.saying(grants.lines(self.db))

    # People and forms

    def actor(self, who: str) -> Actor:
        """Someone of the cast, as they are at this moment.

        Raises:
            ValueError: they hold no membership then.
        """
        found = people.membership(self.db, self.cast[who])
        if found is None:
            raise ValueError(f"{who} is not there on {today()}")
        return found.actor

    def filled(self, model: type[BaseModel], said: Said) -> Any:
        """A form filled in whole.

        Raises:
            ValueError: an answer is missing or not accepted.
        """
        found = self._read(model, said)
        if found.values is None:
            raise ValueError(f"{model.__name__} {dict(said)}: {_why(found)}")
        return found.values

    def parts(self, parts: Parts, said: Said) -> Iterable[tuple[Any, dict[str, Any]]]:
        """Each part of a long form that anything is said in, with what a draft would keep of it.

        Raises:
            ValueError: an answer is not accepted, or answers a question that no part asks.
        """
        if unasked := set(said) - {name for part in parts for name in part.model.model_fields}:
            raise ValueError(f"nobody asks for {sorted(unasked)}")
        for part in parts:
            own = {name: said[name] for name in part.model.model_fields if name in said}
            if own:
                found = self._read(part.model, own)
                if found.blocking:
                    raise ValueError(f"{part.slug}: {_why(found)}")
                yield part, found.partial

    def _read(self, model: type[BaseModel], said: Said) -> Reading[Any]:
        return read(model, {name: self._typed(value) for name, value in said.items()})

    def _typed(self, value: Any) -> Any:
        """As it would have been typed."""
        if isinstance(value, dict):
            return {name: self._typed(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._typed(one) for one in value]
        if isinstance(value, bool):
            return "true" if value else ""
        return str(self._known(value))

    def _known(self, value: Any) -> Any:
        """What the texts leave open, filled in."""
        if isinstance(value, In):
            return self.day(value.days).isoformat()
        if isinstance(value, Membership):
            return self.cast[value.of]
        if isinstance(value, Solution):
            return self.ids[value.called]
        return value


def _moment(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour.replace(".", ":")), SWEDEN)


def _why(found: Reading[Any]) -> str:
    return "; ".join(
        f"{reason.field}: {reason.text % {name: str(value) for name, value in reason.values.items()}}"
        for reason in found.reasons
    )
