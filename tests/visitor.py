"""A person at the site, without JavaScript: follows links by their text, fills fields by their label, presses buttons
by their name. A test written with it fails when a label is missing, not only when a handler is wrong."""

import io
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient


class Visitor:
    """What they typed stays until they press a button of that form, as in a browser."""

    def __init__(self, client: TestClient, prefix: str = "") -> None:
        self.client = client
        self.prefix = prefix
        self.typed: dict[str, list[str]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}

    def opens(self, path: str, **headers: str) -> "Visitor":
        path = path if path.startswith(("http", "?")) or not self.prefix else self._in_language(path)
        return self._shown(self.client.get(path, headers=headers))

    def _in_language(self, path: str) -> str:
        return path if path.startswith(self.prefix) else self.prefix + (path if path != "/" else "")

    def follows(self, link: str) -> "Visitor":
        return self.opens(str(self._one("a", link)["href"]))

    def fills(self, label: str, text: str) -> "Visitor":
        self.typed[str(self._field(label)["name"])] = [text]
        return self

    def chooses(self, *labels: str) -> "Visitor":
        """Radios and check boxes by their label; several of one group together."""
        chosen: dict[str, list[str]] = {}
        for label in labels:
            field = self._field(label)
            chosen.setdefault(str(field["name"]), []).append(str(field.get("value", "on")))
        self.typed |= chosen
        return self

    def answers(self, question: str, *labels: str) -> "Visitor":
        """Choices under one question, when the same word stands under several."""
        group = self._one("legend", question).find_parent("fieldset")
        assert group is not None
        for label in labels:
            one = next(found for found in group("label") if _words(found) == label)
            field = self.html.find(id=str(one["for"]))
            assert isinstance(field, Tag)
            self.typed.setdefault(str(field["name"]), []).append(str(field.get("value", "on")))
        return self

    def attaches(self, label: str, name: str, content: bytes) -> "Visitor":
        self.files[str(self._field(label)["name"])] = (name, content)
        return self

    def presses(self, button: str) -> "Visitor":
        pressed = self._one("button", button)
        form = pressed.find_parent("form")
        assert form is not None, f"the button {button!r} stands in no form"
        values = self._values(form) | self.typed
        if pressed.get("name"):
            values[str(pressed["name"])] = [str(pressed.get("value", ""))]
        address = str(pressed.get("formaction") or form.get("action") or self.path)
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver", "Referer": str(self.url)}
        if form.get("method", "get").lower() == "get":
            return self._shown(self.client.get(address, params=values))
        files = {name: (file, io.BytesIO(content)) for name, (file, content) in self.files.items()} or None
        return self._shown(self.client.post(address, data=values, files=files, headers=headers))

    def _values(self, form: Tag) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        for field in form.select("input[name], textarea[name], select[name]"):
            if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
                continue
            if field.get("type") == "file":
                continue
            values.setdefault(str(field["name"]), []).append(self._value(field))
        return values

    @staticmethod
    def _value(field: Tag) -> str:
        if field.name == "textarea":
            return field.text.removeprefix("\n")
        if field.name == "select":
            chosen = field.find("option", selected=True)
            return str(chosen["value"]) if isinstance(chosen, Tag) else ""
        return str(field.get("value", "on" if field.get("type") == "checkbox" else ""))

    def _field(self, label: str) -> Tag:
        field = self.html.find(id=str(self._one("label", label)["for"]))
        assert isinstance(field, Tag)
        return field

    def _one(self, tag: str, name: str) -> Tag:
        found = [element for element in self.html(tag) if _words(element) in (name, f"{name} (optional)")]
        assert len(found) == 1, f"{len(found)} of <{tag}> named {name!r} on {self.path}:\n{self.text}"
        return found[0]

    def _shown(self, response) -> "Visitor":
        self.response = response
        self.status, self.url, self.path = response.status_code, response.url, response.url.path
        self.typed, self.files = {}, {}
        self.html = BeautifulSoup(response.text, "html.parser")
        return self

    @property
    def text(self) -> str:
        return " ".join((self.html.main or self.html).get_text(" ", strip=True).split())

    def sees(self, words: str) -> bool:
        return words in self.text

    def buttons(self) -> list[str]:
        return [_words(button) for button in (self.html.main or self.html)("button")]

    def links(self) -> list[str]:
        return [_words(link) for link in (self.html.main or self.html)("a")]

    def errors(self) -> list[str]:
        return [_words(item) for item in self.html.select(".errors li")]


def _words(element: Tag) -> str:
    """As it is read: a part in another language is no word of its own."""
    return " ".join(element.get_text().split())


def each(visitors: Iterable[Visitor], path: str) -> list[int]:
    """What each of them gets at an address."""
    return [visitor.opens(path).status for visitor in visitors]
