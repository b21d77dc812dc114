"""A question is built once a day for each reader, and never given to another."""

from datetime import date

from app.actor import VISITOR, Actor, Role
from app.challenges import queries
from app.challenges.rules import may_view
from app.remembered import remembered


def counting(built):
    @remembered
    def question(actor, *values, **named):
        built.append((actor, values, named))
        return len(built)

    return question


def test_it_is_built_once_for_each_reader_and_value(given):
    built = []
    question = counting(built)
    anna, bo = given.actor(), given.actor()
    assert [question(anna), question(anna), question(bo)] == [1, 1, 2]
    assert [question(anna, 5), question(anna, 6), question(anna, 5), question(anna, most=5)] == [3, 4, 3, 5]


def test_who_has_another_role_is_another_reader(given):
    one = given.actor(Role.sponsor)
    other = Actor(**{name: getattr(one, name) for name in Actor.__slots__} | {"roles": frozenset({Role.assessor})})
    question = counting([])
    assert question(one) != question(other)


def test_another_day_it_is_built_anew(monkeypatch):
    question = counting([])
    assert question(VISITOR) == 1
    monkeypatch.setattr("app.remembered.today", lambda: date(2031, 1, 1))
    assert question(VISITOR) == 2


def test_a_rule_and_a_list_are_the_same_question_when_asked_again(given):
    anna = given.actor()
    assert may_view.rows(anna) is may_view.rows(anna)
    assert may_view.rows(anna) is not may_view.rows(VISITOR)
    sought = queries.Filter(states=("open",))
    assert queries._often_listed(anna, sought)[0] is queries._often_listed(anna, sought)[0]
