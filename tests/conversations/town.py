"""A need, a request, a pilot and a study with everyone around them, and what has been written about each."""

from sqlalchemy import select

from app.actor import VISITOR, Role
from app.challenges.models import ChallengeState
from app.conversations import actions, queries
from app.conversations.forms import MessageText
from app.conversations.matters import BY_SERIES, of_message
from app.conversations.models import Message, Reach
from app.conversations.queries_reading import readable
from app.database import now
from app.references.queries import next_reference
from app.research.models import Research, ResearchState
from app.test_requests.models import Standing
from tests.assessments.scene import Scene
from tests.pilots.setting import Setting


class Town:
    """`town.cast` is everyone by what they are; `town.things` what they talk about."""

    def __init__(self, given):
        self.given, self.db = given, given.db
        self.scene, self.setting = Scene(given), Setting(given)
        scene, setting = self.scene, self.setting
        self.members = {
            "the leader": scene.leader,
            "the deputy": scene.deputy,
            "the sponsor": scene.sponsor,
            "a unit contact": scene.contact,
            "one with ties": scene.assessor,
            "the administrator": given.member(Role.organisation_admin, of=scene.town),
            "another town": scene.outsider,
            "the company": scene.representative,
            "another company": given.member(Role.company_rep),
            "the pilot's leader": setting.leader,
            "the pilot's contact": given.member(Role.unit_contact, of=setting.town),
            "the pilot's company": setting.company_rep,
            "the researcher": given.member(Role.researcher),
            "the region": scene.region,
            "an officer with ties": given.member(Role.region_officer),
            "the platform": given.member(Role.platform_admin),
        }
        self.cast = {"a visitor": VISITOR} | {who: member.actor for who, member in self.members.items()}

    def need(self, state=ChallengeState.open):
        need = self.given.challenge(of=self.scene.town, state=state, sponsor=self.scene.sponsor)
        self.scene.shares(need, self.scene.other_town)
        return need

    def request(self, **values):
        """Handled by the leader and a unit contact; two have ties to the company."""
        row = self.scene.request(**values)
        for member, standing in (
            (self.scene.leader, Standing.cleared),
            (self.scene.contact, Standing.cleared),
            (self.scene.assessor, Standing.conflicted),
            (self.members["an officer with ties"], Standing.conflicted),
        ):
            row = self.scene.standing(row, member, standing)
        return row

    def pilot(self):
        return self.setting.running()

    def study(self, state=ResearchState.active):
        pilot, researcher = self.setting.running(seeks_research=True), self.members["the researcher"]
        row = Research(
            reference=next_reference(self.db, "F"),
            organisation_id=researcher.organisation_id,
            membership_id=researcher.id,
            pilot_id=pilot.id,
            host_id=pilot.organisation_id,
            company_id=pilot.company_id,
            state=state,
            state_since=now(),
            title="Sömn och trygghet för dem som bor kvar hemma",
        )
        return self.given.saved(row)

    def said(self, who, row, reach, text="Hur går det?"):
        """A message that stands there already, whoever may write it."""
        actor = self.cast[who]
        message = Message(
            **{BY_SERIES[row.reference[0]].column: row.id},
            reference=row.reference,
            label=row.label,
            reach=reach,
            membership_id=actor.membership_id,
            organisation_id=actor.organisation_id,
            person_name=actor.person_name,
            organisation_name=actor.organisation_name,
            text=text,
            sent_at=now(),
        )
        return self.given.saved(message)

    def writes(self, who, row, reach, text="Hur går det?"):
        """As the page does it."""
        actor = self.cast[who]
        talk = queries.talk(self.db, actor, row.reference)
        message = actions.send(self.db, actor, talk, reach, MessageText(text=text), "sv")
        self.db.commit()
        return message

    def readers(self, message):
        """Who finds it, by asking the database as each of them; of its own kind of thing only, which is quicker."""
        found = select(Message.id).where(Message.id == message.id, Message.sent_at.is_not(None))
        matter = of_message(message)
        return [who for who, actor in self.cast.items() if self.db.scalar(found.where(readable(matter, actor)))]

    def allowed(self, row, message):
        """Who belongs to its circle, by asking the rule about the thing itself."""
        thing = self.loaded(row)
        circle = BY_SERIES[row.reference[0]].circle(message.reach, message.organisation_id)
        return [who for who, actor in self.cast.items() if circle(actor, thing)]

    def loaded(self, row):
        """With all that its rules look at."""
        matter = BY_SERIES[row.reference[0]]
        return self.db.scalar(
            select(matter.model)
            .where(matter.model.id == row.id)
            .options(*queries.LOADED[matter.kind])
            .execution_options(populate_existing=True)
        )


REACHES = tuple(Reach)
