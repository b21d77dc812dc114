"""A bare application for middlewares to stand around, and ways to send it what no client library would."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse

from tests.waiting import finished


async def echo(scope, receive, send):
    """Answers with the size of the body it was sent."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


async def forgiving(scope, receive, send):
    """Takes whatever goes wrong while reading for its own mistake, as a framework might."""
    try:
        await Request(scope, receive).body()
    except Exception:
        await PlainTextResponse("could not be read", 400)(scope, receive, send)


def sent(app, method="POST", path="/", headers=(), chunks=(b"",)):
    """Status, headers and body of the answer to exactly these headers and chunks."""
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages[-1]["more_body"] = False
    answers = []

    async def receive():
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message):
        answers.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
    }
    finished(app(scope, receive, send))
    starts = [answer for answer in answers if answer["type"] == "http.response.start"]
    assert len(starts) == 1
    body = b"".join(answer.get("body", b"") for answer in answers)
    return starts[0]["status"], {name.decode(): value.decode() for name, value in starts[0]["headers"]}, body.decode()
