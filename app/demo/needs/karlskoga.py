"""What Karlskoga's needs say (2, 8 and 15 of domain.md 8.2)."""

from app.demo.words import In, Membership, Said

FALLS: Said = {
    "title": "Färre fall i ordinärt boende efter utskrivning",
    "summary": "De första veckorna hemma efter en sjukhusvistelse är fallrisken störst. Hemtjänst och rehab ser ofta inte "
    "att något håller på att hända förrän personen redan har fallit. Vi vill upptäcka och förebygga tidigare.",
    "categories": ["sensors", "training"],
    "horizon": "now",
    "priority": "high",
    "problem": "Var fjärde person över 75 år som skrivs ut till hemmet i Karlskoga faller inom sex veckor. Ungefär en av "
    "fem som faller måste tillbaka till sjukhus. De flesta fallen sker på natten, på väg till toaletten, när ingen "
    "är där.\n\n"
    "Rehab gör hembesök första veckan och gör en bedömning av risken. Mellan besöken vet vi inte om personen rör sig "
    "mer eller mindre, sover oroligt eller går upp ofta. Hemtjänsten märker förändringar, men det är olika personer "
    "som kommer och iakttagelserna når inte alltid rehab.",
    "desired": "Vi ser inom några dygn att någon rör sig på ett sätt som ökar risken och kan sätta in träning, "
    "hjälpmedel eller fler besök. Färre faller, och den som faller får hjälp snabbt.",
    "why_now": "Vårdtiderna blir kortare och fler kommer hem medan de ännu är svaga.",
    "boundaries": "Vi vill inte ha kamera i hemmet. Det ska inte kräva att personen själv kommer ihåg något.",
    "tried": "Checklista för fallrisk vid varje besök under ett halvår. Den fylldes i vid knappt hälften av besöken.",
    "baseline": [
        {"what": "Fall inom sex veckor efter utskrivning", "value": "24", "unit": "procent", "on": In(-310)},
        {"what": "Tid från fall till hjälp, median", "value": "52", "unit": "minuter", "on": In(-310)},
    ],
    "operations": ["home_care", "home_nursing", "rehabilitation"],
    "legal_regime": "hsl",
    "target_groups": ["older_at_home", "staff"],
    "target_note": "Personer över 75 år som skrivits ut till hemmet",
    "affected_users": 320,
    "affected_relatives": 450,
    "affected_staff": 90,
    "effect_goals": ["safety", "independence", "activity"],
    "user_involvement": ["interview", "diary"],
    "involvement_note": "Nio personer förde dagbok under sina första veckor hemma.",
    "site_name": "Hemtjänst och rehab i Karlskoga och Degerfors",
    "site_from": In(-225),
    "site_to": In(90),
    "site_participants_min": 10,
    "site_participants_max": 25,
    "site_hours": 9,
    "tech_env": "Mobilnät i hemmet, inget eget trådlöst nät kan förutsättas. Larm till trygghetsjouren.",
    "co_owners_wanted": ["degerfors"],
    "procure_24m": "yes",
    "compensation": "none",
    "call_type": "continuous",
    "criteria": [
        {"text": "Hur tidigt en ökad fallrisk upptäcks", "weight": 35},
        {"text": "Hur säkert ett fall upptäcks", "weight": 30},
        {"text": "Integritet i hemmet", "weight": 20},
        {"text": "Hur lite som krävs av den boende", "weight": 15},
    ],
    "regional_goals": ["health", "innovation"],
    "societal_challenges": ["demography"],
    "sponsor_id": Membership("hakan"),
}

LIGHT: Said = {
    "title": "Dygnsrytm och ljus på demensboende",
    "summary": "På våra demensboenden är det mörkt på dagen och ljust på natten, sett till hur kroppen uppfattar ljus. "
    "Många har vänt på dygnet. Vi vill stödja en naturlig dygnsrytm utan mer läkemedel.",
    "categories": ["smart_home"],
    "horizon": "soon",
    "priority": "medium",
    "problem": "Mätningar visar att ljuset i dagrummen på våra två demensboenden sällan är över 200 lux, och att "
    "korridorerna är starkt upplysta hela natten. En tredjedel av de boende är vakna mer än två timmar mitt i natten "
    "och sover i stället på dagen.\n\n"
    "Den som sover på dagen äter sämre, deltar mindre i aktiviteter och blir ofta orolig framåt kvällen. Ordination av "
    "sömnläkemedel har ökat två år i rad, trots att läkemedlen ökar fallrisken.",
    "desired": "De som bor hos oss sover på natten och är vakna och med på dagen, med mindre oro på eftermiddagen. "
    "Miljön hjälper till av sig själv, utan att personalen behöver tänka på det.",
    "boundaries": "Ljuset ska inte störa personalens arbete. Inget får styras av vem som är i rummet.",
    "tried": "Fler utevistelser på förmiddagen, vilket fungerar bra på sommaren men inte på vintern.",
    "baseline": [
        {"what": "Boende vakna mer än två timmar på natten", "value": "34", "unit": "procent", "on": In(-150)},
        {"what": "Ljus i dagrum kl. 10", "value": "190", "unit": "lux", "on": In(-150)},
    ],
    "operations": ["care_home"],
    "legal_regime": "sol",
    "target_groups": ["dementia", "older_in_care_home"],
    "target_note": "Boende på demensboende",
    "affected_users": 48,
    "affected_staff": 60,
    "effect_goals": ["dignity", "activity", "quality"],
    "user_involvement": ["observation", "interview"],
    "involvement_note": "Observation under sju dygn och intervjuer med anhöriga.",
    "site_name": "Ett demensboende med tre avdelningar",
    "site_from": In(60),
    "site_to": In(240),
    "site_participants_min": 16,
    "site_participants_max": 24,
    "site_hours": 4,
    "tech_env": "Belysningen är från 1998 och kan bytas på en avdelning i taget.",
    "procure_24m": "yes",
    "compensation": "none",
    "call_type": "continuous",
    "criteria": [
        {"text": "Stöd för en naturlig dygnsrytm", "weight": 45},
        {"text": "Hur väl det passar personer med demenssjukdom", "weight": 30},
        {"text": "Drift, energi och underhåll", "weight": 25},
    ],
    "regional_goals": ["health"],
    "societal_challenges": ["demography", "climate"],
    "sponsor_id": Membership("hakan"),
}

CONTINUITY: Said = {
    "title": "Kontinuitet när många vikarier möter samma brukare",
    "summary": "På sommaren möter en person med hemtjänst i genomsnitt 22 olika medarbetare på två veckor. Det som är "
    "viktigt för personen kommer inte fram till den som är ny. Vi vill att varje besök känns igen.",
    "categories": ["planning"],
    "horizon": "now",
    "priority": "low",
    "problem": "Under sommarmånaderna är varannan medarbetare i hemtjänsten vikarie. En person med tre besök per dag möter "
    "i genomsnitt 22 medarbetare på två veckor. Genomförandeplanen finns, men den är lång och skriven för något annat "
    "än ett besök.\n\n"
    "Brukare berättar att de måste förklara samma sak varje dag. Vikarier berättar att de är rädda för att göra fel. "
    "Vi får flest klagomål i juli, och nästan alla handlar om att något glömts.",
    "desired": "Den som kommer hem till någon vet det viktigaste om hur just den personen vill ha det, redan innan "
    "dörren öppnas, och den som bor där behöver inte förklara om igen.",
    "boundaries": "Inget nytt system att dokumentera i.",
    "baseline": [{"what": "Medarbetare per brukare på 14 dagar", "value": "22", "unit": "personer", "on": In(-170)}],
    "operations": ["home_care"],
    "legal_regime": "sol",
    "target_groups": ["older_at_home", "staff"],
    "affected_users": 540,
    "affected_staff": 300,
    "effect_goals": ["quality", "dignity"],
    "user_involvement": ["not_yet"],
    "site_name": "Två hemtjänstgrupper",
    "site_from": In(-60),
    "site_to": In(60),
    "site_participants_max": 60,
    "site_hours": 12,
    "procure_24m": "no",
    "compensation": "none",
    "call_type": "continuous",
    "criteria": [
        {"text": "Hur väl det viktigaste når den som kommer", "weight": 50},
        {"text": "Hur lite tid det tar", "weight": 30},
        {"text": "Sekretess", "weight": 20},
    ],
    "regional_goals": ["skills"],
    "societal_challenges": ["demography"],
    "sponsor_id": Membership("hakan"),
}
