"""What a directory can tell us about a person and a group, and what the service says about itself (RFC 7643).

Only what the portal has a use for is kept. What else a directory sends (telephone numbers, photographs, addresses) is
let through without an error and forgotten, which is also what we publish at /Schemas.
"""

from typing import Annotated, Any, Union

from pydantic import EmailStr, Field, field_validator
from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    InvalidValueException,
    Meta,
    Mutability,
    Pagination,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

MOST_RESULTS = 200  # of one page, whatever is asked for
MOST_EMAILS = 20
LONGEST = 300  # characters of one text

Line = Annotated[str, Field(max_length=LONGEST)]


class PersonName(ComplexAttribute):
    formatted: Line | None = None
    family_name: Line | None = None
    given_name: Line | None = None


class EmailAddress(ComplexAttribute):
    value: Annotated[EmailStr, Field(max_length=LONGEST)] | None = None
    type: Line | None = None
    primary: bool | None = None


class InGroup(ComplexAttribute):
    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    ref: Annotated[Reference["Group"] | None, Mutability.read_only] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    display: Annotated[str | None, Mutability.read_only] = None


class User(Resource[AnyExtension]):
    """A person as their organisation's directory describes them."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[Line | None, Uniqueness.server, Required.true] = None
    name: PersonName | None = None
    display_name: Line | None = None
    title: Line | None = None
    user_type: Line | None = None
    preferred_language: Line | None = None
    active: bool | None = None
    emails: list[EmailAddress] | None = None
    groups: Annotated[list[InGroup] | None, Mutability.read_only] = None

    @field_validator("emails")
    @classmethod
    def not_too_many(cls, emails: list[EmailAddress] | None) -> list[EmailAddress] | None:
        if emails and len(emails) > MOST_EMAILS:
            raise InvalidValueException(detail=f"At most {MOST_EMAILS} e-mail addresses are kept.").as_pydantic_error()
        return emails


class Employment(Extension):
    """The part of the enterprise extension that decides on roles: where in the organisation someone works."""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: Line | None = None
    division: Line | None = None
    department: Line | None = None


class GroupMember(ComplexAttribute):
    value: Annotated[Line | None, Mutability.immutable, CaseExact.true] = None
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(  # type: ignore[type-arg]
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])


class Group(Resource[Any]):
    """A group of the directory. It gives roles by the organisation's table of role mappings."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[Line | None, Required.true] = None
    members: list[GroupMember] | None = None


Someone = User[Employment]
AnyResource = Union[User[Employment], Group]  # noqa: UP007 - a value, subscripted at run time

POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,  # directories send more than we keep
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,  # as Entra ID takes someone out of a group
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,  # as Entra ID sets emails[type eq "work"].value
)

CONFIG = ServiceProviderConfig(
    patch=Patch(supported=True),
    bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
    filter=Filter(supported=True, max_results=MOST_RESULTS),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=True),
    etag=ETag(supported=True),
    pagination=Pagination(
        cursor=False,
        index=True,
        default_pagination_method=Pagination.DefaultPaginationMethod.index,
        default_page_size=MOST_RESULTS,
        max_page_size=MOST_RESULTS,
    ),
    authentication_schemes=[
        AuthenticationScheme(
            type=AuthenticationScheme.Type.oauthbearertoken,
            name="Token of the organisation",
            description="A token that the organisation's administrator creates in the portal, sent as a bearer token.",
            primary=True,
        )
    ],
)

PROVIDER = ScimProvider(
    models=[User, Group, Employment],
    resource_types=[ResourceType.from_resource(Someone), ResourceType.from_resource(Group)],
    config=CONFIG,
    policy=POLICY,
)


def of(generic: Any, model: Any) -> Any:
    """A message about one kind of resource, such as `SearchRequest[User]`, where the kind is known at run time only."""
    return generic[model]


def described_at(resource: Resource[Any], location: str, kind: str) -> Resource[Any]:
    """A discovery resource with the address it was read at."""
    found = resource.model_copy()
    found.meta = Meta(resource_type=kind, location=location)
    return found
