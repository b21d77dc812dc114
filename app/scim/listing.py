"""Searching: the whole grammar of filters, sorting and pages (RFC 7644 §3.4.2), at the price of the rows it needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import normalize
from uuid import UUID

from scim2_models import ListResponse, SearchRequest
from scim2_models.path import AttrPath, CompareOperator, Comparison, FilterNode, LogicalExpr, LogicalOperator
from sqlalchemy.orm import Session

from app.scim import queries
from app.scim.queries import Narrowing
from app.scim.reading import comparable
from app.scim.resources import PROVIDER, AnyResource, Group, Someone, of
from app.scim.shapes import group_resource, user_resource


@dataclass(frozen=True)
class Kind:
    """How one kind of resource is found. `related` is the attribute that costs a question of its own."""

    model: Any
    name: str
    related: str
    rows: Callable[..., Sequence[Any]]
    count: Callable[[Session, UUID], int]
    related_to: Callable[..., dict[UUID, Any]]
    build: Callable[..., AnyResource]


USERS = Kind(Someone, "userName", "groups", queries.users, queries.count_users, queries.groups_of, user_resource)
GROUPS = Kind(Group, "displayName", "members", queries.groups, queries.count_groups, queries.members_of, group_resource)


def found(
    db: Session, organisation_id: UUID, kind: Kind, search: SearchRequest[AnyResource], base: str
) -> ListResponse[AnyResource]:
    """One page of one kind of resource."""
    if search.filter is None and search.sort_by is None:
        total = kind.count(db, organisation_id)
        start = search.start_index_0 or 0
        rows = kind.rows(db, organisation_id, Narrowing(), offset=min(start, total), limit=search.count)
        return _page(of(ListResponse, kind.model), search, _built(db, kind, rows, base, search), total)
    return _chosen(of(ListResponse, kind.model), search, _matching(db, organisation_id, kind, search, base))


def found_anywhere(
    db: Session, organisation_id: UUID, search: SearchRequest[AnyResource], base: str
) -> ListResponse[AnyResource]:
    """One page of everything there is, people first."""
    everything = [
        resource for kind in (USERS, GROUPS) for resource in _matching(db, organisation_id, kind, search, base)
    ]
    return _chosen(of(ListResponse, AnyResource), search, everything)


def _matching(
    db: Session, organisation_id: UUID, kind: Kind, search: SearchRequest[AnyResource], base: str
) -> list[AnyResource]:
    where = _narrowing(search.filter.ast, kind.name) if search.filter is not None else Narrowing()
    resources = _built(db, kind, kind.rows(db, organisation_id, where), base, search)
    if search.filter is None:
        return resources
    with PROVIDER:
        return [resource for resource in resources if search.filter.match(resource)]


def _chosen(model: Any, search: SearchRequest[AnyResource], resources: list[AnyResource]) -> ListResponse[AnyResource]:
    with PROVIDER:
        in_order = search.sort(resources)
    return _page(model, search, in_order[search.start_index_0 : search.stop_index_0], len(resources))


def _page(
    model: Any, search: SearchRequest[AnyResource], resources: list[AnyResource], total: int
) -> ListResponse[AnyResource]:
    found: ListResponse[AnyResource] = model(
        total_results=total,
        start_index=search.start_index or 1,
        items_per_page=len(resources),
        resources=resources,
    )
    return found


def _built(
    db: Session, kind: Kind, rows: Sequence[Any], base: str, search: SearchRequest[AnyResource]
) -> list[AnyResource]:
    related = kind.related_to(db, [row.id for row in rows]) if _is_asked_for(kind.related, search) else {}
    return [kind.build(row, related.get(row.id, ()), base) for row in rows]


def _is_asked_for(name: str, search: SearchRequest[AnyResource]) -> bool:
    """Whether the answer, or what is chosen by, needs an attribute: a group may have thousands of members."""
    said = f"{search.filter or ''} {search.sort_by or ''}".lower()
    if name.lower() in said:
        return True
    if search.attributes:
        return any(name.lower() in str(path).lower() for path in search.attributes)
    return not any(str(path).lower() == name.lower() for path in search.excluded_attributes or ())


def _narrowing(node: FilterNode, name: str) -> Narrowing:
    """What follows from a filter for columns with an index. It may be less than the filter says, never more."""
    if isinstance(node, LogicalExpr) and node.op == LogicalOperator.and_:
        known = Narrowing()
        for term in node.terms:
            more = _narrowing(term, name)
            known = replace(known, **{key: value for key, value in vars(more).items() if value is not None})
        return known
    if isinstance(node, Comparison) and node.op == CompareOperator.eq and isinstance(node.value, str):
        return _equal(node.attr_path, node.value, name)
    return Narrowing()


def _equal(path: AttrPath, value: str, name: str) -> Narrowing:
    if path.sub_attr is not None or path.uri is not None:
        return Narrowing()
    attribute = path.attr.lower()
    if attribute == name.lower():
        return Narrowing(name_key=comparable(value))
    if attribute == "externalid":
        return Narrowing(external_id=normalize("NFC", value))
    if attribute == "id":
        try:
            return Narrowing(id=UUID(value))
        except ValueError:
            return Narrowing(id=UUID(int=0))
    return Narrowing()
