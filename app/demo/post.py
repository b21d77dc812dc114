"""The worker's part of the past: people are told, and letters sent, when it happened and not when the worker starts."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app import clock
from app.activity.models import MailState
from app.demo import queries
from app.mail import queries as mail
from app.main import create_app, desk
from app.settings import Settings
from app.worker import handlers

ON_THE_WAY = timedelta(seconds=20)


class PostOffice:
    def __init__(self, db: Session, settings: Settings) -> None:
        site = create_app(settings, engine=db.get_bind().engine)
        self.db = db
        self.desk = desk(site, settings)
        self.handlers = handlers(self.desk, None) | {"send_mail": self._send}

    def empty_the_queue(self) -> None:
        """Do all that waits, and what that asks for in turn."""
        while jobs := queries.queued(self.db):
            queries.take_off_the_queue(self.db, jobs)
            for job in {
                (job.name, str(job.arguments)): job for job in jobs
            }.values():  # what is asked twice is done once
                self.handlers[job.name](self.db, **job.arguments)
            self.db.flush()

    def _send(self, db: Session, mail_id: str, **_: Any) -> None:
        """No letter leaves the house: its readers are invented, and it is as old as what it tells of."""
        letter = mail.mail(db, UUID(mail_id))
        if letter is not None:
            letter.state, letter.sent_at = MailState.sent, clock.now() + ON_THE_WAY
