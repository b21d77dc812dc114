"""The one way out, tried against a server of our own on this machine: it must never be reached unless allowed."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.sign_in import outbound
from app.sign_in.outbound import GuardedBackend, Outbound, Unreachable, is_public
from tests.waiting import finished


class Server(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "/secret")
            self.end_headers()
            return
        if self.path == "/slow":
            self.server.hurry.wait(10)
            return
        self.send_response(200)
        self.end_headers()
        if self.path == "/endless":
            for _ in range(64):
                self.wfile.write(b"x" * 65536)
        self.wfile.write(b'{"ok": true}')

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        server.daemon_threads, server.asked, server.hurry = True, [], threading.Event()
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.hurry.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def port(server):
    return server.server_address[1]


@pytest.fixture
def allowed(port):
    return Outbound(allowed=frozenset({("127.0.0.1", port)}))


def get(client, url):
    return finished(client.get(url))


def test_an_allowed_place_answers(allowed, port):
    answer = get(allowed, f"http://127.0.0.1:{port}/x")
    assert (answer.status, answer.body) == (200, b'{"ok": true}')


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "0.0.0.0", "0",  # noqa: S104
        "localhost.", "[::]",
    ],
)  # fmt: skip
def test_no_way_of_writing_it_leads_to_our_own_machine(server, port, scheme, host):
    open_to_all_ports = Outbound(ports=frozenset({port}))
    with pytest.raises(Unreachable):
        get(open_to_all_ports, f"{scheme}://{host}:{port}/x")
    assert server.asked == []


def test_an_allowed_place_is_one_address_and_one_port(allowed, port):
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(Unreachable):
        get(allowed, f"http://127.0.0.1:{other.getsockname()[1]}/x")
    with pytest.raises(Unreachable):
        get(allowed, f"http://[::1]:{port}/x")


@pytest.mark.parametrize(
    "url", ["http://example.com/", "https://example.com:8443/", "ftp://example.com/", "https://u@x.se/", "x"]
)
def test_only_https_on_its_own_port_is_called(url):
    with pytest.raises(Unreachable):
        get(Outbound(), url)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::", "2001:0:1::f5ff:fffe",
        "2001:db8::1",
    ],
)  # fmt: skip
def test_an_address_inside_somebody_s_network_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "193.10.0.1", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_an_address_of_the_open_internet_is_public(address):
    assert is_public(address)


def test_a_name_is_looked_up_once_and_what_was_looked_at_is_what_is_called(server, port, monkeypatch):
    """Rebinding: the second answer would lead elsewhere, but nobody asks for it."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])

    async def look_up(host, _):
        assert host == "changing.example"
        return next(answers)

    monkeypatch.setattr(outbound, "_addresses", look_up)
    client = Outbound(allowed=frozenset({("127.0.0.1", port)}))
    assert get(client, f"http://changing.example:{port}/x").status == 200
    with pytest.raises(Unreachable):
        get(client, f"http://changing.example:{port}/x")
    assert len(server.asked) == 1


def test_one_bad_address_among_good_ones_is_enough(monkeypatch):
    async def look_up(*_):
        return ["8.8.8.8", "10.0.0.1"]

    monkeypatch.setattr(outbound, "_addresses", look_up)
    with pytest.raises(Unreachable):
        finished(GuardedBackend((), {443}, plain=False).connect_tcp("mixed.example", 443))


def test_a_redirect_is_an_answer_and_is_not_followed(allowed, server, port):
    assert get(allowed, f"http://127.0.0.1:{port}/redirect").status == 302
    assert [path for path, _ in server.asked] == ["/redirect"]


def test_a_proxy_in_the_environment_is_not_used(allowed, port, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        assert get(allowed, f"http://127.0.0.1:{port}/x").status == 200


def test_an_answer_without_end_is_cut_off(allowed, port):
    with pytest.raises(Unreachable, match="too large"):
        get(allowed, f"http://127.0.0.1:{port}/endless")


def test_an_answer_that_does_not_come_is_not_waited_for(allowed, port, monkeypatch):
    monkeypatch.setattr(outbound, "WAIT", 0.2)
    with pytest.raises(Unreachable):
        get(allowed, f"http://127.0.0.1:{port}/slow")


def test_nothing_about_us_is_told(allowed, server, port):
    get(allowed, f"http://127.0.0.1:{port}/x")
    assert set(server.asked[0][1]) == {"Host", "Accept", "Accept-Encoding", "User-Agent"}


def test_a_certificate_nobody_vouches_for_is_refused(port):
    """Plain HTTP where TLS was asked for: the call fails, it does not fall back."""
    with pytest.raises(Unreachable):
        get(Outbound(allowed=frozenset({("127.0.0.1", port)})), f"https://127.0.0.1:{port}/x")
