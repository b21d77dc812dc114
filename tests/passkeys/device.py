"""A passkey without a browser: the same bytes a telephone would send, from a key of its own."""

import hashlib
import json
import struct
from secrets import token_bytes

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


class Device:
    """`is_verified` is whether its owner proved to it who they are; `counts` whether it counts its own use."""

    def __init__(self, *, is_verified=True, counts=True, origin="https://testserver", host="testserver"):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = token_bytes(32)
        self.flags = PRESENT | (VERIFIED if is_verified else 0)
        self.counts, self.used = counts, 0
        self.origin, self.host = origin, host

    def makes(self, asked):
        """The answer to an invitation, as the page's script would send it."""
        asked = json.loads(asked)
        data = self._data(self.flags | HAS_KEY) + bytes(16) + struct.pack(">H", len(self.id)) + self.id + self._public()
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"])
        return self._said({"clientDataJSON": client, "attestationObject": attestation})

    def proves(self, asked, **lies):
        asked = json.loads(asked)
        self.used += 1 if self.counts else 0
        data = self._data(self.flags)
        client = self._client(lies.get("kind", "webauthn.get"), asked["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._said({"clientDataJSON": client, "authenticatorData": data, "signature": signature})

    def _data(self, flags):
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + struct.pack(">I", self.used)

    def _client(self, kind, challenge):
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _public(self):
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _said(self, response):
        name = bytes_to_base64url(self.id)
        told = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": told, "clientExtensionResults": {}}
        )


def challenge_in(asked):
    return base64url_to_bytes(json.loads(asked)["challenge"])
