"""A person with a keyboard and nothing else: Tab, Shift+Tab, Enter, Space, arrows, letters (ux.md 4.3)."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.hands import as_text, swedish
from tests.browser.sight import Sight

FARTHEST = 60  # presses of Tab on one page: who has not found it by then has given up
# Where the focus is, and whether one can see that it is there: an outline of two pixels or more.
FOCUS = """() => {
    const it = document.activeElement;
    const style = getComputedStyle(it);
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return {name: it.name || "", type: it.type || it.tagName.toLowerCase(), value: it.value || "",
            checked: it.checked === true, seen, html: it.outerHTML.slice(0, 120)};
}"""


class Keys:
    """One of the county's people, in Swedish, without a mouse. `presses` counts the stops since the page was opened."""

    def __init__(self, window: Sight, who: str) -> None:
        self.window, self.who, self.page = window, who, window.page
        self.presses = 0

    def opens(self, path: str) -> "Keys":
        status = self.window.is_now(self.who).opens(path)
        assert status == 200, f"{self.who} gets {status} at {path}"
        self.presses = 0
        return self

    def press(self, key: str) -> dict[str, Any]:
        """Press, and say where the focus is. It must be possible to see it."""
        self.page.keyboard.press(key)
        self.presses += 1
        focus: dict[str, Any] = self.page.evaluate(FOCUS)
        assert focus["seen"] or focus["type"] in ("body", "div", "main", "h1", "h2"), (
            f"no focus to see: {focus['html']}"
        )
        return focus

    def reaches(self, what: Locator) -> "Keys":
        """Tab on until the focus is there."""
        for _ in range(FARTHEST):
            if what.evaluate_all("found => found.includes(document.activeElement)"):
                return self
            self.press("Tab")
        raise AssertionError(f"{FARTHEST} stops, and not there: {what} at {self.window.path}")

    def goes(self, key: str = "Enter") -> "Keys":
        """Press what has the focus, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.presses = 0
        return self

    def link(self, words: str, **named: str) -> "Keys":
        words = swedish(words) % {name: swedish(value) for name, value in named.items()} if named else swedish(words)
        return self.reaches(self.page.get_by_role("link", name=words)).goes()

    def button(self, words: str) -> "Keys":
        return self.reaches(self.page.get_by_role("button", name=swedish(words), exact=True)).goes()

    def is_told(self) -> list[str]:
        """The faults, when the page came back with some; the focus is on them then."""
        told = self.page.locator("main .errors li").all_inner_texts()
        if told:
            assert self.page.evaluate("document.activeElement.className") == "errors"
            assert self.page.title().startswith("Fel: ")
        return told

    def mends(self) -> "Keys":
        """From the list of faults to the first control that has one."""
        self.press("Tab")
        self.page.keyboard.press("Enter")
        self.page.wait_for_function("document.activeElement.matches('input, textarea, select, button')")
        return self

    def answers(self, until: str, **answers: Any) -> "Keys":
        """Go through the form from where the focus is, answering what is asked, until the button is reached."""
        left = {name: answer for name, answer in _flat(answers).items() if answer is not None}
        focus = self.page.evaluate(FOCUS)
        for _ in range(2 * FARTHEST):
            if focus["type"] == "submit" and self._says(until):
                assert not left, f"never asked for {sorted(left)} at {self.window.path}"
                return self
            if focus["name"] in left:
                self._answer(focus, left[focus["name"]])
                if focus["type"] != "checkbox" or not self._is_more(focus["name"], left[focus["name"]]):
                    del left[focus["name"]]
            focus = self.press("Tab")
        raise AssertionError(f"no way to “{until}” at {self.window.path}")

    def _says(self, words: str) -> bool:
        return bool(self.page.evaluate("document.activeElement.textContent.trim()") == swedish(words))

    def _is_more(self, name: str, answer: Any) -> bool:
        """Whether a group of boxes has one left to tick."""
        ticked = self.page.locator(f"[name='{name}']:checked").evaluate_all("found => found.map(one => one.value)")
        return isinstance(answer, list) and {as_text(one) for one in answer} - set(ticked) != set()

    def _answer(self, focus: Mapping[str, Any], answer: Any) -> None:
        if focus["type"] == "radio":
            self._choose(focus, as_text(answer))
        elif focus["type"] == "checkbox":
            wanted = focus["value"] in [as_text(one) for one in (answer if isinstance(answer, list) else [answer])]
            if (wanted or answer is True) != focus["checked"]:
                self.press("Space")
        elif focus["type"].startswith("select"):
            self._pick(as_text(answer))
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(as_text(answer))

    def _choose(self, focus: Mapping[str, Any], wanted: str) -> None:
        """Arrows go round in a group of radios, and choose as they go."""
        for _ in range(20):
            if focus["value"] == wanted:
                if not focus["checked"]:
                    self.press("Space")
                return
            focus = self.press("ArrowDown")
        raise AssertionError(f"no choice {wanted} in {focus['name']}")

    def _pick(self, wanted: str) -> None:
        for _ in range(40):
            if self.page.evaluate(FOCUS)["value"] == wanted:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no choice {wanted}")

    def sees(self, words: str) -> "Keys":
        expect(self.page.locator("main")).to_contain_text(words)
        return self


def _flat(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Rows as the controls they are: goals-0-goal."""
    flat: dict[str, Any] = {}
    for name, answer in answers.items():
        if isinstance(answer, list) and answer and isinstance(answer[0], dict):
            flat |= {f"{name}-{at}-{key}": value for at, row in enumerate(answer) for key, value in row.items()}
        else:
            flat[name] = answer
    return flat
