"""How the fifteen needs came to where they are."""

from collections.abc import Iterator

from app.demo.acts import needs
from app.demo.needs import TEXTS
from app.demo.needs.askersund_ljusnarsberg import KEYS_FIRST_SUMMARY
from app.demo.stage import Stage, Story
from app.demo.words import In


def _yes(hours: int, goal: str) -> dict[str, object]:
    return {"answer": "yes", "hours": hours, "goal": goal}


def _published(
    stage: Stage,
    number: int,
    leader: str,
    sponsor: str,
    *,
    days: tuple[int, int, int, int, int],
    mandate: dict[str, object],
    shared_by: str = "",
) -> Story:
    """The straight way: written, sent, given its mandate, checked by the region, published; on these five days."""
    written, sent, mandated, checked, published = days
    yield stage.at(written, "08.40")
    needs.write(stage, leader, number, TEXTS[number])
    yield stage.at(sent, "10.15")
    needs.submit(stage, leader, number)
    if shared_by:
        yield stage.at(sent + 1, "13.05")
        needs.share(stage, shared_by, number)
    yield stage.at(mandated, "15.30")
    needs.decide(stage, sponsor, number, mandate)
    yield stage.at(checked, "09.45")
    needs.approve(stage, "ylva", number)
    yield stage.at(published, "11.20")
    needs.publish(stage, leader, number)


def nights(stage: Stage) -> Story:
    mandate = _yes(10, "Vi ska veta om vi kan ändra arbetssättet på natten innan de nya boendena öppnar.")
    yield from _published(
        stage, 1, "hanna", "agneta", days=(-75, -70, -64, -50, -40), mandate=mandate, shared_by="robin"
    )
    yield stage.at(-33, "13.40")
    needs.endorse(
        stage, "miriam", 1, "Vi gör 2,6 tillsyner per natt och boende och har samma oro för det som sker emellan."
    )
    yield stage.at(-30, "08.55")
    needs.endorse(stage, "annika", 1, "Samma behov på båda våra boenden. Vi följer gärna testet.")
    yield stage.at(-28, "10.05")
    needs.ask(stage, "moa", 1, "Finns trådlöst nät i alla rum, eller behöver Skogslyktan ta med egen uppkoppling?")
    yield stage.at(-26, "14.10")
    needs.answer(
        stage,
        "hanna",
        1,
        "Trådlöst nät finns i alla lägenheter och i gemensamma rum. Ni behöver inte ta med egen uppkoppling.",
        published_as="Finns trådlöst nät i alla rum, eller behöver företaget ta med egen uppkoppling?",
    )
    yield stage.at(-21, "09.20")
    needs.ask(stage, "erik", 1, "Kan larm visas i den app som nattpersonalen redan använder?")
    yield stage.at(-19, "15.45")
    needs.answer(
        stage,
        "navid",
        1,
        "Ja, om det kan skickas som ett vanligt larm till telefonen. Vi kan inte ändra i appen under testet.",
    )
    yield stage.at(-14, "11.00")
    needs.announce(
        stage, "hanna", 1, "Vi har fått fråga om rummens storlek: de flesta lägenheter är 28–34 kvadratmeter, ett rum."
    )
    yield stage.at(-3, "16.20")
    needs.ask(stage, "axel", 1, "Får utrustning skruvas i taket under testet?")


def falls(stage: Stage) -> Story:
    mandate = _yes(9, "Färre fall de första sex veckorna hemma, och ett arbetssätt som både hemtjänst och rehab äger.")
    yield from _published(
        stage, 2, "miriam", "hakan", days=(-305, -301, -296, -290, -286), mandate=mandate, shared_by="sofia"
    )
    yield stage.at(-280, "10.30")
    needs.ask(stage, "erik", 2, "Är det personen själv eller kommunen som har avtalet om larmet i hemmet?")
    yield stage.at(-278, "09.15")
    needs.answer(stage, "miriam", 2, "Under testet är det kommunen som äger utrustningen och svarar för larmet.")


def medicine(stage: Stage) -> Story:
    mandate = _yes(6, "Minst hälften av de rena överlämningsbesöken ska kunna ersättas utan att någon känner sig otrygg.")
    yield from _published(
        stage, 3, "jens", "gun", days=(-118, -112, -106, -99, -95), mandate=mandate, shared_by="annika"
    )
    yield stage.at(-60, "13.25")
    needs.ask(stage, "sara", 3, "Hur ofta delas läkemedel i dag: en, två eller fler veckor i taget?")
    yield stage.at(-57, "08.35")
    needs.answer(stage, "jens", 3, "Två veckor i taget, som dospåsar på rulle från apoteket.")
    yield stage.at(-52, "15.10")
    needs.endorse(stage, "sofia", 3, "Vi har kortare avstånd men samma avvikelser för försenade doser.")
    yield stage.at(-45, "10.50")
    needs.ask(stage, "adam", 3, "Tar ni emot ett utvecklingstest, eller måste produkten vara färdig?")
    yield stage.at(-43, "11.30")
    needs.answer(
        stage, "jens", 3, "Båda går bra. Ett utvecklingstest görs i en övningslägenhet och inte hemma hos någon."
    )


def loneliness(stage: Stage) -> Story:
    mandate = _yes(6, "Minst tio personer som i dag är ensamma ska ha sällskap tre gånger i veckan.")
    yield from _published(stage, 4, "annika", "stig", days=(-82, -78, -72, -64, -55), mandate=mandate)
    yield stage.at(-41, "14.00")
    needs.endorse(stage, "jens", 4, "Gäller våra byar också. Hälften av de äldre bor mer än en mil från Kopparberg.")


def outdoors(stage: Stage) -> Story:
    mandate = _yes(5, "Deltagarna ska gå ut minst så ofta som innan diagnosen, om de själva vill.")
    yield from _published(stage, 5, "sofia", "ingrid", days=(-58, -52, -45, -33, -25), mandate=mandate)
    yield stage.at(-15, "09.30")
    needs.ask(stage, "johan", 5, "Hur är mobiltäckningen längs promenadstråken?")
    yield stage.at(-12, "13.15")
    needs.answer(
        stage, "sofia", 5, "God i tätorten och längs Letälven. Norr om Ölsboda saknas täckning på flera ställen."
    )
    yield stage.at(-2, "10.40")
    needs.ask(stage, "moa", 5, "Är det dagverksamheten eller de anhöriga som laddar utrustningen?")


def nutrition(stage: Stage) -> Story:
    yield stage.at(-58, "09.00")
    needs.write(stage, "robin", 6, TEXTS[6])
    yield stage.at(-47, "13.30")
    needs.submit(stage, "robin", 6)
    yield stage.at(-38, "10.10")
    needs.decide(
        stage,
        "marianne",
        6,
        {
            "answer": "wait",
            "until": In(14),
            "comment": "Behovet är viktigt, men ingen leder testbädden sedan förra veckan. Vi tar upp det igen när "
            "en ny testbäddsledare har börjat.",
        },
    )


def up_again(stage: Stage) -> Story:
    mandate = _yes(8, "Tiden på golvet ska halveras, och ingen medarbetare ska behöva lyfta ensam utan hjälpmedel.")
    yield from _published(stage, 7, "hanna", "agneta", days=(-50, -44, -36, -27, -17), mandate=mandate)
    yield stage.at(-6, "08.50")
    needs.ask(stage, "axel", 7, "Finns det trappor utan hiss hos de som deltar?")
    yield stage.at(-4, "15.05")
    needs.answer(stage, "navid", 7, "Ja, i ungefär var femte bostad. Det ska gå att bära utrustningen två trappor.")


def light(stage: Stage) -> Story:
    mandate = _yes(4, "Vi vill veta om ljuset räcker, eller om arbetssättet på natten också måste ändras.")
    yield from _published(stage, 8, "miriam", "hakan", days=(-152, -147, -141, -134, -129), mandate=mandate)
    yield stage.at(-100, "09.55")
    needs.endorse(stage, "hanna", 8, "Två av våra demensboenden har samma problem och byter belysning om två år.")


def routines(stage: Stage) -> Story:
    mandate = _yes(8, "De boende ska klara fler rutiner själva, och själva tycka att det är bättre.")
    yield from _published(
        stage, 9, "hanna", "agneta", days=(-345, -338, -330, -322, -312), mandate=mandate, shared_by="miriam"
    )
    yield stage.at(-292, "10.20")
    needs.ask(stage, "ebba", 9, "Får de boende använda sina egna telefoner i testet?")
    yield stage.at(-290, "14.35")
    needs.answer(stage, "hanna", 9, "Ja, om de själva vill. Vi har också surfplattor att låna ut.")


def keys(stage: Stage) -> Story:
    yield stage.at(-42, "08.30")
    needs.write(stage, "jens", 10, {**TEXTS[10], "summary": KEYS_FIRST_SUMMARY})
    yield stage.at(-38, "10.00")
    needs.submit(stage, "jens", 10)
    yield stage.at(-34, "09.35")
    needs.decide(stage, "gun", 10, _yes(4, "Hjälpen vid larm ska komma fram lika fort i byarna som i tätorten."))
    yield stage.at(-28, "13.50")
    needs.send_back(
        stage,
        "ylva",
        10,
        "Sammanfattningen säger vilken sorts lås det ska bli. Beskriv i stället vad som ska fungera, så att fler kan "
        "svara på behovet.",
    )
    yield stage.at(-20, "11.10")
    needs.write(stage, "jens", 10, {name: TEXTS[10][name] for name in ("title", "summary", "categories", "horizon", "priority")})
    needs.submit(stage, "jens", 10)
    yield stage.at(-6, "16.05")
    needs.decide(stage, "gun", 10, _yes(4, "Hjälpen vid larm ska komma fram lika fort i byarna som i tätorten."))


def continence(stage: Stage) -> Story:
    mandate = _yes(8, "Vi ska veta om arbetet på natten kan läggas upp efter behov i stället för efter schema.")
    yield from _published(stage, 11, "robin", "marianne", days=(-422, -419, -414, -410, -407), mandate=mandate)


def lungs(stage: Stage) -> Story:
    yield stage.at(-8, "14.50")
    needs.write(stage, "annika", 12, TEXTS[12])


def languages(stage: Stage) -> Story:
    mandate = _yes(4, "Brukaren ska kunna säga vad hen vill vid varje besök.")
    yield from _published(stage, 13, "navid", "agneta", days=(-62, -56, -49, -41, -34), mandate=mandate)
    yield stage.at(-29, "10.45")
    needs.endorse(stage, "miriam", 13, "Vi har 60 brukare med annat modersmål än svenska.")
    yield stage.at(-27, "09.05")
    needs.endorse(stage, "jens", 13, "Få brukare hos oss, men samma behov i mötet mellan nya medarbetare och brukare.")


def relatives(stage: Stage) -> Story:
    mandate = _yes(3, "Färre samtal från oroliga anhöriga, utan att någon äldre känner sig övervakad.")
    yield from _published(stage, 14, "sofia", "ingrid", days=(-235, -230, -224, -217, -212), mandate=mandate)
    yield stage.at(-92, "15.20")
    needs.close(
        stage,
        "sofia",
        14,
        "none_fit",
        "Det vi fick förslag på samlade in mer om den äldre än vad de anhöriga behöver veta. Fråga först den äldre vad "
        "som får berättas, och till vem. Då räcker det ofta med något mycket enklare än sensorer.",
    )


def continuity(stage: Stage) -> Story:
    yield stage.at(-172, "09.25")
    needs.write(stage, "miriam", 15, TEXTS[15])
    yield stage.at(-168, "11.00")
    needs.submit(stage, "miriam", 15)
    yield stage.at(-160, "14.15")
    needs.decide(
        stage,
        "hakan",
        15,
        {
            "answer": "no",
            "comment": "Vi byter verksamhetssystem i höst och kan inte lägga tid på ett test samtidigt. Frågan löses "
            "till en del av bytet. Kom tillbaka om ett år om den är kvar.",
        },
    )
    yield stage.at(-152, "10.35")
    needs.withdraw(stage, "miriam", 15, "Ledningen har sagt nej: bytet av verksamhetssystem går före i år.")


ALL = (
    nights,
    falls,
    medicine,
    loneliness,
    outdoors,
    nutrition,
    up_again,
    light,
    routines,
    keys,
    continence,
    lungs,
    languages,
    relatives,
    continuity,
)


def stories(stage: Stage) -> Iterator[Story]:
    return (story(stage) for story in ALL)
