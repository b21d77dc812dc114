"""What people fill in on the open pages and on their own page."""

from typing import Annotated

from pydantic import EmailStr, Field, model_validator

from app.asking import Ask, Asked, wrong
from app.home.choices import Locale, Wanted
from app.language import N_


class BarrierText(Asked):
    """A report of something that cannot be read or used (ux.md F14).

    `website` is a question nobody can see: only a program answers it. `shown_at` is when the form was shown, in whole
    seconds; a program answers at once.
    """

    what: Annotated[
        str,
        Ask(N_("What does not work?"), kind="area", empty=N_("Describe what does not work.")),
        Field(min_length=3, max_length=4000),
    ]
    where: Annotated[
        str, Ask(N_("On which page?"), hint=N_("The address or the heading of the page.")), Field(max_length=500)
    ] = ""
    aid: Annotated[
        str,
        Ask(N_("Assistive technology and browser"), hint=N_("For example NVDA and Firefox.")),
        Field(max_length=300),
    ] = ""
    want: Annotated[Wanted, Ask(N_("What do you want?"), kind="radios")]
    email: Annotated[
        EmailStr | None, Ask(N_("How can we reach you?"), hint=N_("Your email address."), kind="email", free=False)
    ] = None
    website: str = ""
    shown_at: str = ""

    @model_validator(mode="after")
    def _reachable(self) -> "BarrierText":
        if self.want is Wanted.other_form and self.email is None:
            raise wrong(N_("Tell us how to reach you, otherwise we cannot send the content."), field="email")
        return self


class BarrierAnswer(Asked):
    """What was done about a report."""

    answer: Annotated[
        str,
        Ask(
            N_("What has been done, and what was the sender told?"),
            kind="area",
            visibility="internal",
            empty=N_("Write what has been done."),
        ),
        Field(min_length=3, max_length=4000),
    ]


class LanguageChoice(Asked):
    locale: Annotated[
        Locale,
        Ask(N_("Which language should your letters be in?"), kind="radios", empty=N_("Choose a language.")),
    ]
