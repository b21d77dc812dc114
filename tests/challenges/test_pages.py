from datetime import timedelta

import pytest

from app.actor import Role
from app.challenges import queries
from app.challenges.models import ChallengeState, CoOwner
from app.database import today


def test_a_need_goes_from_leader_to_sponsor_to_region_to_everyone(given, visit):
    town = given.organisation("Hallsbergs kommun", short_name="Hallsberg")
    leader = visit(as_=given.member(Role.testbed_leader, of=town))
    sponsor = visit(as_=given.member(Role.sponsor, of=town, name="Vera Ström"))
    region = visit(as_=given.member(Role.region_lead))

    leader.opens("/behov").follows("Describe a need")
    leader.fills("What is the need about?", "Tryggare nätter utan väckningar").presses("Look for similar needs")
    leader.presses("Start describing the need")
    describes(leader)
    leader.presses("Send for a decision")
    assert leader.sees("The need has been sent for a decision")
    reference = leader.path.split("/")[3]

    sponsor.opens(f"/besked/{reference}").chooses("Yes, we set aside the time")
    sponsor.fills("What do you want to see achieved?", "Lugna nätter").presses("Give decision")
    assert sponsor.sees("Your decision has been received")

    region.opens(f"/granska/{reference}")
    region.chooses(
        "The text is free of solutions and product names",
        "The text holds no personal data",
        "No supplier is named or favoured",
        "Similar needs have been looked at",
    ).presses("Approve the need")

    leader.opens(f"/behov/{reference}").follows("Publish the need").presses("Yes, publish the need")

    anyone = visit().opens("/behov").follows("Tryggare nätter utan väckningar")
    assert anyone.status == 200
    assert anyone.sees("Management gave its mandate")
    assert not anyone.sees("Lugna nätter")


def describes(leader):
    """All five parts, from the task list to the check page."""
    leader.follows("The need in brief")
    leader.fills(
        "Summarise the need", "Personalen väcker de som bor här flera gånger varje natt för att se att de mår bra."
    )
    leader.chooses("Digital supervision", "Now", "High").presses("Save and continue")
    leader.fills("What is the situation today?", "Dörren öppnas tre gånger varje natt. " * 4)
    leader.fills("How do you want it to be?", "De som bor här sover hela natten, och personalen vet att alla mår bra.")
    leader.presses("Save and continue")
    leader.chooses("Special housing (care home)", "Social Services Act (SoL)", "Older people in care homes")
    leader.chooses("Safety", "Interviews").fills("About how many users are affected?", "40")
    leader.presses("Save and continue")
    leader.fills("Where can you test?", "Ett särskilt boende").fills("From when?", str(today() + timedelta(days=60)))
    leader.fills("Until when?", str(today() + timedelta(days=200))).fills("How many can take part, at most?", "12")
    leader.fills("How many staff hours a week can you set aside?", "6")
    leader.answers("Could this become a purchase within two years?", "Don't know")
    leader.answers("Is the company paid for the test?", "No").presses("Save and continue")
    leader.chooses("Open call with a closing date", "Good and equal health", "Demographic change", "Vera Ström")
    leader.fills("First day", str(today())).fills("Last day for questions", str(today() + timedelta(days=10)))
    leader.fills("Last day to apply", str(today() + timedelta(days=20)))
    for _ in range(2):
        leader.presses("Add a criterion")
    for number, (text, weight) in enumerate((("Möter behovet", "50"), ("Trygghet", "30"), ("Enkelhet", "20"))):
        leader.typed |= {f"criteria-{number}-text": [text], f"criteria-{number}-weight": [weight]}
    leader.presses("Save and continue")
    assert leader.errors() == []
    assert leader.sees("Check the need before you send it"), leader.path + leader.text


def test_a_form_comes_back_as_typed_with_what_is_wrong(given, visit):
    town = given.organisation()
    need = given.challenge(of=town)
    person = visit(as_=given.member(of=town)).opens(f"/behov/{need.reference}/redigera/korthet")

    person.fills("What is the need called?", "Kort").fills(
        "Summarise the need", "Ring 19121212-1212 om det gäller dig."
    )
    person.presses("Save and continue")

    assert person.status == 422
    assert person.errors() == [
        "Write at least 10 characters under “What is the need called?”.",
        "Remove what looks like a personal identity number under “Summarise the need”.",
    ]
    assert "19121212-1212" in person.html.find(id="f-summary").text


def test_a_draft_may_be_saved_unfinished_but_never_with_personal_data(given, visit):
    town = given.organisation()
    need = given.challenge(of=town, title="", summary="")
    person = visit(as_=given.member(of=town)).opens(f"/behov/{need.reference}/redigera/korthet")
    person.fills("What is the need called?", "Kort").presses("Save and continue later")
    assert (person.status, person.path.rsplit("/", 1)[1]) == (200, "redigera")
    person.follows("The need in brief")
    assert person.html.find(id="f-title")["value"] == "Kort"
    person.fills("Summarise the need", "811228-9874").presses("Save and continue later")
    assert person.status == 422


def test_two_who_write_at_once_see_both_texts_and_choose(given, visit):
    town = given.organisation()
    need = given.challenge(of=town)
    first, second = (visit(as_=given.member(of=town)) for _ in range(2))
    for person in (first, second):
        person.opens(f"/behov/{need.reference}/redigera/korthet")
    first.fills("What is the need called?", "Den första rubriken").presses("Save and continue")
    second.fills("What is the need called?", "Den andra rubriken").presses("Save and continue")
    assert second.status == 409
    assert second.sees("Den första rubriken")
    assert second.sees("Den andra rubriken")


def test_two_presses_make_one_need(given, visit):
    leader = visit(as_=given.member())
    leader.opens("/behov/nytt?words=tryggare%20natter%20hemma")
    form = leader.html.main.find("form", method="post")
    values = {field["name"]: field["value"] for field in form.select("input[name]")}
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}
    answers = [
        leader.client.post("/behov/nytt", data=values, headers=headers, follow_redirects=False) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]


def test_a_session_that_ended_while_writing_loses_nothing(given, visit, db):
    town = given.organisation()
    need = given.challenge(of=town)
    member = given.member(of=town)
    person = visit(as_=member).opens(f"/behov/{need.reference}/redigera/korthet")
    key = person.client.cookies.get("__Host-sid")
    person.client.cookies.set("__Host-sid", "ended", domain="testserver.local", path="/")
    person.fills("What is the need called?", "Det jag skrev medan sessionen tog slut").presses("Save and continue")
    assert person.path.endswith("/logga-in")
    person.client.cookies.set("__Host-sid", key, domain="testserver.local", path="/")
    person.opens(f"/behov/{need.reference}/redigera/korthet")
    assert person.html.find(id="f-title")["value"] == "Det jag skrev medan sessionen tog slut"
    assert person.sees("What you wrote is still here")


def test_a_draft_is_not_to_be_found_by_others(given, visit):
    need = given.challenge()
    for person in (visit(as_=given.member()), visit(as_=given.member(Role.company_rep))):
        assert person.opens(f"/behov/{need.reference}").status == 404
        assert person.opens(f"/behov/{need.reference}/redigera").status == 404


def test_a_published_one_can_be_seen_but_not_edited_by_others(given, visit):
    need = given.challenge(state=ChallengeState.published)
    assert visit().opens(f"/behov/{need.reference}").status == 200
    assert visit(as_=given.member()).opens(f"/behov/{need.reference}/redigera").status == 403


def test_only_those_who_may_close_a_need_are_shown_the_way(given, visit):
    town = given.organisation("Hallsbergs kommun", short_name="Hallsberg")
    leader, sponsor = (given.member(role, of=town) for role in (Role.testbed_leader, Role.sponsor))
    need = given.challenge(town, ChallengeState.in_pilot, sponsor)
    assert visit(as_=leader).opens(f"/behov/{need.reference}").follows("Close the need").status == 200
    assert "Close the need" not in visit(as_=sponsor).opens(f"/behov/{need.reference}").links()


def test_an_old_title_or_capitals_in_the_address_lead_to_the_right_one(given, visit):
    need = given.challenge(state=ChallengeState.published, title="Tryggare nätter på Åsen")
    person = visit(language="sv").opens(f"/behov/{need.reference}-gammal-rubrik")
    assert person.path == f"/behov/{need.reference.lower()}-tryggare-natter-pa-asen"
    assert visit(language="sv").opens("/BEHOV/").path == "/behov"


def test_htmx_gets_the_results_only(given, visit):
    given.challenge(title="Tryggare nätter", state=ChallengeState.published)
    whole = visit().opens("/behov?q=nätter")
    part = visit().opens("/behov?q=nätter", **{"HX-Request": "true", "HX-Request-Type": "partial"})
    assert whole.html.h1
    assert not part.html.h1
    assert part.html.select_one("[data-status]")["data-status"] == "1 need is shown"


def test_the_address_decides_the_language(visit):
    assert visit(language="sv").opens("/behov").html.h1.text == "Kommunernas behov"
    english = visit().opens("/behov")
    assert (english.html.h1.text, english.html.html["lang"]) == ("The municipalities' needs", "en")
    assert english.html.find("link", hreflang="sv")["href"] == "/behov"


def test_filters_combine_and_mean_nothing_when_they_are_nonsense(given, visit):
    town = given.organisation(slug="hallsberg")
    given.challenge(of=town, title="Behovet i Hallsberg", state=ChallengeState.published)
    given.challenge(title="Behovet på annat håll", state=ChallengeState.published)
    person = visit().opens("/behov?kommun=hallsberg&verksamhet=care_home&lage=published&sida=1")
    assert person.sees("Behovet i Hallsberg")
    assert not person.sees("Behovet på annat håll")
    assert visit().opens("/behov?verksamhet=x&lage=y&sida=-4&sort=z").sees("2 needs are shown")


def test_a_list_asks_the_database_as_often_for_many_as_for_one(given, visit, asked_of):
    given.challenge(state=ChallengeState.published)
    visit().opens("/behov")
    with asked_of() as one:
        visit().opens("/behov")
    for _ in range(4):
        given.challenge(state=ChallengeState.published)
    with asked_of() as five:
        visit().opens("/behov")
    assert len(five) == len(one)


@pytest.mark.parametrize("named", [0, 200])
def test_a_shared_need_is_in_the_lists_of_those_who_have_joined_it(given, visit, monkeypatch, named):
    """Under each of their municipalities, with their names; not of those who were only asked. Few or many of them."""
    monkeypatch.setattr(queries, "MOST_NAMED", named)
    home = given.organisation("Hallsbergs kommun", short_name="Hallsberg", slug="hallsberg")
    towns = {
        status: given.organisation(f"{name} kommun", short_name=name, slug=name.lower())
        for name, status in (("Kumla", "joined"), ("Askersund", "joined "), ("Laxå", "invited"), ("Nora", "declined"))
    }
    need = given.challenge(home, ChallengeState.published)
    for status, town in towns.items():
        given.saved(CoOwner(challenge_id=need.id, organisation_id=town.id, status=status.strip()))
    other = given.challenge(towns["joined"], ChallengeState.published)
    anyone = visit()
    for slug, titles in (
        ("hallsberg", {need.title}),
        ("kumla", {need.title, other.title}),
        ("askersund", {need.title}),
        ("lax", set()),
        (towns["invited"].slug, set()),
        ("nora", set()),
        ("kumla&kommun=hallsberg", {need.title, other.title}),
    ):
        anyone.opens(f"/behov?kommun={slug}")
        assert {link.get_text() for link in anyone.html.select("#needs .title")} == titles, slug
    assert anyone.opens("/behov").sees("Hallsberg together with Askersund, Kumla")


def test_a_page_past_the_last_says_how_many_there_are(given, visit):
    given.challenge(state=ChallengeState.published)
    anyone = visit().opens("/behov?sida=7")
    assert anyone.sees("1 need is shown")
    assert anyone.html.select("#needs .title") == []
    assert anyone.sees("The list is not that long.")
    assert anyone.follows("Show the first page").html.select("#needs .title")
