"""What only a browser can say: that a post from another site brings no cookie of ours along, that the way through the
answer address works all the same, and that two tabs do not disturb one another (rules 12 and 38)."""

import re
import socket
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.main import create_app
from app.saml import connections, metadata
from app.saml.connections import Given as GivenBy
from app.saml.connections import Wanted
from app.settings import Settings
from tests.databases import database
from tests.given import Given
from tests.saml.conftest import keep_keys
from tests.sign_in.test_in_a_browser import serving


@contextmanager
def portal(name, documents, provider, pairs):
    """One that really serves, on localhost: to a browser the provider's 127.0.0.1 is another site. Also gives what came
    to the answer address, as it came."""
    heard = []
    with database(name) as url, socket.create_server(("127.0.0.1", 0)) as ours:
        origin = f"http://localhost:{ours.getsockname()[1]}"
        settings = Settings(
            environment="development", base_url=origin, database_url=url, documents=documents,
            development_identity_provider=provider.origin, log_format="json",
        )  # fmt: skip
        site = create_app(settings)
        with Session(site.state.engine, expire_on_commit=False) as db:
            keep_keys(db, site.state.sign_in, pairs)
            given = Given(db)
            town = given.organisation("Påhittstad", slug="pahittstad")
            given.member(of=town, name="Anna Ek", email="anna@north.example")
            read = metadata.read_metadata(provider.metadata(), plain_http=True)
            made = connections.draft_connection(db, site.state.sign_in, town, read, Wanted(), GivenBy())
            connections.open_at_once(db, made)
            db.commit()

        async def listening(scope, receive, send):
            if scope["type"] == "http" and scope["path"].endswith("/acs"):
                heard.append({name.decode(): value.decode() for name, value in scope["headers"]})
            await site(scope, receive, send)

        with serving(listening, ours):
            yield origin, made.client_id, heard
        site.state.engine.dispose()


def goes(page, origin, back):
    """As far as the provider's own page."""
    page.goto(f"{origin}/en/logga-in?organisation=p%C3%A5hittstad&next={back}")
    page.get_by_role("button", name=re.compile("Påhittstad")).first.click()


def proves(page):
    page.locator("input[name=username]").fill("anna")
    page.locator("input[name=password]").fill("any")
    page.locator("input[name=password]").press("Enter")


def test_signing_in_across_sites_and_in_two_tabs(chromium, worker_id, tmp_path, provider, own_pairs):
    with portal(f"saml_{worker_id}", tmp_path, provider, own_pairs) as (origin, entity_id, heard):
        context = chromium.new_context()
        said = []
        first, second = context.new_page(), context.new_page()
        first.on("console", lambda message: said.append(message.text))
        provider.knows(context.request.get(entity_id).text())
        goes(first, origin, "/en/konto/inloggningar")
        first.wait_for_url(f"{provider.origin}/**")
        goes(second, origin, "/en/konto/byt-organisation")
        second.wait_for_url(f"{provider.origin}/**")
        proves(first)
        first.wait_for_url(f"{origin}/en/konto/inloggningar")
        proves(second)
        second.wait_for_url(f"{origin}/en/konto/byt-organisation")
        assert second.get_by_text("You act for this organisation now.").count() == 1
        first.reload()
        assert first.get_by_role("button", name="Sign out", exact=True).count() >= 1
        names = {cookie["name"]: cookie for cookie in context.cookies(origin)}
        context.close()
    assert names["__Host-sid"]["sameSite"] == names["__Host-pre"]["sameSite"] == "Lax"
    assert len(heard) == 2
    for headers in heard:
        assert headers["sec-fetch-site"] == "cross-site"
        assert "__Host-" not in headers.get("cookie", "")
    assert [text for text in said if "Content Security Policy" in text] == []
