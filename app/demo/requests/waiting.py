"""Requests that are not decided on."""

from app.demo.requests.common import (
    ACCESSIBLE_IN_PART,
    CLASS_I,
    INSURED,
    NO_AI,
    NO_DEVICE,
    NOTHING_SENSED,
    OPEN,
    processed,
)
from app.demo.words import Said, Solution

NATTBLICK: Said = {
    "solution_id": Solution("NattBlick"),
    "maturity": "established",
    "how_meets": "Ni vill att de boende ska få sova och att personalen ändå vet att allt är bra. Med NattBlick tittar "
    "personalen på en bild i 15 sekunder vid de tider den boende har gått med på, i stället för att öppna dörren. Mellan "
    "tiderna är linsen täckt. Den som inte vill ha bild har kvar sina besök. På de boenden där vi arbetat har ungefär två "
    "av tre tillsyner kunnat ersättas.",
    "benefit_user": "Färre väckningar. Den boende bestämmer tiderna och kan täcka linsen själv.",
    "benefit_staff": "Färre rundor och mer tid hos den som behöver hjälp.",
    "test_kind": "pilot",
    "goals": [
        {"goal": "Färre väckningar på natten", "measure": "Sömndagbok och antal öppnade dörrar"},
        {"goal": "De boende upplever att de bestämmer själva", "measure": "Intervju före och efter"},
    ],
    "participants_min": 10,
    "participants_max": 20,
    "weeks": 12,
    "scope_note": "Två avdelningar, nattpersonal och en ansvarig sjuksköterska.",
    "need_from_us": "Tio timmar för utbildning, trådlöst nät i rummen och en kontaktperson per avdelning.",
    "we_bring": "All utrustning, montering, utbildning och support dygnet runt.",
    "after_test": "Utrustningen tas ned inom en vecka. Vill ni gå vidare gör ni det på det sätt lagen kräver.",
    **processed("Bild i stunden och logg över vem som tittat", "Bilder sparas inte. Loggen tas bort 30 dagar efteråt."),
    "camera_audio_pos": ["camera"],
    **NO_DEVICE,
    **NO_AI,
    **ACCESSIBLE_IN_PART,
    **INSURED,
    "has_secrets": "yes",
    "secrecy": [
        {
            "field": "need_from_us",
            "harm": "Våra konkurrenter kan räkna ut hur vi lägger upp montering och utbildning, som är det vi konkurrerar "
            "med.",
        }
    ],
}

STILLASENS: Said = {
    "solution_id": Solution("StillaSens"),
    "maturity": "few",
    "how_meets": "StillaSens märker utan bild och ljud om någon ligger i sängen, har gått upp eller har fallit. Personalen "
    "behöver därför inte öppna dörren för att veta att allt är lugnt, och får larm direkt när någon behöver hjälp. "
    "Sensorn visar också om natten varit orolig, så att ni kan följa om sömnen blir bättre. Inget spelas in, och den som "
    "vill kan stänga av sensorn med en knapp.",
    "benefit_user": "Ostörd sömn och snabbare hjälp vid fall.",
    "benefit_staff": "Besöken görs där de behövs. Lugnare rundor.",
    "test_kind": "pilot",
    "goals": [
        {"goal": "Färre fysiska tillsyner utan sämre trygghet", "measure": "Antal tillsyner och enkät till personal"},
        {"goal": "Fall upptäcks inom fem minuter", "measure": "Tid från fall till besök"},
    ],
    "participants_min": 12,
    "participants_max": 24,
    "weeks": 14,
    "scope_note": "Två avdelningar. Alla deltagare har tackat ja.",
    "need_from_us": "Eluttag vid sängen, åtta timmar för utbildning och en kontaktperson.",
    "we_bring": "Sensorer, montering, utbildning, telefonsupport och en veckorapport.",
    "after_test": "Vi hämtar sensorerna. Resultatet får visas för alla.",
    **processed("Händelser och dagsmönster per lägenhet", "Tas bort 30 dagar efter sista dagen."),
    **NOTHING_SENSED,
    **NO_DEVICE,
    "uses_ai": "yes",
    "ai_role": "Bedömer om en rörelse är ett fall. En medarbetare avgör alltid vad som ska göras.",
    "accessible": "yes",
    **INSURED,
    "state_aid": "yes",
    "state_aid_amount": 240000,
    **OPEN,
}

DOSVAN: Said = {
    "solution_id": Solution("Dosvän"),
    "maturity": "established",
    "how_meets": "Dosvän ger dospåsen vid rätt tid och säger till med ljus och röst. Tas den inte inom den tid ni bestämt "
    "får hemsjukvården ett meddelande och kan ringa eller åka. Automaten klarar ett dygn utan ström och nät och skickar "
    "sms när täckningen är svag. Den som kan sköta sina läkemedel får göra det i rätt tid, och ni kör bara när det "
    "behövs.",
    "benefit_user": "Läkemedel vid samma tid varje dag, utan att vänta på besök.",
    "benefit_staff": "Färre körningar enbart för att överlämna läkemedel.",
    "test_kind": "pilot",
    "goals": [
        {"goal": "Fler doser tas i rätt tid", "measure": "Andel doser inom 30 minuter, före och under testet"},
        {"goal": "Färre överlämningsbesök", "measure": "Antal besök och körtid per vecka"},
        {"goal": "Deltagarna känner sig trygga", "measure": "Enkät efter två och tio veckor"},
    ],
    "participants_min": 8,
    "participants_max": 15,
    "weeks": 16,
    "scope_note": "Personer som får dospåsar på rulle. Hälften bor där täckningen är svag.",
    "need_from_us": "En sjuksköterska som väljer ut deltagare, sex timmar för utbildning och en larmtelefon.",
    "we_bring": "Femton automater, utbildning på plats, reservautomat inom ett dygn.",
    "after_test": "Automaterna lämnas tillbaka om ni inte väljer något annat på det sätt lagen kräver.",
    **processed("Namn, läkemedelsschema och tid för uttag", "Lämnas till kommunen och tas bort hos oss inom 14 dagar."),
    **NOTHING_SENSED,
    **CLASS_I,
    **NO_AI,
    "accessible": "yes",
    **INSURED,
    **OPEN,
}

PILLPOSTEN: Said = {
    "solution_id": Solution("PillPosten"),
    "maturity": "lab",
    "how_meets": "Vi har en prototyp som läser av dospåsen när den rivs av och säger om det är rätt påse och rätt tid. Den "
    "är liten och billig och behöver inget nät för att påminna. Den är inte färdig, och därför söker vi ett "
    "utvecklingstest: vi vill förstå hur den ska tala, lysa och se ut för att fungera för dem som bor långt från "
    "hemtjänsten. Ingen använder den med sina egna läkemedel under testet.",
    "benefit_user": "På sikt en enkel hjälp att ta rätt dos. I testet: att få påverka hur den blir.",
    "benefit_staff": "Kunskap om vad som behövs för att våga låta fler sköta sina läkemedel.",
    "test_kind": "development",
    "goals": [
        {"goal": "Förstå vad som gör påminnelsen begriplig", "measure": "Uppgifter med övningspåsar, tio deltagare"},
        {"goal": "Välja skärm och ljud", "measure": "Jämförelse av tre utföranden"},
    ],
    "participants_min": 6,
    "participants_max": 10,
    "weeks": 6,
    "scope_note": "Övningslägenhet och påsar utan läkemedel.",
    "need_from_us": "En lokal, en medarbetare fyra timmar i veckan och hjälp att fråga deltagare.",
    "we_bring": "Prototyper, två personer på plats och allt material.",
    "after_test": "Vi gör om prototypen och berättar vad vi ändrat.",
    "personal_data": "no",
    **NOTHING_SENSED,
    "device": "not_yet",
    "within_intended_purpose": "unknown",
    **NO_AI,
    **ACCESSIBLE_IN_PART,
    **INSURED,
    "ties": "yes",
    "ties_note": "En av våra utvecklare arbetade i en av kommunernas hemsjukvård till förra året.",
    **OPEN,
}

FIKABORDET: Said = {
    "solution_id": Solution("Fikabordet"),
    "maturity": "users",
    "how_meets": "Fikabordet är gjort för den som aldrig använt dator. Det finns en knapp och inget att logga in på. Den "
    "som trycker sitter med vid ett bord på träffpunkten och möts av en värd och samma personer varje gång, så att man "
    "lär känna varandra. Den som orkar åka dit gör det, och den som är hemma är ändå med. Vi utbildar värdarna, och det "
    "krävs inget av anhöriga.",
    "benefit_user": "Sällskap flera gånger i veckan med människor man lär känna.",
    "benefit_staff": "Träffpunkten når fler utan fler resor.",
    "test_kind": "pilot",
    "goals": [
        {"goal": "Deltagarna träffar andra minst tre gånger i veckan", "measure": "Antal träffar per deltagare"},
        {"goal": "Färre känner sig ensamma", "measure": "Tre frågor före, efter åtta och efter sexton veckor"},
    ],
    "participants_min": 10,
    "participants_max": 20,
    "weeks": 16,
    "scope_note": "Två träffpunkter och deltagare i tre byar.",
    "need_from_us": "En värd per träffpunkt fem timmar i veckan och ett bord som får stå kvar.",
    "we_bring": "Skärmar, uppkoppling, utbildning av värdar och uppföljning varje vecka.",
    "after_test": "Skärmarna kan hämtas eller stå kvar under tiden ni bestämmer er.",
    **processed("Förnamn och telefonnummer", "Tas bort när skärmen lämnas tillbaka."),
    "camera_audio_pos": ["camera", "audio"],
    **NO_DEVICE,
    **NO_AI,
    "accessible": "yes",
    **INSURED,
    **OPEN,
}

HITTAHEM: Said = {
    "solution_id": Solution("HittaHem-klockan"),
    "maturity": "established",
    "how_meets": "HittaHem-klockan ser ut som en vanlig klocka. Personen kan själv trycka för att få en pil som visar "
    "vägen hem. Ingen följs: position skickas bara om personen lämnar den zon som ni ritat tillsammans, och då till den "
    "personen själv har valt. Batteriet räcker fem dygn. Där täckning saknas visas pilen ändå, och larmet skickas så "
    "snart det går.",
    "benefit_user": "Kan gå sin runda och hitta hem.",
    "benefit_staff": "Dagverksamheten får ett sätt att prata om trygghet ute.",
    "test_kind": "pilot",
    "goals": [
        {"goal": "Deltagarna går ut oftare", "measure": "Antal promenader per vecka före och under testet"},
        {"goal": "Anhöriga är mindre oroliga", "measure": "Skattning varannan vecka"},
    ],
    "participants_min": 6,
    "participants_max": 12,
    "weeks": 12,
    "scope_note": "Deltagare i dagverksamheten och en anhörig var.",
    "need_from_us": "Två timmar i veckan från dagverksamheten och hjälp att gå igenom samtycket varje månad.",
    "we_bring": "Klockor, laddare, utbildning och telefonsupport.",
    "after_test": "Den som vill får behålla klockan i tre månader utan kostnad.",
    "personal_data": "yes",
    "data_categories": "Position när zonen lämnas",
    "data_where": "eea",
    "data_role": "processor",
    "deletion_plan": "Position tas bort efter 24 timmar, allt annat när testet är slut.",
    "camera_audio_pos": ["position"],
    **NO_DEVICE,
    **NO_AI,
    **ACCESSIBLE_IN_PART,
    **INSURED,
    **OPEN,
}

RESARN: Said = {
    "solution_id": Solution("Resarn"),
    "maturity": "few",
    "how_meets": "Resarn bärs in i tre delar och monteras runt den som ligger på golvet. En medarbetare kan ensam resa "
    "personen till sittande på under två minuter, utan att lyfta. Den går in i ett badrum på 1,6 gånger 1,6 meter, och "
    "den tyngsta delen väger åtta kilo. Därmed behöver ni inte vänta på en kollega när personen är oskadd.",
    "benefit_user": "Kortare tid på golvet, lugnt och utan att bli dragen i.",
    "benefit_staff": "Inget lyft, och ingen väntan på en andra person.",
    "test_kind": "pilot",
    "goals": [
        {"goal": "Halverad tid på golvet", "measure": "Tid från larm till sittande"},
        {"goal": "Mindre belastning för personalen", "measure": "Skattning efter varje resning"},
    ],
    "participants_min": 15,
    "participants_max": 30,
    "weeks": 14,
    "scope_note": "Kvälls- och nattpatrullen, två enheter.",
    "need_from_us": "En instruktör i förflyttning, sex timmar för utbildning och en plats att ladda.",
    "we_bring": "Två enheter, utbildning och service inom ett dygn.",
    "after_test": "Enheterna hämtas. Service ingår i tre månader om ni vill fortsätta prova.",
    "personal_data": "no",
    **NOTHING_SENSED,
    **CLASS_I,
    **NO_AI,
    **ACCESSIBLE_IN_PART,
    **INSURED,
    **OPEN,
}

ORDBRO: Said = {
    "solution_id": Solution("OrdBro"),
    "maturity": "users",
    "how_meets": "OrdBro översätter korta samtal i telefonen som personalen redan har. Den fungerar utan nät och sparar "
    "inget. När den är osäker säger den det och föreslår tolk. Ordlistan är gjord för vardagen i omsorgen: mat, hygien, "
    "smärta, tider och önskemål. Den ersätter inte tolk vid beslut och vård, och det säger appen själv när samtalet går "
    "åt det hållet.",
    "benefit_user": "Kan säga vad hen vill och hur hen mår vid varje besök.",
    "benefit_staff": "Slipper gissa och slipper be anhöriga tolka.",
    "test_kind": "usability",
    "goals": [{"goal": "Vardagssamtal blir rätt", "measure": "Tolk bedömer 60 inspelade övningssamtal"}],
    "participants_min": 8,
    "participants_max": 15,
    "weeks": 8,
    "need_from_us": "Fyra timmar i veckan och hjälp att fråga brukare på tre språk.",
    "we_bring": "Appen, utbildning och en tolk som granskar.",
    "after_test": "Vi rättar språken efter det ni hittat.",
    **processed("Tal i stunden, som inte sparas", "Inget sparas."),
    "camera_audio_pos": ["audio"],
    **NO_DEVICE,
    "uses_ai": "yes",
    "ai_role": "Översätter och anger hur säker översättningen är. Ger inga råd.",
    "accessible": "yes",
    **INSURED,
    **OPEN,
}

LASUPP: Said = {
    "solution_id": Solution("LåsUpp Offline"),
    "maturity": "users",
    "how_meets": "Många kommuner i länet har byar där det saknas täckning vid dörren, och där fungerar inte vanliga "
    "digitala lås. Vårt lås öppnas med en nyckel i telefonen som gäller i tolv timmar och inte behöver nät. Vi vill prova "
    "det tillsammans med en hemtjänst som har långa avstånd. Vi har inte hittat något publicerat behov som handlar om "
    "detta och skickar därför ett eget förslag.",
    "benefit_user": "Hjälpen kommer in direkt, och den vanliga nyckeln fungerar som förut.",
    "benefit_staff": "Ingen omväg för att hämta nycklar.",
    "test_kind": "pilot",
    "goals": [{"goal": "Låset öppnas varje gång också utan täckning", "measure": "Andel lyckade öppningar"}],
    "participants_min": 8,
    "participants_max": 20,
    "weeks": 12,
    "need_from_us": "En hemtjänstgrupp, fyra timmar för utbildning och hjälp att fråga dem som bor där.",
    "we_bring": "Lås, montering utan borrning och jour dygnet runt.",
    "after_test": "Låsen tas ned utan spår.",
    **processed("Logg över vem som öppnat och när", "Loggen lämnas till kommunen och tas bort efter 30 dagar."),
    **NOTHING_SENSED,
    **NO_DEVICE,
    **NO_AI,
    **ACCESSIBLE_IN_PART,
    **INSURED,
    **OPEN,
}

NATTBLICK_DRAFT: Said = {
    "how_meets": "Vi undersöker om vår teknik för trygghet inomhus kan bli till nytta för den som vill gå ut.",
    "test_kind": "idea",
}
"""Begun and not sent: the company's own space."""
