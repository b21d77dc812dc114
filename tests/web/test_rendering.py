"""Texts stand in templates once these are read: the same text, the same escaping as when it was asked for each time."""

import pytest
from jinja2 import DictLoader, Environment
from jinja2.ext import InternationalizationExtension
from markupsafe import Markup

from app.web.rendering import Said, Translated

TEXTS = {"Hello": "Hej & välkommen", "Dear %(name)s": "Bästa %(name)s", "100 %% sure": "100 %% säkert"}


def gettext(text):
    return TEXTS.get(text, text)


def ngettext(one, many, number):
    return gettext(one if number == 1 else many)


def environment(templates, kind=Translated):
    env = kind(loader=DictLoader(templates), autoescape=True, extensions=[InternationalizationExtension])
    env.install_gettext_callables(gettext, ngettext, newstyle=True)
    env.said = Said(gettext)
    return env


class Dressed:
    """Something that says itself how it is written."""

    def __html__(self):
        return "<hr>"


SAME = [
    "{{ _('Hello') }}",
    "{{ gettext('Hello') }} {{ _('100 %% sure') }}",
    "{{ _('Dear %(name)s', name=who) }}",
    "{{ _('Dear %(name)s', name=_('Hello')) }}",
    "{% set text = 'Hello' %}{{ _(text) }}",
    "{{ _('Hello')|upper }} {{ _('Hello') ~ who }}",
    "{{ ngettext('%(num)s day', '%(num)s days', 2) }}",
    "{% macro one(text) %}<b>{{ text }}</b>{{ caller() if caller }}{% endmacro %}{{ one(_('Hello')) }}"
    "{% call one(who) %}{{ _('Hello') }}{% endcall %}",
    "{% for each in [1, 2] %}{% macro inner() %}{{ _('Hello') }}{{ each }}{% endmacro %}{{ inner() }}{% endfor %}",
    "{{ who }}{{ 7 }}{{ 0.5 }}{{ none }}{{ true }}{{ [who] }}{{ who|upper }}{{ who ~ safe }}{{ safe }}{{ dressed }}",
    "{% macro one(text) %}{{ text }}{% endmacro %}{{ one(who) }}{{ one(one(who)) }}{{ one(who)|length }}",
    "{% macro one(text) %}<i>{{ text }}</i>{% endmacro %}{{ one(who) ~ who }}{{ [one(who), who]|join('<') }}",
    "{% set part %}<i>{{ who }}</i>{% endset %}{{ part }}{{ part ~ who }}{{ '%s' % who }}{{ '%s'|safe % who }}",
    "{% for each in [1, 2] %}{{ ngettext('%(num)s day', '%(num)s days', each) }}{% endfor %}",
]


@pytest.mark.parametrize("template", SAME)
def test_it_says_the_same_as_in_an_ordinary_template(template):
    values = {"who": "<Anna>", "safe": Markup("<b>&amp;</b>"), "dressed": Dressed()}
    asked = environment({"page": template}, Environment).get_template("page").render(values)
    assert environment({"page": template}).get_template("page").render(values) == asked


def test_what_it_says():
    env = environment({"page": SAME[2] + SAME[0]})
    assert env.get_template("page").render(who=Markup("<i>Bo</i>")) == "Bästa <i>Bo</i>Hej & välkommen"
    assert env.get_template("page").render(who="<Anna>") == "Bästa &lt;Anna&gt;Hej & välkommen"


def test_a_text_that_stands_there_is_not_looked_up_again(monkeypatch):
    page = environment({"page": SAME[0]}).get_template("page")
    monkeypatch.setitem(TEXTS, "Hello", "something else")
    assert page.render() == "Hej & välkommen"
