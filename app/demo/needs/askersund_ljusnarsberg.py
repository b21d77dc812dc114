"""What the needs of Askersund (4, 12) and Ljusnarsberg (3, 10) say (domain.md 8.2)."""

from app.demo.words import In, Membership, Said

MEDICINE: Said = {
    "title": "Rätt läkemedel i rätt tid när hemtjänsten har långa avstånd",
    "summary": "I glesbygd kör hemtjänsten i snitt 26 minuter för att räcka fram läkemedel som många kan ta själva. "
    "Tiderna blir ojämna. Vi vill att läkemedlen tas i rätt tid och att besöken handlar om något mer.",
    "categories": ["medication"],
    "horizon": "now",
    "priority": "high",
    "problem": "I Ljusnarsberg och norra Askersund har 74 personer hjälp att få sina läkemedel. Två av tre besök "
    "görs bara för att överlämna läkemedel. Körtiden är i snitt 26 minuter per besök och på vintern mer. Morgondosen "
    "kan därför komma mellan klockan sju och halv elva.\n\n"
    "För den som har Parkinsons sjukdom eller diabetes spelar tiden stor roll. Avvikelserna om utebliven eller "
    "försenad dos var 61 förra året. Många säger att de hellre hade skött läkemedlen själva om de vågat lita på att "
    "det blir rätt.",
    "desired": "Den som kan och vill sköter sina läkemedel själv i rätt tid, och vi får veta om något går fel. "
    "Körningen minskar, och besöken används till det som kräver en människa.",
    "why_now": "Fyra av tio medarbetare i hemtjänsten går i pension inom åtta år.",
    "boundaries": "Det ska fungera vid strömavbrott och där mobilnätet är svagt. Ingen ska mista ett besök mot sin "
    "vilja.",
    "tried": "Dosetter med veckobesök för tolv personer. Det fungerade för fem av dem.",
    "baseline": [
        {"what": "Körtid per läkemedelsbesök", "value": "26", "unit": "minuter", "on": In(-125)},
        {"what": "Doser som tas inom 30 minuter från avsedd tid", "value": "58", "unit": "procent", "on": In(-125)},
    ],
    "operations": ["home_care", "home_nursing"],
    "legal_regime": "hsl",
    "target_groups": ["older_at_home", "long_term_illness", "staff"],
    "target_note": "Personer med hjälp att ta läkemedel hemma",
    "affected_users": 74,
    "affected_relatives": 90,
    "affected_staff": 46,
    "effect_goals": ["independence", "safety", "resources"],
    "user_involvement": ["interview", "diary"],
    "involvement_note": "Åtta personer förde dagbok över sina doser under två veckor.",
    "site_name": "Hemtjänst och hemsjukvård i Ljusnarsberg",
    "site_from": In(45),
    "site_to": In(170),
    "site_participants_min": 8,
    "site_participants_max": 18,
    "site_hours": 6,
    "tech_env": "Mobiltäckningen är svag på flera håll. Larm ska nå hemsjukvårdens telefon.",
    "co_owners_wanted": ["askersund"],
    "procure_24m": "yes",
    "compensation": "none",
    "call_type": "call",
    "opens_on": In(-90),
    "questions_close_on": In(-42),
    "closes_on": In(-32),
    "criteria": [
        {"text": "Hur säkert rätt läkemedel tas i rätt tid", "weight": 40},
        {"text": "Hur väl det fungerar där täckningen är svag", "weight": 25},
        {"text": "Hur begripligt det är för den som använder det", "weight": 20},
        {"text": "Arbetet för hemsjukvården", "weight": 15},
    ],
    "regional_goals": ["health", "skills"],
    "societal_challenges": ["demography", "climate"],
    "sponsor_id": Membership("gun"),
}

KEYS: Said = {
    "title": "Nyckelfri hemtjänst på landsbygd med dålig täckning",
    "summary": "Hemtjänsten hämtar och lämnar nycklar flera gånger om dagen, ofta med långa omvägar. Vi vill komma in "
    "tryggt hos den som har bett om hjälp utan att bära nycklar, också där mobilnätet är svagt.",
    "categories": ["locks"],
    "horizon": "now",
    "priority": "medium",
    "problem": "Hemtjänsten i Ljusnarsberg har 96 nycklar i ett skåp i Kopparberg. Vid larm på kvällen måste en "
    "medarbetare först köra till skåpet. Det tar i snitt 18 minuter extra, och på vintern mer.\n\n"
    "Varje nyckel kvitteras två gånger om dagen. Tappas en nyckel byts låset, vilket kostade 41 000 kronor förra året. "
    "I flera byar saknas mobiltäckning inomhus, så det som fungerar i tätorten fungerar inte där.",
    "desired": "Den som ska hjälpa till kommer in direkt, och den som bor där kan lita på att ingen annan gör det. Det "
    "fungerar lika bra i en by utan täckning.",
    "boundaries": "Dörren och låset är den boendes. Inget får göras som inte kan återställas.",
    "tried": "Nyckelskåp i två bilar. Det minskade körningen men ökade oron för att tappa bort nycklar.",
    "baseline": [
        {"what": "Extra körtid vid larm", "value": "18", "unit": "minuter", "on": In(-40)},
        {"what": "Kostnad för bytta lås", "value": "41 000", "unit": "kronor per år", "on": In(-40)},
    ],
    "operations": ["home_care"],
    "legal_regime": "sol",
    "target_groups": ["older_at_home", "physical", "staff"],
    "target_note": "Personer med hemtjänst eller trygghetslarm",
    "affected_users": 96,
    "affected_staff": 46,
    "effect_goals": ["resources", "safety"],
    "user_involvement": ["interview"],
    "involvement_note": "Samtal med tio personer om vad som skulle kännas tryggt.",
    "site_name": "Hemtjänsten i Ljusnarsberg, två byar",
    "site_from": In(90),
    "site_to": In(230),
    "site_participants_min": 10,
    "site_participants_max": 25,
    "site_hours": 4,
    "tech_env": "Ska fungera utan mobilnät vid dörren. Medarbetarna har tjänstetelefoner.",
    "procure_24m": "yes",
    "compensation": "none",
    "call_type": "continuous",
    "criteria": [
        {"text": "Trygghet för den som bor där", "weight": 40},
        {"text": "Fungerar utan täckning", "weight": 35},
        {"text": "Tid och arbete för hemtjänsten", "weight": 25},
    ],
    "regional_goals": ["innovation"],
    "societal_challenges": ["demography", "climate"],
    "sponsor_id": Membership("gun"),
}
KEYS_FIRST_SUMMARY = (
    "Hemtjänsten hämtar och lämnar nycklar flera gånger om dagen, ofta med långa omvägar. Vi vill sätta upp digitala "
    "lås med kodbricka hos alla som har hemtjänst, också där mobilnätet är svagt."
)
"""As it was first sent: the region asked for a text that says what is needed, not what to buy."""

LONELINESS: Said = {
    "title": "Mindre ensamhet för äldre utan digital vana",
    "summary": "Många äldre i våra byar träffar ingen på flera dagar. Träffpunkten ligger för långt bort, och det "
    "som finns på nätet når inte den som aldrig använt dator. Vi vill att fler får sällskap på sina egna villkor.",
    "categories": ["communication"],
    "horizon": "now",
    "priority": "high",
    "problem": "I vår enkät till personer över 80 år svarade 41 procent att de känner sig ensamma minst en gång i "
    "veckan. Bland dem som bor mer än en mil från en träffpunkt var det 58 procent. Bussen går två gånger om dagen.\n\n"
    "Åtta av tio i gruppen använder inte internet. Hemtjänsten är för många den enda kontakten, och besöken är korta. "
    "Vi ser att den som isolerar sig äter sämre, sover sämre och söker vård oftare.",
    "desired": "Den som vill ha sällskap får det flera gånger i veckan, med människor som hen får lära känna. Det "
    "krävs ingen vana vid teknik, och det går att vara med också hemifrån.",
    "boundaries": "Det ska inte ersätta besök. Vi söker inget som kräver att anhöriga sköter det.",
    "tried": "Telefonkedja genom en frivilligorganisation. Den fungerade så länge den som höll i den orkade.",
    "baseline": [
        {
            "what": "Personer över 80 år som känner sig ensamma varje vecka",
            "value": "41",
            "unit": "procent",
            "on": In(-70),
        }
    ],
    "operations": ["preventive", "day_centre", "home_care"],
    "legal_regime": "sol",
    "target_groups": ["older_at_home"],
    "target_note": "Personer över 80 år utan vana vid digital teknik",
    "affected_users": 230,
    "affected_relatives": 200,
    "affected_staff": 20,
    "effect_goals": ["participation", "dignity", "activity"],
    "user_involvement": ["interview", "council", "workshop"],
    "involvement_note": "Pensionärsrådet tog upp behovet. Två träffar på träffpunkterna.",
    "site_name": "Träffpunkterna i Askersund och hemma hos deltagarna",
    "site_from": In(50),
    "site_to": In(200),
    "site_participants_min": 10,
    "site_participants_max": 25,
    "site_hours": 6,
    "tech_env": "Få har bredband. Mobilnät finns hos de flesta.",
    "procure_24m": "unknown",
    "compensation": "none",
    "call_type": "continuous",
    "criteria": [
        {"text": "Hur lätt det är för den som aldrig använt datorer", "weight": 40},
        {"text": "Om det ger sällskap som varar", "weight": 40},
        {"text": "Arbetet för träffpunkten", "weight": 20},
    ],
    "regional_goals": ["participation", "health", "digitalisation"],
    "societal_challenges": ["cohesion", "demography"],
    "sponsor_id": Membership("stig"),
}

LUNGS: Said = {
    "title": "Egenmonitorering vid KOL tillsammans med kommunal hemsjukvård",
    "summary": "Personer med KOL som har hemsjukvård blir ofta sämre under några dagar innan någon märker det. Vi vill "
    "kunna se försämringen tidigare, tillsammans med den som är sjuk och med vårdcentralen.",
    "categories": ["self_monitoring"],
    "horizon": "soon",
    "priority": "medium",
    "problem": "Elva av våra patienter i hemsjukvården har svår KOL. Tillsammans hade de 19 akuta inläggningar förra "
    "året. Vid genomgången såg vi att tecknen fanns där flera dagar i förväg i 12 av fallen.",
    "operations": ["home_nursing"],
    "legal_regime": "hsl",
    "target_groups": ["long_term_illness"],
    "affected_users": 11,
}
"""A draft: the rest is still to be written."""
