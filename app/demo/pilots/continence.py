"""The pilot whose solution is in use: help when it is needed (need 11)."""

from app.demo.words import In, Membership, Said

NEW: Said = {
    "title": "Byten när de behövs på två avdelningar",
    "sponsor_id": Membership("marianne"),
    "seeks_research": False,
}

PLAN: Said = {
    "title": NEW["title"],
    "kind": "pilot_test",
    "purpose": "Vi vill veta om läckage och onödiga byten minskar när personalen får veta när det är dags, och om "
    "arbetet på natten kan läggas upp efter det.",
    "background": "Var tredje byte görs i dag i onödan, och det är 1,4 läckage per boende och vecka.",
    "goals": [
        {
            "kind": "effect",
            "goal": "Halverat antal läckage",
            "measure": "Läckage per boende och vecka",
            "baseline": "1,4",
            "target": "0,7",
            "when": "Varje vecka",
        },
        {
            "kind": "effect",
            "goal": "Färre onödiga byten",
            "measure": "Andel byten av torra skydd",
            "baseline": "33 procent",
            "target": "15 procent",
            "when": "Första och sista veckan",
        },
    ],
    "scope": "Två avdelningar, dygnet runt.",
    "participants": [
        {"group": "Boende på särskilt boende", "planned": 16},
        {"group": "Omvårdnadspersonal", "planned": 24},
    ],
    "recruit": "Sjuksköterskan frågar de boende, och den som vill tar hjälp av en närstående att bestämma sig.",
    "sites": "Två avdelningar på ett särskilt boende i Hallsberg",
    "starts_on": In(-310),
    "ends_on": In(-227),
    "halfway_on": In(-268),
    "milestones": [{"what": "All personal har fått utbildning", "on": In(-306)}],
    "project_owner": "Marianne Friskman, social- och omsorgsförvaltningens ledning",
    "project_lead": "Robin Lagerstad, testbäddsledare",
    "unit_contact": "Emma Kullander, enhetschef",
    "company_contact": "Helene Viskander, Viskan Hygien",
    "out_of_hours": "Enhetens jour, 070-174 06 51. Företagets jour, 070-174 06 52.",
    "resources": [
        {"party": "municipality", "what": "Personalens tid och projektledning", "hours": 110},
        {"party": "company", "what": "Sensorer och utbildning", "hours": 60, "kronor": 52000},
    ],
    "equipment": [{"what": "Tjugo sensorer och fyra laddställ", "owner": "company", "back_on": In(-220)}],
    "risks": [
        {
            "text": "Signalen missas och någon blir liggande",
            "likelihood": 2,
            "consequence": 4,
            "owner": "Enhetschefen",
        },
        {
            "text": "Någon får besvär i huden av sensorn",
            "likelihood": 2,
            "consequence": 5,
            "action": "Huden kontrolleras varje dag de första två veckorna.",
            "owner": "Sjuksköterskan",
        },
    ],
    "stop_criteria": "Om läckagen ökar två veckor i rad, eller om fler än två boende får besvär i huden.",
    "fallback": "Schemat för byten finns kvar och används om signalerna slutar komma.",
    "training": "En timme för all personal, och en kollega på varje avdelning som kan lite mer.",
    "data_flow": "Sensorn skickar tid för signal och byte per rum till företagets server i Sverige. Namn finns bara "
    "på enheten.",
    "communication": "Boende och närstående får information före start. Resultatet visas på en träff på boendet.",
    "participant_info": "Ni provar en sensor i skyddet i tolv veckor. Det är frivilligt, och ni kan sluta när ni vill.",
    "evaluation_plan": "Personalen räknar läckage och byten. Sjuksköterskan följer hud och sömn.",
    "exit_plan": "Sensorerna lämnas tillbaka och uppgifterna tas bort, om ledningen inte bestämmer något annat.",
}

HALFWAY: Said = {"choice": "go_on", "note": "Styrgruppen vill fortsätta som planerat. Läckagen har redan minskat."}


def report(done: str, leaks: str, line: str) -> Said:
    return {
        "status": "on_plan",
        "done": done,
        "next": "Fortsätta som planerat.",
        "numbers": [{"measure": "Läckage per boende och vecka", "value": leaks}],
        "help_from": "none",
        "public_line": line,
    }


REPORTS = (
    report("All personal har fått utbildning. Sexton boende är med.", "1,1", "Sexton boende är med sedan fyra veckor."),
    report("Byten görs efter signal också på natten.", "0,8", "Läckagen har minskat med mer än en tredjedel."),
)

EVALUATION: Said = {
    "goal_results": [
        {
            "goal": "Halverat antal läckage",
            "result": "met",
            "value": "0,6 per boende och vecka",
            "number": 15,
            "method": "Räknat varje vecka",
        },
        {
            "goal": "Färre onödiga byten",
            "result": "met",
            "value": "12 procent",
            "number": 15,
            "method": "Räknat första och sista veckan",
        },
    ],
    "participants": [
        {"group": "Boende på särskilt boende", "actual": 16, "dropouts": 1, "why": "Ville inte fortsätta"},
        {"group": "Omvårdnadspersonal", "actual": 23, "dropouts": 0},
    ],
    "area_citizen": 5,
    "area_organisation": 4,
    "area_technology": 4,
    "area_economy": 4,
    "areas_note": "Störst skillnad på natten. Tekniken fungerade, men laddningen glömdes ibland.",
    "benefit_person": "Färre våta nätter, friskare hud och ostörd sömn för den som är torr.",
    "benefit_staff": "Ungefär 40 minuter per natt och avdelning till annat, och mindre tungt arbete.",
    "benefit_society": "Färre skydd och mindre tvätt.",
    "benefit_company": "Ett enklare laddställ efter personalens förslag.",
    "unexpected": "Personalen började prata mer om när var och en brukar behöva hjälp, och det hjälpte också dem "
    "utan sensor.",
    "advice": "Börja med en avdelning där personalen vill. Bestäm vem som laddar.",
    "differently": "Vi hade mätt sömnen från början.",
    "to_company": "Laddstället behöver visa tydligare när en sensor är tom.",
    "learning": "Läckagen mer än halverades, och färre väcktes i onödan. Det viktigaste var att byten planeras efter "
    "varje person. Bestäm tidigt vem som laddar sensorerna.",
    "equipment_returned": True,
    "data_deleted": True,
}

REPLY: Said = {"reply": "Nästa laddställ har en lampa för varje sensor, efter förslag från er personal."}

DECISION: Said = {
    "outcome": "adopt",
    "why": "Resultatet är tydligt för både boende och personal. Vi inför arbetssättet på båda avdelningarna inom det "
    "avtal om inkontinensskydd vi redan har.",
    "first_follow_up": In(2),
    "second_follow_up": In(184),
    "registry_number": "SON 2026-77",
}
