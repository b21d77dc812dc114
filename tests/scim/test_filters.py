"""The grammar of filters: any filter there is finds just those it should, and any text is at worst refused."""

from contextlib import suppress
from unicodedata import normalize

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scim2_models import SCIMException

from app.scim import listing
from app.scim.listing import USERS
from app.scim.models import ScimUser
from app.scim.reading import search_in_address
from app.scim.resources import Someone
from tests.scim.conftest import CORE, ENTERPRISE

FEW = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), database=None)

PEOPLE = [
    {"userName": "Åsa@example.se", "externalId": "x1", "title": "Enhetschef", "active": True},
    {"userName": "bo@example.se", "externalId": "X1", "active": False, "name": {"familyName": "Öberg"}},
    {
        "userName": "cia@example.se",
        "title": "enhetschef",
        "emails": [{"value": "cia@work.example", "type": "work"}, {"value": "c@home.example", "type": "home"}],
    },
    {"userName": "dan@example.se", "name": {"familyName": "Ek", "givenName": "Dan"}, ENTERPRISE: {"department": "IT"}},
    {"userName": "eva@example.se", "emails": [{"value": "eva@home.example", "type": "work", "primary": True}]},
]
WORDS = ["a", "Å", "A\u030a", "ek", "öberg", "enhetschef", "x1", "work", "example", "IT", "", "zzz", 'a"b\\']
PLAIN = ["userName", "externalId", "title", "name.familyName", "name.givenName", f"{ENTERPRISE}:department"]
EXACT = {"externalId"}
OPERATORS = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"]


def value_at(person, path):
    if path.startswith(ENTERPRISE):
        return person.get(ENTERPRISE, {}).get("department")
    found = person
    for part in path.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def key(text, path=""):
    text = normalize("NFC", text)
    return text if path in EXACT else normalize("NFC", text.lower())


def compared(found, operator, wanted):
    return {
        "eq": found == wanted,
        "ne": found != wanted,
        "co": wanted in found,
        "sw": found.startswith(wanted),
        "ew": found.endswith(wanted),
        "gt": found > wanted,
        "ge": found >= wanted,
        "lt": found < wanted,
        "le": found <= wanted,
    }[operator]


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@st.composite
def comparisons(draw):
    """A filter, and what it means of a person."""
    path, operator, word = draw(st.sampled_from(PLAIN)), draw(st.sampled_from(OPERATORS)), draw(st.sampled_from(WORDS))
    shown = draw(st.sampled_from([path, path.upper() if not path.startswith("urn") else path]))

    def holds(person):
        found = value_at(person, path)
        if found is None:
            return operator == "ne"
        return compared(key(found, path), operator, key(word, path))

    return f"{shown} {draw(st.sampled_from([operator, operator.upper()]))} {quoted(word)}", holds


present = st.sampled_from([*PLAIN, "emails", "name"]).map(
    lambda path: (f"{path} pr", lambda person: bool(value_at(person, path)))
)
inside = st.tuples(st.sampled_from(["work", "home"]), st.sampled_from(["home", "cia", "zzz"])).map(
    lambda said: (
        f'emails[type eq "{said[0]}" and value co "{said[1]}"]',
        lambda person: any(
            one.get("type") == said[0] and said[1] in one["value"].lower() for one in person.get("emails", [])
        ),
    )
)
active = st.sampled_from([True, False]).map(
    lambda wanted: (f"active eq {str(wanted).lower()}", lambda person: person.get("active") is wanted)
)
filters = st.recursive(
    st.one_of(comparisons(), present, inside, active),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(
            lambda two: (f"({two[0][0]}) and ({two[1][0]})", lambda person: two[0][1](person) and two[1][1](person))
        ),
        st.tuples(inner, inner).map(
            lambda two: (f"({two[0][0]}) or ({two[1][0]})", lambda person: two[0][1](person) or two[1][1](person))
        ),
        inner.map(lambda one: (f"not ({one[0]})", lambda person: not one[1](person))),
    ),
    max_leaves=5,
)


def test_a_filter_finds_just_those_it_means(db, directory):
    client = directory()
    for person in PEOPLE:
        body = {"schemas": [CORE + "User", ENTERPRISE]} | person
        assert client.asks("POST", "/Users", body).status_code == 201

    @FEW
    @given(filters)
    def finds(one):
        text, holds = one
        expected = [person["userName"] for person in PEOPLE if holds(person)]
        page = listing.found(db, client.organisation.id, USERS, search_in_address(Someone, {"filter": text}), "")
        assert [one.user_name for one in page.resources] == expected, text

    finds()
    assert client.names(filter='title eq "ENHETSCHEF"') == ["Åsa@example.se", "cia@example.se"]


def test_any_text_is_at_worst_refused(db, directory):
    client = directory()
    client.adds("anna@example.se")
    signs = ["(", ")", "[", "]", "and", "or", "not", "pr", '"a"', "1e999", "true", "\x00", "å"]
    pieces = st.lists(st.sampled_from([*PLAIN, *OPERATORS, *signs]), max_size=12).map(" ".join)
    texts = st.one_of(st.text(max_size=40), pieces, st.just("(" * 3000 + "a pr"))

    @FEW
    @given(texts, st.sampled_from(["filter", "sortBy", "attributes", "excludedAttributes", "startIndex"]))
    def answers(text, where):
        with suppress(SCIMException):
            asked = search_in_address(Someone, {where: text})
            listing.found(db, client.organisation.id, USERS, asked, "")

    answers()
    assert client.gets("/Users", filter="userName eq").status_code == 400


def test_what_is_asked_for_by_key_is_found_without_reading_everyone(db, directory, asked_of):
    """The questions directories ask all day: by user name, by their own key, by ours."""
    client = directory()
    people = [client.adds(f"p{number}@example.se", externalId=f"x{number}") for number in range(8)]
    for text in ('userName eq "P3@example.se"', 'externalId eq "x3" and active eq true', f'id eq "{people[3]["id"]}"'):
        with asked_of() as questions:
            assert client.names(filter=text) == ["p3@example.se"]
        asked = next(question for question in questions if "FROM scim_users" in question)
        assert "name_key = " in asked or "external_id = " in asked or "scim_users.id = " in asked
    assert db.query(ScimUser).count() == 8
