"""What an administrator says about people whom nobody has invited."""

from typing import Annotated

from pydantic import Field

from app.actor import Role
from app.asking import Ask, Asked
from app.language import N_, Worded


class Opening(Worded):
    """The ways of `app.sign_in.models.JitPolicy`, in words."""

    off = (
        "off",
        N_("Nobody: everyone is invited"),
        N_("Others who sign in can ask for access. You get to know, and decide about each of them."),
    )
    domain_gate = (
        "domain_gate",
        N_("Everyone with an address in your proven e-mail domains"),
        N_(
            "The usual choice, also in a federation such as SWAMID: there it counts whom it lets your service vouch "
            "for. Guests, and everyone else, have to ask."
        ),
    )
    all_from_connection = (
        "all_from_connection",
        N_("Everyone your sign-in service vouches for"),
        N_("Whatever their address. Choose this only if the service has your own staff and nobody else."),
    )


class NewcomersForm(Asked):
    """Who comes in without an invitation, and as what (sso.md 7.1)."""

    jit: Annotated[Opening, Ask(N_("Who may come in without an invitation?"), kind="radios")]
    newcomers_wait: Annotated[
        bool,
        Ask(
            N_("An administrator approves each newcomer"),
            N_("They wait, and see nothing, until you have said yes. Those who ask always wait."),
            "tick",
            free=False,
        ),
    ] = False
    default_role: Annotated[
        Role | None,
        Ask(
            N_("Role of newcomers whose groups give them none"),
            N_("Whoever gets no role at all waits for you. Roles that lead or decide are never given by themselves."),
            "select",
            choices="roles",
            free=False,
        ),
    ] = None


class DeclineForm(Asked):
    """Why somebody is not let in. The organisation's own administrators read it; they themselves do not."""

    why: Annotated[
        str,
        Field(min_length=3, max_length=300),
        Ask(
            N_("Why not?"),
            N_("Your administrators read it. Write nothing about health."),
            empty=N_("Write why they are not let in."),
        ),
    ]


class AnswerForm(Asked):
    """What a newcomer is trusted with."""

    roles: Annotated[
        list[Role],
        Field(min_length=1),
        Ask(
            N_("Roles"), N_("Select all that apply."), "checks", choices="roles", empty=N_("Select at least one role.")
        ),
    ]
