"""What is asked of somebody who writes to many (ux.md F14)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from app.asking import Ask, Asked, wrong
from app.language import N_
from app.mailings.choices import Receivers
from app.mailings.models import Among

NOTHING_SECRET = N_(
    "Write nothing confidential, and nothing that can be tied to a single person. Letters can be read on the way."
)


class MailingForm(Asked):
    receivers: Annotated[
        list[Receivers],
        Field(min_length=1),
        Ask(N_("Who should get it?"), kind="checks", empty=N_("Choose who should get it.")),
    ]
    municipalities: Annotated[
        list[UUID],
        Ask(
            N_("Only in some municipalities?"),
            N_("Choose none, and it goes to all organisations."),
            "checks",
            choices="municipalities",
            free=False,
        ),
    ] = []
    among: Annotated[Among, Ask(N_("Who of them?"), kind="radios")] = Among.everyone
    subject: Annotated[
        str,
        Field(min_length=3, max_length=120),
        Ask(
            N_("Subject"),
            N_("What is to be done, and when: for example “Sign up for the meeting on 4 December”."),
            empty=N_("Write the subject."),
        ),
    ]
    text: Annotated[
        str,
        Field(min_length=10, max_length=4000),
        Ask(
            N_("The letter"),
            NOTHING_SECRET,
            "area",
            10,
            empty=N_("Write the letter."),
        ),
    ]
    subject_in_english: Annotated[
        str,
        Field(max_length=120),
        Ask(
            N_("Subject in English"), N_("For those who read the portal in English. Else they get the Swedish letter.")
        ),
    ] = ""
    text_in_english: Annotated[
        str, Field(max_length=4000), Ask(N_("The letter in English"), NOTHING_SECRET, "area", 10)
    ] = ""

    @model_validator(mode="after")
    def in_english_both_or_none(self) -> "MailingForm":
        if self.subject_in_english and not self.text_in_english:
            raise wrong(N_("Write the letter in English too, or leave both empty."), "text_in_english")
        if self.text_in_english and not self.subject_in_english:
            raise wrong(N_("Write the subject in English too, or leave both empty."), "subject_in_english")
        return self
