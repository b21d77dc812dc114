"""Settings that most services do well without: each with a default that is safe (form F10)."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from app.asking import Ask, Whole, wrong
from app.language import N_, Worded
from app.sign_in.models import IdpConnection, LogoutMode

LONGEST_AGE = 24 * 60  # minutes

EXTRA_PARAMS = ("domain_hint", "hd", "kc_idp_hint", "resource", "claims")  # as `app.sign_in.oidc` sends them


class SigningOut(Worded):
    """What signing out here does at the provider (`LogoutMode`)."""

    provider = LogoutMode.provider, N_("Here, and at your service if it can"), N_("The safest on shared computers.")
    here = LogoutMode.here, N_("Only here"), N_("If people are to stay signed in to your other systems.")


class Strength(Worded):
    """How people have to sign in each time (form F10, `acr`)."""

    own = "own", N_("As your own rules say"), N_("Your service decides. We ask for more before risky changes only.")
    strong = "strong", N_("Require two factors"), N_("Everyone, every time, in the ways you name below.")


class SignedWith(Worded):
    """How an ID token may be signed (`app.sign_in.tokens.ALGORITHMS`)."""

    rs256 = "RS256", N_("RS256")
    ps256 = "PS256", N_("PS256")
    es256 = "ES256", N_("ES256")
    eddsa = "EdDSA", N_("EdDSA")


def _extra(written: object) -> object:
    if not isinstance(written, str):
        return written
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    for line in lines:
        name, equals, value = (part.strip() for part in line.partition("="))
        if not (equals and value):
            raise wrong(N_("Write one a line, as name=value."))
        if name not in EXTRA_PARAMS:
            raise wrong(N_("%(name)s cannot be sent along. You can use: %(allowed)s."), name=name[:60],
                        allowed=", ".join(EXTRA_PARAMS))  # fmt: skip
        if not (value.isascii() and value.isprintable()):
            raise wrong(N_("Copy it once more: it holds characters that cannot be sent."))
    return "\n".join(lines)


def extra_params(said: str) -> dict[str, str]:
    """What was written, as it is stored."""
    pairs = (line.partition("=") for line in said.splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}


def _names(written: object) -> object:
    if isinstance(written, str) and not (written.isascii() and written.replace("\n", " ").isprintable()):
        raise wrong(N_("Copy it once more: it holds characters that cannot be sent."))
    return " ".join(written.split()) if isinstance(written, str) else written


def strength_of(connection: IdpConnection) -> Strength:
    return Strength.strong if connection.demands_strong else Strength.own


def strength_is_named(strength: Strength, names: str) -> None:
    if strength is Strength.strong and not names:
        raise wrong(N_("Write what your service calls a sign-in with two factors."), "acr_values")


HowStrong = Annotated[
    Strength, Ask(N_("Sign-in strength"), kind="radios", empty=N_("Choose how strong a sign-in has to be."))
]
Leaving = Annotated[
    SigningOut,
    Ask(N_("When somebody signs out here"), kind="radios", empty=N_("Choose what signing out does.")),
]
Extra = Annotated[
    Annotated[str, BeforeValidator(_extra)],
    Field(max_length=2000),
    Ask(
        N_("More to send along"),
        N_(
            "One a line, as name=value. For example kc_idp_hint=staff. Leave it empty if your service asks for nothing."
        ),
        "area",
        rows=2,
        free=False,
    ),
]
Signatures = Annotated[
    list[SignedWith],
    Ask(
        N_("Signatures we accept"),
        N_("Tick none to accept all four, all of which are safe. Tick one if your rules demand it."),
        "checks",
        free=False,
    ),
]
Required = Annotated[
    Annotated[str, BeforeValidator(_names)],
    Field(max_length=1000),
    Ask(
        N_("Attributes without which nobody comes in"),
        N_("Their names, with spaces between. Leave it empty if it is enough that the person is known here."),
        free=False,
    ),
]
Fresh = Annotated[
    Annotated[Whole, Field(ge=0, le=LONGEST_AGE)] | None,
    Ask(
        N_("How fresh a sign-in must be before risky changes (minutes)"),
        N_("Everyone signs in anew. With a number we also check that they did: your service must send auth_time."),
        "number",
    ),
]
