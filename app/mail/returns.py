"""Reading what comes back: that a letter could not be delivered (RFC 3464), or that someone wants no more of a list.

What arrives is anyone's: only the address it was sent to counts. It holds the number of one letter or the token of one
list, which nobody but the receiver of that letter has seen.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from uuid import UUID

LARGEST = 1_000_000  # bytes that are looked at; a report stands first
FULL = "5.2.2"  # a mailbox that is full today: called permanent by many servers, and is not
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
TAGGED = re.compile(r"\+(?P<kind>[bu])-(?P<key>[0-9a-f]{32})@", re.IGNORECASE)


@dataclass(frozen=True)
class Returned:
    """A report about one letter. `status` is the server's code; `is_final` whether nobody will get it."""

    mail_id: UUID
    status: str
    reason: str
    is_final: bool


@dataclass(frozen=True)
class Unsubscribed:
    """A letter to the address that stops a list."""

    token: str


def return_address(sender: str, mail_id: UUID) -> str:
    """Where reports about one letter go (VERP): portal+b-…@testbed.example."""
    local, _, domain = sender.rpartition("@")
    return f"{local}+b-{mail_id.hex}@{domain}"


def stop_address(sender: str, token: str) -> str:
    """Where a letter that stops a list goes."""
    local, _, domain = sender.rpartition("@")
    return f"{local}+u-{token}@{domain}"


def understood(content: bytes, recipient: str) -> Returned | Unsubscribed | None:
    """What one incoming letter means to the portal; None when it means nothing. Never raises, whatever comes."""
    found = TAGGED.search(recipient)
    if found is None:
        return None
    if found["kind"].lower() == "u":
        return Unsubscribed(found["key"].lower())
    status, is_final, reason = _report(content[:LARGEST])
    return Returned(UUID(found["key"]), status, reason, is_final) if status else None


def _report(content: bytes) -> tuple[str, bool, str]:
    """Status, finality and reason of the first failed recipient of a delivery report."""
    try:
        parts = list(message_from_bytes(content).walk())
    except (MessageError, ValueError, LookupError, RecursionError):
        return "", False, ""
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            for block in _blocks(part):
                action = _text(block, "Action").lower()
                status = STATUS.search(_text(block, "Status"))
                if action in ("failed", "delayed") and status:
                    is_final = action == "failed" and status[1].startswith("5") and status[1] != FULL
                    return status[1], is_final, _text(block, "Diagnostic-Code")[:300]
    return "", False, ""


def _blocks(part: Message) -> list[Message]:
    blocks = part.get_payload()
    return [block for block in blocks if isinstance(block, Message)] if isinstance(blocks, list) else []


def _text(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).encode("ascii", "replace").decode("ascii").split())
