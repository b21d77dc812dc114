"""The talk with the mail server, cut where it matters: what can be undone before it, and the hand-over itself."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

NO_SUCH_ADDRESS = re.compile(rb"5\.1\.(?:1|2|3|6|10)\b")
DEFINITE = 500  # replies from here on are a no; 400–499 means later


class Refused(Exception):
    """The server said no before it had the letter. `for_good` when there is no point in trying again.

    `unknown_recipient` is the server's code when it says that there is no such address (RFC 3463: 5.1.1 and the like).
    """

    def __init__(self, reply: str, *, for_good: bool, unknown_recipient: str = "") -> None:
        super().__init__(reply)
        self.for_good = for_good
        self.unknown_recipient = unknown_recipient


class Unclear(Exception):
    """The line broke while the letter was being handed over: nobody knows whether the server has it."""


@dataclass(frozen=True)
class Post:
    """A mail server. `security` is tls or starttls, both with a certificate that must hold, or none."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30.0  # seconds for each answer

    @contextmanager
    def letter(self, content: bytes, sender: str, recipient: str) -> Iterator["HandOver"]:
        """Connected, and sender and recipient accepted: all that is left is to hand the letter over.

        Raises:
            Refused: the server cannot be reached, or said no.
        """
        try:
            server = self._connect()
        except (OSError, smtplib.SMTPException) as problem:
            raise Refused(_words(problem), for_good=False) from problem
        try:
            self._introduce(server, sender, recipient)
            yield HandOver(server, content)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        if self.security == "tls":
            safe = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=safe)
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)

    def _introduce(self, server: smtplib.SMTP, sender: str, recipient: str) -> None:
        try:
            server.ehlo_or_helo_if_needed()
            if self.security == "starttls":
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if self.user:
                server.login(self.user, self.password)
            for command, address in ((server.mail, sender), (server.rcpt, recipient)):
                code, reply = command(address)
                if code not in (250, 251):
                    unknown = NO_SUCH_ADDRESS.match(reply) if command == server.rcpt else None
                    raise Refused(
                        f"{code} {reply!r}",
                        for_good=code >= DEFINITE,
                        unknown_recipient=unknown[0].decode() if unknown else "",
                    )
        except (OSError, smtplib.SMTPException) as problem:
            raise Refused(_words(problem), for_good=False) from problem


@dataclass(frozen=True)
class HandOver:
    server: smtplib.SMTP
    content: bytes

    def __call__(self) -> None:
        """Give the server the letter.

        Raises:
            Refused: it said no.
            Unclear: the line broke before it answered.
        """
        try:
            code, reply = self.server.data(self.content)
        except smtplib.SMTPDataError as problem:  # it did not even want to hear it
            raise Refused(_words(problem), for_good=problem.smtp_code >= DEFINITE) from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise Unclear(_words(problem)) from problem
        if code != 250:
            raise Refused(f"{code} {reply!r}", for_good=code >= DEFINITE)


def _words(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"
