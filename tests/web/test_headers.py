import pytest
from starlette.responses import PlainTextResponse

from app.web.headers import POLICY, SecurityHeaders
from tests.web.asgi import echo, sent


@pytest.mark.parametrize("is_https", [True, False])
def test_no_page_runs_inline_code_or_loads_from_elsewhere(is_https):
    policy = sent(SecurityHeaders(echo, is_https=is_https))[1]["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert "*" not in policy
    assert set(POLICY.values()) == {"'none'", "'self'"}


def test_only_https_asks_to_be_remembered_as_https():
    plain = sent(SecurityHeaders(echo, is_https=False))[1]
    safe = sent(SecurityHeaders(echo, is_https=True))[1]
    assert "strict-transport-security" not in plain
    assert "upgrade-insecure-requests" not in plain["content-security-policy"]
    assert safe["strict-transport-security"] == "max-age=63072000"
    assert "upgrade-insecure-requests" in safe["content-security-policy"]


def test_every_response_says_the_rest():
    headers = sent(SecurityHeaders(echo, is_https=False))[1]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


def test_a_response_may_be_stricter_than_the_rest():
    file = PlainTextResponse("x", headers={"Content-Security-Policy": "sandbox; default-src 'none'"})
    headers = sent(SecurityHeaders(file, is_https=True))[1]
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
