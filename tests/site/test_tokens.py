"""The colours of the stylesheet, measured: 7 for what is read, 3 for what is seen (WCAG 1.4.6, 1.4.11)."""

import re

import pytest

from app.web.assets import STATIC

CSS = (STATIC / "css/portal.css").read_text()
TOKENS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);", CSS)
}
GROUNDS = ("paper", "surface", "sunken")
TEXTS = [
    *((text, ground) for text in ("ink", "ink-soft", "link", "visited", "brand", "error") for ground in GROUNDS),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("paper", "ink"),
    ("error", "error-ground"),
    ("ok", "ok-ground"),
    ("warn", "warn-ground"),
    *(("ink", f"{tone}-ground") for tone in ("error", "ok", "warn", "info")),
    *((f"on-few-{step}", f"few-{step}") for step in range(1, 6)),
]
MARKS = [
    *(("edge", ground) for ground in GROUNDS),
    *((f"stage-{stage}", ground) for stage in range(1, 5) for ground in ("paper", "surface")),
    *(("ended", ground) for ground in ("paper", "surface")),
    *(("brand", ground) for ground in GROUNDS),
]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_stands_out_from_what_it_stands_on(text, ground, theme):
    assert contrast(TOKENS[text][theme], TOKENS[ground][theme]) >= 7


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_can_be_seen(mark, ground, theme):
    assert contrast(TOKENS[mark][theme], TOKENS[ground][theme]) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_focus_ring_can_be_seen_everywhere(ground, theme):
    """The ring is ink outside accent: one of the two is far from any ground."""
    assert max(contrast(TOKENS[part][theme], TOKENS[ground][theme]) for part in ("ink", "accent")) >= 7


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_stage_can_be_told_from_the_next_without_colour(theme):
    shades = [luminance(TOKENS[f"stage-{stage}"][theme]) for stage in (1, 2, 3, 4)]
    if theme == "light":
        assert shades[1] > shades[3]
        assert shades[0] > shades[2] > shades[3]
    assert len({round(shade, 2) for shade in shades}) == 4


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_goes_one_way_from_few_to_many(theme):
    shades = [luminance(TOKENS[f"few-{step}"][theme]) for step in range(1, 6)]
    assert shades == sorted(shades, reverse=theme == "light")


def test_every_colour_is_a_token():
    """No colour stands in a rule: themes, print and forced colours would miss it."""
    rules = CSS[CSS.index(":root[data-tema") :]
    rules = rules[: rules.index("@media print")]
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(|hsla?\(", rules) == []


def test_every_token_that_is_used_is_there():
    used = set(re.findall(r"var\(--([\w-]+)\)", CSS))
    told = set(re.findall(r"--([\w-]+):", CSS))
    assert used - told == set()
    assert set(TOKENS) - used == set()
