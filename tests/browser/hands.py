"""A person at the screen: follows links, fills in forms and presses buttons, by the words they are shown."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from playwright.sync_api import Locator, expect

from app.parts import Parts
from app.web.addresses import PREFIXES
from app.web.catalogue import translations
from tests.browser.sight import Sight

swedish, _, _ = translations("sv")


class Hands:
    """One of the county's people, working in the language of the window."""

    def __init__(self, window: Sight, who: str) -> None:
        self.window, self.who, self.page = window, who, window.page
        self.says, _, _ = translations(window.language)

    @property
    def here(self) -> str:
        """The address of the page, as it is in Swedish."""
        return self.window.path.removeprefix(PREFIXES.get(self.window.language, ""))

    def opens(self, path: str) -> "Hands":
        status = self.window.is_now(self.who).opens(path)
        assert status == 200, f"{self.who} gets {status} at {path}"
        return self

    def takes_up(self, task: str, thing: str) -> "Hands":
        """What waits for them with this thing."""
        self.opens("/att-gora?alla=ja")
        waiting = self.page.locator("ul.ledger a.title").filter(has_text=self.says(task)).filter(has_text=thing)
        assert waiting.count(), f"{self.who} is not asked: {self.says(task)}: {thing}"
        return self._clicks(waiting.first)

    def follows(self, link: str, **named: str) -> "Hands":
        words = self.says(link)
        words = words % {name: self.says(value) for name, value in named.items()} if named else words
        return self._clicks(self.page.locator("main").get_by_role("link", name=words, exact=True).first)

    def presses(self, button: str) -> "Hands":
        self._clicks(self.page.locator("main").get_by_role("button", name=self.says(button), exact=True))
        told = self.page.locator("main .errors li")
        assert not told.count(), f"{self.who} is told at {self.window.path}: {told.all_inner_texts()}"
        return self

    def fills(self, **answers: Any) -> "Hands":
        for name, answer in answers.items():
            self._answers(name, answer)
        return self

    def ticks(self, *labels: str) -> "Hands":
        for label in labels:
            self.page.locator("main").get_by_label(label).check()
        return self

    def ticks_all(self) -> "Hands":
        for box in self.page.locator("main input[type=checkbox]").all():
            box.check()
        return self

    def writes(self, parts: Parts, answers: Mapping[str, Any]) -> "Hands":
        """All parts of a long form from the first: each leads to the next that is not done, the last to the check."""
        by_slug = {part.slug: part for part in parts.parts}
        for _ in by_slug:
            part = by_slug[self.window.path.rpartition("/")[2]]
            self.fills(**{name: answers[name] for name in part.model.model_fields if name in answers})
            self.presses("Save and continue")
            if self.window.path.endswith("/kontrollera"):
                break
        return self

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(self.says(words))

    def _clicks(self, what: Locator) -> "Hands":
        with self.page.expect_navigation():  # not at once: what is being saved by itself is saved first
            what.click()
        return self

    def _answers(self, name: str, answer: Any) -> None:
        if answer is None:
            return
        controls = self.page.locator(f"main [name='{name}']")
        if isinstance(answer, list) and answer and isinstance(answer[0], dict):
            self._rows(name, answer)
        elif controls.first.get_attribute("type") in ("radio", "checkbox"):
            chosen = [as_text(one) for one in (answer if isinstance(answer, list) else [answer])]
            for control in controls.all():
                label = self.page.locator(f"label[for='{control.get_attribute('id')}']").inner_text()
                _choose(control, control.get_attribute("value") in chosen or label in chosen)
        elif controls.first.evaluate("it => it.tagName") == "SELECT":
            controls.first.select_option(as_text(answer))
        else:
            controls.first.fill(as_text(answer))

    def _rows(self, name: str, rows: list[dict[str, Any]]) -> None:
        for at, row in enumerate(rows):
            if not self.page.locator(f"main [name^='{name}-{at}-']").count():
                self.page.locator(f"button[name=_add][value={name}]").click()
            for field, value in row.items():
                self._answers(f"{name}-{at}-{field}", value)


def _choose(control: Locator, wanted: bool) -> None:
    if control.get_attribute("type") == "checkbox":
        control.set_checked(wanted)
    elif wanted:
        control.check()


def as_text(answer: Any) -> str:
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, date):
        return answer.isoformat()
    return str(answer.value if isinstance(answer, Enum) else answer)
