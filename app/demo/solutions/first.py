"""Solutions 1–8 of domain.md 8.3. Names, companies and results are invented."""

from app.demo.words import Said

NATTBLICK: Said = {
    "name": "NattBlick",
    "kind": "product",
    "pitch": "NattBlick visar en kort bild av rummet vid tider som den boende har gått med på. Mellan tiderna är kameran "
    "avstängd och linsen täckt. Personalen ser om allt är lugnt utan att öppna dörren.",
    "description": "En kamera i taket med ett lock som syns. Bilden visas i 15 sekunder i en inloggad telefon och sparas "
    "aldrig. Den boende kan när som helst stänga locket med ett handtag.",
    "categories": ["digital_supervision"],
    "effect_goals": ["safety", "dignity"],
    "target_groups": ["older_in_care_home", "older_at_home"],
    "maturity": "established",
    "market_status": "on_market",
    "public_customers": 11,
    "evidence": [
        {"title": "Tillsyn på natten med tidsstyrd bild, rapport från två boenden", "kind": "Testrapport", "year": 2023}
    ],
    "pricing": "Månadsavgift per rum. Montering ingår.",
    "sustainability": "Kameran drar 2 watt när den är vaken. Vi tar tillbaka och återanvänder utrustning.",
    "marking": "ce_other",
    "uses_ai": "no",
    "personal_data": "yes",
    "personal_data_note": "Bilder i stunden, som inte sparas, och en logg över vem som tittat. Drift hos en svensk "
    "underleverantör.",
    "hosting": "sweden",
    "sensing": ["camera"],
    "interoperability": "Öppet gränssnitt för larm. Inloggning med kommunens konton.",
    "accessible": "partly",
}

STILLASENS: Said = {
    "name": "StillaSens",
    "kind": "product",
    "pitch": "StillaSens är en radarsensor utan bild och ljud som märker om någon ligger, sitter, går eller har fallit. "
    "Den ser också om sömn och rörelse förändras över dagar, så att hjälp kan sättas in i tid.",
    "description": "Sensorn sätts på väggen och kopplas till mobilnätet. Den skickar händelser och dagsmönster, aldrig "
    "rådata. Personalen ser ett lugnt läge, en förändring eller ett larm.",
    "categories": ["sensors", "digital_supervision"],
    "effect_goals": ["safety", "independence"],
    "target_groups": ["older_at_home", "older_in_care_home"],
    "maturity": "few",
    "market_status": "on_market",
    "public_customers": 3,
    "evidence": [{"title": "Fall och falska larm i tjugo lägenheter", "kind": "Egen rapport", "year": 2024}],
    "pricing": "Hyra per sensor och månad.",
    "sustainability": "Sensorn drar under 1 watt och repareras i Karlskoga.",
    "marking": "ce_other",
    "uses_ai": "yes",
    "ai_role": "En modell bedömer om en rörelse är ett fall. Den är tränad på frivilliga i en övningslägenhet och ändras "
    "inte under drift.",
    "personal_data": "yes",
    "personal_data_note": "Händelser per lägenhet, utan namn hos oss. Kommunen har kopplingen till person.",
    "hosting": "sweden",
    "sensing": ["none"],
    "interoperability": "Larm enligt SS-EN 50134, gränssnitt för dagsmönster.",
    "accessible": "yes",
    "accessibility_link": "https://bergslagens-sensorik.example/tillganglighet",
}

FALLKOLL: Said = {
    "name": "FallKoll Golv",
    "kind": "product",
    "pitch": "FallKoll Golv är en tunn matta under den vanliga golvmattan som känner när någon faller och skickar larm. "
    "Den syns inte, och personen behöver inte bära något.",
    "description": "Mattan läggs vid säng och badrum. En liten sändare skickar larmet vidare.",
    "categories": ["sensors"],
    "effect_goals": ["safety"],
    "target_groups": ["older_at_home", "older_in_care_home"],
    "maturity": "users",
    "maturity_note": "Sändaren ska göras mindre, och det behövs fler prov i vanliga hem.",
    "market_status": "pilot_customer",
    "public_customers": 0,
    "marking": "ce_other",
    "uses_ai": "no",
    "personal_data": "yes",
    "personal_data_note": "Tid för larm per lägenhet.",
    "hosting": "sweden",
    "sensing": ["none"],
    "interoperability": "Larm över mobilnätet till larmcentral.",
    "accessible": "unknown",
}

DOSVAN: Said = {
    "name": "Dosvän",
    "kind": "product",
    "pitch": "Dosvän är en läkemedelsautomat som ger rätt dospåse vid rätt tid med ljus, röst och en stor knapp. Tas inte "
    "dosen får hemsjukvården veta det. Den klarar ett dygn utan ström och nät.",
    "description": "Automaten rymmer två veckors dospåsar på rulle. Den låser sig om dosen inte tas och skickar ett "
    "meddelande. Utan nät sparas meddelandet och ett sms skickas när täckningen är tillbaka.",
    "categories": ["medication"],
    "effect_goals": ["independence", "safety", "resources"],
    "target_groups": ["older_at_home", "long_term_illness"],
    "maturity": "established",
    "market_status": "on_market",
    "public_customers": 24,
    "evidence": [
        {"title": "Läkemedelsautomat i hemsjukvård: doser i tid före och efter", "kind": "Artikel", "year": 2022},
        {"title": "Uppföljning efter två år i fyra kommuner", "kind": "Rapport", "year": 2024},
    ],
    "pricing": "Hyra per automat och månad, support ingår.",
    "marking": "mdr_i",
    "intended_purpose": "Att påminna om och överlämna färdigdoserade läkemedel till en person i hemmet.",
    "uses_ai": "no",
    "personal_data": "yes",
    "personal_data_note": "Namn, schema och tid för uttag. Ett driftbolag i Sverige är underbiträde.",
    "hosting": "sweden",
    "sensing": ["none"],
    "interoperability": "Meddelande till telefon och till journal via standardiserat gränssnitt.",
    "accessible": "yes",
    "accessibility_link": "https://kilsbergen-medtech.example/tillganglighet",
}

PILLPOSTEN: Said = {
    "name": "PillPosten",
    "kind": "product",
    "pitch": "PillPosten läser av dospåsen när den rivs av och säger om det är rätt påse vid rätt tid. Den är liten, "
    "billig och sitter på köksbordet. I dag finns en prototyp.",
    "description": "En läsare med skärm. Den känner igen påsens kod och jämför med schemat.",
    "categories": ["medication"],
    "effect_goals": ["independence", "safety"],
    "target_groups": ["older_at_home", "long_term_illness"],
    "maturity": "lab",
    "maturity_note": "Läsaren har provats hos oss men inte av dem den är till för. Skärmens text och ljud ska göras om, "
    "och CE-märkning återstår.",
    "market_status": "prototype",
    "public_customers": 0,
    "marking": "none",
    "uses_ai": "no",
    "personal_data": "yes",
    "personal_data_note": "Schema och tid för avläsning, i prototypen bara på läsaren.",
    "hosting": "sweden",
    "sensing": ["none"],
    "accessible": "partly",
}

FIKABORDET: Said = {
    "name": "Fikabordet",
    "kind": "service",
    "pitch": "Fikabordet är en skärm med en enda knapp. Den som trycker hamnar vid ett bord på närmaste träffpunkt och kan "
    "prata och fika med dem som är där. Ingen inloggning och inga menyer.",
    "description": "Träffpunkten har en större skärm på ett bord. En värd hälsar välkommen och ser till att alla är med. "
    "Vi utbildar värdarna och följer med de första veckorna.",
    "categories": ["communication"],
    "effect_goals": ["participation", "activity"],
    "target_groups": ["older_at_home"],
    "maturity": "users",
    "market_status": "pilot_customer",
    "public_customers": 2,
    "evidence": [{"title": "Ett bord i två byar: vad deltagarna berättar", "kind": "Rapport", "year": 2024}],
    "pricing": "Årsavgift per träffpunkt, lån av skärmar ingår.",
    "marking": "ce_other",
    "uses_ai": "no",
    "personal_data": "yes",
    "personal_data_note": "Förnamn och telefonnummer till den som har skärmen. Samtal sparas inte.",
    "hosting": "sweden",
    "sensing": ["camera", "audio"],
    "accessible": "yes",
    "accessibility_link": "https://samtalet-digital.example/tillganglighet",
}

HITTAHEM: Said = {
    "name": "HittaHem-klockan",
    "kind": "product",
    "pitch": "HittaHem-klockan är en vanlig klocka som kan visa vägen hem med en pil. Lämnar personen sin trygga zon kan "
    "den som hen har valt få veta det. Position skickas bara då.",
    "description": "Zonen ritas tillsammans med personen. Klockan räcker fem dygn på en laddning.",
    "categories": ["alarms"],
    "effect_goals": ["independence", "safety"],
    "target_groups": ["dementia", "relatives"],
    "maturity": "established",
    "market_status": "on_market",
    "public_customers": 9,
    "pricing": "Klockan säljs, tjänsten betalas per månad.",
    "marking": "ce_other",
    "uses_ai": "no",
    "personal_data": "yes",
    "personal_data_note": "Position när zonen lämnas, sparas i 24 timmar. Kartor från en leverantör inom EU.",
    "hosting": "eea",
    "sensing": ["position"],
    "interoperability": "Larm till telefon eller trygghetsjour.",
    "accessible": "partly",
}

TALLRIKSVAKT: Said = {
    "name": "TallriksVakt",
    "kind": "product",
    "pitch": "TallriksVakt tar en bild av tallriken före och efter måltiden och beräknar hur mycket som ätits. Personal "
    "ser en förändring över flera dagar, utan att någon behöver anteckna.",
    "description": "En liten kamera på serveringsvagnen ser bara tallriken. Bilden görs om till en mängd och tas bort.",
    "categories": ["nutrition", "ai"],
    "effect_goals": ["quality", "activity"],
    "target_groups": ["older_in_care_home"],
    "maturity": "lab",
    "maturity_note": "Beräkningen är prövad på provmåltider. Passerad kost blir ofta fel, och det behövs mer data.",
    "market_status": "prototype",
    "public_customers": 0,
    "marking": "none",
    "uses_ai": "yes",
    "ai_role": "En modell bedömer hur stor del av portionen som är kvar. En människa bedömer vad det betyder.",
    "personal_data": "yes",
    "personal_data_note": "Mängd per måltid och plats vid bordet.",
    "hosting": "sweden",
    "sensing": ["camera"],
    "accessible": "unknown",
}
