"""What an organisation's IT people tell us about its sign-in (form F10, ux.md 2.10)."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from app.asking import Ask, Asked, Day, wrong
from app.connecting.domain_names import Unusable, read_domain
from app.connecting.forms_more import (
    Extra,
    Fresh,
    HowStrong,
    Leaving,
    Required,
    Signatures,
    SigningOut,
    Strength,
    strength_is_named,
)
from app.connecting.models import Kind
from app.language import N_, Worded
from app.sign_in.metadata import is_address


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


class Subject(Worded):
    """The claim that says who a person is, for ever (sso.md 2)."""

    sub = "sub", N_("sub"), N_("The usual one.")
    oid = "oid", N_("oid"), N_("Entra ID: stays the same if the application is registered again.")
    hsa = "employeeHsaId", N_("employeeHsaId"), N_("Inera and SITHS.")
    affiliation = (
        "https://id.oidc.se/claim/orgAffiliation",
        N_("orgAffiliation"),
        N_("Sweden Connect and OIDC Sverige."),
    )


class Spoken(Worded):
    """The language that a sign-in service and the portal speak with one another."""

    oidc = "oidc", N_("OpenID Connect"), N_("Choose this if you can choose, or do not know.")
    saml = "saml", N_("SAML 2.0"), N_("If your service has nothing else, or you already have metadata.")


class KindForm(Asked):
    """What kind of sign-in service it is."""

    kind: Annotated[
        Kind, Ask(N_("What kind of sign-in do you have?"), kind="radios", empty=N_("Choose what kind of sign-in."))
    ]
    protocol: Annotated[
        Spoken,
        Ask(
            N_("Which way of signing in does it offer?"),
            N_("A federation always speaks SAML, whatever you choose here."),
            "radios",
            empty=N_("Choose OpenID Connect or SAML."),
        ),
    ]

    @property
    def speaks_saml(self) -> bool:
        return self.protocol is Spoken.saml or self.kind is Kind.federation


WELL_KNOWN = "/.well-known/openid-configuration"


def _issuer(written: object) -> object:
    """Also takes the address of the description, which is what people find first."""
    if not isinstance(written, str) or not written.strip():
        return written
    address = written.strip().removesuffix(WELL_KNOWN)
    if not is_address(address, plain_http=True) or "?" in address:
        raise wrong(N_("Enter the web address as it appears in your browser, like https://example.se."))
    return address


CANNOT_BE_SENT = N_("Copy it once more: it holds characters that cannot be sent.")


def sendable(written: object) -> object:
    if isinstance(written, str) and not (written.isascii() and written.isprintable()):
        raise wrong(CANNOT_BE_SENT)
    return written


def _scopes(written: object) -> object:
    if isinstance(written, str) and written.strip() and "openid" not in written.split():
        raise wrong(N_("The scopes must include openid."))
    return " ".join(written.split()) if isinstance(written, str) else written


class Proof(Worded):
    """How the portal proves to the service who it is (`app.sign_in.models.AuthMethod`)."""

    secret = "secret", N_("With a client secret"), N_("You copy it here. It has to be renewed before it expires.")
    signature = (
        "signature",
        N_("With our signature (private_key_jwt)"),
        N_("Your service reads our public keys. There is no secret to keep or to renew."),
    )


HowProven = Annotated[
    Proof,
    Ask(
        N_("How does the portal prove who it is?"),
        N_("Choose the signature if your service can. Sweden Connect and OIDC Sverige ask for it."),
        "radios",
        empty=N_("Choose how the portal proves who it is."),
    ),
]
Secret = Annotated[
    Annotated[str, BeforeValidator(sendable)],
    Field(max_length=500),
    Ask(
        N_("Client secret"),
        N_("Never shown again when you have saved. Leave it empty to keep the one we have."),
        empty=N_("Write the client secret."),
        autocomplete="off",
        shown_if=("proof", "secret"),
        free=False,
    ),
]
Expires = Annotated[
    Day | None,
    Ask(
        N_("The secret expires on"),
        N_("We remind you in time. Leave it empty if it never does."),
        "date",
        shown_if=("proof", "secret"),
    ),
]
Scopes = Annotated[
    Annotated[str, BeforeValidator(_scopes)],
    Field(max_length=200),
    Ask(N_("Scopes"), N_("What we ask for. Change it only if your service wants other ones."), free=False),
]
BindingClaim = Annotated[
    Annotated[str, BeforeValidator(sendable)],
    Field(max_length=200),
    Ask(
        N_("Attribute that tells your organisation apart"),
        N_("Needed where several organisations share the service, such as orgNumber, tid or hd."),
        free=False,
    ),
]
BindingValue = Annotated[
    str, Field(max_length=200), Ask(N_("The value of that attribute"), N_("For example your domain."), free=False)
]
Strong = Annotated[
    Annotated[str, BeforeValidator(sendable)],
    Field(max_length=500),
    Ask(
        N_("What counts as a strong sign-in (acr)"),
        N_("Asked for before risky changes. Several are separated by a space."),
        free=False,
    ),
]
Guests = Annotated[
    bool,
    Ask(
        N_("Let guests in your directory in"),
        N_("People from elsewhere whom you have invited to your own environment."),
        "tick",
        free=False,
    ),
]


MORE = (
    "scopes", "logout_mode", "strength", "acr_values", "max_age", "required_claims", "algorithms", "extra_params",
)  # fmt: skip
"""What is asked under "More settings"."""


def binding_is_whole(claim: str, value: str) -> None:
    if claim and not value:
        raise wrong(N_("Write the value that the attribute has for your organisation."), "binding_value")
    if value and not claim:
        raise wrong(N_("Write which attribute has that value."), "binding_claim")


class ServiceForm(Asked):
    """What we agree on with a sign-in service."""

    issuer: Annotated[
        Annotated[str, BeforeValidator(_issuer)],
        Field(max_length=500),
        Ask(
            N_("Address of your sign-in service"),
            N_("Often like https://login.example.se"),
            empty=N_("Write the address of your sign-in service."),
            free=False,
        ),
    ]
    client_id: Annotated[
        Annotated[str, BeforeValidator(sendable)],
        Field(max_length=300),
        Ask(N_("Client ID"), empty=N_("Write the client ID."), autocomplete="off", free=False),
    ]
    proof: HowProven
    client_secret: Secret = ""
    secret_expires_on: Expires = None
    subject_source: Annotated[
        Subject,
        Ask(
            N_("What identifies a person"),
            N_("Something that never changes and is never given to somebody else. Never an e-mail address."),
            "radios",
            empty=N_("Choose what identifies a person."),
        ),
    ]
    binding_claim: BindingClaim = ""
    binding_value: BindingValue = ""
    allow_guests: Guests = False
    scopes: Scopes = "openid profile email"
    logout_mode: Leaving = SigningOut.provider
    strength: HowStrong = Strength.own
    acr_values: Strong = ""
    max_age: Fresh = None
    required_claims: Required = ""
    algorithms: Signatures = []
    extra_params: Extra = ""

    more: ClassVar = MORE

    @model_validator(mode="after")
    def binding_is_whole(self) -> "ServiceForm":
        binding_is_whole(self.binding_claim, self.binding_value)
        strength_is_named(self.strength, self.acr_values)
        return self


class ChangeForm(Asked):
    """What can change while it stays the same connection (sso.md rule 28)."""

    proof: HowProven
    client_secret: Secret = ""
    secret_expires_on: Expires = None
    binding_claim: BindingClaim = ""
    binding_value: BindingValue = ""
    allow_guests: Guests = False
    scopes: Scopes = "openid profile email"
    logout_mode: Leaving = SigningOut.provider
    strength: HowStrong = Strength.own
    acr_values: Strong = ""
    max_age: Fresh = None
    required_claims: Required = ""
    algorithms: Signatures = []
    extra_params: Extra = ""

    more: ClassVar = MORE

    @model_validator(mode="after")
    def binding_is_whole(self) -> "ChangeForm":
        binding_is_whole(self.binding_claim, self.binding_value)
        strength_is_named(self.strength, self.acr_values)
        return self
