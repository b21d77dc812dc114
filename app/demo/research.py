"""Eight things researchers want to study (domain.md 8.4), and what two of the studies say to a pilot's hosts."""

from app.demo.words import Said

NIGHTS: Said = {
    "title": "Hur påverkar digital nattillsyn sömn och trygghet?",
    "discipline": "Omvårdnad",
    "text": "Vi vill följa behovet av tryggare nätter och mäta sömn med dagbok och personalens upplevelse med enkät. "
    "Etikprövning planeras. Kommunen får en sammanfattning på två sidor och underlag till sin egen uppföljning.",
    "categories": ["digital_supervision"],
    "methods": ["survey", "observation"],
}
FALLS: Said = {
    "title": "Fallprediktion med radarsensorer",
    "discipline": "Datavetenskap",
    "text": "Vi söker avidentifierade rörelsemönster från sensorer för att se om fall kan förutses några dagar i "
    "förväg. Metoderna publiceras öppet.",
    "categories": ["sensors", "ai"],
    "methods": ["measurements"],
}
MEDICINE: Said = {
    "title": "Läkemedelsföljsamhet på landsbygd",
    "discipline": "Farmaci och omvårdnad",
    "text": "Vi vill jämföra hur väl läkemedel tas i rätt tid med och utan tekniskt stöd, och fråga dem som bor "
    "långt från vården hur de själva ser på det.",
    "categories": ["medication"],
    "methods": ["measurements", "interview"],
}
LONELINESS: Said = {
    "title": "Ensamhet och digital samvaro",
    "discipline": "Socialt arbete",
    "text": "En kvalitativ studie av hur äldre utan digital vana upplever sällskap på distans. Om etikprövning inte "
    "behövs ska det motiveras skriftligt innan studien startar.",
    "categories": ["communication"],
    "methods": ["interview", "observation"],
}
COST: Said = {
    "title": "Nytta och kostnad av välfärdsteknik i små kommuner",
    "discipline": "Nationalekonomi",
    "text": "Vi vill samla uppgifter om nytta och kostnad från alla piloter på samma sätt, så att små kommuner kan "
    "räkna på sina egna förutsättningar.",
    "categories": ["planning", "sensors", "medication"],
    "methods": ["registers"],
}
PARTICIPATION: Said = {
    "title": "Delaktighet för personer med intellektuell funktionsnedsättning i tester",
    "discipline": "Handikappvetenskap",
    "text": "Vi studerar hur personer med intellektuell funktionsnedsättning kan vara med och bestämma i ett test, "
    "från första frågan till utvärderingen. Vi har vana vid att arbeta med samtycke som tas upp på nytt.",
    "categories": ["cognitive"],
    "methods": ["observation", "interview"],
}
ORGANISATION: Said = {
    "title": "Innovationsförmåga och ledningsförankring i kommuner",
    "discipline": "Företagsekonomi",
    "text": "Vi studerar testbädden själv: hur lång tid olika steg tar, vad ledningen säger ja och nej till och "
    "varför. Inga uppgifter om enskilda personer behövs.",
    "categories": ["planning"],
    "methods": ["registers", "interview"],
}
LAW: Said = {
    "title": "Rättsliga hinder för sensorteknik i hemmet",
    "discipline": "Rättsvetenskap",
    "text": "En dokumentstudie av beslut, avtal och bedömningar. Vi söker exempel på var det tagit stopp. Inga "
    "personuppgifter behövs.",
    "categories": ["sensors", "smart_home", "locks"],
    "methods": ["other"],
}

STANDING = (
    ("eva", -290, NIGHTS),
    ("david", -281, FALLS),
    ("eva", -262, MEDICINE),
    ("eva", -248, LONELINESS),
    ("david", -236, COST),
    ("eva", -219, PARTICIPATION),
    ("david", -140, ORGANISATION),
    ("david", -90, LAW),
)
"""Who said so, and how many days ago."""

IN_THE_PILOT_OF_ROUTINES: Said = {
    "title": PARTICIPATION["title"],
    "question": "Hur får de som bor i bostad med särskild service bestämma i testet, och när märker de att det de "
    "säger gör skillnad?",
    "methods": ["observation", "interview"],
    "data_need": "personal",
    "ethics": "planned",
    "principal": "Örebro universitet",
    "funding": "Egna medel, en doktorand på halvtid",
    "timing": "Från det öppna huset till sista veckan",
    "give_back": "Två sidor med råd om hur frågor ställs med bildstöd, och ett samtal med de boende om resultatet.",
    "public": "yes",
}
ETHICS: Said = {"ethics": "decided", "ethics_reference": "2026-04117-01"}
"""The number is invented."""

IN_THE_PILOT_OF_FALLS: Said = {
    "title": FALLS["title"],
    "question": "Kan en ökad fallrisk ses i rörelsemönster flera dagar före ett fall, utan bild och utan att veta "
    "vem det gäller?",
    "methods": ["measurements"],
    "data_need": "deidentified",
    "ethics": "planned",
    "principal": "Örebro universitet",
    "timing": "Från halvtid och framåt",
    "give_back": "En öppen beskrivning av metoden och en genomgång för rehab.",
    "public": "yes",
}
