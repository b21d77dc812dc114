"""What the invented needs say: Swedish of the kind people write, put together from parts. Always the same."""

from collections.abc import Iterator
from dataclasses import dataclass

WHAT = (
    "Tryggare nätter utan väckning",
    "Läkemedelsautomat för den som bor själv",
    "Ensamhet bland äldre i glesbygd",
    "Digitalt lås till hemtjänsten",
    "Trygghetslarm som fungerar utomhus",
    "Fallolyckor på särskilt boende",
    "Bättre hygien vid stomivård",
    "Kortare resor för nattpatrullen",
    "Påminnelser för personer med minnessvårigheter",
    "Tillsyn på distans på natten",
    "Samtal på andra språk än svenska",
    "Mat som den enskilde väljer själv",
    "Rörelse och träning i hemmet",
    "Dokumentation med rösten i hemsjukvården",
    "Planering av scheman utan dubbelarbete",
    "Stöd till anhöriga som vårdar",
    "Robot som hämtar och lämnar tvätt",
    "Sensorer som märker förändrade vanor",
    "Introduktion av nya medarbetare",
    "Färre felaktiga larm från kameror",
)
WHERE = ("i hemtjänsten", "på särskilt boende", "på korttidsboende", "i daglig verksamhet", "i hemsjukvården")
PROBLEMS = (
    "Personalen öppnar dörren tre gånger varje natt för att se att allt är bra. Många vaknar och somnar inte om.",
    "Nycklar hämtas och lämnas på kontoret. Varje tur tar en halvtimme, och någon gång försvinner en nyckel.",
    "Larmet når bara till tomtgränsen. Den som går ut på promenad vågar inte gå så långt som den skulle kunna.",
    "Vi får veta att någon har ramlat först när vi kommer på nästa besök. Då har det ibland gått flera timmar.",
    "Läkemedel ges vid tider som passar våra rutter, inte vid de tider som är bäst för den enskilde.",
)
GOALS = (
    "De som bor här sover hela natten, och personalen vet ändå att alla mår bra.",
    "Den enskilde klarar mer själv och väljer när hjälpen kommer.",
    "Medarbetarna hinner med samtalen, för resorna och dubbelarbetet har blivit färre.",
    "Anhöriga kan se att allt är som det ska utan att behöva ringa.",
)
SITES = ("Björkbacken", "Ekliden", "Solgläntan", "Kvarngården", "Tallhöjden", "Åkerblom", "Hammarby", "Norrskogen")


@dataclass(frozen=True)
class Text:
    title: str
    summary: str
    problem: str
    desired: str
    site: str


def texts() -> Iterator[Text]:
    """Two hundred different needs; the rest are the same wishes in other places."""
    for number in range(200):
        what, where = WHAT[number % len(WHAT)], WHERE[number // len(WHAT) % len(WHERE)]
        site = SITES[number % len(SITES)]
        yield Text(
            title=f"{what} {where}",
            summary=f"{PROBLEMS[number % 5].split('.')[0]}. Det gäller ungefär {20 + number % 60} personer {where}.",
            problem="\n\n".join(PROBLEMS[(number + each) % 5] for each in range(3)),
            desired="\n\n".join(GOALS[(number + each) % 4] for each in range(2)),
            site=site,
        )


SEARCHES = (
    "trygghetslarm",
    "läkemedelsautomaten",
    "ensamhet",
    "stomi",
    "digitalt lås",
    "sensorn",
    "kamera",
    "nattpatrull",
    "hemtjänsten nycklar",
    "anhöriga",
    "robot",
    "schemat",
)
"""From words most needs hold to words few do, inflected as people inflect them."""
