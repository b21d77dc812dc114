"""A browser that goes between the portal and real sign-in services, following what it is told as browsers do."""

from urllib.parse import parse_qs, urlencode, urljoin, urlsplit, urlunsplit

import httpx
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

PORTAL = "https://testserver"
OUR_OWN = {"Sec-Fetch-Site": "same-origin", "Origin": PORTAL}


class Browser:
    def __init__(self, site, headers) -> None:
        self.portal = TestClient(site, base_url=PORTAL, follow_redirects=False, headers=headers)
        self.world = httpx.Client(follow_redirects=False)

    def close(self):
        self.portal.close()
        self.world.close()

    def starts(self, connection, prefix="", **asked):
        """Press the button of an organisation; returns the provider's address."""
        self.page = self.portal.post(f"{prefix}/sso/{connection.id}/start?{urlencode(asked)}", headers=OUR_OWN)
        return self.page.headers.get("refresh", "").partition("url=")[2]

    def proves(self, there, name="anna"):
        """Do what the provider asks for; returns the address it sends the browser back to."""
        answer = self.world.get(there)
        for _ in range(12):
            if answer.is_redirect:
                there = urljoin(str(answer.url), answer.headers["location"])
                if there.startswith(PORTAL):
                    return there
                answer = self.world.get(there)
            else:
                answer = self._answers_form(answer, {"login": name, "password": "any"})
        raise AssertionError(f"the provider never came to an end: {answer.text}")

    def _answers_form(self, answer, typed):
        html = BeautifulSoup(answer.text, "html.parser")
        form = html.find("form", method="post")
        assert form, f"no form to fill in: {answer.text}"
        buttons = [one for one in html.select("[form][name]") if one["form"] == form.get("id")][:1]  # its first: yes
        values = {one["name"]: one["value"] for one in buttons}
        values |= {field["name"]: field.get("value", "") for field in form.select("[name]")}
        values |= {name: text for name, text in typed.items() if name in values}
        return self.world.post(urljoin(str(answer.url), form["action"]), data=values)

    def returns(self, there, **changes):
        """Come back to the portal, perhaps with something changed on the way; None takes a parameter away."""
        parts = urlsplit(there)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()} | changes
        kept = urlencode({name: value for name, value in query.items() if value is not None})
        self.page = self.portal.get(urlunsplit(parts._replace(query=kept)))
        return self.page

    def signs_in(self, connection, name="anna", **asked):
        return self.returns(self.proves(self.starts(connection, **asked), name))

    @property
    def is_signed_in(self):
        return self.portal.get("/konto/inloggningar").status_code == 200

    def opens(self, path):
        self.page = self.portal.get(path)
        return self.page

    def posts(self, path, **values):
        self.page = self.portal.post(path, data=values, headers=OUR_OWN)
        return self.page

    def sees(self, words):
        return words in " ".join(BeautifulSoup(self.page.text, "html.parser").get_text(" ", strip=True).split())
