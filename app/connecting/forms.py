"""What an organisation's IT people tell us about its sign-in (form F10, ux.md 2.10)."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from app.asking import Ask, Asked, wrong
from app.connecting.domain_names import Unusable, read_domain
from app.language import N_


def _domain(written: object) -> object:
    if not isinstance(written, str) or not written.strip():
        return written
    try:
        return read_domain(written)
    except Unusable as problem:
        raise wrong(problem.text, domain=problem.domain) from None


class DomainForm(Asked):
    """An e-mail domain that is the organisation's own."""

    domain: Annotated[
        Annotated[str, BeforeValidator(_domain)],
        Field(max_length=253),
        Ask(
            N_("Email domain"),
            N_("For example hallsberg.se. Then add the TXT record we show."),
            empty=N_("Write the part after @ in your e-mail addresses, like hallsberg.se."),
            free=False,
        ),
    ]
