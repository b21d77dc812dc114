"""What an organisation's IT people tell us about an identity provider that speaks SAML (form F10)."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator

from app.asking import Ask, Asked, wrong
from app.connecting.forms import CANNOT_BE_SENT, BindingClaim, BindingValue, binding_is_whole, sendable
from app.connecting.forms_more import HowStrong, Required, Strength, strength_is_named
from app.language import N_, Worded
from app.saml.attributes import CHANGING
from app.saml.believing import NAME_ID
from app.sign_in.metadata import is_address


class Where(Worded):
    """Where a provider's metadata is to be had (`app.saml.models.Source`)."""

    address = "address", N_("At an address"), N_("The best: we notice by ourselves when you change your certificate.")
    given = "given", N_("In a file")
    federation = "federation", N_("With a federation"), N_("Such as SWAMID or FedKom, which signs what it publishes.")


class KnownBy(Worded):
    """What says who a person is, for ever (sso.md 2)."""

    name_id = NAME_ID, N_("NameID"), N_("A lasting one (persistent). The usual choice.")
    object_id = "objectidentifier", N_("objectidentifier"), N_("Entra ID: the same in all your applications.")
    subject_id = "subject-id", N_("subject-id"), N_("SWAMID and other federations.")
    principal = (
        "eduPersonPrincipalName",
        N_("eduPersonPrincipalName"),
        N_("Universities that do not have subject-id. Only if you never give it to somebody else."),
    )
    hsa = "employeeHsaId", N_("employeeHsaId"), N_("Inera, Sambi and SITHS.")
    other = "other", N_("Another attribute")


def _check_address(address: str) -> None:
    """What is asked under an answer that was not given is not looked at: it is out of sight."""
    if not address:
        raise wrong(N_("Write the address of your metadata."), "address")
    if not is_address(address, plain_http=True):
        raise wrong(N_("Enter the web address as it appears in your browser, like https://example.se."), "address")


def _check_entity_id(entity_id: str) -> None:
    if not entity_id:
        raise wrong(N_("Write the entityID of your identity provider."), "entity_id")
    _check_sendable(entity_id, "entity_id")


def _check_attribute(attribute: str) -> None:
    if not attribute:
        raise wrong(N_("Write the name of the attribute that identifies a person."), "subject_attribute")
    if attribute in CHANGING:
        raise wrong(
            N_("%(attribute)s changes when somebody changes their name. Choose something that never changes."),
            "subject_attribute",
            attribute=attribute,
        )
    _check_sendable(attribute, "subject_attribute")


def _check_sendable(text: str, field: str) -> None:
    if not (text.isascii() and text.isprintable()):
        raise wrong(CANNOT_BE_SENT, field)


Source = Annotated[Where, Ask(N_("Where is your metadata?"), kind="radios", empty=N_("Choose where your metadata is."))]
Metadata = Annotated[
    str,
    Ask(
        N_("Your metadata"),
        N_("Choose the file that your service exports, or paste all of it. Leave both empty to keep what we have."),
        "document",
        rows=4,
        shown_if=("source", "given"),
        free=False,
    ),
]
MetadataAddress = Annotated[
    str,
    Field(max_length=2000),
    Ask(
        N_("Address of your metadata"),
        N_("It often ends with FederationMetadata.xml, /metadata or /descriptor."),
        shown_if=("source", "address"),
        autocomplete="off",
        free=False,
    ),
]
StrongContext = Annotated[
    Annotated[str, BeforeValidator(sendable)],
    Field(max_length=500),
    Ask(
        N_("What counts as a strong sign-in (AuthnContext)"),
        N_("Asked for before risky changes, for example http://id.sambi.se/loa/loa3. Several with spaces between."),
        free=False,
    ),
]
Encrypted = Annotated[
    bool,
    Ask(
        N_("Refuse answers that are not encrypted"),
        N_("Encrypted answers are always read. Tick this when your service encrypts them all."),
        "tick",
        free=False,
    ),
]
Unasked = Annotated[
    bool,
    Ask(
        N_("Also accept sign-ins that begin at your service"),
        N_("Only if you have a start page with links to your services. It protects less against tricks."),
        "tick",
        free=False,
    ),
]


class SamlForm(Asked):
    """What we agree on with an identity provider that speaks SAML."""

    source: Source
    address: MetadataAddress = ""
    metadata: Metadata = ""
    federation: Annotated[
        UUID | None,
        Ask(
            N_("Which federation?"),
            kind="select",
            choices="federations",
            shown_if=("source", "federation"),
            empty=N_("Choose which federation."),
        ),
    ] = None
    entity_id: Annotated[
        str,
        Field(max_length=1024),
        Ask(
            N_("The entityID of your identity provider"),
            N_("As the federation has it, letter by letter."),
            shown_if=("source", "federation"),
            autocomplete="off",
            free=False,
        ),
    ] = ""
    subject_source: Annotated[
        KnownBy,
        Ask(
            N_("What identifies a person"),
            N_("Something that never changes and is never given to somebody else. Never an e-mail address."),
            "radios",
            empty=N_("Choose what identifies a person."),
        ),
    ]
    subject_attribute: Annotated[
        str,
        Field(max_length=200),
        Ask(
            N_("Name of the attribute"),
            N_("As your service sends it, for example http://example.se/claims/employeeNumber."),
            shown_if=("subject_source", "other"),
            free=False,
        ),
    ] = ""
    binding_claim: BindingClaim = ""
    binding_value: BindingValue = ""
    strength: HowStrong = Strength.own
    acr_values: StrongContext = ""
    required_claims: Required = ""
    wants_encrypted: Encrypted = False
    allows_unasked: Unasked = False

    more: ClassVar = (
        "binding_claim", "binding_value", "strength", "acr_values", "required_claims", "wants_encrypted",
        "allows_unasked",
    )  # fmt: skip

    @model_validator(mode="after")
    def is_whole(self) -> "SamlForm":
        if self.source is Where.address:
            _check_address(self.address)
        if self.source is Where.federation:
            _check_entity_id(self.entity_id)
        if self.subject_source is KnownBy.other:
            _check_attribute(self.subject_attribute)
        binding_is_whole(self.binding_claim, self.binding_value)
        strength_is_named(self.strength, self.acr_values)
        return self

    @property
    def known_by(self) -> str:
        return self.subject_attribute if self.subject_source is KnownBy.other else self.subject_source.value


class Changing(Worded):
    """Where the metadata of a service in use is to be had: what a federation vouches for stays with the federation."""

    address = Where.address.value, Where.address.label, Where.address.hint
    given = Where.given.value, Where.given.label


class SamlChangeForm(Asked):
    """What can change while it stays the same connection (sso.md rule 28)."""

    source: Annotated[
        Changing, Ask(N_("Where is your metadata?"), kind="radios", empty=N_("Choose where your metadata is."))
    ] = Changing.given
    address: MetadataAddress = ""
    metadata: Metadata = ""
    binding_claim: BindingClaim = ""
    binding_value: BindingValue = ""
    strength: HowStrong = Strength.own
    acr_values: StrongContext = ""
    required_claims: Required = ""
    wants_encrypted: Encrypted = False
    allows_unasked: Unasked = False

    of_metadata: ClassVar = ("source", "address", "metadata")

    @model_validator(mode="after")
    def is_whole(self) -> "SamlChangeForm":
        if self.source is Changing.address:
            _check_address(self.address)
        binding_is_whole(self.binding_claim, self.binding_value)
        strength_is_named(self.strength, self.acr_values)
        return self
