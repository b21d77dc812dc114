"""Who comes, goes, is asked and is reviewed in the county."""

from datetime import timedelta

from app.actor import THE_CLOCK, Role
from app.administration.models import Invitation, InvitationBatch
from app.administration.models import Outcome as Invited
from app.challenges.models import ChallengeState
from app.database import now, today
from app.emergency.models import EmergencyAccess
from app.handovers import actions as handovers
from app.onboarding import actions as arriving
from app.onboarding.forms import OnboardingForm
from app.organisations.models import OrganisationStatus
from app.passkeys.models import Passkey, Rescuer, RescuerKind
from app.people import actions as colleagues
from app.people import handing_on
from app.people import queries as people
from app.people.models import MembershipStatus
from app.recertification import actions as access
from app.role_mappings import actions as role_mappings
from app.role_mappings.models import Match
from app.role_mappings.reckoning import Draft
from app.scim import actions as directory
from app.scim import administering as scim
from app.scim.resources import Group, Someone
from app.sign_in import newcomers
from app.sign_in import queries_newcomers as newcomers_queries
from app.sign_in.newcomers import Newcomer
from app.sign_in.secrets import fingerprint
from tests.browser.counting import DAY, NUMBERS

SCIM_USER = "urn:ietf:params:scim:schemas:core:2.0:User"


def people_who_come(county):
    """Someone of each standing in the town."""
    for standing in MembershipStatus:
        member = county.given.member(Role.unit_contact, of=county.hosts.town, name=f"Kit Kontakt {next(NUMBERS)}")
        member.status = standing
        county.at[f"member {standing}"] = member.id
        if standing is MembershipStatus.invited:
            invited(county, member)


def two_newcomers(county, connection):
    """Somebody who waits to be let in, and somebody who has been turned away and may ask."""
    asked = []
    for name in ("Nina Nykomling", "Nils Nykomling"):
        newcomer = Newcomer(name, name, f"{name.split()[0].lower()}@hemstad.example")
        key = newcomers.offer(county.db, connection.id, newcomer)
        asked.append((key, newcomers_queries.open_request(county.db, fingerprint(key))))
    (_, waits), (key, _) = asked
    member = newcomers.ask(county.db, waits, "Jag ska bedöma förfrågningar.")
    county.at["newcomer"], county.at["access key"] = member.id, key


def invited(county, member):
    admin = county.people["organisation admin"]
    key = "en-nyckel-som-ingen-annan-har"
    county.given.saved(
        Invitation(
            membership_id=member.id,
            invited_by_id=admin.id,
            message="Vi behöver dig i testbädden.",
            token_hash=fingerprint(key),
            expires_at=now() + 7 * DAY,
        )
    )
    county.at["invitation"] = key
    results = [{"email": "ny@storbro.example", "outcome": one.value} for one in Invited]
    batch = InvitationBatch(organisation_id=admin.organisation_id, invited_by_id=admin.id, results=results)
    county.at["batch"] = county.given.saved(batch).id


def a_municipality_arriving(county):
    """A municipality on its way in, and one that nobody has heard of yet."""
    county.given.organisation("Utkants kommun", short_name="Utkanten", status=OrganisationStatus.invited)
    town = county.given.organisation("Nyby kommun", short_name="Nyby", status=OrganisationStatus.invited)
    region = county.people["region lead"].actor
    row = arriving.note_interest(county.db, region, town, today() - 30 * DAY, "Socialchefen")
    said = OnboardingForm(contact="Socialchefen", agreement_signed_on=today() - 9 * DAY)
    arriving.write_down(county.db, region, row, said, None)
    county.at["arriving town"] = town.slug


def a_review_of_access(county):
    """A review that waits for the town's administrator."""
    quarter = access.queries.quarter_of(today())
    county.at["review"] = access.begin(county.db, THE_CLOCK, county.hosts.town, quarter).id


def handed_over(county):
    """A draft, one that was sent, and something that somebody answers for meanwhile."""
    leaver, receiver = (county.present(who) for who in ("leaving leader", "receiver"))
    town = leaver.organisation
    county.at["leaving town"] = town.slug
    for _ in range(3):
        title = f"Tryggare nätter för dem som bor på hus {next(NUMBERS)}"
        county.given.challenge(town, ChallengeState.draft, author_id=leaver.id, title=title)
    gone = county.given.member(Role.testbed_leader, of=town, name="Redan Borta")
    county.given.challenge(town, ChallengeState.draft, author_id=gone.id, title="Säkrare mediciner på hus ett")
    colleagues.remove_at_once(county.db, THE_CLOCK, gone, why="gone")
    meanwhile = people.interims(county.db)[0]
    county.at["interim"] = meanwhile.id
    # Whoever was named first answers for it; the walk looks at it as the deputy.
    handing_on.name_another(county.db, THE_CLOCK, meanwhile, people.membership(county.db, receiver.id))
    leaver = county.present("leaving leader")
    first = handovers.start(county.db, leaver.actor, leaver, today() + 20 * DAY)
    handovers.send(county.db, leaver.actor, first)
    county.at["handover sent"] = first.reference
    other = county.given.member(Role.testbed_leader, of=town, name="Tredje Ledare")
    title = "Tryggare nätter på ett hus som står på landet"
    county.given.challenge(town, ChallengeState.draft, author_id=other.id, title=title)
    leaver = county.present("leaving leader")
    second = handovers.start(county.db, leaver.actor, people.membership(county.db, other.id), today() + 20 * DAY)
    county.at["handover draft"] = second.reference


def a_directory(county):
    """What the town's directory has sent, and nobody has approved yet; a group gives a role."""
    town, admin = county.hosts.town, county.people["organisation admin"]
    house = scim.directory_for(county.db, town)
    scim.create_key(county.db, admin.actor, town, timedelta(days=90))
    for number, active in enumerate((True, True, False)):
        body = {
            "schemas": [SCIM_USER],
            "userName": f"kim{number}",
            "active": active,
            "displayName": f"Kim Ny {number}",
        }
        said = Someone.model_validate(body | {"emails": [{"value": f"kim{number}@hemstad.example"}]})
        user = directory.create_user(county.db, house, said)
    group = Group.model_validate({"displayName": "Enhetschefer", "members": [{"value": str(user.id)}]})
    directory.create_group(county.db, house, group)
    refusal = ("PATCH", "/Users/1", 400, "invalidPath", "The path could not be understood.")
    directory.note_failure(county.db, town.id, *refusal)
    lines = [Draft("groups", Match.equals, "Enhetschefer", Role.unit_contact)]
    key = role_mappings.preview(county.db, town, lines).key
    role_mappings.save(county.db, admin.actor, town, lines, version=None, key=key)


def keys_of_their_own(county):
    """Passkeys, and what is for when nobody can come in."""
    county.at["link"] = "0" * 64
    own = county.given.own_identity(county.people["small company"])
    key = {"public_key": b"", "sign_count": 0, "is_synced": False, "credential_id": "AAAA"}
    county.at["passkey"] = county.given.saved(Passkey(identity_id=own.id, label="Min jobbtelefon", **key)).id
    mender, admin = county.people["mender"], county.people["platform admin"]
    named = {"organisation_id": mender.organisation_id, "named_by": "Ada Administratör"}
    rescuer = Rescuer(membership_id=mender.id, kind=RescuerKind.organisation, **named)
    county.at["rescuer"] = county.given.saved(rescuer).id
    asked = {"reason": "Inloggningen är nere hos alla kommuner.", "expires_at": now() + timedelta(hours=1)}
    word, browser = "ABCD2345", fingerprint("another")
    access = EmergencyAccess(membership_id=admin.id, word=word, browser_hash=browser, **asked)
    county.at["emergency"] = county.given.saved(access).id
    county.at["emergency word"] = word
