"""Atom (RFC 4287): stable ids, when each thing last changed, and in which language it is written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

ATOM = "http://www.w3.org/2005/Atom"
SINCE = "2026"  # the year from which the portal's name makes ids (RFC 4151): never changes, or all entries are new
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Item:
    """One entry. `language` is that of its title where a person wrote it."""

    id: str
    title: str
    link: str
    updated: datetime
    published: datetime
    author: str
    summary: str = ""
    language: str = ""


@dataclass(frozen=True)
class Feed:
    id: str
    title: str
    link: str  # the page for people
    itself: str
    language: str
    author: str
    items: Sequence[Item]

    @property
    def updated(self) -> datetime:
        """When anything in it last changed; an empty feed has never changed."""
        return max((item.updated for item in self.items), default=datetime(2026, 1, 1, tzinfo=UTC))


def tag(origin: str, kind: str, identity: UUID | str) -> str:
    """An id that stays: not an address, for those may change."""
    return f"tag:{urlsplit(origin).hostname},{SINCE}:{kind}/{identity}"


def written(feed: Feed) -> bytes:
    """The feed as it goes out."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.updated))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.itself})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.link})
    _text(SubElement(root, "author"), "name", feed.author)
    for item in feed.items:
        entry = SubElement(root, "entry")
        _text(entry, "id", item.id)
        title = _text(entry, "title", item.title)
        if item.language and item.language != feed.language:
            title.set("xml:lang", item.language)
        _text(entry, "updated", _moment(item.updated))
        _text(entry, "published", _moment(item.published))
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": item.link})
        _text(SubElement(entry, "author"), "name", item.author)
        if item.summary:
            _text(entry, "summary", item.summary)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _text(parent: Element, name: str, text: str) -> Element:
    """What people write may hold characters that XML does not have at all."""
    element = SubElement(parent, name)
    element.text = NOT_XML.sub("\ufffd", text)
    return element


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
