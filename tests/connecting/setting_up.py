"""Filling in, trying out and finding a connection that is being set up, as its administrator does."""

from uuid import UUID

from sqlalchemy import select, text

from app.sign_in.models import IdpConnection
from tests.sign_in.conftest import CLIENTS

ADDRESS = "Address of your sign-in service"
SETUP = "/administration/inloggning"
AGE = "How fresh a sign-in must be before risky changes (minutes)"
BINDING = "Attribute that tells your organisation apart"
REQUIRED = "Attributes without which nobody comes in"
FOLDED = ("Scopes", "More to send along", AGE, REQUIRED)
NOT_SENT = "prompt cannot be sent along. You can use: domain_hint, hd, kc_idp_hint, resource, claims."
NO_ADDRESS = "Enter the web address as it appears in your browser, like https://example.se."
ANY_TENANT = "That address lets people of any organisation in. Use the one with your tenant ID."


def draft_in(db):
    db.expire_all()
    return db.scalar(select(IdpConnection).where(IdpConnection.status.in_(("draft", "tested"))))


def begins(page, kind="Another service"):
    return page.opens(f"{SETUP}/tjanst").chooses(kind).presses("Continue")


def fills(page, issuer, client_id="portal", secret="liar", subject="sub"):  # noqa: S107 - the liar takes any
    page.fills(ADDRESS, issuer).fills("Client ID", client_id).fills("Client secret", secret).chooses(subject)
    return page.presses("Save and check")


def tries(page, world, name="anna"):
    """Go out to the provider and back, as the browser does."""
    page.presses("Sign in as a test" if "Sign in as a test" in page.buttons() else "Test again")
    there = page.response.headers["refresh"].partition("url=")[2]
    return page.opens(world.proves(there, name))


def known_as(db, name):
    """Give what is being set up the id that a provider knows beforehand."""
    known = UUID(CLIENTS[name]["connection"])
    old = draft_in(db).id
    db.execute(text("delete from connection_set_ups"))
    db.execute(text("update idp_connections set id = :known where id = :old"), {"known": known, "old": old})
    db.commit()
    return known


def signs(page, issuer):
    page.fills(ADDRESS, issuer).fills("Client ID", "portal").chooses("sub")
    return page.chooses("With our signature (private_key_jwt)").presses("Save and check")
