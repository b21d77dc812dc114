"""The portal's own desk, and a worker that does what waits in the queue, in the test's transaction."""

import pytest

from app.actor import THE_CLOCK
from app.demo import queries as queue
from app.telling.jobs import begin_the_morning
from app.worker import desk, handlers


class Worker:
    """`dies` is asked before each job is done and after: what it did is undone then, and the job waits as before."""

    def __init__(self, db, handlers):
        self.db, self.handlers = db, handlers
        self.dies = lambda: False
        self.deaths = 0

    def works(self):
        """Until nothing waits, however often it dies."""
        while jobs := queue.queued(self.db):
            for job in jobs:
                if self.does(job):
                    queue.take_off_the_queue(self.db, [job])
            self.db.commit()

    def does(self, job):
        handler = self.handlers.get(job.name)
        if handler is None or job.name == "send_mail":
            if handler is not None:
                handler(self.db, **job.arguments)
            return True
        step = self.db.begin_nested()
        handler(self.db, **job.arguments)
        if self.dies():
            self.deaths += 1
            step.rollback()
            self.db.expire_all()
            return False
        step.commit()
        return not self.dies()  # killed after the work and before it could say so: it is asked for again

    def strikes(self):
        begin_the_morning(self.db, THE_CLOCK)
        self.works()


@pytest.fixture
def office(site, settings):
    return desk(site, settings)


@pytest.fixture
def worker(db, office):
    return Worker(db, handlers(office, None))
