"""Log lines, for machines or for people, each with its request's id; never what people wrote or are called."""

import logging
import re
import sys
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SECRET = frozenset({"password", "secret", "token", "id_token", "code", "code_verifier", "cookie", "authorization"})
PERSONAL = frozenset({"email", "name", "person_name", "body", "form", "values", "typed"})
DETAIL = re.compile(r"(DETAIL: ).*")  # PostgreSQL quotes the row it refuses


def configure(form: Literal["json", "console"], *, to: TextIO | None = None, level: int = logging.INFO) -> None:
    """Lead everything that is logged, also by libraries, through the same few steps to standard error."""
    stream = to or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        discreet,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.root.handlers = [handler]
    logging.root.setLevel(level)
    for noisy in ("uvicorn.access", "alembic", "httpx2", "procrastinate"):
        logging.getLogger(noisy).setLevel(max(level, logging.WARNING))
    for name in ("uvicorn", "uvicorn.error"):  # they bring handlers of their own
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True


def discreet(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Without secrets, without what says who someone is, and without the row that the database quotes in an error."""
    for key in event.keys() & (SECRET | PERSONAL):
        event[key] = "(left out)"
    if "exception" in event:
        event["exception"] = DETAIL.sub(r"\1(left out)", event["exception"])
    return event
