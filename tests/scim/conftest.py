from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.actor import Role
from app.database import now
from app.scim.models import ScimDirectory, ScimToken
from app.sign_in.secrets import fingerprint

CORE = "urn:ietf:params:scim:schemas:core:2.0:"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Client:
    """A directory's client with a token of its organisation."""

    def __init__(self, site, token: str, organisation=None, admin=None) -> None:
        self.http = TestClient(site, base_url="https://testserver", headers={"Authorization": f"Bearer {token}"})
        self.organisation, self.admin = organisation, admin

    def asks(self, method: str, path: str, body: Any = None, **headers: str):
        return self.http.request(method, f"/scim/v2{path}", json=body, headers=headers)

    def gets(self, path: str, **params: Any):
        return self.http.get(f"/scim/v2{path}", params=params)

    def adds(self, name: str, **said: Any) -> dict[str, Any]:
        body = {"schemas": [CORE + "User"], "userName": name, "active": True} | said
        answer = self.asks("POST", "/Users", body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def groups(self, name: str, *users: dict[str, Any], **said: Any) -> dict[str, Any]:
        members = [{"value": user["id"]} for user in users]
        answer = self.asks(
            "POST", "/Groups", {"schemas": [CORE + "Group"], "displayName": name, "members": members} | said
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    def patches(self, resource: dict[str, Any], *operations: dict[str, Any], **headers: str):
        path = resource["meta"]["location"].partition("/scim/v2")[2]
        return self.asks("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)}, **headers)

    def names(self, path: str = "/Users", **params: Any) -> list[str]:
        answer = self.gets(path, **params)
        assert answer.status_code == 200, answer.text
        return [one.get("userName") or one["displayName"] for one in answer.json()["Resources"]]


def token_for(given, organisation, *, approved=True, admin=None, **values) -> str:
    """A token of a directory, the first sync approved or not."""
    admin = admin or given.member(Role.organisation_admin, of=organisation)
    directory = given.saved(
        ScimDirectory(organisation_id=organisation.id, approved_at=now() if approved else None, approved_by_id=None)
    )
    token = token_urlsafe(32)
    given.saved(
        ScimToken(
            directory_id=directory.id,
            prefix=token[:8],
            token_hash=fingerprint(token),
            created_by_id=admin.id,
            created_by_name=admin.person.name,
            **({"expires_at": now() + timedelta(days=90)} | values),
        )
    )
    return token


@pytest.fixture
def directory(given, site):
    """`directory()` is the client of a new organisation's directory."""

    def directory(organisation=None, **values):
        organisation = organisation or given.organisation()
        admin = given.member(Role.organisation_admin, of=organisation)
        return Client(site, token_for(given, organisation, admin=admin, **values), organisation, admin)

    return directory
