import pytest

from app.sign_in.secrets import Keyring, Unreadable, fingerprint, new_token

OLD, NEW = b"o" * 32, b"n" * 32


def test_what_is_sealed_opens_for_the_same_purpose_only():
    ring = Keyring({"k1": OLD})
    sealed = ring.seal("hemligt", "client_secret")
    assert "hemligt" not in sealed
    assert ring.open(sealed, "client_secret") == "hemligt"
    with pytest.raises(Unreadable):
        ring.open(sealed, "verifier")


def test_a_new_key_seals_and_the_old_one_still_opens():
    sealed = Keyring({"k1": OLD}).seal("hemligt", "x")
    both = Keyring({"k2": NEW, "k1": OLD})
    assert both.open(sealed, "x") == "hemligt"
    assert both.seal("hemligt", "x").startswith("k2:")


@pytest.mark.parametrize("sealed", ["", "k1:", "k1:AAAA", "k1:!", "k9:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x"])
def test_what_is_damaged_or_of_a_lost_key_does_not_open(sealed):
    with pytest.raises(Unreadable):
        Keyring({"k1": OLD}).open(sealed, "x")


def test_keys_do_not_show_when_a_keyring_is_printed():
    assert "oooo" not in repr(Keyring({"k1": OLD}))


def test_a_token_is_long_and_its_fingerprint_says_nothing_about_it():
    token = new_token()
    assert len(token) == 43
    assert token not in fingerprint(token)
    assert len(fingerprint(token)) == 64
