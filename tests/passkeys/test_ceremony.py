"""What we believe of a passkey, and what we do not."""

import json
from datetime import timedelta

import pytest

from app.database import now
from app.passkeys import ceremony
from app.passkeys.ceremony import Aim, Asking, Known
from app.sign_in.means import Means
from app.sign_in.secrets import Keyring
from app.sign_in.tokens import Distrust
from tests.passkeys.device import Device

MEANS = Means(origin="https://testserver", keyring=Keyring({"a": bytes(32)}))
SIGN_IN = Asking(Aim.sign_in, "browser")


def invited(asking=None, **more):
    asking = asking or Asking(Aim.add, "browser", "someone")
    return ceremony.invitation(MEANS, asking, now(), portal="Portal", handle="h", name="Kim", has=[], **more)


def made_by(device):
    asking = Asking(Aim.add, "browser", "someone")
    answer = ceremony.heard(MEANS, device.makes(invited(asking)), asking, now())
    return ceremony.made(MEANS, answer)


def heard(device, asking=SIGN_IN, at=None, asked=SIGN_IN, **lies):
    question = ceremony.question(MEANS, asked, now())
    return ceremony.heard(MEANS, device.proves(question, **lies), asking, at or now())


def test_a_passkey_is_made_and_recognised():
    device = Device()
    made = made_by(device)
    assert ceremony.proven(MEANS, heard(device), Known(made.public_key, made.sign_count)) == 1


def test_a_passkey_that_does_not_count_is_recognised_again_and_again():
    device = Device(counts=False)
    known = Known(made_by(device).public_key, 0)
    assert ceremony.proven(MEANS, heard(device), known) == ceremony.proven(MEANS, heard(device), known) == 0


def test_a_copied_passkey_shows_by_its_counter():
    device = Device()
    known = Known(made_by(device).public_key, 5)
    with pytest.raises(Distrust, match="passkey_wrong"):
        ceremony.proven(MEANS, heard(device), known)


@pytest.mark.parametrize(
    "device",
    [
        Device(is_verified=False),
        Device(origin="https://testserver.evil.example"),
        Device(host="evil.example"),
        Device(origin="http://testserver"),
    ],
    ids=["without its owner", "another site", "another host", "without TLS"],
)
def test_a_passkey_that_is_not_for_us_is_neither_made_nor_recognised(device):
    with pytest.raises(Distrust, match="passkey_wrong"):
        made_by(device)
    with pytest.raises(Distrust, match="passkey_wrong"):
        ceremony.proven(MEANS, heard(device), Known(made_by(Device()).public_key, 0))


def test_somebody_else_s_key_is_not_recognised():
    with pytest.raises(Distrust, match="passkey_wrong"):
        ceremony.proven(MEANS, heard(Device()), Known(made_by(Device()).public_key, 0))


def test_an_answer_to_make_a_key_does_not_sign_in():
    device = Device()
    with pytest.raises(Distrust, match="passkey_wrong"):
        ceremony.proven(MEANS, heard(device, kind="webauthn.create"), Known(made_by(device).public_key, 0))


@pytest.mark.parametrize(
    "asking",
    [Asking(Aim.sign_in, "another"), Asking(Aim.emergency, "browser"), Asking(Aim.sign_in, "browser", "someone")],
    ids=["browser", "aim", "about"],
)
def test_an_answer_counts_for_its_own_question_only(asking):
    with pytest.raises(Distrust, match="another_browser"):
        heard(Device(), asking)


def test_an_answer_that_comes_too_late_does_not_count():
    with pytest.raises(Distrust, match="attempt_expired"):
        heard(Device(), at=now() + timedelta(minutes=11))


@pytest.mark.parametrize(
    "text", ["", "x", "{}", "[]", "null", '{"id":1}', "[" * 5000, "x" * 30000, '{"id":"a","response":{}}']
)
def test_garbage_is_no_answer(text):
    with pytest.raises(Distrust, match="passkey_malformed"):
        ceremony.heard(MEANS, text, SIGN_IN, now())


@pytest.mark.parametrize("challenge", ["", "AAAA", "a:AAAA", None, 5])
def test_a_question_we_never_asked_has_no_answer(challenge):
    asked = json.dumps({"challenge": challenge})
    with pytest.raises(Distrust, match="passkey_malformed"):
        ceremony.heard(MEANS, Device().proves(asked), SIGN_IN, now())


@pytest.mark.parametrize("part", ["signature", "authenticatorData", "clientDataJSON"])
def test_a_damaged_answer_is_not_believed(part):
    device = Device()
    known = Known(made_by(device).public_key, 0)
    said = json.loads(device.proves(ceremony.question(MEANS, SIGN_IN, now())))
    for broken in ("", "AAAA", None, 7, {}):
        said["response"][part] = broken
        with pytest.raises(Distrust):
            ceremony.proven(MEANS, ceremony.heard(MEANS, json.dumps(said), SIGN_IN, now()), known)
