"""Every form, sent in empty: without JavaScript, and with it. What comes back is a whole page that says what to do."""

from dataclasses import replace

import pytest

from tests.browser.sight import SIGNED_IN, Sight

EMPTY = """(form) => {
    for (const control of form.elements) {
        if (control.type === "hidden") continue;
        if (control.matches("[type=radio], [type=checkbox]")) control.checked = false;
        else if (control.matches("input, textarea, select")) control.value = "";
    }
}"""
SENDS = "button:not([name=save][value=later], [name^=_], .aside-voice)"
BY_PASSKEY = {"new_passkey", "emergency"}  # with JavaScript the device is asked for a key first (tests/passkeys)
PREVIEWS = {"role_mappings"}  # the answer shows what would change
SENT = replace(SIGNED_IN, alike=2 * SIGNED_IN.alike)  # what was sent is understood first, and then the page is made
ASKS = f"main form[method=post]:has(input:not([type=hidden]), textarea, select):has({SENDS})"


@pytest.fixture(scope="module")
def portal(changing_portal):
    """What is sent in may be accepted: not the portal that others look at."""
    return changing_portal


def send_empty(window: Sight, form) -> int | None:
    """The status of the answer to an empty form; None when the page asks nothing."""
    assert window.is_now(form.who).opens(form.path(window.portal)) == form.status
    if form.status != 200:
        return None
    asking = window.page.locator(ASKS)
    if not asking.count():
        return None
    asking.first.evaluate(EMPTY)
    window.portal.asked.clear()
    with window.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        asking.first.locator(SENDS).first.click()
    window.page.wait_for_load_state("load")
    return answered.value.status


def test_an_empty_form_is_answered_with_a_whole_page_without_javascript(windows, form):
    window = windows("sv", 1280, "light", javascript=False)
    status = send_empty(window, form)
    page = window.page
    assert status in ((200,) if form.route in PREVIEWS else (None, 303, 422))
    assert page.locator("header.head").count() == page.locator("main h1").count() == page.locator("footer").count() == 1
    if status == 422:
        told = page.locator("main .errors li")
        assert told.count() > 0
        assert page.title().startswith("Fel: ")
        for link in told.locator("a").all():
            target = str(link.get_attribute("href"))
            assert page.locator(f"[id='{target[1:]}']").count() == 1, f"{target} leads nowhere"


def test_nothing_is_wrong_with_the_page_that_says_what_to_mend(windows, form):
    window = windows("en", 320, "dark")
    if form.route not in BY_PASSKEY and send_empty(window, form) == 422:
        assert window.page.evaluate("document.activeElement.className") == "errors"
        faults = window.faults(SENT, but="status of 422")
        assert not faults, "\n".join(faults)


def test_rows_are_added_and_taken_away_without_javascript(windows):
    window = windows("sv", 1280, "light", javascript=False)
    page = window.page
    county = window.portal.county
    assert (
        window.is_now("pilot leader").opens(f"/piloter/{county.at['pilot planned'].lower()}/plan/syfte-och-mal") == 200
    )
    rows = page.locator("fieldset.row")
    before = rows.count()
    written = page.locator("#f-purpose").input_value()
    page.locator("button[name=_add]").first.click()
    assert rows.count() == before + 1
    assert page.locator("#f-purpose").input_value() == written
    page.locator("button[name=_remove]").last.click()
    assert rows.count() == before
    assert page.locator("header.head").count() == 1
