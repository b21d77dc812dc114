"""What a company fills in to ask for a test, in six parts (ux.md 2.2, domain.md 4.5)."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator
from stdnum.se import orgnr

from app.asking import Ask, Asked, Whole, wrong
from app.challenges.choices import YesNoUnknown
from app.language import N_
from app.organisations.models import Seat, SizeClass
from app.parts import Part, Parts
from app.solutions.choices import Accessible, Hosting, Maturity, Sensing
from app.solutions.forms import WebAddress, still_to_answer
from app.test_requests.choices import Answer, ClaimedField, DataRole, Device, DeviceClass, TestKind

NO_PERSONS = N_("Write nothing that can be tied to a single person.")
SHORTEST_HARM = 20  # characters: "it would harm us" says nothing (domain.md 5.3)
SOLE_TRADER_MONTHS = 20  # an organisation's third digit is at least 2; below, the number is a person's


def _org_number(value: Any) -> Any:
    """556123-4567, 5561234567 or 165561234567, kept as 556123-4567."""
    if not isinstance(value, str) or not value.strip():
        return value
    digits = "".join(sign for sign in value if sign not in " -\u00a0\u2013")
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if not (digits.isascii() and digits.isdecimal() and len(digits) == 10):
        raise wrong(N_("The organisation number must have 10 digits. Check that they are all there."))
    if int(digits[2:4]) < SOLE_TRADER_MONTHS:
        raise wrong(
            N_("A sole trader's number is a personal identity number and may not be written here. Contact the region.")
        )
    if not orgnr.is_valid(digits):
        raise wrong(N_("The organisation number is not right. Check it against your registration certificate."))
    return f"{digits[:6]}-{digits[6:]}"


def _email(value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        return value
    name, at, domain = value.strip().partition("@")
    if not (name and at and "." in domain.strip(".") and "@" not in domain) or any(s.isspace() for s in value.strip()):
        raise wrong(N_("Enter an email address with an @, like name@example.se."))
    return value


OrgNumber = Annotated[str, BeforeValidator(_org_number), Field(min_length=1, max_length=11)]
Email = Annotated[str, BeforeValidator(_email), Field(min_length=3, max_length=254)]


class Company(Asked):
    org_number: Annotated[
        OrgNumber,
        Ask(N_("Organisation number"), N_("For example 556123-4567."), width="short", free=False),
    ]
    size_class: Annotated[
        SizeClass,
        Ask(
            N_("How many people work in the company?"),
            N_("Count the whole group. Used for equal-terms statistics."),
            "radios",
        ),
    ]
    seat: Annotated[
        Seat | None,
        Ask(
            N_("Where does the company have its seat?"),
            N_("Only used for equal-terms statistics. It is never a ground for a decision."),
            "radios",
        ),
    ] = None
    contact_name: Annotated[
        str,
        Field(min_length=2, max_length=120),
        Ask(N_("Contact person"), N_("These details become part of a public record."), autocomplete="name"),
    ]
    contact_email: Annotated[Email, Ask(N_("Work email"), "", "email", autocomplete="email", free=False)]
    contact_phone: Annotated[
        str, Field(max_length=40), Ask(N_("Telephone"), width="short", autocomplete="tel", free=False)
    ] = ""


class YourSolution(Asked):
    solution_id: Annotated[
        UUID,
        Ask(
            N_("Which solution is this about?"),
            N_("Choose one of your solutions that are ready to use."),
            "radios",
            choices="solutions",
            empty=N_("Choose which solution it is about."),
            free=False,
        ),
    ]
    maturity: Annotated[Maturity, Ask(N_("How mature is it?"), kind="radios")]


class MeetsTheNeed(Asked):
    how_meets: Annotated[
        str,
        Field(min_length=200, max_length=4000),
        Ask(
            N_("How does it meet the need?"),
            N_("Start from how the municipality wants it to be. Write nothing that can be tied to a single person."),
            "area",
            10,
        ),
    ]
    benefit_user: Annotated[
        str,
        Field(min_length=1, max_length=800),
        Ask(N_("What changes for the person who uses it?"), NO_PERSONS, "area", 4),
    ]
    benefit_staff: Annotated[
        str, Field(min_length=1, max_length=800), Ask(N_("What changes for staff?"), NO_PERSONS, "area", 4)
    ]


class Goal(Asked):
    goal: Annotated[str, Field(min_length=3, max_length=300), Ask(N_("Goal"))]
    measure: Annotated[
        str,
        Field(min_length=3, max_length=300),
        Ask(N_("How it is measured"), empty=N_("Write how the goal is to be measured.")),
    ]


class TheTest(Asked):
    test_kind: Annotated[TestKind, Ask(N_("What kind of test is it?"), kind="radios")]
    goals: Annotated[
        list[Goal],
        Field(min_length=1, max_length=5),
        Ask(
            N_("What do you want to find out?"),
            N_("Write a goal, and how you know whether it is reached. One to five."),
            "rows",
            add=N_("Add a goal"),
            row=N_("Goal"),
            empty=N_("Write at least one goal."),
        ),
    ]
    participants_min: Annotated[
        Annotated[Whole, Field(ge=0, le=10_000)] | None,
        Ask(N_("How many need to take part, at least?"), kind="number", width="short"),
    ] = None
    participants_max: Annotated[
        Annotated[Whole, Field(ge=0, le=10_000)],
        Ask(N_("How many need to take part, at most?"), kind="number", width="short"),
    ]
    weeks: Annotated[
        Annotated[Whole, Field(ge=1, le=52)],
        Ask(N_("For how many weeks?"), N_("Between 1 and 52."), "number", width="short"),
    ]
    scope_note: Annotated[
        str,
        Field(max_length=500),
        Ask(
            N_("Which groups and places?"), N_("For example six residents and four staff at one care home."), "area", 3
        ),
    ] = ""
    need_from_us: Annotated[
        str,
        Field(min_length=1, max_length=2000),
        Ask(
            N_("What do you need from the service?"),
            N_("For example staff hours, rooms, network and integration."),
            "area",
            4,
        ),
    ]
    we_bring: Annotated[
        str,
        Field(min_length=1, max_length=2000),
        Ask(N_("What do you provide?"), N_("For example equipment, training and support hours."), "area", 4),
    ]
    after_test: Annotated[
        str,
        Field(min_length=1, max_length=2000),
        Ask(N_("What happens after a successful test?"), N_("You need not give prices."), "area", 4),
    ]

    @model_validator(mode="after")
    def the_numbers_agree(self) -> "TheTest":
        if (self.participants_min or 0) > self.participants_max:
            raise wrong(N_("The highest number must be the same as or larger than the lowest."), "participants_max")
        return self


class SafetyDataAndRules(Asked):
    personal_data: Annotated[YesNoUnknown, Ask(N_("Does it process personal data?"), kind="radios")]
    data_categories: Annotated[
        str,
        Field(max_length=1000),
        Ask(
            N_("Which personal data?"),
            N_("Kinds of data, never the data itself."),
            "area",
            3,
            shown_if=("personal_data", "yes"),
        ),
    ] = ""
    data_where: Annotated[
        Hosting | None, Ask(N_("Where is the data stored?"), kind="radios", shown_if=("personal_data", "yes"))
    ] = None
    data_role: Annotated[
        DataRole | None, Ask(N_("Who controls the data?"), kind="radios", shown_if=("personal_data", "yes"))
    ] = None
    deletion_plan: Annotated[
        str,
        Field(max_length=1000),
        Ask(N_("When and how is the data deleted?"), "", "area", 3, shown_if=("personal_data", "yes")),
    ] = ""
    camera_audio_pos: Annotated[
        list[Sensing],
        Field(min_length=1),
        Ask(N_("Does it use any of these?"), N_("Select all that apply."), "checks"),
    ]
    device: Annotated[
        Device,
        Ask(
            N_("Is it a medical device?"),
            N_("A product meant to detect, prevent or treat illness often is."),
            "radios",
        ),
    ]
    device_class: Annotated[
        DeviceClass | None,
        Ask(N_("Which class is the device?"), kind="radios", shown_if=("device", "marked")),
    ] = None
    within_intended_purpose: Annotated[
        YesNoUnknown,
        Ask(
            N_("Is the test within the product's intended purpose?"),
            N_("A test outside it may need permission from the Medical Products Agency."),
            "radios",
        ),
    ]
    uses_ai: Annotated[YesNoUnknown, Ask(N_("Does it use AI?"), kind="radios")]
    ai_role: Annotated[
        str,
        Field(max_length=1000),
        Ask(N_("What does the AI decide or suggest?"), "", "area", 3, shown_if=("uses_ai", "yes")),
    ] = ""
    accessible: Annotated[Accessible, Ask(N_("Is it accessible to people with disabilities?"), kind="radios")]
    accessibility_link: Annotated[
        WebAddress,
        Ask(N_("Web address of the accessibility statement"), shown_if=("accessible", "yes"), free=False),
    ] = ""
    insurance: Annotated[Answer, Ask(N_("Do you have liability insurance that covers the test?"), kind="radios")]
    state_aid: Annotated[
        Answer,
        Ask(
            N_("Has the company received de minimis aid in the last three years?"),
            N_("Count all support without market payment in return. Write no if none of it applies to you."),
            "radios",
        ),
    ]
    state_aid_amount: Annotated[
        Annotated[Decimal, Field(ge=0, le=10_000_000)] | None,
        Ask(N_("How many kronor in three years?"), kind="money", width="short", shown_if=("state_aid", "yes")),
    ] = None
    ties: Annotated[
        Answer,
        Ask(
            N_("Are there ties between you and the municipality?"),
            N_("For example family, earlier employment, a contract or a procurement under way."),
            "radios",
        ),
    ]
    ties_note: Annotated[
        str,
        Field(max_length=1000),
        Ask(
            N_("Describe the ties"),
            N_("Write roles, not names of single persons."),
            "area",
            3,
            shown_if=("ties", "yes"),
        ),
    ] = ""

    @model_validator(mode="after")
    def what_follows_is_answered(self) -> "SafetyDataAndRules":
        if self.personal_data is YesNoUnknown.yes:
            self._about_personal_data()
        if self.device is Device.marked and self.device_class is None:
            raise still_to_answer(N_("Choose the class of the CE marked product."), "device_class")
        if self.uses_ai is YesNoUnknown.yes and not self.ai_role:
            raise still_to_answer(N_("Write what the AI decides or suggests."), "ai_role")
        if self.state_aid is Answer.yes and self.state_aid_amount is None:
            raise still_to_answer(N_("Write the amount in kronor."), "state_aid_amount")
        if self.ties is Answer.yes and not self.ties_note:
            raise still_to_answer(
                N_("Describe the ties so that the municipality can judge who may handle the request."), "ties_note"
            )
        return self

    def _about_personal_data(self) -> None:
        if not self.data_categories:
            raise still_to_answer(N_("Write which kinds of personal data it processes."), "data_categories")
        if self.data_where is None:
            raise still_to_answer(N_("Choose where the data is stored."), "data_where")
        if self.data_role is None:
            raise still_to_answer(N_("Choose who controls the data."), "data_role")
        if not self.deletion_plan:
            raise still_to_answer(N_("Write when and how the data is deleted."), "deletion_plan")


class Claim(Asked):
    """A claim of secrecy for one answer. A claim for everything is not enough (domain.md 5.3)."""

    field: Annotated[
        ClaimedField,
        Ask(N_("Which answer is a trade secret?"), kind="select", empty=N_("Choose which answer it is about.")),
    ]
    harm: Annotated[
        str,
        Field(min_length=SHORTEST_HARM, max_length=1000),
        Ask(
            N_("What harm could follow if it becomes known?"),
            N_("Say it for this answer. A general claim is seldom enough."),
            "area",
            3,
            empty=N_("Write what harm could follow if the answer becomes known."),
        ),
    ]


class AttachmentsAndSecrecy(Asked):
    has_secrets: Annotated[
        Answer,
        Ask(
            N_("Do the answers contain trade secrets?"),
            N_("The municipality itself tries whether information can be given out."),
            "radios",
        ),
    ]
    secrecy: Annotated[
        list[Claim],
        Field(max_length=len(ClaimedField)),
        Ask(
            N_("Answers you claim are trade secrets"),
            N_("Mark them one by one. You mark an attachment when you add it."),
            "rows",
            add=N_("Add an answer"),
            row=N_("Answer"),
        ),
    ] = []

    @model_validator(mode="after")
    def each_answer_is_claimed_once(self) -> "AttachmentsAndSecrecy":
        claimed = [claim.field for claim in self.secrecy]
        if len(claimed) != len(set(claimed)):
            raise wrong(N_("The same answer is marked twice. Remove one of them."), "secrecy")
        if len({claim.harm.casefold() for claim in self.secrecy}) < len(claimed):
            raise wrong(
                N_("The same harm is given for several answers. Say for each what harm could follow."), "secrecy"
            )
        return self


PARTS = Parts(
    (
        Part("foretaget", N_("The company"), Company),
        Part("losningen", N_("Your solution"), YourSolution),
        Part("behovet", N_("How it meets the need"), MeetsTheNeed),
        Part("testet", N_("The test"), TheTest),
        Part("sakerhet", N_("Safety, data and rules"), SafetyDataAndRules),
        Part("bilagor", N_("Attachments and secrecy"), AttachmentsAndSecrecy),
    )
)
