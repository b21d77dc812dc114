"""What a directory sends, understood or refused with a SCIM error: never an accident of ours."""

import json
import re
from collections.abc import Mapping
from typing import Any, TypeVar
from unicodedata import normalize
from uuid import UUID

from pydantic import ValidationError
from scim2_models import (
    BaseModel,
    Context,
    Error,
    InvalidSyntaxException,
    InvalidValueException,
    NotFoundException,
    PreconditionFailedException,
    SCIMException,
    SearchRequest,
)

from app.scim.resources import MOST_RESULTS, PROVIDER, AnyResource, of

Model = TypeVar("Model", bound=BaseModel)

DEEPEST = 20  # levels of a request's JSON; a PATCH of ours needs six
ASKED = ("filter", "sortBy", "sortOrder", "startIndex", "count", "attributes", "excludedAttributes")
WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


def read_json(body: bytes) -> dict[str, Any]:
    """The object in a request body.

    Raises:
        InvalidSyntaxException: it is no JSON object.
        InvalidValueException: a text in it can be neither stored nor shown.
    """
    try:
        found = json.loads(body.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as problem:
        raise InvalidSyntaxException(detail="The body is not JSON in UTF-8.") from problem
    if not isinstance(found, dict):
        raise InvalidSyntaxException(detail="The body must be a JSON object.")
    _check_texts(found, DEEPEST)
    return found


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _check_texts(value: Any, levels: int) -> None:
    """Texts can hold what PostgreSQL cannot: a zero byte, or half a character."""
    if not levels:
        raise InvalidSyntaxException(detail=f"The body nests more than {DEEPEST} levels.")
    if isinstance(value, str) and not _is_storable(value):
        raise InvalidValueException(detail="A text holds a character that can not be stored.")
    if isinstance(value, dict):
        for key, item in value.items():
            _check_texts(key, levels)
            _check_texts(item, levels - 1)
    if isinstance(value, list):
        for item in value:
            _check_texts(item, levels - 1)


def _is_storable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def understood(model: type[Model], said: Mapping[str, Any], context: Context) -> Model:
    """What was said, as the model in that kind of request.

    Raises:
        SCIMException: what is wrong with it; the first of several things.
    """
    try:
        with PROVIDER:
            return model.model_validate(said, scim_ctx=context)
    except ValidationError as problem:
        raise SCIMException.from_error(Error.from_validation_errors(problem)[0]) from problem


def search_in_address(model: Any, asked: Mapping[str, str]) -> SearchRequest[AnyResource]:
    """The search that the query part of an address stands for."""
    said: dict[str, Any] = {name: asked[name] for name in ASKED if asked.get(name)}
    _check_texts(said, DEEPEST)
    for name in ("startIndex", "count"):
        if name in said:
            if not WHOLE.fullmatch(said[name].strip()):
                raise InvalidValueException(detail=f"{name} must be a whole number.")
            said[name] = int(said[name])
    return search(model, said)


def search(model: Any, said: Mapping[str, Any]) -> SearchRequest[AnyResource]:
    """A search of a kind of resource, its page no longer than we give."""
    found: SearchRequest[AnyResource] = understood(of(SearchRequest, model), said, Context.SEARCH_REQUEST)
    found.count = MOST_RESULTS if found.count is None else min(found.count, MOST_RESULTS)
    return found


def known_id(text: str) -> UUID:
    """Raises:
    NotFoundException: it cannot be an identifier of ours.
    """
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundException(detail="There is no such resource.") from None


def version_tag(version: int) -> str:
    return f'W/"{version}"'


def check_unchanged(if_match: str, version: int) -> None:
    """Raises:
    PreconditionFailedException: the client has seen another version than the one there is (RFC 7644 §3.14).
    """
    if if_match and not is_same_version(if_match, version):
        raise PreconditionFailedException(detail="The resource has changed since you read it.")


def is_same_version(tags: str, version: int) -> bool:
    """Whether one of the tags in the header names this version; `*` names any."""
    named = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    return "*" in named or f'"{version}"' in named


def comparable(text: str) -> str:
    """As user names and names of groups are compared: the same rule as the filters of the library."""
    return normalize("NFC", normalize("NFC", text).lower())
