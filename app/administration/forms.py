"""What an administrator says about a colleague."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.actor import Role
from app.asking import Ask, Asked, Day, Whole
from app.language import N_


class MemberForm(Asked):
    """Roles, unit, share of full time, and who stands in (domain.md 4.2)."""

    roles: Annotated[
        list[Role],
        Field(min_length=1),
        Ask(
            N_("Roles"), N_("Select all that apply."), "checks", choices="roles", empty=N_("Select at least one role.")
        ),
    ]
    unit: Annotated[str, Field(max_length=120), Ask(N_("Unit"))] = ""
    fte_percent: Annotated[
        Whole | None,
        Field(ge=0, le=100),
        Ask(
            N_("Share of full time set aside, in percent"),
            N_("For a testbed leader at least 25 is usual."),
            "number",
            width="short",
        ),
    ] = None
    deputy_id: Annotated[
        UUID | None,
        Ask(
            N_("Who stands in for them?"),
            N_("Answers for what they have if they are away or leave."),
            "select",
            choices="colleagues",
            free=False,
        ),
    ] = None
    valid_to: Annotated[
        Day | None,
        Ask(N_("Access until"), N_("The last day, for example 2026-12-04. Leave empty if there is none."), "date"),
    ] = None


class WhyForm(Asked):
    """Why access ends. The organisation's own administrators read it."""

    why: Annotated[
        str,
        Field(max_length=300),
        Ask(N_("Why?"), N_("Your administrators read it. Write nothing about health.")),
    ] = ""
