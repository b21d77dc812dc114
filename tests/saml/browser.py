"""A browser that goes between the portal and an identity provider, and keeps its cookies as browsers do: none of ours
goes along when another site posts."""

from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from tests.saml.simplesaml import Person
from tests.sign_in.browser import PORTAL, Browser

CROSS_SITE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Origin": "https://idp.example"}


class SamlBrowser(Browser):
    def __init__(self, site, headers) -> None:
        super().__init__(site, headers)
        self.bare = TestClient(site, base_url=PORTAL, follow_redirects=False)
        self.there = Person()

    def close(self):
        super().close()
        self.bare.close()
        self.there.close()

    def starts(self, connection, prefix="", **asked):
        """The provider's address, and what the browser is to post there, if it is."""
        address = super().starts(connection, prefix, **asked)
        form = BeautifulSoup(self.page.text, "html.parser").find("form", attrs={"data-goes-on": True})
        if form is None:
            return address, None
        return form["action"], {field["name"]: field["value"] for field in form.select("input[name]")}

    def answers(self, started, name="anna"):
        """What the provider has the browser post to the portal, and where."""
        address, fields = started
        return self.there.proves(address, name, fields)

    def posts_answer(self, answer, **changes):
        there, fields = answer
        assert there.startswith(PORTAL)
        self.bare.cookies.clear()
        self.page = self.bare.post(urlsplit(there).path, data=fields | changes, headers=CROSS_SITE)
        return self.page

    def finishes(self):
        """Follow on to where the browser's own cookies count."""
        if self.page.status_code == 303:
            self.page = self.portal.get(self.page.headers["location"])
        return self.page

    def signs_in(self, connection, name="anna", **asked):
        self.posts_answer(self.answers(self.starts(connection, **asked), name))
        return self.finishes()
