"""The markup rules of the components (ux.md 3.1), on a page that holds them all."""

import itertools
from collections import Counter

import pytest
from bs4 import BeautifulSoup

from app.refusals import Reason
from tests.site.story import CHOICES, Product, form, form_with_faults, story, story_environment

PAGES = {part: BeautifulSoup(story(part=part), "html.parser") for part in ("story.html", "asked.html", "sent.html")}
UI = story_environment("en").globals["ui"]


def drawn(html):
    return BeautifulSoup(str(html), "html.parser")


@pytest.mark.parametrize("soup", PAGES.values(), ids=PAGES)
def test_the_frame_is_the_same_on_every_page(soup):
    assert soup.html["lang"] == "sv"
    for landmark in ("header", "main", "footer", "h1", "title"):
        assert len(soup.find_all(landmark)) == 1, landmark
    assert soup.body.find("a")["href"] == "#innehall"
    assert soup.main["id"] == "innehall"
    assert soup.main["tabindex"] == "-1"
    live = soup.find(id="status")
    assert live["role"] == "status"
    assert live.get_text() == ""
    assert all(nav["aria-label"] for nav in soup.find_all("nav"))
    assert soup.find("link", hreflang="en")


@pytest.mark.parametrize("soup", PAGES.values(), ids=PAGES)
def test_no_markup_that_keeps_anyone_out(soup):
    for tag in soup.find_all(True):
        for forbidden in ("placeholder", "required", "disabled", "style", "autofocus", "accesskey"):
            assert not tag.has_attr(forbidden), tag
        assert not [name for name in tag.attrs if name.startswith("on") or name.startswith("hx-on")], tag
        assert tag.get("tabindex", "0") in ("0", "-1")
    assert not soup.find_all("input", type="number")
    assert not soup.find_all("style")
    assert all(script.has_attr("src") for script in soup.find_all("script"))
    assert all(form.has_attr("novalidate") for form in soup.main.find_all("form", method="post"))


@pytest.mark.parametrize("soup", PAGES.values(), ids=PAGES)
def test_ids_are_said_once_and_everything_pointed_at_is_there(soup):
    ids = Counter(tag["id"] for tag in soup.find_all(id=True))
    assert [name for name, times in ids.items() if times > 1] == []
    for attribute in ("aria-describedby", "aria-labelledby", "for"):
        for tag in soup.find_all(attrs={attribute: True}):
            value = tag[attribute] if isinstance(tag[attribute], str) else " ".join(tag[attribute])
            assert set(value.split()) <= set(ids), tag


@pytest.mark.parametrize("soup", PAGES.values(), ids=PAGES)
def test_every_control_has_its_words(soup):
    for control in soup.find_all(["input", "textarea", "select"]):
        if control.get("type") != "hidden":
            assert soup.find("label", attrs={"for": control["id"]}).get_text(strip=True), control
    for button in soup.find_all("button"):
        assert button.get_text(strip=True)
    for group in soup.find_all("fieldset"):
        assert group.find(True).name == "legend"


@pytest.mark.parametrize("soup", PAGES.values(), ids=PAGES)
def test_headings_skip_no_level(soup):
    levels = [int(heading.name[1]) for heading in soup.main.find_all(["h1", "h2", "h3", "h4"])]
    from_the_top = levels[levels.index(1) :]
    assert all(now - before <= 1 for before, now in itertools.pairwise(from_the_top))


def test_the_error_summary_comes_first_and_leads_to_each_field():
    soup = PAGES["asked.html"]
    assert soup.title.get_text().startswith("Fel: ")
    summary = soup.find(class_="errors")
    assert summary["role"] == "alert"
    assert summary.has_attr("data-focus")
    assert summary.find("h2").get_text() == "Rätta till det här innan du går vidare"
    links = summary.find_all("a")
    assert [link["href"] for link in links] == ["#f-benefit", "#f-device", "#f-goals-1-text"]
    for link in links:
        control = soup.find(id=link["href"][1:])
        error = soup.find(id=f"{control['id']}-e")
        assert error.get_text().removeprefix("Fel: ") == link.get_text()
        described = (
            control if control.name != "input" or control["type"] != "radio" else control.find_parent("fieldset")
        )
        assert error["id"] in described["aria-describedby"]
    assert len(soup.main.find_all(attrs={"aria-invalid": "true"})) == 2


def test_what_was_typed_is_kept_and_escaped():
    soup = drawn(UI.fields(form(name='A "b" <i>'), Product, CHOICES))
    assert soup.find(id="f-name")["value"] == 'A "b" <i>'
    assert soup.find(id="f-benefit").get_text() == "\nKort" or soup.find(id="f-benefit").get_text() == "Kort"
    assert [box["value"] for box in soup.find_all("input", {"name": "uses"}) if box.has_attr("checked")] == [
        "marked",
        "no",
    ]
    assert soup.find("option", selected=True).get_text() == "Kumla & grannar"
    assert soup.find(id="f-sure").has_attr("checked")
    assert soup.find(id="f-goals-0-unit")["value"] == "besök"


def test_only_what_may_be_left_out_is_marked():
    soup = drawn(UI.fields(form(), Product, CHOICES))
    marked = {optional.parent.get_text(" ", strip=True) for optional in soup.find_all(class_="optional")}
    assert "Price in kronor per month (optional)" in marked
    assert not {
        text for text in marked if text.startswith(("What is the product", "When will it be", "The information"))
    }
    assert "*" not in soup.get_text()


def test_a_question_under_an_answer_follows_directly_after_it():
    soup = drawn(UI.fields(form(), Product, CHOICES))
    under = soup.find(attrs={"data-under": "device"})
    assert under["data-answer"] == "not_marked"
    assert under.find_previous("input", type="radio")["value"] == "not_marked"
    assert under.find_next("input", type="radio")["value"] == "no"
    assert not under.has_attr("hidden")


def test_there_is_always_a_row_to_write_in():
    soup = drawn(UI.field(form(goals=[]), Product, "goals"))
    assert soup.find(id="f-goals-0-text")
    assert not soup.find_all("button", {"name": "_remove"})
    assert soup.find("button", {"name": "_add"})["value"] == "goals"


def test_enter_saves_and_never_removes_a_row():
    soup = drawn(UI.fields(form(goals=[{"text": "a"}, {"text": "b"}]), Product, CHOICES))
    first = soup.find("button")
    assert not first.has_attr("name")
    assert [button["value"] for button in soup.find_all("button", {"name": "_remove"})] == ["goals-0", "goals-1"]
    assert soup.find("button", value="goals-1").get_text() == "Remove goal 2"


def test_after_adding_a_row_its_first_field_has_the_focus():
    added = form(goals=[{"text": "a"}, {}])
    added.changes_rows = "goals"
    assert drawn(UI.fields(added, Product, CHOICES)).find(attrs={"data-focus": True})["id"] == "f-goals-1-text"
    removed = form(goals=[{"text": "a"}])
    removed.changes_rows = "goals"
    assert drawn(UI.fields(removed, Product, CHOICES)).find(attrs={"data-focus": True})["id"] == "f-goals"


def test_answers_read_as_words():
    soup = drawn(UI.answers(form(price="1500"), Product, CHOICES, "/change"))
    said = {row.dt.get_text(): row.dd.get_text(" ", strip=True) for row in soup.select("dl > div")}
    assert said["When is it ready?"] == "Friday 4 December 2026"
    assert said["Is the product a medical device?"] == "Yes, but it is not CE marked yet"
    assert said["Price in kronor per month"] == "SEK\u00a01,500"
    assert said["Who do you want to test with?"] == "Kumla & grannar"
    assert said["The information is correct"] == "Yes"
    assert said["Goals"] == "What should change?: Färre onödiga besök på natten Unit: besök"
    assert soup.select("dd.change a")[0].get_text() == "Change What is the product called?"


def test_a_missing_answer_leads_to_its_question_and_an_optional_one_says_so():
    soup = drawn(UI.answers(form(benefit="", price=""), Product, CHOICES, "/change"))
    said = {row.dt.get_text(): row.dd for row in soup.select("dl > div")}
    assert said["What does it change for the one who uses it?"].a["href"] == "/change#f-benefit"
    assert said["Price in kronor per month"].get_text(strip=True) == "No answer"


def test_a_question_that_was_not_asked_has_no_answer():
    soup = drawn(UI.answers(form(device="no", plan=""), Product, CHOICES))
    assert "When will it be marked?" not in soup.get_text()


def test_a_reason_says_its_words_in_the_readers_language_and_may_hold_a_percent_sign():
    assert str(
        UI.sentence(Reason("The rate is 50 % of %(what)s.".replace(" % of", " %% of"), values={"what": "<all>"}))
    ) == ("The rate is 50 % of &lt;all&gt;.")
    assert str(UI.sentence(Reason("50 % is left."))) == "50 % is left."


def test_the_organisation_stands_above_the_button():
    bar = drawn(UI.submit_bar("Send", "Hallsbergs kommun"))
    assert bar.find(class_="acting").get_text() == "You submit on behalf of Hallsbergs kommun."
    assert bar.find("button").find_previous(class_="acting")


def test_every_form_has_a_key_of_its_own():
    keys = {drawn(UI.version(3)).find("input", {"name": "once"})["value"] for _ in range(10)}
    assert len(keys) == 10
    assert all(len(key) >= 16 for key in keys)


def test_a_table_keeps_its_meaning_and_scrolls_in_a_named_region():
    soup = PAGES["story.html"]
    region = soup.table.parent
    assert (region["role"], region["tabindex"]) == ("region", "0")
    assert soup.find(id=region["aria-labelledby"]).name == "caption"
    assert {cell["scope"] for cell in soup.table.find_all("th")} == {"col", "row"}
    assert soup.find("th", {"aria-sort": "descending"})


def test_an_empty_river_is_words():
    soup = drawn(UI.river([{"count": 0, "label": "needs", "href": "/b"}] * 4))
    assert not soup.find("svg")
    assert soup.find(class_="empty").get_text().startswith("Nothing has begun yet.")


def test_no_drawing_is_read_out():
    for soup in PAGES.values():
        assert all(svg["aria-hidden"] == "true" and svg["focusable"] == "false" for svg in soup.find_all("svg"))


def test_the_list_of_a_later_page_keeps_what_was_asked_for():
    links = {link["rel"][0]: link["href"] for link in PAGES["story.html"].select("nav.pages a")}
    assert links == {"prev": "?q=a&page=1", "next": "?q=a&page=3"}


def test_a_form_without_faults_says_nothing():
    assert str(UI.errors(form())).strip() == ""
    assert form_with_faults().reasons
