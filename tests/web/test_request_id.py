import pytest
import structlog
from starlette.responses import PlainTextResponse

from app.web.accidents import Accidents
from app.web.headers import SecurityHeaders
from app.web.request_id import RequestId
from tests.web.asgi import echo, sent

log = structlog.get_logger()


@pytest.fixture
def lines():
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        yield lines


async def chatty(scope, receive, send):
    log.info("inside")
    await echo(scope, receive, send)


async def broken(scope, receive, send):
    raise ZeroDivisionError


async def sorry(request, problem):
    return PlainTextResponse("sorry", 500)


def test_every_line_of_a_request_has_the_id_that_the_response_has(lines):
    given = sent(RequestId(chatty))[1]["x-request-id"]
    assert [line["event"] for line in lines] == ["inside", "request"]
    assert {line["request_id"] for line in lines} == {given}


def test_two_requests_have_two_ids(lines):
    assert sent(RequestId(echo))[1]["x-request-id"] != sent(RequestId(echo))[1]["x-request-id"]


def test_an_id_that_is_sent_along_is_not_believed(lines):
    assert sent(RequestId(echo), headers=[("X-Request-ID", "Ulla Holm")])[1]["x-request-id"] != "Ulla Holm"


def test_health_checks_are_not_logged(lines):
    sent(RequestId(echo), "GET", "/livez")
    assert lines == []


def test_an_accident_is_answered_with_every_header_and_still_known_outside(lines):
    site = RequestId(SecurityHeaders(Accidents(broken, unforeseen=sorry), is_https=False))
    answers = []

    async def unanswered(scope, receive, send):
        async def keep(message):
            answers.append(message)
            await send(message)

        with pytest.raises(ZeroDivisionError):
            await site(scope, receive, keep)

    status, headers, body = sent(unanswered)
    assert (status, body) == (500, "sorry")
    assert headers["x-request-id"]
    assert headers["content-security-policy"]
    assert lines[-1]["status"] == 500
