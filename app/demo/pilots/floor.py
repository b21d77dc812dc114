"""The pilot that was stopped: a floor that feels falls, and a network that did not reach (need 2)."""

from app.demo.words import In, Membership, Said

NEW: Said = {
    "title": "Golv som känner fall: utvecklingstest i vanliga hem",
    "sponsor_id": Membership("hakan"),
    "seeks_research": False,
}

PLAN: Said = {
    "title": NEW["title"],
    "kind": "development_test",
    "purpose": "Vi vill veta om en matta under golvmattan kan upptäcka fall säkert i hem där någon nyss kommit hem "
    "från sjukhus, så att hjälpen kommer fort.",
    "background": "Var fjärde person över 75 år som skrivs ut till hemmet faller inom sex veckor.",
    "goals": [
        {
            "kind": "test",
            "goal": "Alla fall på mattan upptäcks",
            "measure": "Andel upptäckta provfall, varje vecka",
            "baseline": "okänt",
            "target": "100 procent",
            "when": "Varje vecka",
        },
        {
            "kind": "test",
            "goal": "Larmet når trygghetsjouren inom en minut",
            "measure": "Tid från provfall till larm hos jouren",
            "baseline": "okänt",
            "target": "60 sekunder",
            "when": "Varje vecka",
        },
    ],
    "scope": "Säng och badrum i åtta hem. Inga andra rum.",
    "participants": [
        {"group": "Personer över 75 år som kommit hem från sjukhus", "planned": 8},
        {"group": "Personal i trygghetsjouren", "planned": 6},
    ],
    "recruit": "Arbetsterapeuten frågar vid första hembesöket. Den som säger nej får samma stöd som vanligt.",
    "sites": "Hem i Karlskoga tätort och i byarna norr om staden",
    "starts_on": In(-221),
    "ends_on": In(-152),
    "halfway_on": In(-186),
    "milestones": [{"what": "Mattor på plats i alla hem", "on": In(-212)}],
    "project_owner": "Håkan Nyhlén, socialförvaltningens ledning",
    "project_lead": "Miriam Ekstedt, testbäddsledare",
    "unit_contact": "Leila Mansour, hemtjänst och rehab",
    "company_contact": "Nils Tivegård, Tiveden Materials",
    "out_of_hours": "Trygghetsjouren, 070-174 06 21. Företagets jour, 070-174 06 22.",
    "steering_group": "Projektägare, projektledare, rehabchef och företagets kontakt.",
    "resources": [
        {"party": "municipality", "what": "Arbetsterapeut och projektledning", "hours": 60},
        {"party": "company", "what": "Mattor, sändare och montering", "hours": 90, "kronor": 70000},
    ],
    "equipment": [{"what": "Åtta mattor med sändare", "owner": "company", "back_on": In(-145)}],
    "risks": [
        {
            "text": "Larmet kommer inte fram",
            "likelihood": 3,
            "consequence": 5,
            "action": "Det vanliga trygghetslarmet är kvar hela tiden. Provfall varje vecka.",
            "owner": "Projektledaren",
        },
        {"text": "Någon snubblar på mattkanten", "likelihood": 1, "consequence": 4, "owner": "Arbetsterapeuten"},
    ],
    "stop_criteria": "Om mer än ett av tio provfall inte når trygghetsjouren två veckor i rad.",
    "fallback": "Det vanliga trygghetslarmet används hela tiden. Slutar mattan fungera tas den bort samma dag.",
    "training": "En timme för trygghetsjouren och en för hemtjänsten, av företaget på plats.",
    "data_flow": "Mattan skickar tid och hem till företagets server i Sverige och ett larm till trygghetsjouren. "
    "Inga namn lämnar kommunen.",
    "communication": "Deltagare och anhöriga får brev och ett samtal. Hemtjänsten får veta vid arbetsplatsträff.",
    "participant_info": "Ni provar en matta som känner fall, i tio veckor. Det är frivilligt och ni kan sluta när "
    "ni vill.",
    "evaluation_plan": "Provfall varje vecka i alla hem, logg hos trygghetsjouren och samtal med deltagarna efteråt.",
    "exit_plan": "Mattorna tas bort, och data tas bort av företaget inom en vecka.",
}

REPORT: Said = {
    "status": "major",
    "deviation": "I tre av åtta hem når larmet inte fram. Sändarna saknar täckning inomhus i byarna norr om staden. "
    "Företaget provar en annan antenn.",
    "done": "Mattorna är på plats. Provfall har gjorts varje vecka.",
    "next": "Ny antenn i de tre hemmen och provfall varannan dag.",
    "numbers": [{"measure": "Provfall som nått trygghetsjouren, procent", "value": "71"}],
    "help_from": "company",
    "help_note": "En sändare som fungerar där täckningen är svag.",
    "public_line": "Larmen når inte fram i alla hem. Vi provar en annan antenn.",
}

STOPPED: Said = {
    "reason": "Larmen når inte fram där mobiltäckningen är svag, inte heller med en ny antenn. Vi hade bestämt i "
    "förväg att då sluta, och det gör vi.",
    "told": "Alla deltagare har fått besök och brev. Hemtjänsten och trygghetsjouren fick veta samma dag.",
    "equipment": "Mattorna hämtas denna vecka. Företaget tar bort alla uppgifter och intygar det.",
}

EVALUATION: Said = {
    "goal_results": [
        {
            "goal": "Alla fall på mattan upptäcks",
            "result": "met",
            "value": "98 procent",
            "number": 46,
            "method": "Provfall varje vecka",
        },
        {
            "goal": "Larmet når trygghetsjouren inom en minut",
            "result": "not_met",
            "value": "68 procent",
            "number": 46,
            "method": "Tid hos trygghetsjouren",
        },
    ],
    "participants": [
        {"group": "Personer över 75 år som kommit hem från sjukhus", "actual": 8, "dropouts": 1, "why": "Flyttade"},
        {"group": "Personal i trygghetsjouren", "actual": 6, "dropouts": 0},
    ],
    "area_citizen": 3,
    "area_organisation": 2,
    "area_technology": 2,
    "area_economy": 3,
    "areas_note": "Mattan kände fallen, men larmet kom inte fram i tre av åtta hem.",
    "benefit_person": "De som hade täckning kände sig trygga på natten.",
    "benefit_staff": "Ingen. Trygghetsjouren fick extra arbete med larm som inte gick att lita på.",
    "benefit_company": "En tydlig bild av var sändaren inte räcker.",
    "unexpected": "Täckningskartan visade täckning utomhus, men inomhus i timrade hus fanns nästan ingen.",
    "advice": "Mät täckningen inomhus i varje hem, där utrustningen ska sitta, innan ni startar. Lita inte på kartan.",
    "differently": "Vi hade mätt täckning i två hem i varje by före starten och haft en reservväg för larmet i planen.",
    "to_company": "Sändaren behöver en väg till, till exempel fast uppkoppling eller ett lågfrekvent nät, och den "
    "ska säga till när den inte har kontakt.",
    "learning": "Mattan kände nästan alla fall, men larmet kom inte fram i tre av åtta hem: mobilnätet räckte inte "
    "inomhus. Vi slutade i förtid, som vi hade bestämt i planen. Mät nätverkstäckningen inomhus i varje hem innan "
    "ni börjar.",
    "equipment_returned": True,
    "data_deleted": True,
}

REPLY: Said = {
    "reply": "Tack för en ärlig rapport. Nästa version säger till när den tappat kontakten, och vi bygger in en "
    "reservväg för larmet. Vi hör av oss när den är provad."
}

DECISION: Said = {
    "outcome": "end",
    "close_reason": "test_failed",
    "why": "Vi går inte vidare med mattan. En lösning som inte når fram i byarna kan vi inte erbjuda alla. Lärdomen om "
    "täckning använder vi i nästa pilot.",
}
