import pytest

from app.web.limits import AROUND_A_FILE, TEXT_LIMIT, BodyLimit
from tests.web.asgi import echo, forgiving, sent

FILE_LIMIT = 5_000_000
SITE = BodyLimit(echo, file_limit=FILE_LIMIT)
TEXT = ("Content-Type", "application/x-www-form-urlencoded")
FILES = ("Content-Type", "Multipart/Form-Data; boundary=x")


def in_chunks(size, of=500_000):
    whole, rest = divmod(size, of)
    return [b"x" * of] * whole + [b"x" * rest]


@pytest.mark.parametrize(
    ("kind", "limit"), [(TEXT, TEXT_LIMIT), (FILES, FILE_LIMIT + AROUND_A_FILE), (("Content-Type", ""), TEXT_LIMIT)]
)
def test_a_body_may_be_as_large_as_its_limit_and_no_larger(kind, limit):
    status, _, body = sent(SITE, headers=[kind], chunks=in_chunks(limit))
    assert (status, body) == (200, str(limit))
    assert sent(SITE, headers=[kind], chunks=in_chunks(limit + 1))[0] == 413


def test_a_body_that_says_it_is_too_large_is_not_read():
    status, _, body = sent(SITE, headers=[TEXT, ("Content-Length", str(TEXT_LIMIT + 1))])
    assert status == 413
    assert "too large" in body


def test_a_body_that_lies_about_its_size_is_counted():
    assert sent(SITE, headers=[TEXT, ("Content-Length", "10")], chunks=in_chunks(TEXT_LIMIT + 1))[0] == 413


@pytest.mark.parametrize("size", ["", "-1", "many", "1e9", "١٢"])
def test_a_size_that_is_no_number_is_counted_instead(size):
    assert sent(SITE, headers=[TEXT], chunks=in_chunks(TEXT_LIMIT + 1))[0] == 413
    assert sent(SITE, headers=[TEXT, ("Content-Length", size)], chunks=[b"abc"])[0] == 200


def test_the_answer_is_413_also_when_the_application_took_it_for_something_else():
    site = BodyLimit(forgiving, file_limit=FILE_LIMIT)
    assert sent(site, headers=[TEXT], chunks=in_chunks(TEXT_LIMIT + 1))[0] == 413


def test_an_answer_that_has_begun_is_left_alone():
    async def answers_first(scope, receive, send):
        await send({"type": "http.response.start", "status": 202, "headers": []})
        await echo_body(receive)
        await send({"type": "http.response.body", "body": b"done"})

    async def echo_body(receive):
        while (await receive())["more_body"]:
            pass

    assert sent(BodyLimit(answers_first, file_limit=1), headers=[TEXT], chunks=in_chunks(TEXT_LIMIT + 1))[0] == 202
