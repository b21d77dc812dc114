"""The pilot that is being evaluated: routines step by step (need 9)."""

from app.demo.words import In, Membership, Said

NEW: Said = {
    "title": "Egna rutiner steg för steg i tre bostäder",
    "sponsor_id": Membership("agneta"),
    "seeks_research": True,
    "registry_number": "Sov 131/2026",
}

PLAN: Said = {
    "title": NEW["title"],
    "kind": "pilot_test",
    "purpose": "Vi vill veta om de som bor i bostad med särskild service klarar fler rutiner själva, och själva "
    "tycker att det är bättre, med ett stöd de styr själva.",
    "background": "De boende får i dag i genomsnitt nio muntliga påminnelser per dag.",
    "goals": [
        {
            "kind": "effect",
            "goal": "Fler rutiner klaras utan påminnelse",
            "measure": "Andel rutiner, räknat under en vecka",
            "baseline": "34 procent",
            "target": "55 procent",
            "when": "Före start och sista veckan",
        },
        {
            "kind": "test",
            "goal": "Appen är lätt att använda",
            "measure": "SUS i lättläst form",
            "baseline": "finns inte",
            "target": "68",
            "when": "Sista veckan",
        },
        {
            "kind": "effect",
            "goal": "De boende tycker att de bestämmer mer själva",
            "measure": "Samtal med bildstöd",
            "baseline": "4 av 12",
            "target": "9 av 12",
            "when": "Före start och sista veckan",
        },
    ],
    "scope": "Rutiner i hemmet. Inte läkemedel.",
    "participants": [
        {"group": "Boende i bostad med särskild service", "planned": 12},
        {"group": "Stödpersonal", "planned": 18},
    ],
    "recruit": "Boende får prova appen vid ett öppet hus och säger sedan ja eller nej, med bildstöd och någon de "
    "litar på.",
    "sites": "Tre bostäder med särskild service i Örebro",
    "starts_on": In(-150),
    "ends_on": In(-38),
    "halfway_on": In(-94),
    "milestones": [{"what": "Alla har gjort sin första rutin", "on": In(-136)}],
    "project_owner": "Agneta Rydholm, vård- och omsorgsförvaltningen",
    "project_lead": "Hanna Wikander, testbäddsledare",
    "unit_contact": "Birgit Sjöhage, enhetschef",
    "company_contact": "Ebba Klarin, Tydligt Stöd",
    "out_of_hours": "Bostädernas jour, 070-174 06 41.",
    "steering_group": "Projektägare, projektledare, två boende, enhetschef och företagets kontakt.",
    "resources": [
        {"party": "municipality", "what": "Stödpersonal och projektledning", "hours": 140},
        {"party": "company", "what": "Licenser, utbildning och besök", "hours": 80, "kronor": 45000},
    ],
    "equipment": [{"what": "Sex surfplattor till låns", "owner": "company", "back_on": In(-30)}],
    "risks": [
        {
            "text": "Stödet används för att kontrollera den boende",
            "likelihood": 2,
            "consequence": 5,
            "action": "Personalen kan inte se när en rutin görs. Frågan tas upp varje vecka.",
            "owner": "Enhetschefen",
        },
        {"text": "En rutin stämmer inte och skapar oro", "likelihood": 3, "consequence": 3, "owner": "Stödpersonalen"},
    ],
    "stop_criteria": "Om fler än två deltagare blir oroliga av stödet, eller om någon inte längre vill men har svårt "
    "att säga det.",
    "fallback": "Bildscheman på papper finns kvar hos alla som vill ha dem.",
    "training": "Två träffar med stödpersonalen och en med boende och personal tillsammans.",
    "data_flow": "Rutiner och bilder ligger på den boendes egen enhet och krypterat hos företaget i Sverige. "
    "Personalen ser bara det som den boende visar.",
    "communication": "Lättläst brev till boende och anhöriga. Gode män får veta vad som provas.",
    "participant_info": "Du provar en app med dina egna rutiner. Du bestämmer. Du kan sluta när du vill.",
    "evaluation_plan": "Personalen räknar rutiner en vecka före och en vecka i slutet. Boende svarar på frågor med "
    "bildstöd.",
    "exit_plan": "Den som vill behåller appen i ett halvår. Surfplattorna lämnas tillbaka.",
}

HALFWAY: Said = {
    "choice": "go_on",
    "note": "Styrgruppen, med två boende, vill fortsätta. Fler rutiner görs på morgonen och färre på kvällen, efter de "
    "boendes önskan.",
}


def report(done: str, share: str, line: str) -> Said:
    """A report of a pilot that goes to plan."""
    return {
        "status": "on_plan",
        "done": done,
        "next": "Nya rutiner efter de boendes önskemål.",
        "numbers": [{"measure": "Rutiner utan påminnelse, procent", "value": share}],
        "help_from": "none",
        "public_line": line,
    }


REPORTS = (
    report("Alla tolv har gjort sin första rutin.", "38", "Tolv boende är i gång med egna rutiner."),
    report("Halvtid. Morgonrutinerna fungerar bäst.", "49", "Nästan hälften av rutinerna klaras utan påminnelse."),
    report("Boende visar varandra hur de gör.", "57", "Boende lär varandra att göra rutiner."),
)

ANSWERS = (
    "3132415232",
    "4143434251",
    "4341424232",
    "4341425251",
    "4342225243",
    "5352414251",
    "4242435132",
    "4231414241",
    "4442514442",
    "5222414142",
    "4142424434",
    "4142515242",
)
"""Twelve people's answers to the ten statements of SUS; the mean is 76."""

EVALUATION: Said = {
    "goal_results": [
        {
            "goal": "Fler rutiner klaras utan påminnelse",
            "result": "met",
            "value": "58 procent",
            "number": 12,
            "method": "Räknat under en vecka",
        },
        {
            "goal": "Appen är lätt att använda",
            "result": "met",
            "value": "76 (SUS)",
            "number": 12,
            "method": "SUS i lättläst form med bildstöd",
        },
        {
            "goal": "De boende tycker att de bestämmer mer själva",
            "result": "partly",
            "value": "8 av 12",
            "number": 12,
            "method": "Samtal med bildstöd",
        },
    ],
    "participants": [
        {"group": "Boende i bostad med särskild service", "actual": 12, "dropouts": 0},
        {"group": "Stödpersonal", "actual": 17, "dropouts": 2, "why": "Bytte arbetsplats"},
    ],
    "sus": [{f"q{number}": sign for number, sign in enumerate(row, 1)} for row in ANSWERS],
}
"""What is written so far; the rest of the evaluation waits for the testbed leader."""
