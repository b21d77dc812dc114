"""Whatever is sent to a form: no accident, no change that is not theirs to make, and nothing typed is lost."""

import re

import pytest

from app.main import routes
from app.web.open_pages import open_to_programs
from tests.hostile import walk
from tests.hostile.payloads import bodies, garbage, marks

A_FEW = 6  # kinds of garbage for each form; the next form gets the next ones, so that each is sent to many
FORMS = walk.forms()
SIGN_IN = re.compile(r"(https?://[^/]+)?(/en)?/logga-in(/igen)?([?]|$)")

# Where who one is does not matter: everyone may, with what is their own.
OPEN_TO_ALL = {
    "sign_out",
    "report_fault",
    "sign_in_start",
    "sign_in_alone",
    "sign_in_and_continue",
    "email_link",
    "passkey_sign_in",
    "invitation",
    "open_set_up",
    "ask_for_access",
    "watch",
    "confirm_watch",
    # … by who holds the word or the key, whoever else they are:
    "emergency",
    "agree_by_passkey",
    "enrol_emergency_key",
    "add_emergency_key",
}
# … and these to everyone who is signed in, with what is their own.
OPEN_TO_MEMBERS = {
    "end_sign_ins",
    "change_organisation",
    "join_confirm",
    "join_sign_in_start",
    "part_sign_in",
    "hide_guide",
    "show_guide",
    "account",
    "challenge_questions",
    "prove_again",
    "time_left",
    "told",
    "letter_choices",
    "my_calendar",
    "welcome",
    "new_handover",
    "new_errand",
}
# … and these to everyone who is trusted with the same thing in another organisation.
OPEN_TO_PEERS = {
    "new_challenge",
    "endorse_challenge",
    "new_solution",
    "new_proposal",
    "apply",
    "research_profile",
    "join_pilot",
    "role_mappings",
    "new_directory_key",
    "rescuers",
    "session_limits",
    "newcomers",
    "organisation_facts",
    "access_reviews",
    "organisation_domains",
    "choose_service",
    "require_sign_in",
    "invite",
}

# One-click addresses of letters: sent to from anywhere (RFC 8058); the token in them says whose they are.
FROM_ANYWHERE = open_to_programs(routes())


ASKED = [stop for stop in FORMS if stop.model and marks(stop.model)]
OWN_SITE_ONLY = [stop for stop in FORMS if not any(way.match(stop.route.path) for way in FROM_ANYWHERE)]


@pytest.mark.parametrize("place", range(len(FORMS)), ids=lambda place: str(FORMS[place]))
def test_garbage_is_answered_not_suffered(place, world, door, is_full):
    stop = FORMS[place]
    path, key = stop.path(world), world.keys[stop.who]
    sent = {name: {"fields": fields} for name, fields in garbage(stop.model).items()}
    sent |= {name: {"kind": kind, "body": body} for name, (kind, body) in bodies(stop.model).items()}
    found = []
    for name in walk.shared(list(sent), place, A_FEW, is_full=is_full):
        answer = door.asks("POST", path, key=key, **sent[name])
        found += [f"{name}: {fault}" for fault in answer.faults(stop.language)]
    assert found == []


@pytest.mark.parametrize("stop", ASKED, ids=str)
def test_what_was_typed_is_on_the_page_that_says_no(stop, world, door):
    typed = marks(stop.model)
    for version in ("", "0"):
        fields = [*typed, ("version", version)] if version else typed
        answer = door.asks("POST", stop.path(world), key=world.keys[stop.who], fields=fields)
        assert answer.faults(stop.language) == []
        if answer.status >= 300 and answer.status < 400:  # it was all understood, and saved
            assert not SIGN_IN.match(answer.headers["location"]), "they are signed in, and have just proven it"
            continue
        assert answer.status in (200, 409, 422)
        assert [name for name, text in typed if not answer.says(text)] == [], f"{answer.status} loses what was typed"


@pytest.mark.parametrize("stop", FORMS, ids=str)
def test_nobody_else_may(stop, world, door):
    """A form is refused to a visitor, to the same role elsewhere and to a role that has other tasks, whatever they
    send; and nothing of it reaches the page where they are asked to sign in."""
    name, found = stop.example.route, []
    strangers = {stop.elsewhere, walk.other(stop)}
    for who in ("visitor", *sorted(strangers)):
        if name in OPEN_TO_ALL or stop not in OWN_SITE_ONLY or (name in OPEN_TO_MEMBERS and who != "visitor"):
            continue
        if who == stop.who or (name in OPEN_TO_PEERS and who == stop.elsewhere):
            continue
        fields = marks(stop.model) if stop.model else []
        answer = door.asks("POST", stop.path(world), key=world.keys[who], fields=fields)
        found += [f"{who}: {fault}" for fault in answer.faults(stop.language)]
        wanted = (303, 404) if who == "visitor" else (403, 404)
        if answer.status not in wanted or answer.changed:
            found.append(f"{who}: {answer.status} {answer.changed or ''}")
    assert found == []


@pytest.mark.parametrize("place", range(len(OWN_SITE_ONLY)), ids=lambda place: str(OWN_SITE_ONLY[place]))
def test_another_site_cannot_send_it(place, world, door):
    stop = OWN_SITE_ONLY[place]
    headers = ((), (("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")))[place % 2]
    answer = door.asks("POST", stop.path(world), key=world.keys[stop.who], fields=[], own=False, headers=headers)
    assert (answer.status, answer.changed, answer.faults(stop.language)) == (403, set(), [])
