"""A worker in a process of its own, for tests that kill it. Its one notice can be told to die while it tells."""

import asyncio
import os
import signal
import sys
from functools import partial
from pathlib import Path

from jinja2 import DictLoader, Environment

from app.activity.happenings import Happened
from app.activity.notices import Notice, Urgency
from app.database import engine_to
from app.jobs.run import Pulse, Work, run
from app.mail import actions, queries
from app.mail.letters import Desk
from app.mail.post import Post

PULSE = Pulse(heartbeat=0.1, dead_after=0.6, tick=0.1, first_wait=0.1, reconnect=0.1)
LETTER = "{{ reference }} is waiting for {{ reader.person.name }}\n\nRead it: {{ link }}\n"


def desk():
    environment = Environment(loader=DictLoader({"email/letter.txt": LETTER}), autoescape=True)
    return Desk(
        environments={"sv": environment, "en": environment},
        address=lambda language, route, reference: f"/{language}/{route}/{reference.lower()}",
        origin="https://testbed.example",
        sender="portal@testbed.example",
        sender_name="The testbed",
    )


def notices(die_once: Path | None):
    """Everyone is told; whoever finds the file while telling removes it and dies."""

    def everyone(db, _):
        if die_once and die_once.exists():
            die_once.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return queries.all_readers(db)

    return {Happened.challenge_submitted: Notice(everyone, "letter", Urgency.direct)}


def main(url: str, smtp_port: str, die_once: str) -> None:
    post = Post("127.0.0.1", int(smtp_port), "none", timeout=10)
    handlers = {
        "tell_about": partial(actions.tell_about, notices=notices(Path(die_once)), desk=desk()),
        "send_mail": partial(actions.send_mail, desk=desk(), post=post),
    }
    asyncio.run(run(engine_to(url, connections=4), Work(handlers, pulse=PULSE)))


if __name__ == "__main__":
    main(*sys.argv[1:])
