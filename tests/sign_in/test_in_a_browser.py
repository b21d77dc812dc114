"""What only a browser can say: cookies on the way, the page that goes on by itself, what the policies allow."""

import asyncio
import socket
import threading
from contextlib import contextmanager

import uvicorn
from sqlalchemy.orm import Session

from app.devidp.site import create_site
from app.main import create_app
from app.settings import Settings
from app.sign_in.demo import open_doors
from tests.databases import database
from tests.given import Given


@contextmanager
def serving(site, listening):
    server = uvicorn.Server(uvicorn.Config(site, log_level="warning", ws="none", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])))
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def test_signing_in_switching_and_out(chromium, worker_id, tmp_path):
    with (
        database(f"door_{worker_id}") as url,
        socket.create_server(("127.0.0.1", 0)) as ours,
        socket.create_server(("127.0.0.1", 0)) as theirs,
    ):
        origin = f"http://localhost:{ours.getsockname()[1]}"
        provider = f"http://127.0.0.1:{theirs.getsockname()[1]}"
        settings = Settings(
            environment="development",
            base_url=origin,
            database_url=url,
            documents=tmp_path,
            development_identity_provider=provider,
            log_format="console",
        )
        portal = create_app(settings)
        engine = portal.state.engine
        with Session(engine, expire_on_commit=False) as db:
            given = Given(db)
            town, firm = (
                given.organisation("Påhittstad", slug="pahittstad"),
                given.organisation("Nattro AB", slug="nattro"),
            )
            anna = given.member(of=town, name="Anna Ek", email="anna@demo.example")
            anna.person.is_demo = True
            db.add(type(anna)(organisation_id=firm.id, person_id=anna.person_id))
            db.commit()
            roster = open_doors(db, portal.state.sign_in, str)
            db.commit()
        with serving(portal, ours), serving(create_site(roster, provider), theirs):
            page = chromium.new_page()
            said = []
            page.on("console", lambda message: said.append(message.text))
            page.goto(f"{origin}/en/logga-in?next=/en/konto/byt-organisation")
            page.get_by_role("button", name="Anna Ek, Testbed leader").click()
            page.wait_for_url(f"{provider}/**")
            page.get_by_role("button", name="Anna Ek").click()
            page.wait_for_url(f"{origin}/en/konto/byt-organisation")
            page.get_by_role("button", name="Sign in at Nattro AB").click()
            page.wait_for_url(f"{provider}/nattro/**")
            page.get_by_role("button", name="Anna Ek").click()
            page.wait_for_url(f"{origin}/**")
            page.goto(f"{origin}/en/konto/byt-organisation")
            page.get_by_role("button", name="Act for Påhittstad").click()
            page.goto(f"{origin}/en/konto/inloggningar")
            names = {cookie["name"] for cookie in page.context.cookies()}
            page.get_by_role("button", name="Sign out", exact=True).click()
            page.wait_for_url(f"{origin}/logga-ut/klar?state=*")
            assert page.get_by_role("heading", level=1).inner_text() == "You are signed out"
            after = {cookie["name"] for cookie in page.context.cookies()}
            page.goto(f"{origin}/logga-in?organisation=p%C3%A5hitt")
            page.context.close()
        engine.dispose()
    assert [text for text in said if "Content Security Policy" in text] == []
    assert {"__Host-sid", "__Host-pre"} <= names
    assert "__Host-sid" not in after
