"""E-mail domains as people write them, and which of them nobody can own (sso.md rule 4)."""

import re
from functools import cache

import idna
from publicsuffixlist import PublicSuffixList

from app.language import N_
from app.sign_in.connections import DOMAIN

FREE_MAIL = frozenset(
    {
        "aol.com",
        "bahnhof.se",
        "bredband.net",
        "bredband2.com",
        "brevet.se",
        "comhem.se",
        "email.com",
        "fastmail.com",
        "glocalnet.net",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hey.com",
        "home.se",
        "hotmail.co.uk",
        "hotmail.com",
        "hotmail.se",
        "hushmail.com",
        "icloud.com",
        "live.com",
        "live.se",
        "mac.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "outlook.com",
        "outlook.se",
        "passagen.se",
        "pm.me",
        "posteo.de",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "rocketmail.com",
        "spray.se",
        "swipnet.se",
        "tele2.se",
        "telia.com",
        "tuta.com",
        "tutanota.com",
        "web.de",
        "yahoo.co.uk",
        "yahoo.com",
        "yahoo.se",
        "yandex.com",
        "yandex.ru",
        "ymail.com",
        "zoho.com",
    }
)
"""Services where anybody can have an address: proving such a domain would be proving other people's."""

WRITE_DOMAIN = N_("Write the part after @ in your e-mail addresses, like hallsberg.se.")
FREE = N_("Anyone can have an address at %(domain)s. Write a domain that is the organisation's own.")
SHARED = N_("%(domain)s is shared by many. Write the organisation's own domain below it.")


class Unusable(ValueError):
    """No organisation's domain; `text` says why, with `domain` in it."""

    def __init__(self, text: str, domain: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.domain = domain


def read_domain(written: str) -> str:
    """The domain a person means, as the domain name system writes it: lower case, A-labels.

    Takes what people paste: an address of e-mail or of the web, @ first, a full stop last.

    Raises:
        Unusable: it is no domain, or not one an organisation can have.
    """
    bare = re.sub(r"^[a-z]+://", "", written.strip().lower()).rpartition("@")[2]
    bare = re.split(r"[/?#:]", bare, maxsplit=1)[0].strip(" .").removeprefix("www.")
    try:
        domain = idna.encode(bare, uts46=True, transitional=False).decode("ascii")
    except (idna.IDNAError, UnicodeError) as problem:
        raise Unusable(WRITE_DOMAIN) from problem
    if not DOMAIN.fullmatch(domain):
        raise Unusable(WRITE_DOMAIN)
    if any(domain == free or domain.endswith(f".{free}") for free in FREE_MAIL):
        raise Unusable(FREE, domain)
    if _suffixes().is_public(domain):
        raise Unusable(SHARED, domain)
    return domain


def shown_domain(domain: str) -> str:
    """A domain as people read it: å ä ö instead of xn--."""
    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain


@cache
def _suffixes() -> PublicSuffixList:
    """The list of public suffixes that came with the package; it is read once."""
    return PublicSuffixList()
