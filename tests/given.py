"""What a test starts from. Plain functions with defaults: nothing here surprises."""

from datetime import timedelta
from itertools import count
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.challenges.choices import (
    CallType,
    Category,
    Compensation,
    EffectGoal,
    Horizon,
    Involvement,
    LegalRegime,
    Operation,
    Priority,
    RegionalGoal,
    SocietalChallenge,
    TargetGroup,
    YesNoUnknown,
)
from app.challenges.models import PUBLIC_STATES, Challenge, ChallengeState
from app.database import now, today
from app.organisations.models import Organisation, OrganisationKind
from app.people import queries as people
from app.people.models import Membership, MembershipRole, Person
from app.references.queries import next_reference
from app.search import queries as search
from app.sign_in import models as sign_in
from app.sign_in.secrets import fingerprint

_number = count(1)

HOMES = {
    Role.company_rep: OrganisationKind.company,
    Role.researcher: OrganisationKind.university,
    Role.region_lead: OrganisationKind.region,
    Role.region_officer: OrganisationKind.region,
    Role.platform_admin: OrganisationKind.region,
}


class Given:
    """`given.member(Role.sponsor, of=town)`: rows that are really there."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def saved(self, row: Any) -> Any:
        self.db.add(row)
        self.db.commit()
        return row

    def organisation(
        self, name: str = "", kind: OrganisationKind = OrganisationKind.municipality, **values: Any
    ) -> Organisation:
        number = next(_number)
        name = name or f"Organisation {number}"
        defaults = {"slug": f"organisation-{number}", "name": name, "short_name": name, "kind": kind}
        return self.saved(Organisation(**(defaults | values)))

    def region(self) -> Organisation:
        """The region: there is one."""
        return people.region(self.db) or self.organisation("Regionen", OrganisationKind.region)

    def member(
        self, *roles: Role, of: Organisation | UUID | None = None, name: str = "", email: str = "", **values: Any
    ) -> Membership:
        """Someone with roles in an organisation: an active membership, ready to be an actor."""
        roles = roles or (Role.testbed_leader,)
        name = name or f"Kim {next(_number)}"
        person = self.saved(Person(name=name, email=email or f"{name.replace(' ', '.').lower()}@demo.example"))
        membership = Membership(organisation_id=self._home(roles[0], of), person_id=person.id, **values)
        membership.role_rows = [MembershipRole(role=role) for role in roles]
        self.saved(membership)
        found = people.membership(self.db, membership.id)
        assert found is not None
        return found

    def _home(self, role: Role, of: Organisation | UUID | None) -> UUID:
        if isinstance(of, UUID):
            return of
        if of is not None:
            return of.id
        kind = HOMES.get(role, OrganisationKind.municipality)
        return self.region().id if kind is OrganisationKind.region else self.organisation(kind=kind).id

    def actor(self, *roles: Role, of: Organisation | UUID | None = None) -> Actor:
        return self.member(*roles, of=of).actor

    def signs_in(self, member: Membership) -> str:
        """The key of a session in which the member has signed in through their own organisation."""
        return self._signed_in(member, self._way_in(member, issuer=f"https://login.example/{member.id}"))

    def signs_in_alone(self, member: Membership) -> str:
        """The same where the organisation has no sign-in service: by a passkey or a link."""
        own = {"organisation_id": member.organisation_id, "protocol": sign_in.Protocol.local}
        found = self.db.query(sign_in.IdpConnection).filter_by(**own).one_or_none()
        return self._signed_in(member, found or self._way_in(member, issuer="", protocol=sign_in.Protocol.local))

    def _way_in(self, member: Membership, **values: Any) -> sign_in.IdpConnection:
        return self.saved(
            sign_in.IdpConnection(
                organisation_id=member.organisation_id,
                name="Test",
                status=sign_in.ConnectionStatus.active,
                client_id="portal",
                secret_sealed="",
                **values,
            )
        )

    def _signed_in(self, member: Membership, connection: sign_in.IdpConnection) -> str:
        token = token_urlsafe(32)
        known = {"connection_id": connection.id, "person_id": member.person_id}
        identity = self.db.query(sign_in.Identity).filter_by(**known).one_or_none()
        identity = identity or self.saved(sign_in.Identity(subject=str(member.person_id), **known))
        until = now() + timedelta(hours=10)
        session = self.saved(
            sign_in.Session(
                token_hash=fingerprint(token),
                person_id=member.person_id,
                acting_membership_id=member.id,
                last_seen_at=now(),
                idle_minutes=60,
                expires_at=until,
                auth_time=now(),
            )
        )
        self.saved(
            sign_in.SessionOrganisation(
                session_id=session.id,
                organisation_id=member.organisation_id,
                identity_id=identity.id,
                connection_id=connection.id,
                connection_version=connection.version,
                authenticated_at=now(),
                expires_at=until,
            )
        )
        return token

    def own_identity(self, member: Membership) -> sign_in.Identity:
        """The member as their organisation's own way in knows them."""
        self.signs_in_alone(member)
        own = {"organisation_id": member.organisation_id, "protocol": sign_in.Protocol.local}
        connection = self.db.query(sign_in.IdpConnection).filter_by(**own).one()
        known = {"connection_id": connection.id, "person_id": member.person_id}
        return self.db.query(sign_in.Identity).filter_by(**known).one()

    def was_proven(self, member: Membership, *, minutes_ago: int) -> None:
        """The member signed in that long ago, wherever they are signed in."""
        for proof in self.db.query(sign_in.SessionOrganisation).filter_by(organisation_id=member.organisation_id):
            proof.authenticated_at = now() - timedelta(minutes=minutes_ago)
        self.db.commit()

    def challenge(
        self,
        of: Organisation | UUID | None = None,
        state: ChallengeState = ChallengeState.draft,
        sponsor: Membership | None = None,
        **values: Any,
    ) -> Challenge:
        """A need with every question answered."""
        home = self._home(Role.testbed_leader, of)
        author_id = values.get("author_id") or self.member(Role.testbed_leader, of=home).id
        sponsor = sponsor or self.member(Role.sponsor, of=home)
        defaults = {
            "reference": next_reference(self.db, "B"),
            "title": f"Tryggare nätter nummer {next(_number)}",
            "organisation_id": home,
            "author_id": author_id,
            "sponsor_id": sponsor.id,
            "state": state,
            "state_since": now(),
            "similar_seen_at": now(),
            "published_at": now() if state in PUBLIC_STATES else None,
            "co_owners": [],
        }
        need = self.saved(Challenge(**(WHOLE_CHALLENGE | dates() | defaults | values)))
        need.search = search.vector(need.searched_texts)
        return self.saved(need)


WHOLE_CHALLENGE: dict[str, Any] = {
    "summary": "Personalen väcker de som bor här flera gånger varje natt för att se att allt är bra.",
    "categories": [Category.digital_supervision],
    "horizon": Horizon.now,
    "priority": Priority.high,
    "problem": "Tre gånger varje natt öppnas dörren. Många vaknar och har svårt att somna om. "
    "Det ger trötta dagar för alla.",
    "desired": "De som bor här sover hela natten, och personalen vet ändå att alla mår bra.",
    "operations": [Operation.care_home],
    "legal_regime": LegalRegime.sol,
    "target_groups": [TargetGroup.older_in_care_home],
    "affected_users": 40,
    "effect_goals": [EffectGoal.safety],
    "user_involvement": [Involvement.interview],
    "site_name": "Ett särskilt boende",
    "site_participants_max": 12,
    "site_hours": 6,
    "procure_24m": YesNoUnknown.unknown,
    "compensation": Compensation.none,
    "call_type": CallType.call,
    "criteria": [
        {"text": "Hur väl behovet möts", "weight": 50},
        {"text": "Trygghet för den som bor här", "weight": 30},
        {"text": "Hur lätt det är att använda", "weight": 20},
    ],
    "regional_goals": [RegionalGoal.health],
    "societal_challenges": [SocietalChallenge.demography],
}


def dates() -> dict[str, Any]:
    """Dates of a call that runs now."""
    day = today()
    return {
        "site_from": day + timedelta(days=60),
        "site_to": day + timedelta(days=240),
        "opens_on": day - timedelta(days=1),
        "questions_close_on": day + timedelta(days=14),
        "closes_on": day + timedelta(days=21),
    }
