"""The pilot that is running: radar sensors after discharge from hospital (need 2)."""

from app.demo.words import In, Membership, Said

NEW: Said = {
    "title": "Rörelsemönster utan bild efter utskrivning",
    "sponsor_id": Membership("hakan"),
    "seeks_research": True,
    "registry_number": "SN 2026-0455",
}

PLAN: Said = {
    "title": NEW["title"],
    "kind": "pilot_test",
    "purpose": "Vi vill veta om rehab och hemtjänst kan sätta in stöd innan någon faller, när de ser hur rörelserna "
    "förändras de första veckorna hemma.",
    "background": "Var fjärde person över 75 år som skrivs ut till hemmet faller inom sex veckor. Ett tidigare test "
    "stoppades för att larm inte nådde fram, och därför mäts täckningen i varje hem före start.",
    "goals": [
        {
            "kind": "effect",
            "goal": "Färre faller de första sex veckorna hemma",
            "measure": "Andel som fallit",
            "baseline": "24 procent",
            "target": "15 procent",
            "when": "Efter sex veckor för varje deltagare",
        },
        {
            "kind": "effect",
            "goal": "Hjälp inom 20 minuter vid fall",
            "measure": "Mediantid från fall till besök",
            "baseline": "52 minuter",
            "target": "20 minuter",
            "when": "Varje månad",
        },
        {
            "kind": "test",
            "goal": "Högst två falska larm per hem och månad",
            "measure": "Logg hos trygghetsjouren",
            "baseline": "okänt",
            "target": "2",
            "when": "Varje månad",
        },
    ],
    "scope": "Hem i Karlskoga och Degerfors. Sovrum, hall och badrum. Inga andra larm ändras.",
    "participants": [
        {"group": "Personer över 75 år som kommit hem från sjukhus", "planned": 16},
        {"group": "Personal i rehab, hemtjänst och trygghetsjour", "planned": 22},
    ],
    "recruit": "Arbetsterapeut frågar vid vårdplaneringen, muntligt och med en sida text. Ett nej påverkar inget "
    "annat.",
    "sites": "Hemtjänst och rehab i Karlskoga och Degerfors, hem i tätort och byar",
    "starts_on": In(-63),
    "ends_on": In(62),
    "halfway_on": In(2),
    "milestones": [
        {"what": "Täckning mätt i alla hem", "on": In(-60)},
        {"what": "Hälften av deltagarna är med", "on": In(-30)},
        {"what": "Sista deltagaren börjar", "on": In(20)},
    ],
    "project_owner": "Håkan Nyhlén, socialförvaltningens ledning",
    "project_lead": "Miriam Ekstedt, testbäddsledare",
    "unit_contact": "Leila Mansour, hemtjänst och rehab",
    "company_contact": "Erik Stenhammar, Bergslagens Sensorik",
    "out_of_hours": "Trygghetsjouren, 070-174 06 31. Företagets jour, 070-174 06 32.",
    "steering_group": "Projektägare, projektledare, rehabchef, Degerfors testbäddsledare och företagets kontakt.",
    "resources": [
        {"party": "municipality", "what": "Rehab, hemtjänst och projektledning", "hours": 170},
        {"party": "company", "what": "Tjugo sensorer, montering och support", "hours": 120, "kronor": 140000},
    ],
    "equipment": [{"what": "Tjugo sensorer", "owner": "company", "back_on": In(70)}],
    "risks": [
        {
            "text": "Larmet når inte fram där täckningen är svag",
            "likelihood": 3,
            "consequence": 5,
            "action": "Täckning mäts i varje hem före start. Trygghetslarmet är kvar hela tiden.",
            "owner": "Projektledaren",
        },
        {
            "text": "Falska larm gör att ingen litar på dem",
            "likelihood": 3,
            "consequence": 4,
            "action": "Genomgång av larm varje vecka de första fyra veckorna.",
            "owner": "Trygghetsjourens samordnare",
        },
        {"text": "Deltagaren känner sig iakttagen", "likelihood": 2, "consequence": 3, "owner": "Arbetsterapeuten"},
    ],
    "stop_criteria": "Om ett verkligt fall inte upptäcks i två hem, eller om de falska larmen är fler än fem per hem "
    "och månad två månader i rad.",
    "fallback": "Trygghetslarm och planerade besök finns kvar som vanligt. Slutar en sensor svara ringer "
    "trygghetsjouren.",
    "training": "Två timmar per grupp, med övning i hur veckobilden läses. En kort repetition efter en månad.",
    "data_flow": "Sensorn räknar i hemmet och skickar händelser och dagsmönster per hem till företagets server i "
    "Sverige. Kopplingen till person finns bara hos kommunen.",
    "communication": "Deltagare och anhöriga får information före start och vid halvtid. Nämnden får en sida vid "
    "halvtid.",
    "participant_info": "Ni provar en sensor utan bild och ljud i högst sex veckor. Det är frivilligt, och ni kan "
    "stänga av den och sluta när ni vill.",
    "evaluation_plan": "Rehab räknar fall och tid till hjälp varje månad. Deltagare intervjuas efter sex veckor.",
    "exit_plan": "Sensorn hämtas och uppgifterna tas bort. Den som fortfarande har hög risk får ett annat stöd.",
}

FIRST_REPORT: Said = {
    "status": "on_plan",
    "done": "Täckningen är mätt i tolv hem; två fick en annan placering. Sju deltagare har börjat.",
    "next": "Fler deltagare från Degerfors. Genomgång av larmen varje vecka.",
    "numbers": [
        {"measure": "Deltagare", "value": "7"},
        {"measure": "Falska larm per hem och månad", "value": "1,6"},
    ],
    "help_from": "none",
    "public_line": "Sju deltagare är med, och larmen når fram i alla hem.",
}

SECOND_REPORT: Said = {
    "status": "minor",
    "deviation": "Falska larm har ökat sedan två deltagare fått husdjur på besök. Företaget ändrar inställningen och "
    "vi räknar om efter två veckor.",
    "done": "Elva deltagare är med. Rehab har satt in träning tidigare för tre av dem.",
    "next": "Halvtidsmöte med styrgruppen. Ny inställning i alla hem.",
    "numbers": [
        {"measure": "Deltagare", "value": "11"},
        {"measure": "Falska larm per hem och månad", "value": "3,1"},
    ],
    "help_from": "company",
    "help_note": "En inställning som skiljer djur från människor.",
    "public_line": "Elva deltagare är med. Falska larm har ökat något och åtgärdas.",
}
