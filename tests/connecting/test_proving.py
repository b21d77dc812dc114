"""Asking name servers, several of them, on loopback."""

import pytest

from app.connecting.proving import Heard, Place, Verdict, ask, record_name, record_text, resolvers_named

NAME = record_name("hallsberg.example")


def places(name_servers):
    return resolvers_named([one.address for one in name_servers])


def test_a_record_that_all_have_is_proof(name_servers):
    for one in name_servers:
        one.says[NAME] = ["v=spf1 -all", record_text("abc")]
    verdict = ask(places(name_servers), "hallsberg.example", "abc")
    assert verdict.heard == (Heard.found,) * 3
    assert verdict.is_proven
    assert all(NAME in one.asked for one in name_servers)


def test_a_record_that_one_of_three_has_is_not_enough(name_servers):
    """One resolver can be lied to; most of them would have to be."""
    name_servers[0].says[NAME] = [record_text("abc")]
    verdict = ask(places(name_servers), "hallsberg.example", "abc")
    assert not verdict.is_proven
    assert verdict.is_spreading
    name_servers[1].says[NAME] = [record_text("abc")]
    assert ask(places(name_servers), "hallsberg.example", "abc").is_proven


def test_another_text_is_no_proof_and_is_told_apart(name_servers):
    for one in name_servers:
        one.says[NAME] = [record_text("someone else's")]
    verdict = ask(places(name_servers), "hallsberg.example", "abc")
    assert not verdict.is_proven
    assert verdict.says_other


def test_a_text_in_pieces_is_put_together(name_servers):
    name_servers[0].says[NAME] = [record_text("x" * 300)]
    assert ask(places(name_servers[:1]), "hallsberg.example", "x" * 300).is_proven


def test_a_name_without_records_and_a_zone_that_fails_are_missing(name_servers):
    name_servers[1].says[NAME] = []
    name_servers[2].fails.add(NAME)
    verdict = ask(places(name_servers), "hallsberg.example", "abc")
    assert verdict.heard == (Heard.missing,) * 3
    assert verdict.is_known


def test_a_resolver_that_is_not_there_says_nothing(monkeypatch):
    monkeypatch.setattr("app.connecting.proving.PATIENCE", 0.2)
    verdict = ask([Place("127.0.0.1", 1)], "hallsberg.example", "abc")
    assert verdict.heard == (Heard.silent,)
    assert not verdict.is_known


def test_nobody_to_ask_proves_nothing():
    assert not Verdict(()).is_proven
    assert not ask([], "hallsberg.example", "abc").is_proven


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("9.9.9.9", Place("9.9.9.9")),
        ("127.0.0.1:5353", Place("127.0.0.1", 5353)),
        ("2620:fe::fe", Place("2620:fe::fe")),
        ("[2620:fe::fe]:5353", Place("2620:fe::fe", 5353)),
        ("[2620:fe::fe]", Place("2620:fe::fe")),
    ],
)
def test_how_a_resolver_is_named(name, place):
    assert resolvers_named([name]) == [place]


def test_without_a_choice_the_machine_s_own_are_asked():
    assert all(isinstance(one, Place) for one in resolvers_named([]))
