"""What a letter says and how it is addressed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from jinja2 import Environment

from app.activity.models import Event, Mail
from app.activity.notices import Notice
from app.language import LANGUAGES
from app.mail.returns import return_address, stop_address
from app.people.models import Membership

SEALED_PLACE = "%SEALED%"
"""Stands in a letter where a secret goes in the moment it is sent: what is stored can sign nobody in."""


@dataclass(frozen=True)
class Recipient:
    """Where a letter goes. `membership_id` is None for those without an account."""

    address: str
    name: str
    language: str
    membership_id: UUID | None = None


def language_of(reader: Membership) -> str:
    return reader.person.locale if reader.person.locale in LANGUAGES else LANGUAGES[0]


def has_no_keys(_: str) -> str:
    raise ValueError("this desk has no keys for what is sealed in letters")


@dataclass(frozen=True)
class Desk:
    """Where letters are written: an environment for each language, the portal's address and who it is from.

    `address` gives the path of a route for a reference, in a language; `origin` is the https://… before it. `seal`
    and `unseal` are for the secret of a letter that has one.
    """

    environments: Mapping[str, Environment]
    address: Callable[[str, str, str], str]
    origin: str
    sender: str
    sender_name: str
    seal: Callable[[str], str] = has_no_keys
    unseal: Callable[[str], str] = has_no_keys
    cofinancing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what each letter says, by language

    def saying(self, lines: Mapping[str, tuple[str, ...]]) -> "Desk":
        """The same desk at a moment when these sentences hold: who co-finances (domain.md A9)."""
        desk = replace(self, cofinancing=lines)
        desk.__dict__["_plain"] = self._plain  # the templates stay compiled
        return desk

    @cached_property
    def _plain(self) -> Mapping[str, Environment]:
        """Letters are plain text: & is written as &. Made once, so that each template is compiled once."""
        return {language: pages.overlay(autoescape=False) for language, pages in self.environments.items()}

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]

    def write(self, notice: Notice, event: Event, reader: Membership) -> Mail:
        """The letter to one reader of one event, ready for the outbox."""
        route = notice.route or page_of(event)
        values: dict[str, Any] = {
            "reference": event.subject_reference,
            "label": event.subject_label,
            "link": self.link(language_of(reader), route, event.subject_reference),
            "event": event,
        }
        return self.to_reader(reader, notice.template, values, thread=event.subject_reference, event_id=event.id)

    def link(self, language: str, route: str, reference: str = "") -> str:
        """The whole address of a page, as it stands in a letter."""
        return self.origin.rstrip("/") + self.address(language, route, reference)

    def to_reader(
        self,
        reader: Membership,
        template: str,
        values: Mapping[str, Any],
        *,
        thread: str = "",
        unsubscribe: str = "",
        event_id: UUID | None = None,
    ) -> Mail:
        """A letter to someone who can sign in, in their language."""
        to = Recipient(reader.person.email, reader.person.name, language_of(reader), reader.id)
        return self.to_anyone(
            to, template, {**values, "reader": reader}, thread=thread, unsubscribe=unsubscribe, event_id=event_id
        )

    def to_anyone(
        self,
        to: "Recipient",
        template: str,
        values: Mapping[str, Any],
        *,
        thread: str = "",
        unsubscribe: str = "",
        event_id: UUID | None = None,
    ) -> Mail:
        """A letter from a template. `unsubscribe` is the address of the page that stops letters of its kind.

        Who co-finances is said below every letter, here and not in the templates, so that none is written past it.
        """
        subject, text = parts(self._plain[to.language].get_template(f"email/{template}.txt").render(values))
        text += "".join(f"{line}\n" for line in self.cofinancing.get(to.language, ()))
        mail_id = uuid4()
        return Mail(
            id=mail_id,
            event_id=event_id,
            membership_id=to.membership_id,
            to_address=to.address,
            to_name=to.name,
            language=to.language,
            subject=subject,
            text=text,
            thread=thread,
            unsubscribe=unsubscribe,
            message_id=self._message_id(mail_id),
        )

    def return_address(self, mail: Mail) -> str:
        """Who the letter says sent it while it travels, so that one knows which letter came back."""
        return return_address(self.sender, mail.id)

    def _message_id(self, mail_id: UUID) -> str:
        return f"<{mail_id}@{self.domain}>"

    def whole(self, mail: Mail) -> str:
        """The text as its reader sees it, secret and all."""
        return mail.text.replace(SEALED_PLACE, self.unseal(mail.secret_sealed)) if mail.secret_sealed else mail.text

    def content(self, mail: Mail) -> bytes:
        """The letter as it goes on the wire, with the same identity each time it is asked for.

        Raises:
            ValueError, MessageError: no server would take such an address.
        """
        message = EmailMessage(policy=SMTP)
        message["Message-ID"] = mail.message_id
        message["Date"] = format_datetime(mail.created_at)
        message["From"] = Address(self.sender_name, addr_spec=self.sender)
        message["To"] = Address(mail.to_name, addr_spec=mail.to_address)
        message["Subject"] = mail.subject
        if mail.thread:
            thread = f"<{mail.thread.lower()}@{self.domain}>"
            message["In-Reply-To"] = thread
            message["References"] = thread
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message.set_content(self.whole(mail), cte="quoted-printable")
        message["Content-Language"] = mail.language  # after the text: putting it in clears what describes it
        return self._list_headers(mail) + message.as_bytes()

    def _list_headers(self, mail: Mail) -> bytes:
        """RFC 8058: one press in the mail program stops a list, without signing in. Receipts and decisions are no list.

        Written by hand: the library encodes addresses longer than a line, and then no program finds them.
        """
        if not mail.unsubscribe:
            return b""
        by_letter = stop_address(self.sender, mail.unsubscribe.rpartition("/")[2])
        return (
            f"List-Unsubscribe: <{mail.unsubscribe}>,\r\n <mailto:{by_letter}?subject=unsubscribe>\r\n"
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
        ).encode("ascii")


def page_of(event: Event) -> str:
    """The route of the subject's own page: TestRequest is at `test_request`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", event.subject_type).lower()


def parts(rendered: str) -> tuple[str, str]:
    """Subject and text: the first line that says anything, and the rest with single empty lines."""
    subject, _, text = rendered.strip().partition("\n")
    return " ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"
