import json
import logging
from contextlib import contextmanager
from io import StringIO

import pytest
import structlog

from app import logs


@contextmanager
def logging_to(stream, form="json"):
    before = logging.root.handlers, logging.root.level
    logs.configure(form, to=stream)
    yield
    logging.root.handlers, logging.root.level = before
    structlog.reset_defaults()


@pytest.fixture
def logged():
    """Runs a few lines of code, and gives what they wrote to the log."""

    def logged(code):
        stream = StringIO()
        with logging_to(stream):
            code()
        (line,) = stream.getvalue().splitlines()
        return json.loads(line)

    return logged


def test_a_line_says_what_when_and_for_which_request(logged):
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        line = logged(lambda: structlog.get_logger("portal").info("started", port=8000))
    assert line["event"] == "started"
    assert (line["port"], line["request_id"], line["level"]) == (8000, "abc", "info")
    assert line["timestamp"].endswith("Z")


def test_libraries_are_logged_in_the_same_form(logged):
    line = logged(lambda: logging.getLogger("somewhere").warning("count is %s", 3))
    assert (line["event"], line["logger"], line["level"]) == ("count is 3", "somewhere", "warning")


def test_secrets_and_people_are_left_out(logged):
    line = logged(lambda: structlog.get_logger().info("sent", email="ulla@kommun.example", token="a", reference="B-1"))
    assert (line["email"], line["token"], line["reference"]) == ("(left out)", "(left out)", "B-1")


def test_the_row_that_the_database_quotes_is_left_out(logged):
    def fails():
        try:
            raise ValueError("duplicate key\nDETAIL:  Key (email)=(ulla@kommun.example) already exists.")
        except ValueError:
            structlog.get_logger().exception("failed")

    line = logged(fails)
    assert "duplicate key" in line["exception"]
    assert "ValueError: duplicate key\nDETAIL: (left out)" in line["exception"]


def test_people_get_lines_without_json():
    stream = StringIO()
    with logging_to(stream, "console"):
        structlog.get_logger().info("started", port=8000)
    assert "port=8000" in stream.getvalue()
    assert "{" not in stream.getvalue()
