"""Which domains an organisation can have, however they are written (sso.md rule 4)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.connecting.domain_names import FREE, FREE_MAIL, SHARED, WRITE_DOMAIN, Unusable, read_domain, shown_domain


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("hallsberg.se", "hallsberg.se"),
        ("  Hallsberg.SE. ", "hallsberg.se"),
        ("@hallsberg.se", "hallsberg.se"),
        ("anna.ek@hallsberg.se", "hallsberg.se"),
        ("https://www.hallsberg.se/omsorg?a=1", "hallsberg.se"),
        ("hallsberg.se:443", "hallsberg.se"),
        ("edu.hallsberg.se", "edu.hallsberg.se"),
        ("laxå.se", "xn--lax-wla.se"),
        ("LAXÅ.SE", "xn--lax-wla.se"),
        ("xn--lax-wla.se", "xn--lax-wla.se"),
    ],
)
def test_what_people_write_is_read(written, domain):
    assert read_domain(written) == domain


@pytest.mark.parametrize("written", ["", "hallsberg", "halls berg.se", ".se", "a..se", "-a.se", "127.0.0.1", "å" * 80,
                                     "_x.se", "a.1", "xn--\x00.se", "@", "::1", "https://"])  # fmt: skip
def test_what_is_no_domain_is_refused_with_how_to_write_it(written):
    with pytest.raises(Unusable) as refused:
        read_domain(written)
    assert refused.value.text in (WRITE_DOMAIN, SHARED)


@pytest.mark.parametrize("written", ["gmail.com", "anna@GMAIL.com", "mail.gmail.com", "hotmail.se", "proton.me"])
def test_a_free_mail_domain_is_nobody_s(written):
    with pytest.raises(Unusable) as refused:
        read_domain(written)
    assert refused.value.text == FREE


@pytest.mark.parametrize("written", ["se", "co.uk", "com", "github.io", "org.se", "azurewebsites.net"])
def test_a_public_suffix_is_nobody_s(written):
    with pytest.raises(Unusable) as refused:
        read_domain(written)
    assert refused.value.text in (SHARED, WRITE_DOMAIN)
    if "." in written:
        assert refused.value.text == SHARED


def test_the_list_of_free_mail_is_of_domains():
    assert len(FREE_MAIL) > 40
    assert all("." in one and one == one.lower() for one in FREE_MAIL)


def test_a_domain_is_shown_as_people_read_it():
    assert shown_domain("xn--lax-wla.se") == "laxå.se"
    assert shown_domain("xn--\xff.se") == "xn--\xff.se"


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_whatever_is_written_it_is_a_domain_or_refused(written):
    try:
        domain = read_domain(written)
    except Unusable:
        return
    assert domain == read_domain(domain)
    assert domain.isascii()
