"""The money of the invented testbed. Share, cap, window and registry number of the first decision are those of the real
one (domain.md 8.5); every cost, every name and the whole of the second decision are invented.
"""

from app.demo.words import Said

GRANT: Said = {
    "registry_number": "21RS4368",
    "title": "Regional testbädd",
    "purpose": "En samverkansplattform mellan kommuner, forskning och näringsliv, där välfärdsteknik prövas i "
    "vardagen.",
    "priority_area": "Hälsofrämjande arbete och hälso- och sjukvård",
    "strategy_goal": "Ökad innovationskraft",
}
FIRST: Said = {
    "title": "Medfinansiering av projekt Regional testbädd",
    "body": "Regional tillväxtnämnd",
    "decided_on": "2021-06-16",
    "percent": "50",
    "cap": "4111981",
    "starts_on": "2021-09-01",
    "ends_on": "2024-08-31",
    "source": "state_growth",
    "appropriation": "1:1",
    "orientation": "Projekt som främjar en utveckling av näringslivet som är långsiktig och hållbar",
    "terms": "Allmänna villkor för medfinansiering",
    "terms_registry_number": "19RS9026",
    "terms_decided_on": "2019-11-05",
    "counts_only_paid": "no",
    "deducts_income": "yes",
    "rounding": "down",
    "signatory": "Maj Strömvall (påhittad)",
    "signatory_capacity": "Regional utvecklingsdirektör",
    "distribution": "Projektledningen\nRegional utveckling\nEkonomi",
    "conditions_asked": [
        {"kind": "full_financing", "text": "Projektets budget ska vara fullt finansierad.", "is_blocking": True},
        {"kind": "visibility", "text": "Det ska framgå att Region Örebro län medfinansierar projektet."},
        {
            "kind": "neutrality",
            "text": "Inget enskilt företag får gynnas; insatserna ska komma grupper av företag till del.",
        },
        {"kind": "general_terms", "text": "Regionens allmänna villkor för medfinansiering gäller i övrigt."},
    ],
    "line_sv": "Region Örebro län medfinansierar projektet.",
    "line_en": "Region Örebro County co-finances the project.",
}
SECOND: Said = {
    **FIRST,
    "title": "Förlängning i 18 månader (demo, påhittat beslut)",
    "body": "Regional tillväxtnämnd (demo)",
    "cap": "1850000",
    "paragraph": "",
}
QUARTERS = (
    ("2023-03-31", "1200000"),
    ("2023-06-30", "900000"),
    ("2023-09-30", "1500000"),
    ("2023-12-31", "2000000"),
    ("2024-03-31", "1800000"),
    ("2024-06-30", "1500000"),
)
"""The last day of each quarter and what was booked in it; invented (domain.md 6.1). Claims: 600 000 … 411 981."""

PARTS = (
    ("personnel", "Lön testledning", 62),
    ("services", "Utvärderingsstöd", 18),
    ("equipment", "Utrustning till testmiljöer", 12),
    ("travel", "Resor mellan kommunerna", 8),
)
"""Percent of each quarter; the sums add up to the quarter's."""

SHOWN = (
    "Kommunernas avsiktsförklaringar finns i ärendet.",
    "Raden står på varje sida.",
    "Inget företag fick mer än en fjärdedel av testerna, se intyget om lika villkor.",
    "Slutredovisningen är godkänd (demo).",
)
"""What shows that each condition of the first decision was fulfilled, in their order."""

OUTSIDE: Said = {
    "booked_on": "2024-09-03",
    "amount": "38400",
    "category": "travel",
    "description": "Resor till avslutningskonferens",
    "voucher": "A-24117",
}
UNELIGIBLE: Said = {
    "booked_on": "2024-05-22",
    "amount": "12650",
    "category": "other",
    "description": "Representation vid studiebesök",
    "voucher": "A-23981",
    "eligible": "no",
    "reason": "Representation räknas inte enligt de allmänna villkoren.",
}
CORRECTION: Said = {
    "booked_on": "2024-07-15",
    "amount": "-25000",
    "description": "Kreditfaktura, utvärderingsstöd",
    "voucher": "A-24052",
}
