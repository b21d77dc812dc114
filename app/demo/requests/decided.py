"""Requests that have been decided on."""

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

FALLKOLL: Said = {
    "solution_id": Solution("FallKoll Golv"),
    "maturity": "users",
    "how_meets": "FallKoll Golv ligger under den vanliga mattan vid säng och badrum och känner när någon faller. Den som "
    "kommit hem från sjukhus behöver inte bära något eller komma ihåg något. Larmet går till trygghetsjouren inom en halv "
    "minut. Mattan läggs på en timme och tas bort utan spår. Den är inte helt färdig, och vi vill se hur den klarar "
    "vanliga hem.",
    "benefit_user": "Hjälp direkt vid fall, utan något att bära.",
    "benefit_staff": "Larm som går att lita på, på de ställen där de flesta faller.",
    "test_kind": "development",
    "goals": [
        {"goal": "Alla fall på mattan upptäcks", "measure": "Andel upptäckta fall, med provfall varje vecka"},
        {"goal": "Högst ett falskt larm per vecka och hem", "measure": "Logg hos trygghetsjouren"},
    ],
    "participants_min": 6,
    "participants_max": 10,
    "weeks": 10,
    "scope_note": "Hem i tätort och på landsbygd.",
    "need_from_us": "En arbetsterapeut tre timmar i veckan och en larmväg till trygghetsjouren.",
    "we_bring": "Mattor, sändare, montering och felsökning på plats.",
    "after_test": "Mattorna tas bort. Vi berättar vad vi ändrar.",
    **processed("Tid för larm per lägenhet", "Tas bort när mattan tas bort."),
    **NOTHING_SENSED,
    **NO_DEVICE,
    **NO_AI,
    "accessible": "unknown",
    **INSURED,
    **OPEN,
}

STILLASENS_FALLS: Said = {
    "solution_id": Solution("StillaSens"),
    "maturity": "few",
    "how_meets": "Ni vill se en ökad fallrisk innan personen faller. StillaSens visar utan bild hur ofta någon går upp på "
    "natten, hur länge det tar att komma upp ur sängen och om rörelserna blir mindre. Rehab får en veckobild och ett "
    "meddelande när mönstret ändras. Faller personen går ett larm till trygghetsjouren. Sensorn använder mobilnätet, och "
    "den boende behöver inte göra något.",
    "benefit_user": "Stöd i tid och snabb hjälp vid fall, utan kamera.",
    "benefit_staff": "Hemtjänst och rehab ser samma bild.",
    "test_kind": "pilot",
    "goals": [
        {"goal": "Färre faller de första sex veckorna", "measure": "Andel som fallit, jämfört med året före"},
        {"goal": "Hjälp inom 20 minuter vid fall", "measure": "Tid från larm till besök"},
        {"goal": "Högst två falska larm per hem och månad", "measure": "Logg hos trygghetsjouren"},
    ],
    "participants_min": 12,
    "participants_max": 20,
    "weeks": 18,
    "scope_note": "Personer som skrivits ut till hemmet i Karlskoga och Degerfors.",
    "need_from_us": "Fem timmar i veckan från rehab, larmväg till trygghetsjouren och hjälp att fråga deltagare.",
    "we_bring": "Tjugo sensorer, montering, utbildning och en kontaktperson varje vardag.",
    "after_test": "Sensorerna hämtas. Vill ni gå vidare gör ni det på det sätt lagen kräver.",
    **processed("Händelser och dagsmönster per hem", "Lämnas till kommunen och tas bort hos oss inom 30 dagar."),
    **NOTHING_SENSED,
    **NO_DEVICE,
    "uses_ai": "yes",
    "ai_role": "Bedömer om en rörelse är ett fall. En medarbetare avgör alltid vad som ska göras.",
    "accessible": "yes",
    **INSURED,
    **OPEN,
}

STILLASENS_RELATIVES: Said = {
    "solution_id": Solution("StillaSens"),
    "maturity": "few",
    "how_meets": "Med StillaSens kan de anhöriga i en enkel vy se att personen har gått upp, rört sig som vanligt och lagt "
    "sig. Det är ingen kamera och inget ljud. Den äldre kan stänga av vyn. Vi tror att många samtal till hemtjänsten då "
    "inte behövs, och att de anhöriga kan vara lugna också på helgen när ingen svarar i telefonen.",
    "benefit_user": "Anhöriga som är lugna och ringer för att prata, inte för att kontrollera.",
    "benefit_staff": "Färre samtal från oroliga anhöriga.",
    "test_kind": "pilot",
    "goals": [{"goal": "Halverat antal samtal", "measure": "Samtal från anhöriga per vecka"}],
    "participants_min": 5,
    "participants_max": 12,
    "weeks": 10,
    "need_from_us": "Två timmar i veckan och hjälp att fråga deltagare.",
    "we_bring": "Sensorer, vyn för anhöriga och support.",
    "after_test": "Sensorerna hämtas.",
    **processed("Dagsmönster per hem och anhörigas e-postadress", "Tas bort 30 dagar efter sista dagen."),
    **NOTHING_SENSED,
    **NO_DEVICE,
    "uses_ai": "yes",
    "ai_role": "Bedömer om dagen varit som vanligt.",
    "accessible": "yes",
    **INSURED,
    **OPEN,
}

GRYNINGSLJUS: Said = {
    "solution_id": Solution("GryningsLjus"),
    "maturity": "established",
    "how_meets": "GryningsLjus följer ljuset ute: mycket och svalt ljus på förmiddagen, varmt och lågt på kvällen och bara "
    "ett ledljus på natten. Styrningen sitter i huset, kräver inget av personalen och bryr sig inte om vem som är i "
    "rummet. På tre avdelningar där vi följt sömnen en vinter sov de boende längre sammanhängande på natten och var mer "
    "vakna på förmiddagen.",
    "benefit_user": "Mer sömn på natten och mer dag på dagen.",
    "benefit_staff": "Lugnare eftermiddagar och ett ledljus som räcker vid tillsyn.",
    "test_kind": "pilot",
    "goals": [
        {"goal": "Färre vakna timmar på natten", "measure": "Sömnobservation sju dygn före, mitt i och efter"},
        {"goal": "Mindre oro på eftermiddagen", "measure": "Skattning av personal, varje dag"},
    ],
    "participants_min": 16,
    "participants_max": 24,
    "weeks": 20,
    "need_from_us": "En avdelning där armaturer får bytas och två timmar i veckan för observation.",
    "we_bring": "Armaturer, installation med behörig elektriker och mätning av ljus.",
    "after_test": "Armaturerna kan sitta kvar eller bytas tillbaka.",
    "personal_data": "no",
    **NOTHING_SENSED,
    **NO_DEVICE,
    **NO_AI,
    "accessible": "yes",
    **INSURED,
    **OPEN,
}

STEGFORSTEG: Said = {
    "solution_id": Solution("StegFörSteg"),
    "maturity": "few",
    "how_meets": "I StegFörSteg gör den boende sina egna rutiner med bilder, film och egen röst, tillsammans med "
    "stödpersonal. Appen visar ett steg i taget utan text om man vill. Ingen annan ser när eller om en rutin görs, och "
    "det går att stänga av. En rutin ändras på ett par minuter, så att den stämmer också när något ändrats. Personalen "
    "kan då vara ett stöd vid sidan av.",
    "benefit_user": "Klarar fler rutiner själv, i sin egen takt.",
    "benefit_staff": "Färre påminnelser och mindre tid till bildscheman.",
    "test_kind": "pilot",
    "goals": [
        {"goal": "Fler rutiner klaras utan påminnelse", "measure": "Andel rutiner, räknat en vecka före och efter"},
        {"goal": "Appen är lätt att använda", "measure": "SUS i lättläst form, minst tio svar"},
    ],
    "participants_min": 8,
    "participants_max": 14,
    "weeks": 16,
    "scope_note": "Tre bostäder, boende som själva vill vara med.",
    "need_from_us": "Tre timmar i veckan per bostad och en kontaktperson.",
    "we_bring": "Licenser, utbildning, lån av surfplattor och besök varannan vecka.",
    "after_test": "Den som vill får behålla appen i ett halvår.",
    **processed("Bilder och rutiner som personen själv lägger in", "Tas bort eller lämnas till personen efter testet."),
    **NOTHING_SENSED,
    **CLASS_I,
    **NO_AI,
    "accessible": "yes",
    **INSURED,
    **OPEN,
}

FIKABORDET_ROUTINES: Said = {
    "solution_id": Solution("Fikabordet"),
    "maturity": "users",
    "how_meets": "Vi tror att många rutiner blir lättare i sällskap. Med Fikabordet kan de boende äta frukost tillsammans "
    "med boende i andra hus och påminna varandra om dagens saker. Det är en knapp att trycka på och ingen inloggning. "
    "Stödpersonal kan vara med vid bordet från en annan plats och hjälpa flera hus på samma gång när det är ont om "
    "personal.",
    "benefit_user": "Sällskap och en start på dagen.",
    "benefit_staff": "Kan stödja flera hus på en gång.",
    "test_kind": "idea",
    "goals": [{"goal": "Se om sällskap minskar behovet av påminnelser", "measure": "Räknade påminnelser en vecka"}],
    "participants_max": 8,
    "weeks": 6,
    "need_from_us": "Ett bord i varje hus.",
    "we_bring": "Skärmar och en värd.",
    "after_test": "Skärmarna hämtas.",
    **processed("Förnamn", "Tas bort när skärmen lämnas tillbaka."),
    "camera_audio_pos": ["camera", "audio"],
    **NO_DEVICE,
    **NO_AI,
    "accessible": "yes",
    **INSURED,
    **OPEN,
}

TORRSIGNAL: Said = {
    "solution_id": Solution("TorrSignal"),
    "maturity": "established",
    "how_meets": "TorrSignal säger till när skyddet behöver bytas. Personalen byter då i rätt tid i stället för efter ett "
    "schema. Den som sover och är torr får sova, och den som behöver hjälp får den. Signalen kommer i telefonen som "
    "personalen redan bär och hörs inte i rummet. Efter två veckor visar en översikt när varje boende brukar behöva hjälp, "
    "så att arbetet kan planeras.",
    "benefit_user": "Färre läckage, friskare hud och färre väckningar.",
    "benefit_staff": "Färre onödiga byten och mindre tvätt.",
    "test_kind": "pilot",
    "goals": [
        {"goal": "Halverat antal läckage", "measure": "Läckage per boende och vecka"},
        {"goal": "Färre onödiga byten", "measure": "Andel byten av torra skydd"},
    ],
    "participants_min": 10,
    "participants_max": 18,
    "weeks": 10,
    "scope_note": "Två avdelningar på ett särskilt boende.",
    "need_from_us": "Åtta timmar för utbildning och en kontaktperson per avdelning.",
    "we_bring": "Sensorer, laddställ, utbildning och uppföljning varje vecka.",
    "after_test": "Sensorerna hämtas om ni inte väljer något annat på det sätt lagen kräver.",
    **processed("Tid för signal och byte per boende", "Tas bort 30 dagar efter sista dagen."),
    **NOTHING_SENSED,
    **CLASS_I,
    **NO_AI,
    **ACCESSIBLE_IN_PART,
    **INSURED,
    **OPEN,
}
