"""The cast: everyone is invented, and nobody bears the name of anyone in the documents the testbed goes back on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import THE_CLOCK, Role
from app.database import SWEDEN
from app.demo.organisations import REGION, UNIVERSITY
from app.organisations.models import Organisation
from app.people.models import Membership, MembershipRole, Person, Post
from app.references.slugs import slug

HALLSBERG_VACANT_DAYS = 40
DEGERFORS_LEAVES_IN_DAYS = 10
MORNING = time(8)


@dataclass(frozen=True)
class Member:
    """Someone in an organisation. `key` is what the stories call them; `until` is in days from the day of seeding."""

    key: str
    name: str
    organisation: str
    roles: tuple[Role, ...]
    unit: str = ""
    percent: int | None = None  # of full time, for the testbed
    until: int | None = None
    since: int = -430
    locale: str = "sv"

    @property
    def email(self) -> str:
        return f"{slug(self.name).replace('-', '.')}@{self.organisation}.example"


LEADER, DEPUTY, SPONSOR = (Role.testbed_leader,), (Role.testbed_deputy,), (Role.sponsor,)
CONTACT, ASSESSOR, COMPANY, RESEARCHER = (
    (Role.unit_contact,),
    (Role.assessor,),
    (Role.company_rep,),
    (Role.researcher,),
)

CAST = (
    Member("ylva", "Ylva Strandmark", REGION, (Role.region_lead,), "Välfärd och folkhälsa"),
    Member("joakim", "Joakim Ferm", REGION, (Role.region_officer,), "Välfärd och folkhälsa"),
    Member("tove", "Tove Lindgårde", REGION, (Role.platform_admin,), "It-förvaltning"),
    # Örebro
    Member("hanna", "Hanna Wikander", "orebro", LEADER, "Programområde social välfärd", 80),
    Member("navid", "Navid Parsa", "orebro", DEPUTY, "Programområde social välfärd", 25),
    Member("agneta", "Agneta Rydholm", "orebro", SPONSOR, "Vård- och omsorgsförvaltningen"),
    Member("birgit", "Birgit Sjöhage", "orebro", CONTACT, "Vård- och omsorgsboende öster"),
    Member("oskar", "Oskar Tallberg", "orebro", ASSESSOR, "Digitalisering och it"),
    Member("pia", "Pia Höglind", "orebro", ASSESSOR, "Funktionsstöd, bostad med särskild service"),
    Member("kerstin", "Kerstin Alvin", "orebro", (Role.organisation_admin,), "Digitalisering och it"),
    # Karlskoga
    Member("miriam", "Miriam Ekstedt", "karlskoga", LEADER, "Socialförvaltningen", 50),
    Member("samuel", "Samuel Björnram", "karlskoga", DEPUTY, "Socialförvaltningen", 15),
    Member("hakan", "Håkan Nyhlén", "karlskoga", SPONSOR, "Socialförvaltningens ledning"),
    Member("leila", "Leila Mansour", "karlskoga", CONTACT, "Hemtjänst och rehab"),
    Member("tomas", "Tomas Gripenvik", "karlskoga", ASSESSOR, "Kommunal hälso- och sjukvård"),
    # Degerfors
    Member("sofia", "Sofia Hammarlund", "degerfors", LEADER, "Socialförvaltningen", 30, until=DEGERFORS_LEAVES_IN_DAYS),
    Member("viktor", "Viktor Asplid", "degerfors", DEPUTY, "Socialförvaltningen", 10),
    Member("ingrid", "Ingrid Malmros", "degerfors", SPONSOR, "Socialförvaltningens ledning"),
    Member("jonna", "Jonna Tegnebo", "degerfors", CONTACT, "Dagverksamhet och hemtjänst"),
    Member("peder", "Peder Sunehag", "degerfors", ASSESSOR, "Kommunal hälso- och sjukvård"),
    # Hallsberg: nobody leads the testbed now
    Member("robin", "Robin Lagerstad", "hallsberg", LEADER, "Social- och omsorg", 30, until=-HALLSBERG_VACANT_DAYS),
    Member("marianne", "Marianne Friskman", "hallsberg", SPONSOR, "Social- och omsorgsförvaltningens ledning"),
    Member("emma", "Emma Kullander", "hallsberg", CONTACT, "Särskilt boende"),
    Member("ulf", "Ulf Granath", "hallsberg", ASSESSOR, "Kommunal hälso- och sjukvård"),
    # Askersund
    Member("annika", "Annika Lövhed", "askersund", LEADER, "Socialförvaltningen", 40),
    Member("stig", "Stig Bergendal", "askersund", SPONSOR, "Socialförvaltningens ledning"),
    Member("malin", "Malin Östervall", "askersund", CONTACT, "Hemtjänst och träffpunkter"),
    Member("daniel", "Daniel Forsvik", "askersund", ASSESSOR, "Kommunal hälso- och sjukvård"),
    # Ljusnarsberg
    Member("jens", "Jens Hällkvist", "ljusnarsberg", LEADER, "Socialförvaltningen", 25),
    Member("gun", "Gun Österdal", "ljusnarsberg", SPONSOR, "Socialförvaltningens ledning"),
    Member("rebecka", "Rebecka Nordvall", "ljusnarsberg", CONTACT, "Hemtjänst och hemsjukvård"),
    Member("amir", "Amir Salehi", "ljusnarsberg", ASSESSOR, "Kommunal hälso- och sjukvård"),
    # Kumla is on its way in: the sign-in is connected and people are named, the training is still to come
    Member("frida", "Frida Ljungman", "kumla", (Role.organisation_admin,), "Digital utveckling", since=-60),
    Member("torbjorn", "Torbjörn Ekvall", "kumla", SPONSOR, "Social- och omsorgsförvaltningens ledning", since=-40),
    Member("linnea", "Linnea Åkerby", "kumla", LEADER, "Social- och omsorgsförvaltningen", 25, since=-25),
    # Companies
    Member("moa", "Moa Lundvik", "skogslyktan", COMPANY, "Försäljning"),
    Member("erik", "Erik Stenhammar", "bergslagens-sensorik", COMPANY, "Ledning"),
    Member("nils", "Nils Tivegård", "tiveden-materials", COMPANY, "Ledning"),
    Member("sara", "Sara Kilström", "kilsbergen-medtech", COMPANY, "Offentlig marknad"),
    Member("adam", "Adam Närkeby", "narkeapotek", COMPANY, "Produktutveckling"),
    Member("lova", "Lova Frisell", "samtalet-digital", COMPANY, "Verksamhet"),
    Member("johan", "Johan Svartling", "svartan-wearables", COMPANY, "Ledning"),
    Member("wilma", "Wilma Kornhall", "maltidslabbet", COMPANY, "Ledning"),
    Member("axel", "Axel Hjälmgren", "hjalmaren-robotik", COMPANY, "Produktutveckling"),
    Member("disa", "Disa Noring", "ljusverket", COMPANY, "Ledning"),
    Member("ebba", "Ebba Klarin", "tydligt-stod", COMPANY, "Ledning"),
    Member("gustav", "Gustav Låsberg", "glesbygdslas", COMPANY, "Ledning"),
    Member("helene", "Helene Viskander", "viskan-hygien", COMPANY, "Offentlig marknad"),
    Member("ida", "Ida Andersdal", "orebro-egenvard", COMPANY, "Ledning"),
    Member("zara", "Zara Tolkander", "flersprak-vard", COMPANY, "Ledning", locale="en"),
    # The university
    Member("eva", "Eva Norrgren", UNIVERSITY, RESEARCHER, "Institutionen för hälsovetenskaper"),
    Member("david", "David Sjögrim", UNIVERSITY, RESEARCHER, "Institutionen för naturvetenskap och teknik"),
)

DEPUTIES = {"hanna": "navid", "miriam": "samuel", "sofia": "viktor", "ylva": "joakim"}
"""Who stands in for whom."""


def make(db: Session, organisations: dict[str, Organisation], today: date) -> dict[str, Membership]:
    """Everyone in the cast, by key."""
    made = {}
    for one in CAST:
        person = Person(name=one.name, email=one.email, locale=one.locale, is_demo=True)
        db.add(person)
        db.flush()
        made[one.key] = Membership(
            organisation_id=organisations[one.organisation].id,
            person_id=person.id,
            unit=one.unit,
            fte_percent=one.percent,
            valid_from=today + timedelta(days=one.since),
            valid_to=None if one.until is None else today + timedelta(days=one.until),
            role_rows=[MembershipRole(role=role) for role in one.roles],
            person=person,
            organisation=organisations[one.organisation],
        )
    db.add_all(made.values())
    db.flush()
    for one in CAST:
        membership = made[one.key]
        db.add_all(
            Post(
                organisation_id=membership.organisation_id,
                membership_id=membership.id,
                role=role,
                since=membership.valid_from,
            )
            for role in one.roles
        )
        with clock.at(datetime.combine(today + timedelta(days=one.since), MORNING, SWEDEN)):
            roles, last_day = sorted(one.roles), membership.valid_to
            record(db, THE_CLOCK, Happened.member_added, membership, roles=roles, last_day=last_day)
    for key, deputy in DEPUTIES.items():
        made[key].deputy_id = made[deputy].id
    db.flush()
    return made
