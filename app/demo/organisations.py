"""The region, its twelve municipalities, the university and fifteen invented companies (domain.md 8.1, 8.3).

Population on 31 December 2023 (Statistics Sweden). The companies' numbers are of a series that is not in use.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.organisations.models import Organisation, OrganisationKind, OrganisationStatus, Seat, SizeClass

COUNTY = "Örebro län"
Kind, Status = OrganisationKind, OrganisationStatus


@dataclass(frozen=True)
class Municipality:
    slug: str
    name: str
    short_name: str
    code: str
    org_number: str
    population: int
    status: OrganisationStatus = Status.active

    @property
    def is_founder(self) -> bool:
        return self.status is Status.active


MUNICIPALITIES = (
    Municipality("lekeberg", "Lekebergs kommun", "Lekeberg", "1814", "212000-2981", 8606, Status.invited),
    Municipality("laxa", "Laxå kommun", "Laxå", "1860", "212000-1918", 5497, Status.invited),
    Municipality("hallsberg", "Hallsbergs kommun", "Hallsberg", "1861", "212000-1926", 16232),
    Municipality("degerfors", "Degerfors kommun", "Degerfors", "1862", "212000-1934", 9357),
    Municipality("hallefors", "Hällefors kommun", "Hällefors", "1863", "212000-1942", 6495, Status.invited),
    Municipality("ljusnarsberg", "Ljusnarsbergs kommun", "Ljusnarsberg", "1864", "212000-1959", 4407),
    Municipality("orebro", "Örebro kommun", "Örebro", "1880", "212000-1967", 159348),
    Municipality("kumla", "Kumla kommun", "Kumla", "1881", "212000-1975", 22516, Status.onboarding),
    Municipality("askersund", "Askersunds kommun", "Askersund", "1882", "212000-1983", 11478),
    Municipality("karlskoga", "Karlskoga kommun", "Karlskoga", "1883", "212000-1991", 30261),
    Municipality("nora", "Nora kommun", "Nora", "1884", "212000-2007", 10627, Status.invited),
    Municipality("lindesberg", "Lindesbergs kommun", "Lindesberg", "1885", "212000-2015", 23292, Status.invited),
)


@dataclass(frozen=True)
class Company:
    slug: str
    name: str
    short_name: str
    org_number: str
    size: SizeClass = SizeClass.micro
    seat: Seat = Seat.county


COMPANIES = (
    Company("skogslyktan", "Skogslyktan Omsorgsteknik AB", "Skogslyktan", "492001-1014", SizeClass.small),
    Company("bergslagens-sensorik", "Bergslagens Sensorik AB", "Bergslagens Sensorik", "492002-1021", SizeClass.small),
    Company("tiveden-materials", "Tiveden Materials AB", "Tiveden Materials", "492003-1038"),
    Company("kilsbergen-medtech", "Kilsbergen Medtech AB", "Kilsbergen Medtech", "492004-1045", SizeClass.medium),
    Company("narkeapotek", "Närkeapotek Innovation AB", "Närkeapotek", "492005-1051"),
    Company("samtalet-digital", "Samtalet Digital ek. för.", "Samtalet Digital", "492006-1068", seat=Seat.sweden),
    Company("svartan-wearables", "Svartån Wearables AB", "Svartån Wearables", "492007-1075", SizeClass.small),
    Company("maltidslabbet", "Måltidslabbet i Kumla AB", "Måltidslabbet", "492008-1082"),
    Company("hjalmaren-robotik", "Hjälmaren Robotik AB", "Hjälmaren Robotik", "492009-1099", SizeClass.small),
    Company("ljusverket", "Ljusverket i Nora AB", "Ljusverket", "492010-1104"),
    Company("tydligt-stod", "Tydligt Stöd AB", "Tydligt Stöd", "492011-1111", SizeClass.small, seat=Seat.sweden),
    Company("glesbygdslas", "Glesbygdslås AB", "Glesbygdslås", "492012-1128"),
    Company("viskan-hygien", "Viskan Hygien AB", "Viskan Hygien", "492013-1135", SizeClass.medium, seat=Seat.sweden),
    Company("orebro-egenvard", "Örebro Egenvård AB", "Örebro Egenvård", "492014-1142"),
    Company("flersprak-vard", "Flerspråk Vård AB", "Flerspråk Vård", "492015-1158", seat=Seat.sweden),
)

ALONE = frozenset({"ljusverket"})
"""Too small for a sign-in service: its people come in with a passkey, or a link by e-mail."""

REGION, UNIVERSITY = "region-orebro-lan", "orebro-universitet"


def make(db: Session) -> dict[str, Organisation]:
    """All of them, by slug."""
    made = [_region(), _university()]
    made += [_municipality(one) for one in MUNICIPALITIES]
    made += [
        Organisation(
            slug=one.slug,
            name=one.name,
            short_name=one.short_name,
            kind=Kind.company,
            org_number=one.org_number,
            size_class=one.size,
            seat=one.seat,
            is_demo=True,
        )
        for one in COMPANIES
    ]
    db.add_all(made)
    db.flush()
    return {organisation.slug: organisation for organisation in made}


def _region() -> Organisation:
    return Organisation(
        slug=REGION,
        name="Region Örebro län",
        short_name="Regionen",
        kind=Kind.region,
        org_number="232100-0164",
        registrar_email="registrator@region.example",
        data_protection_email="dataskydd@region.example",
        county=COUNTY,
        is_demo=True,
    )


def _university() -> Organisation:
    return Organisation(
        slug=UNIVERSITY,
        name="Örebro universitet",
        short_name="Universitetet",
        kind=Kind.university,
        org_number="202100-2924",
        registrar_email="registrator@universitetet.example",
        data_protection_email="dataskydd@universitetet.example",
        county=COUNTY,
        is_demo=True,
    )


def _municipality(one: Municipality) -> Organisation:
    return Organisation(
        slug=one.slug,
        name=one.name,
        short_name=one.short_name,
        kind=Kind.municipality,
        status=one.status,
        org_number=one.org_number,
        municipality_code=one.code,
        county=COUNTY,
        population=one.population,
        registrar_email=f"registrator@{one.slug}.example",
        data_protection_email=f"dataskydd@{one.slug}.example",
        is_founder=one.is_founder,
        is_demo=True,
    )
