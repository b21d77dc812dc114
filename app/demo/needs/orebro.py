"""What Örebro's needs say (1, 7, 9 and 13 of domain.md 8.2)."""

from app.demo.words import In, Membership, Said

NIGHTS: Said = {
    "title": "Tryggare nätter utan onödiga väckningar på särskilt boende",
    "summary": "På våra boenden öppnar nattpersonalen dörren flera gånger per natt för att se att allt är bra. "
    "Många vaknar av det och har svårt att somna om. Vi vill veta att alla har det bra utan att störa sömnen.",
    "categories": ["digital_supervision", "sensors"],
    "horizon": "now",
    "priority": "high",
    "problem": "Nattpersonalen gör i genomsnitt 3,1 fysiska tillsyner per natt och boende. Dörren öppnas, ljuset från "
    "korridoren faller in och golvet knarrar. I en enkät svarade sex av tio boende att de vaknar minst en gång av "
    "tillsynen. Den som är trött på dagen rör sig mindre, äter sämre och faller lättare.\n\n"
    "Samtidigt är tillsynen inte tillräcklig: mellan rundorna kan det gå tre timmar. Personalen beskriver en oro för "
    "att någon ska ha ramlat utan att det märks. Två medarbetare ansvarar för 36 lägenheter, och en stor del av "
    "natten går åt till att gå mellan dörrar där allt är lugnt.",
    "desired": "De som bor hos oss sover hela natten om de vill det. Personalen vet när någon behöver hjälp och kommer "
    "då direkt, i stället för att gå runt till alla. Den som vill ha kvar sina besök har det.",
    "why_now": "Vi öppnar två nya boenden nästa år och ska bestämma hur natten bemannas där.",
    "boundaries": "Vi vill inte ha en lösning som tittar eller lyssnar hela tiden. Inget får sparas längre än det "
    "behövs. Antalet medarbetare på natten ska inte minska på grund av testet.",
    "tried": "Larmmattor vid sängen på fyra lägenheter under 2023. Två av tre larm var falska, och mattorna var en "
    "snubbelrisk. Vi har också provat tystare golv och andra tider för rundorna, med liten effekt.",
    "baseline": [
        {"what": "Fysiska tillsyner per natt och boende", "value": "3,1", "unit": "tillsyner", "on": In(-95)},
        {"what": "Boende som vaknar av tillsyn minst en gång", "value": "61", "unit": "procent", "on": In(-95)},
        {"what": "Fall nattetid", "value": "14", "unit": "per månad", "on": In(-95)},
    ],
    "operations": ["care_home"],
    "legal_regime": "sol",
    "target_groups": ["older_in_care_home", "dementia", "staff"],
    "target_note": "Boende på vård- och omsorgsboende",
    "affected_users": 410,
    "affected_relatives": 900,
    "affected_staff": 120,
    "effect_goals": ["safety", "dignity", "work_environment"],
    "user_involvement": ["interview", "observation", "council"],
    "involvement_note": "Vi har intervjuat elva boende och nio anhöriga, följt med under fyra nätter och gått igenom "
    "behovet med det lokala brukarrådet.",
    "site_name": "Två avdelningar på ett vård- och omsorgsboende i östra Örebro",
    "site_from": In(75),
    "site_to": In(220),
    "site_participants_min": 12,
    "site_participants_max": 24,
    "site_hours": 10,
    "tech_env": "Trådlöst nät finns i alla lägenheter. Larm ska kunna tas emot i de telefoner nattpersonalen redan "
    "bär. Inloggning för personal sker med kommunens egna konton.",
    "co_owners_wanted": ["hallsberg"],
    "procure_24m": "yes",
    "compensation": "none",
    "call_type": "call",
    "opens_on": In(-38),
    "questions_close_on": In(5),
    "closes_on": In(12),
    "criteria": [
        {"text": "Hur väl de boende får sova ostört", "weight": 35},
        {"text": "Hur säkert personalen får veta att någon behöver hjälp", "weight": 25},
        {"text": "Skydd för den personliga integriteten", "weight": 20},
        {"text": "Hur lätt det är att använda för nattpersonalen", "weight": 20},
    ],
    "regional_goals": ["innovation", "health"],
    "societal_challenges": ["demography"],
    "sponsor_id": Membership("agneta"),
}

UP_AGAIN: Said = {
    "title": "Snabbare hjälp upp efter fall utan att kalla två medarbetare",
    "summary": "När någon har fallit hemma utan att skada sig väntar hemtjänsten ofta på en kollega för att kunna hjälpa "
    "personen upp. Väntan på golvet blir lång. Vi vill att en medarbetare ensam kan hjälpa till på ett säkert sätt.",
    "categories": ["mobility"],
    "horizon": "now",
    "priority": "medium",
    "problem": "Varje vecka får hemtjänsten i Örebro omkring 40 larm om fall där personen är oskadd men inte kommer upp. "
    "Regeln är att två medarbetare ska hjälpas åt. På kvällar och nätter är den andra ofta långt bort, och "
    "mediantiden på golvet är 47 minuter.\n\n"
    "Den som ligger länge blir kall, orolig och kan få tryckskador. Medarbetare lyfter ibland ensamma ändå, och "
    "ryggbesvär efter lyft är en av de vanligaste arbetsskadorna hos oss.",
    "desired": "En person som har fallit och är oskadd kommer upp inom 20 minuter, lugnt och värdigt, med hjälp av en "
    "medarbetare. Ingen skadar sig, varken den som fallit eller den som hjälper.",
    "why_now": "Antalet personer över 80 år i kommunen ökar med en tredjedel på tio år.",
    "boundaries": "Det ska gå att ta med i en vanlig bil och användas i trånga badrum. Vi söker inte något som "
    "personen själv måste bära på sig.",
    "tried": "Utbildning i förflyttning för all personal och två uppblåsbara lyftkuddar som visade sig vara för tunga "
    "att bära i trappor.",
    "baseline": [
        {"what": "Tid på golvet, median", "value": "47", "unit": "minuter", "on": In(-80)},
        {"what": "Fallarm utan skada", "value": "40", "unit": "per vecka", "on": In(-80)},
    ],
    "operations": ["home_care"],
    "legal_regime": "sol",
    "target_groups": ["older_at_home", "physical", "staff"],
    "target_note": "Personer med hemtjänst som fallit utan skada",
    "affected_users": 600,
    "affected_staff": 450,
    "effect_goals": ["work_environment", "dignity", "safety"],
    "user_involvement": ["interview", "workshop"],
    "involvement_note": "Två arbetsmöten med kvälls- och nattpatrullen och intervjuer med sju personer som fallit.",
    "site_name": "Kvälls- och nattpatrullen i hemtjänsten",
    "site_from": In(80),
    "site_to": In(200),
    "site_participants_min": 15,
    "site_participants_max": 40,
    "site_hours": 8,
    "tech_env": "Ingen koppling till andra system behövs. Utrustningen laddas på hemtjänstens lokal.",
    "procure_24m": "unknown",
    "compensation": "capped",
    "compensation_cap": 60000,
    "call_type": "call",
    "opens_on": In(-12),
    "questions_close_on": In(14),
    "closes_on": In(26),
    "criteria": [
        {"text": "Säkerhet för den som har fallit", "weight": 35},
        {"text": "Säkerhet för medarbetaren", "weight": 30},
        {"text": "Hur snabbt och enkelt det går att använda hemma", "weight": 20},
        {"text": "Vikt, mått och rengöring", "weight": 15},
    ],
    "regional_goals": ["innovation", "skills"],
    "societal_challenges": ["demography"],
    "sponsor_id": Membership("agneta"),
}

ROUTINES: Said = {
    "title": "Kognitivt stöd för vardagsrutiner i LSS-boende",
    "summary": "Många som bor i LSS-boende behöver påminnas om steg efter steg i vardagen. I dag är det personalen som "
    "påminner. Vi söker ett stöd som gör att den som vill kan klara mer själv, i sin egen takt.",
    "categories": ["cognitive"],
    "horizon": "now",
    "priority": "high",
    "problem": "I våra bostäder med särskild service får de boende i genomsnitt nio muntliga påminnelser per dag om "
    "saker de egentligen kan: duscha, packa väskan, ta fram frukost. Stödet hänger på vem som arbetar och hur det "
    "formuleras. Flera boende berättar att tjatet gör dem ledsna eller arga.\n\n"
    "Bildscheman på papper finns hos de flesta, men de är svåra att hålla aktuella. När schemat inte stämmer slutar "
    "det användas. Personalen beräknar att två timmar per vecka och boende går åt till att göra nya.",
    "desired": "Den som bor hos oss bestämmer själv över sina rutiner och får stöd steg för steg på ett sätt som är "
    "begripligt. Personalen är ett stöd vid sidan av och inte en väckarklocka.",
    "why_now": "Vi bygger om vårt arbetssätt efter en granskning som visade att stödet skiljer sig mycket mellan husen.",
    "boundaries": "Stödet får inte användas för att kontrollera vad någon gör. De boende ska kunna stänga av det.",
    "tried": "Vanliga kalendrar i surfplatta. De krävde läsning och gav inget stöd för stegen i en rutin.",
    "baseline": [
        {"what": "Muntliga påminnelser per boende och dag", "value": "9", "unit": "påminnelser", "on": In(-345)},
        {"what": "Rutiner som klaras utan påminnelse", "value": "34", "unit": "procent", "on": In(-345)},
    ],
    "operations": ["lss_housing"],
    "legal_regime": "lss",
    "target_groups": ["intellectual", "neuropsychiatric", "staff"],
    "target_note": "Boende i bostad med särskild service",
    "affected_users": 85,
    "affected_relatives": 140,
    "affected_staff": 110,
    "effect_goals": ["independence", "participation"],
    "user_involvement": ["workshop", "interview", "observation"],
    "involvement_note": "Fyra boende har varit med och beskrivit behovet i en arbetsgrupp med bildstöd.",
    "site_name": "Tre bostäder med särskild service i Örebro",
    "site_from": In(-150),
    "site_to": In(-38),
    "site_participants_min": 8,
    "site_participants_max": 14,
    "site_hours": 8,
    "tech_env": "Surfplattor och telefoner som de boende äger själva. Trådlöst nät finns.",
    "co_owners_wanted": ["karlskoga"],
    "procure_24m": "yes",
    "compensation": "none",
    "call_type": "call",
    "opens_on": In(-300),
    "questions_close_on": In(-278),
    "closes_on": In(-270),
    "criteria": [
        {"text": "Hur väl de boende kan styra stödet själva", "weight": 40},
        {"text": "Begriplighet för den som inte läser", "weight": 30},
        {"text": "Hur lätt personalen håller rutinerna aktuella", "weight": 20},
        {"text": "Dataskydd", "weight": 10},
    ],
    "regional_goals": ["participation", "digitalisation"],
    "societal_challenges": ["cohesion"],
    "sponsor_id": Membership("agneta"),
}

LANGUAGES: Said = {
    "title": "Språkstöd mellan brukare och personal i vardagen",
    "summary": "När brukare och personal inte har ett gemensamt språk blir det missförstånd i vardagen. Tolk går inte att "
    "boka för korta stunder. Vi söker ett stöd för de samtal som uppstår mellan de bokade tolksamtalen.",
    "categories": ["communication", "ai"],
    "horizon": "soon",
    "priority": "medium",
    "problem": "Omkring 180 personer med hemtjänst i Örebro talar hellre ett annat språk än svenska, och flera har tappat "
    "svenskan med åldern. Personalen talar tillsammans över 30 språk, men inte alltid rätt språk vid rätt besök. "
    "I dag används gester, anhöriga eller en privat telefon.\n\n"
    "Det leder till att önskemål inte kommer fram, att måltider och tider blir fel och att smärta inte upptäcks. "
    "Att låta anhöriga tolka är inte bra för någon av parterna.",
    "desired": "Brukaren kan berätta vad hen vill och hur hen mår vid varje besök, och personalen kan svara så att det "
    "blir rätt. Tolk används fortfarande när det är viktiga beslut eller vård.",
    "boundaries": "Stödet ska inte användas för vårdbeslut eller utredningar. Samtal får inte sparas.",
    "tried": "Bildkort på tolv språk. De hjälper vid mat och hygien men räcker inte till ett samtal.",
    "baseline": [{"what": "Besök utan gemensamt språk", "value": "210", "unit": "per vecka", "on": In(-60)}],
    "operations": ["home_care", "care_home"],
    "legal_regime": "sol",
    "target_groups": ["older_at_home", "older_in_care_home", "staff"],
    "target_note": "Brukare med annat modersmål än svenska",
    "affected_users": 180,
    "affected_staff": 260,
    "effect_goals": ["participation", "dignity", "quality"],
    "user_involvement": ["interview"],
    "involvement_note": "Samtal med elva brukare, med tolk, på fem språk.",
    "site_name": "En hemtjänstgrupp och ett vård- och omsorgsboende",
    "site_from": In(60),
    "site_to": In(180),
    "site_participants_min": 6,
    "site_participants_max": 20,
    "site_hours": 4,
    "tech_env": "Personalens tjänstetelefoner. Det ska fungera också där täckningen är svag.",
    "procure_24m": "unknown",
    "compensation": "none",
    "call_type": "continuous",
    "criteria": [
        {"text": "Hur rätt det blir i vardagliga samtal", "weight": 40},
        {"text": "Hur tryggt det är när något översätts fel", "weight": 30},
        {"text": "Hur lätt det är att använda mitt i ett besök", "weight": 30},
    ],
    "regional_goals": ["participation", "digitalisation"],
    "societal_challenges": ["cohesion", "demography"],
    "sponsor_id": Membership("agneta"),
}
