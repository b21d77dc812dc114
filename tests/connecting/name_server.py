"""A name server on loopback that says what a test tells it to."""

from contextlib import contextmanager

from dnslib import QTYPE, RCODE, RR, TXT
from dnslib.server import BaseResolver, DNSLogger, DNSServer


class Zone(BaseResolver):
    """`says["_portal-verifiering.hallsberg.example"] = ["portal-verifiering=…"]`; `fails` are names that break."""

    def __init__(self):
        self.says, self.fails, self.asked = {}, set(), []

    def resolve(self, request, handler):  # noqa: ARG002 - the signature is the library's
        reply, name = request.reply(), str(request.q.qname).rstrip(".").lower()
        self.asked.append(name)
        if name in self.fails:
            reply.header.rcode = RCODE.SERVFAIL
        elif name not in self.says:
            reply.header.rcode = RCODE.NXDOMAIN
        elif request.q.qtype == QTYPE.TXT:
            for text in self.says[name]:
                parts = [text[at : at + 250].encode() for at in range(0, len(text), 250)]
                reply.add_answer(RR(request.q.qname, QTYPE.TXT, rdata=TXT(parts), ttl=0))
        return reply


@contextmanager
def name_server():
    """A zone and the address of the server that answers from it."""
    zone = Zone()
    server = DNSServer(zone, port=0, address="127.0.0.1", logger=DNSLogger("-request,-reply,-truncated,-error"))
    server.start_thread()
    try:
        zone.address = f"127.0.0.1:{server.server.socket.getsockname()[1]}"
        yield zone
    finally:
        server.stop()
        server.server.server_close()
