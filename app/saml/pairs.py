"""A key of our own with the certificate that carries it. Nobody vouches for it: providers trust what they are given."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from app.database import now

BITS = 3072
LASTS = timedelta(days=3 * 365)
LONGEST_COMMON_NAME = 64  # RFC 5280, upper bounds


@dataclass(frozen=True)
class Pair:
    """Both PEM."""

    certificate: str
    key: str = field(repr=False)


def new_pair(name: str, lasts: timedelta = LASTS) -> Pair:
    """A fresh RSA key; ADFS and many others take no other kind."""
    key = rsa.generate_private_key(65537, BITS)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:LONGEST_COMMON_NAME])])
    begins = now() - timedelta(hours=1)  # for clocks that are behind
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + lasts)
        .sign(key, hashes.SHA256())
    )
    return Pair(
        certificate=made.public_bytes(Encoding.PEM).decode(),
        key=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
    )


def end_of(certificate: str) -> datetime:
    """When a certificate (PEM) runs out.

    Raises:
        ValueError: it is none.
    """
    return x509.load_pem_x509_certificate(certificate.encode()).not_valid_after_utc


def body_of(certificate: str) -> str:
    """A PEM certificate as metadata writes it: the base64 alone."""
    return "".join(line for line in certificate.splitlines() if not line.startswith("-----"))


def as_pem(encoded: str) -> str:
    """The base64 of a certificate as PEM."""
    lines = [encoded[at : at + 64] for at in range(0, len(encoded), 64)]
    return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])
