"""The checks themselves, kept honest: sixteen faults planted in a real page, each of which must be reported."""

import pytest

from tests.browser.sight import PUBLIC

# The fault, who reports it, and how it is planted (ux.md 4).
FAULTS = {
    "a picture without words": ("axe image-alt", "main.append(new Image())"),
    "a question without a label": ("axe label", "field.labels[0].remove()"),
    "text too pale to read": ("axe color-contrast", "text.style.color = '#999'"),
    "a link without words": ("axe link-name", "main.append(Object.assign(document.createElement('a'), {href: '/om'}))"),
    "a heading level left out": (
        "headings",
        "main.append(Object.assign(document.createElement('h5'), {textContent: 'Rubrik'}))",
    ),
    "the same id twice": (
        "ids",
        "for (const n of [1, 2]) "
        "main.append(Object.assign(document.createElement('p'), {id: 'two', textContent: 'x'}))",
    ),
    "no language": ("axe html-has-lang", "document.documentElement.removeAttribute('lang')"),
    "text outside the landmarks": (
        "axe region",
        "document.body.append(Object.assign(document.createElement('p'), {textContent: 'Utanför'}))",
    ),
    "something wider than the window": ("overflow", "text.style.width = '2000px'"),
    "a target too small to hit": (
        "target",
        "Object.assign(button.style, "
        "{width: '16px', height: '16px', minHeight: '0', padding: '0', overflow: 'hidden'})",
    ),
    "a placeholder for a label": (
        "label",
        "field.labels[0].remove(); field.placeholder = 'Sök'; field.setAttribute('aria-label', 'Sök')",
    ),
    "no ring around what has the focus": (
        "focus",
        "document.styleSheets[0].insertRule('*:focus-visible {outline: none !important}',"
        " document.styleSheets[0].cssRules.length)",
    ),
    "a button that is none": (
        "native",
        "const fake = Object.assign(document.createElement('div'), {textContent: 'Visa', tabIndex: 0, role: 'button'});"
        "fake.addEventListener('click', () => {}); main.append(fake)",
    ),
    "a plot with words too small to read": (
        "plot",
        """main.insertAdjacentHTML('beforeend',
        '<svg viewBox="0 0 600 20" width="280"><text y="15">liten</text></svg>')""",
    ),
    "words of a plot on one another": (
        "plot",
        """main.insertAdjacentHTML('beforeend',
        '<svg width="280" height="30"><text y="15">Kumla</text><text y="17" x="9">Nora</text></svg>')""",
    ),
    "a voice that is replaced": (
        "status",
        "const old = document.getElementById('status'); old.replaceWith(old.cloneNode(true))",
    ),
}
PLANT = """(how) => {
    const main = document.querySelector("main"), field = main.querySelector("input[type=search]");
    const button = main.querySelector("form button"), text = main.querySelector("p.lead, main p");
    new Function("main", "field", "button", "text", how)(main, field, button, text);
}"""


def test_there_are_as_many_as_agreed():
    assert len(FAULTS) == 16


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_reported(windows, fault):
    reported_as, how = FAULTS[fault]
    window = windows("sv", 320, "light")
    window.is_now("visitor").opens("/behov")
    window.page.evaluate(PLANT, how)
    found = window.faults(PUBLIC)
    assert any(one.startswith(reported_as) for one in found), "\n".join(found)
