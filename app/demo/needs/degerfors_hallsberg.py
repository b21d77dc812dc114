"""What the needs of Degerfors (5, 14) and Hallsberg (6, 11) say (domain.md 8.2)."""

from app.demo.words import In, Membership, Said

OUTDOORS: Said = {
    "title": "Trygg utevistelse vid tidig demens",
    "summary": "Personer med tidig demenssjukdom slutar ofta att gå ut själva, för att de eller deras anhöriga är oroliga. "
    "Vi vill att den som vill kan fortsätta gå ut och hitta hem, och få hjälp om det behövs.",
    "categories": ["alarms"],
    "horizon": "now",
    "priority": "high",
    "problem": "Av 60 personer med tidig demenssjukdom som har kontakt med vår dagverksamhet har 38 slutat att gå ut på "
    "egen hand, de flesta inom ett halvår efter diagnosen. Oftast är det inte för att de gått vilse utan av oro för "
    "att göra det.\n\n"
    "Den som slutar gå ut tappar ork, sällskap och sömn. Anhöriga berättar att de inte vågar lämna hemmet. Förra året "
    "larmades polisen elva gånger för att någon saknades; alla hittades inom fyra timmar, men kylan hade kunnat "
    "göra det farligt.",
    "desired": "Den som vill kan gå sin vanliga runda så länge som möjligt, hitta hem och få hjälp av rätt person om "
    "något händer. Anhöriga kan släppa en del av oron.",
    "why_now": "Dagverksamheten startar en grupp för yngre personer med diagnos i vår.",
    "boundaries": "Personen ska själv kunna säga ja och ändra sig. Vi vill inte att någon följs hela tiden. Eftersom de "
    "som deltar kan få svårare att fatta beslut under testet ska samtycket tas upp på nytt varje månad.",
    "tried": "Vanliga mobiltelefoner med delad plats. De glömdes hemma eller var urladdade.",
    "baseline": [
        {"what": "Personer som går ut själva minst tre gånger i veckan", "value": "37", "unit": "procent", "on": In(-70)},
        {"what": "Larm om saknad person", "value": "11", "unit": "per år", "on": In(-70)},
    ],
    "operations": ["day_centre", "relatives_support", "home_care"],
    "legal_regime": "sol",
    "target_groups": ["dementia", "relatives"],
    "target_note": "Personer med tidig demenssjukdom som bor hemma",
    "affected_users": 60,
    "affected_relatives": 75,
    "affected_staff": 14,
    "effect_goals": ["independence", "safety", "activity"],
    "user_involvement": ["interview", "council", "workshop"],
    "involvement_note": "Dagverksamhetens deltagare har varit med två eftermiddagar. Demensföreningen har läst texten.",
    "site_name": "Dagverksamheten i Degerfors",
    "site_from": In(90),
    "site_to": In(230),
    "site_participants_min": 6,
    "site_participants_max": 12,
    "site_hours": 5,
    "tech_env": "Larm ska kunna tas emot av anhöriga eller trygghetsjouren, så som personen själv har valt.",
    "procure_24m": "unknown",
    "compensation": "none",
    "call_type": "call",
    "opens_on": In(-20),
    "questions_close_on": In(10),
    "closes_on": In(18),
    "criteria": [
        {"text": "Hur väl personen själv kan förstå och bestämma", "weight": 35},
        {"text": "Hur säkert det fungerar utomhus i vårt område", "weight": 30},
        {"text": "Integritet: så lite uppgifter som möjligt", "weight": 20},
        {"text": "Batteri och vardagsbruk", "weight": 15},
    ],
    "regional_goals": ["health", "participation"],
    "societal_challenges": ["demography", "cohesion"],
    "sponsor_id": Membership("ingrid"),
}

RELATIVES: Said = {
    "title": "Anhöriga vill se att vardagen fungerar, utan kamera",
    "summary": "Anhöriga som bor långt bort ringer hemtjänsten för att få veta om allt är som vanligt. Vi vill ge dem en "
    "lugnande bild av vardagen utan att den äldre känner sig övervakad.",
    "categories": ["sensors", "communication"],
    "horizon": "soon",
    "priority": "low",
    "problem": "Hemtjänsten i Degerfors får omkring 25 samtal i veckan från anhöriga som frågar om allt är bra. Samtalen "
    "tar tid från besöken, och personalen får inte alltid svara på frågorna. Anhöriga berättar om en ständig oro, "
    "särskilt på helgerna.\n\n"
    "Flera familjer har satt upp egna kameror. Det påverkar personalens arbetsmiljö, och den äldre vet inte alltid att "
    "kameran är på.",
    "desired": "Den äldre bestämmer själv vem som får veta att vardagen rullar på, och de anhöriga känner sig lugna. "
    "Personalen får färre samtal som de inte kan svara på.",
    "boundaries": "Ingen kamera och inget ljud. Inget som visar vad personalen gör.",
    "tried": "Ett anhörigbrev i månaden. Det uppskattades men ändrade inte antalet samtal.",
    "baseline": [{"what": "Samtal från oroliga anhöriga", "value": "25", "unit": "per vecka", "on": In(-230)}],
    "operations": ["home_care", "relatives_support"],
    "legal_regime": "sol",
    "target_groups": ["older_at_home", "relatives"],
    "target_note": "Äldre som bor hemma och deras anhöriga",
    "affected_users": 90,
    "affected_relatives": 160,
    "effect_goals": ["safety", "independence"],
    "user_involvement": ["interview"],
    "involvement_note": "Intervjuer med sex äldre och deras anhöriga, var för sig.",
    "site_name": "Hemtjänsten i Degerfors",
    "site_from": In(-150),
    "site_to": In(-30),
    "site_participants_min": 5,
    "site_participants_max": 15,
    "site_hours": 3,
    "procure_24m": "no",
    "compensation": "none",
    "call_type": "continuous",
    "criteria": [
        {"text": "Den äldres egen kontroll", "weight": 45},
        {"text": "Lugn för anhöriga", "weight": 30},
        {"text": "Personalens arbetsmiljö", "weight": 25},
    ],
    "regional_goals": ["participation"],
    "societal_challenges": ["cohesion"],
    "sponsor_id": Membership("ingrid"),
}

NUTRITION: Said = {
    "title": "Undernäring upptäcks för sent",
    "summary": "På våra boenden vägs alla en gång i månaden. Den som börjar äta mindre märks därför sent. Vi vill se en "
    "förändring inom några dagar, så att mat och stöd kan ändras i tid.",
    "categories": ["nutrition"],
    "horizon": "soon",
    "priority": "medium",
    "problem": "Av 140 boende på särskilt boende i Hallsberg har 27 procent en risk för undernäring enligt den årliga "
    "mätningen. Vikten kontrolleras en gång i månaden. En person kan därför gå ner flera kilo innan någon reagerar.\n\n"
    "Hur mycket var och en äter antecknas bara när det redan finns en misstanke. Då är det olika personer som bedömer, "
    "och bedömningarna skiljer sig åt. Sjuksköterskan får en bild först efter flera veckor.",
    "desired": "Personal och sjuksköterska ser inom en vecka att någon äter mindre än vanligt och vet vad som hänt, så "
    "att måltiden kan ändras innan personen gått ner i vikt.",
    "boundaries": "Måltiden ska vara en trevlig stund. Det får inte märkas vid bordet att något följs.",
    "tried": "Matdagbok på papper under tre månader. Den fylldes i till 40 procent.",
    "baseline": [{"what": "Boende med risk för undernäring", "value": "27", "unit": "procent", "on": In(-75)}],
    "operations": ["care_home"],
    "legal_regime": "hsl",
    "target_groups": ["older_in_care_home", "dementia", "staff"],
    "target_note": "Boende på särskilt boende",
    "affected_users": 140,
    "affected_staff": 95,
    "effect_goals": ["activity", "quality"],
    "user_involvement": ["interview", "observation"],
    "involvement_note": "Samtal vid lunchbordet med tolv boende.",
    "site_name": "Ett särskilt boende med två matsalar",
    "site_from": In(100),
    "site_to": In(220),
    "site_participants_min": 10,
    "site_participants_max": 30,
    "site_hours": 5,
    "tech_env": "Ingen koppling till journalen i ett första test.",
    "procure_24m": "unknown",
    "compensation": "none",
    "call_type": "continuous",
    "criteria": [
        {"text": "Hur tidigt en förändring syns", "weight": 40},
        {"text": "Att måltiden inte störs", "weight": 35},
        {"text": "Personalens tid", "weight": 25},
    ],
    "regional_goals": ["health"],
    "societal_challenges": ["demography"],
    "sponsor_id": Membership("marianne"),
}

CONTINENCE: Said = {
    "title": "Inkontinenshjälp i rätt tid, färre läckage",
    "summary": "På särskilt boende byts inkontinensskydd efter fasta tider. Det gör att några väcks i onödan och att andra "
    "ligger vått. Vi vill att hjälpen kommer när den behövs.",
    "categories": ["continence"],
    "horizon": "now",
    "priority": "high",
    "problem": "På våra särskilda boenden byts inkontinensskydd fyra gånger per dygn efter ett schema. En mätning under "
    "sju dygn visade att var tredje byte gjordes i onödan och att det i genomsnitt var 1,4 läckage per boende och "
    "vecka.\n\n"
    "Läckage innebär våta sängar, hudbesvär och en känsla av att tappa sin värdighet. Personalen lägger ungefär en "
    "timme per natt och avdelning på byten och byte av sängkläder.",
    "desired": "Skyddet byts när det behövs, varken för tidigt eller för sent. Färre läckage, friskare hud och nätter där "
    "den som sover får sova.",
    "why_now": "Vi ska bestämma hur arbetet på natten läggs upp på det nya boendet.",
    "boundaries": "Inget ska synas eller höras i gemensamma utrymmen.",
    "tried": "Andra storlekar på skydden och tätare kontroller. Läckagen minskade något men sömnen blev sämre.",
    "baseline": [
        {"what": "Läckage per boende och vecka", "value": "1,4", "unit": "läckage", "on": In(-425)},
        {"what": "Byten som gjordes i onödan", "value": "33", "unit": "procent", "on": In(-425)},
    ],
    "operations": ["care_home"],
    "legal_regime": "hsl",
    "target_groups": ["older_in_care_home", "dementia", "staff"],
    "target_note": "Boende på särskilt boende",
    "affected_users": 95,
    "affected_staff": 80,
    "effect_goals": ["dignity", "work_environment"],
    "user_involvement": ["interview", "observation"],
    "involvement_note": "Intervjuer med åtta boende och fem anhöriga.",
    "site_name": "Två avdelningar på ett särskilt boende i Hallsberg",
    "site_from": In(-350),
    "site_to": In(-270),
    "site_participants_min": 10,
    "site_participants_max": 20,
    "site_hours": 8,
    "tech_env": "Trådlöst nät finns. Larm i personalens telefoner.",
    "procure_24m": "yes",
    "compensation": "none",
    "call_type": "continuous",
    "criteria": [
        {"text": "Hur rätt i tid hjälpen kommer", "weight": 40},
        {"text": "Värdighet för den boende", "weight": 35},
        {"text": "Personalens tid", "weight": 25},
    ],
    "regional_goals": ["health", "innovation"],
    "societal_challenges": ["demography"],
    "sponsor_id": Membership("marianne"),
}
