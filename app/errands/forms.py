"""What one asks for, and what is answered (ux.md 2.11 for one thing)."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator

from app.asking import Ask, Asked, Day, wrong
from app.database import today
from app.errands.models import Part
from app.language import N_, Worded

WHO = N_("Choose who will do it.")
NO_PERSONS = N_("Write nothing that can be tied to a single person.")


def _nothing_is_none(value: object) -> object:
    return value or None


ONE_THING = N_(
    "They are let in to this one thing, and only until they are done. People from companies cannot be. "
    "Whoever has no account comes as a guest."
)
Email = Annotated[
    str,
    Field(max_length=200),
    Ask(N_("Or the email address of somebody in another organisation"), ONE_THING, "email", free=False),
]
GuestEmail = Annotated[str, Field(max_length=200), Ask(N_("The guest's email address"), ONE_THING, "email", free=False)]
GuestName = Annotated[str, Field(max_length=120), Ask(N_("What is the guest called?"), free=False)]
Workplace = Annotated[
    str, Field(max_length=160), Ask(N_("Where does the guest work?"), N_("For example: Region Värmland."))
]
DONE_BY = Ask(N_("When should it be done?"), N_("For example 2026-12-04."), width="short")


class ErrandForm(Asked):
    """Choosing oneself makes a note to oneself."""

    what: Annotated[
        str,
        Field(min_length=3, max_length=160),
        Ask(N_("What should be done?"), N_("For example: read the risks of the plan."), empty=N_("Write what to do.")),
    ]
    note: Annotated[str, Field(max_length=2000), Ask(N_("Tell more"), NO_PERSONS, "area", 3)] = ""
    doer: Annotated[
        Annotated[UUID | None, BeforeValidator(_nothing_is_none)],
        Ask(N_("Who will do it?"), kind="select", choices="colleagues", empty=WHO),
    ] = None
    email: Email = ""
    guest_name: GuestName = ""
    guest_workplace: Workplace = ""
    guest_is_free: Annotated[
        bool, Ask(N_("The guest does not work for a company that may want to offer something here"), kind="tick")
    ] = False
    due_on: Annotated[Day | None, DONE_BY] = None
    part: Annotated[Part, Ask(N_("As what?"), kind="radios")] = Part.colleague

    @model_validator(mode="after")
    def one_person_does_it_in_time(self) -> "ErrandForm":
        if self.doer and self.email:
            raise wrong(N_("Choose a colleague or write an email address, not both."), "email")
        if self.due_on and self.due_on < today():
            raise wrong(N_("The date must be today or later."), "due_on")
        return self


class GuestErrandForm(ErrandForm):
    """The same as it is shown once it is known that a guest is invited: what then must be said is not optional."""

    email: GuestEmail
    guest_name: GuestName
    guest_workplace: Workplace
    due_on: Annotated[Day, DONE_BY]


class Reply(Worded):
    take = "take", N_("I take it on")
    done = "done", N_("It is done")
    decline = "decline", N_("I cannot")


class ReplyForm(Asked):
    reply: Annotated[Reply, Ask(N_("Your answer"), kind="radios", empty=N_("Choose your answer."))]
    answer: Annotated[
        str,
        Field(max_length=2000),
        Ask(N_("What came of it, or why you cannot"), N_("Whoever asked you reads it."), "area", 4),
    ] = ""

    @model_validator(mode="after")
    def a_no_has_a_reason(self) -> "ReplyForm":
        if self.reply is Reply.decline and len(self.answer) < 5:
            raise wrong(N_("Write why you cannot."), "answer")
        return self
