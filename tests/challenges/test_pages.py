from datetime import timedelta

from app.actor import Role
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
