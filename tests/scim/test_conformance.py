"""The protocol as a judge none of us wrote sees it: scim2-tester against the portal on a real web server."""

import socket

import httpx2
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import ScimProvider
from scim2_tester import Status, check_server
from sqlalchemy.orm import Session

from app.main import create_app
from app.settings import Settings
from tests.databases import database
from tests.given import Given
from tests.scim.conftest import token_for
from tests.sign_in.test_in_a_browser import serving


class Judge(SyncSCIMClient):
    """The tester tidies up everything it ever made after each of its checks: once is enough."""

    def delete(self, model, id, **asked):
        tidied = self.__dict__.setdefault("tidied", set())
        if asked or id not in tidied:
            tidied.add(id)
            return super().delete(model, id, **asked)
        return None


GREEN = {Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE}


def test_every_check_of_the_tester_is_green(worker_id, tmp_path):
    with database(f"scim_{worker_id}") as url, socket.create_server(("127.0.0.1", 0)) as ours:
        origin = f"http://localhost:{ours.getsockname()[1]}"
        settings = Settings(environment="development", base_url=origin, database_url=url, documents=tmp_path)
        portal = create_app(settings)
        with Session(portal.state.engine, expire_on_commit=False) as db:
            given = Given(db)
            token = token_for(given, given.organisation("Påhittstads kommun"))
        headers = {"Authorization": f"Bearer {token}"}
        with serving(portal, ours), httpx2.Client(base_url=f"{origin}/scim/v2", headers=headers) as http:
            results = check_server(Judge(http, provider=ScimProvider()))
        portal.state.engine.dispose()
    bad = [result for result in results if result.status not in GREEN]
    assert not bad, "\n".join(map(str, bad))
    assert len(results) > 50
