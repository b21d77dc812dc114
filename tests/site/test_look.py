"""The components in a real browser: axe at its strictest, reflow, targets, focus, with and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.site.browser import axe, opened

PARTS = ("story.html", "asked.html", "start.html?visitor", "sent.html")


@pytest.fixture
def page(chromium):
    """Opens a story page, and says what the browser complained of when the test is done."""
    pages = []

    def open_page(part, **how):
        pages.append(opened(chromium, part, **how))
        return pages[-1]

    yield open_page
    for one in pages:
        assert one.complaints == []
        one.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing_and_nothing_sticks_out(page, part, width, scheme):
    seen = page(part, width=width, scheme=scheme)
    assert axe(seen) == []
    assert seen.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("chosen", "scheme", "ground"), [("mork", "light", "rgb(17, 24, 22)"), ("ljust", "dark", "rgb(250, 248, 243)")]
)
def test_a_chosen_theme_goes_before_that_of_the_computer(page, chosen, scheme, ground):
    seen = page(f"story.html?{chosen}", scheme=scheme)
    assert seen.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    assert axe(seen) == []


@pytest.mark.parametrize("part", PARTS)
def test_everything_to_press_is_large_enough(page, part):
    """WCAG 2.5.8: 24 px, apart from links inside a sentence; controls of forms 44 px high, their row included."""
    small = page(part, width=320).evaluate(
        """() => [...document.querySelectorAll("button, select, textarea, input:not([type=hidden])")]
            .filter((one) => !one.closest(".aside-voice") && one.checkVisibility())
            .filter((one) => (one.closest(".choice") ?? one).getBoundingClientRect().height < 44)
            .map((one) => one.outerHTML)"""
    )
    assert small == []


def test_errors_have_the_focus_when_the_page_opens(page):
    seen = page("asked.html")
    assert seen.evaluate("document.activeElement.className") == "errors"


def test_a_question_under_an_answer_is_put_away_until_it_is_chosen(page):
    seen = page("asked.html")
    plan = seen.locator("#f-plan")
    assert plan.is_visible()
    seen.locator("label[for=f-device]").click()
    assert plan.is_hidden()
    seen.locator("label[for=f-device-1]").click()
    assert plan.input_value() == "Våren 2027"


def test_without_javascript_every_question_is_there(page):
    seen = page("asked.html", javascript=False)
    assert seen.locator("#f-plan").is_visible()
    assert seen.locator("[hidden]").count() == 0


def test_the_limit_counts_what_is_written(page):
    seen = page("asked.html")
    seen.locator("#f-benefit").fill("Åtta tkn")
    assert seen.locator("#f-benefit-c").text_content() == "Du kan skriva högst 800 tecken. (8)"


def test_news_are_put_in_the_one_live_region(page):
    seen = page("story.html")
    expect(seen.locator("#status")).to_have_text("2 behov visas")
    assert seen.locator("[data-status]").count() == 0


def test_a_draft_saves_itself_without_a_word_aloud(page):
    seen = page("asked.html")
    with seen.expect_request(lambda request: request.method == "POST") as sent:
        seen.locator("#f-name").fill("Nytt namn")
        seen.locator("#f-name").blur()
    expect(seen.locator(".saved")).to_contain_text("Sparat kl. ")
    assert "name=Nytt+namn" in sent.value.post_data
    assert "save=later" in sent.value.post_data
    assert "once=" not in sent.value.post_data
    assert seen.locator("#status").text_content() == ""


def test_a_draft_that_cannot_be_saved_says_so_and_keeps_the_text(page):
    seen = page("asked.html")
    seen.route("**/asked.html", lambda route: route.abort())
    seen.locator("#f-name").fill("Nytt namn")
    seen.locator("#f-name").blur()
    failed = "Det gick inte att spara. Din text finns kvar här. Försök igen."
    expect(seen.locator("#status")).to_have_text(failed)
    expect(seen.locator(".saved")).to_have_text(failed)
    assert seen.locator("#f-name").input_value() == "Nytt namn"
    seen.complaints.clear()  # the browser tells of the refusal this test asked for


def test_the_skip_link_leads_past_the_frame(page):
    seen = page("start.html?visitor")
    seen.keyboard.press("Tab")
    assert seen.evaluate("document.activeElement.className") == "skip"
    seen.keyboard.press("Enter")
    assert seen.evaluate("document.activeElement.id") == "innehall"


def test_every_stop_on_the_way_shows_where_the_focus_is(page):
    seen = page("story.html")
    seen.evaluate("document.activeElement.blur()")
    for _ in range(25):
        seen.keyboard.press("Tab")
        ring = seen.evaluate(
            "(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))"
        )
        assert ring == ["solid", "3px"]


def test_on_paper_the_frame_is_left_out_and_folded_parts_are_open(page):
    seen = page("story.html")
    seen.emulate_media(media="print")
    assert seen.locator("header").is_hidden()
    assert seen.locator(".print-head").is_visible()
