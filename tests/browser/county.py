"""Something in every state, so that every page of the portal has something to show, and someone who may see it."""

from uuid import uuid4

from app.activity.models import Mail, MailState
from app.activity.tasks import replace
from app.actor import Role
from app.assessments import actions as assessments
from app.assessments import queries
from app.assessments.models import Outcome, ReasonCode
from app.assessments.tasks import waits
from app.challenges.choices import CallType, MandateAnswer
from app.challenges.models import ChallengeState, Mandate, Question
from app.database import now, today
from app.documents import actions as documents
from app.home.choices import Wanted
from app.home.models import BarrierReport
from app.organisations.models import OrganisationKind
from app.people import queries as people
from app.pilots import actions as pilots
from app.pilots import actions_after
from app.pilots.choices import PilotOutcome
from app.pilots.forms_evaluation import AfterTestForm
from app.pilots.forms_run import PauseForm, StopForm
from app.references.queries import next_reference
from app.research.models import DataNeed, Ethics, Method, Research, ResearchInterest, ResearchState
from app.sign_in import queries as doors
from app.sign_in.models import ConnectionStatus, IdpConnection, SessionKind, TraceStep
from app.sign_in.secrets import fingerprint
from app.sign_in.traces import Trail, write_down
from app.solutions.models import Solution, SolutionState
from app.test_requests.choices import Answer
from app.test_requests.models import CompletionRound, Standing, TestRequestDocument, TestRequestState
from tests.assessments.scene import Scene
from tests.browser.connecting import connecting
from tests.browser.counting import DAY, NUMBERS
from tests.browser.money_there import grants_and_claims
from tests.browser.people_there import (
    a_directory,
    a_municipality_arriving,
    a_review_of_access,
    handed_over,
    keys_of_their_own,
    people_who_come,
    two_newcomers,
)
from tests.browser.told import a_guest, conversations, errands, mailings, told, waiting
from tests.pilots.setting import Setting, status, whole_evaluation

PEOPLE = (
    "leader",
    "deputy",
    "sponsor",
    "unit contact",
    "assessor",
    "neighbour",
    "company",
    "pilot leader",
    "pilot sponsor",
    "pilot company",
    "researcher",
    "region lead",
    "region officer",
    "organisation admin",
    "connecting admin",
    "platform admin",
    "leaving leader",
    "receiver",
    "small company",
    "mender",
    "guest",
)
HALFWAY = {"halfway_on": today() - DAY, "starts_on": today() - 40 * DAY, "ends_on": today() + 40 * DAY}
PICTURE = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


class Town(Setting):
    """Pilots with titles of their own, and people who stay ready to act."""

    def set_up(self, **values):
        number = next(NUMBERS)
        return super().set_up(**({"title": f"Lugnare nätter för dem som bor på boende {number}"} | values))

    def planned(self, **values):
        number = next(NUMBERS)
        return super().planned(**({"title": f"Lugnare nätter för dem som bor på boende {number}"} | values))

    def fresh(self, pilot):
        """Read anew, with everyone."""
        reference = pilot.reference
        self.db.expire_all()
        for who in (self.leader, self.sponsor, self.company_rep):
            people.membership(self.db, who.id)
        return pilots.queries.pilot(self.db, self.leader.actor, reference)


class County:
    """`county.people["leader"]` are those who walk; `county.at["need draft"]` is what there is, by kind and state."""

    def __init__(self, given, folder):
        self.given, self.db, self.folder = given, given.db, folder
        self.at = {}
        self.region = people.region(self.db) or given.organisation("Region Bergslagen", OrganisationKind.region)
        self.hosts = Scene(given)
        self.at["town"] = self.hosts.town.slug
        self.setting = Town(given)
        leaving = given.organisation("Avresta kommun")
        university = given.organisation("Lärosätet", OrganisationKind.university)
        self.people = {
            "leader": self.hosts.leader,
            "deputy": self.hosts.deputy,
            "sponsor": self.hosts.sponsor,
            "unit contact": self.hosts.contact,
            "assessor": self.hosts.assessor,
            "neighbour": self.hosts.outsider,
            "company": self.hosts.representative,
            "pilot leader": self.setting.leader,
            "pilot sponsor": self.setting.sponsor,
            "pilot company": self.setting.company_rep,
            "researcher": given.member(Role.researcher, of=university, name="Rut Forskare"),
            "region lead": self.hosts.region,
            "region officer": given.member(Role.region_officer, of=self.region, name="Olle Handläggare"),
            "organisation admin": given.member(Role.organisation_admin, of=self.hosts.town, name="Ada Administratör"),
            "connecting admin": given.member(
                Role.organisation_admin, of=self.hosts.other_town, name="Olga Organisatör"
            ),
            "platform admin": given.member(Role.platform_admin, of=self.region, name="Pia Plattform"),
            "leaving leader": given.member(Role.testbed_leader, of=leaving, name="Lo Ledare"),
            "receiver": given.member(Role.testbed_deputy, of=leaving, name="Bi Trädande"),
            "small company": self.small_company(),
            "mender": given.member(Role.organisation_admin, of=self.hosts.town, name="Lage Lagare"),
            "guest": a_guest(self.db, self.hosts.leader, "Gunn Gäst"),
        }
        assert tuple(self.people) == PEOPLE
        a_directory(self)
        self.needs()
        self.solutions()
        self.requests()
        self.pilots()
        self.studies()
        grants_and_claims(self)
        people_who_come(self)
        handed_over(self)
        a_municipality_arriving(self)
        a_review_of_access(self)
        self.the_rest()
        keys_of_their_own(self)
        told(self)
        conversations(self)
        errands(self)
        mailings(self)
        waiting(self)
        self.db.commit()

    def small_company(self):
        company = self.given.organisation("Ljusverket AB", OrganisationKind.company)
        return self.given.member(Role.company_rep, of=company, name="Disa Noring")

    def signs_in(self, who):
        """The key of a session of one of the people."""
        member = self.people[who]
        if who not in ("small company", "mender", "guest"):
            return self.given.signs_in(member)
        key = self.given.signs_in_alone(member)
        if who == "mender":
            doors.session_of(self.db, fingerprint(key)).kind = SessionKind.mending
            self.db.commit()
        return key

    def present(self, who):
        """Somebody read anew, ready to act."""
        return people.membership(self.db, self.people[who].id)

    def need(self, state, **values):
        """A need whose title is a sentence, so that one can hear in which language it is."""
        title = f"Tryggare nätter för dem som bor på hus {next(NUMBERS)}"
        return self.given.challenge(self.hosts.town, state, self.hosts.sponsor, **({"title": title} | values))

    def needs(self):
        for state in ChallengeState:
            need = self.need(state)
            self.at[f"need {state}"] = need.reference
            if state is ChallengeState.open:
                self.hosts.shares(need, self.hosts.other_town, "invited")
                asked = {"challenge_id": need.id, "membership_id": self.hosts.representative.id}
                words = "Finns det täckning i hela huset?"
                question = self.given.saved(Question(organisation_id=self.hosts.company.id, text=words, **asked))
                self.at["question"] = question.id
                long_ago = {"created_at": now() - 40 * DAY, "organisation_id": self.hosts.company.id}
                self.given.saved(Question(text="Hur många bor i huset?", **asked, **long_ago))
                self.at["sign"], self.at["share"] = "questions", self.hosts.company.slug
        answered = self.need(ChallengeState.review)
        self.given.saved(
            Mandate(challenge_id=answered.id, membership_id=self.hosts.sponsor.id, answer=MandateAnswer.yes)
        )
        self.at["need answered"] = answered.reference
        ongoing = self.need(ChallengeState.published, call_type=CallType.continuous)
        self.at["need ongoing"] = ongoing.reference

    def solutions(self):
        for state in SolutionState:
            row = Solution(
                reference=next_reference(self.db, "L"),
                organisation_id=self.hosts.company.id,
                author_id=self.hosts.representative.id,
                name=f"Nattro {state}",
                state=state,
                confirmed_at=None if state is SolutionState.draft else now(),
                pitch="En sensor utan bild som säger till när någon har ramlat, och annars låter alla sova.",
            )
            self.at[f"solution {state}"] = self.given.saved(row).reference

    def call(self, call_type=CallType.call):
        """A need whose requests are being assessed."""
        is_call = call_type is CallType.call
        state = ChallengeState.assessing if is_call else ChallengeState.published
        return self.need(state, call_type=call_type, closes_on=today() - DAY if is_call else None)

    def request(self, need=None, **values):
        """A request of the company, for a solution with a name of its own."""
        number = len(self.at)
        return self.hosts.request(need or self.call(), company=self.hosts.company, name=f"Nattro {number}", **values)

    def requests(self):
        hosts, state = self.hosts, TestRequestState
        for one in (state.draft, state.submitted, state.completion):
            is_draft = one is state.draft
            need = self.need(ChallengeState.open) if is_draft else self.call()
            row = self.request(need, state=one)
            self.at[f"request {one}"] = row.reference
            if is_draft:
                continue
            hosts.standing(row, hosts.leader, scores=False)
            if one is state.completion:
                questions = [{"text": "Hur länge räcker batteriet?", "answer": ""}]
                asked = {"asked_by_id": hosts.leader.id, "questions": questions, "due_on": today() + 10 * DAY}
                self.given.saved(CompletionRound(test_request_id=row.id, **asked))
            else:
                self.document(row)
        for one in (state.proposed, state.offered):
            row = self.request(state=one)
            row.challenge_id, row.is_unsolicited = None, True
            self.at[f"request {one}"] = row.reference
        fresh = self.request()
        hosts.standing(fresh, hosts.leader, scores=False)
        hosts.standing(fresh, hosts.contact)
        hosts.standing(fresh, hosts.assessor, Standing.named)
        self.at["request being assessed"] = fresh.reference
        replace(self.db, hosts.leader.actor, fresh, waits(self.db, queries.renewed(self.db, fresh)))
        self.at["request to prepare"] = hosts.assessed(self.request()).reference
        expensive = {"outcome": Outcome.accepted, "reason_code": ReasonCode.best_fit}
        to_agree = hosts.standing(hosts.assessed(self.request()), hosts.sponsor, scores=False)
        self.at["request to agree"] = hosts.prepared(to_agree, **expensive).reference
        ongoing = hosts.prepared(hosts.assessed(self.request(self.call(CallType.continuous))))
        self.at["request to send"] = ongoing.reference
        together = hosts.prepared(hosts.assessed(self.request()))
        self.at["need to decide"] = together.challenge.reference
        done = hosts.prepared(hosts.assessed(self.request(self.call(CallType.continuous))))
        assessments.release(self.db, hosts.leader.actor, done, assessments.seen([queries.case(self.db, done)]))
        self.at["request decided"] = done.reference

    def document(self, row):
        document = documents.take_in(self.db, self.hosts.representative.actor, self.folder, "Manual.pdf", PICTURE)
        self.given.saved(TestRequestDocument(test_request_id=row.id, document_id=document.id))
        self.at["document"] = document.id

    def pilots(self):
        setting, db = self.setting, self.db
        leader, sponsor = setting.leader.actor, setting.sponsor.actor
        self.at["request accepted"] = setting.request().reference
        self.at["pilot begun"] = setting.set_up().reference
        self.at["pilot planned"] = setting.planned().reference
        self.at["pilot sent"] = setting.sent().reference
        self.at["pilot approved"] = setting.approved().reference
        running = setting.running()
        pilots.report(db, leader, running, status(public_line="Sensorerna är på plats och alla sover lugnare."))
        self.at["pilot running"] = running.reference
        halfway = setting.running()
        for name, value in HALFWAY.items():
            setattr(halfway, name, value)
        self.at["pilot halfway"] = halfway.reference
        paused = setting.running()
        pilots.pause(db, leader, paused, PauseForm(reason="Nätet ligger nere på boendet."))
        self.at["pilot paused"] = paused.reference
        stopped = setting.running()
        told = {"told": "De som bor där och anhöriga.", "equipment": "Sensorerna lämnas tillbaka."}
        pilots.stop(db, leader, stopped, StopForm(reason="Två larm har uteblivit.", **told))
        self.at["pilot stopped"] = stopped.reference
        self.at["pilot evaluating"] = self.evaluated().reference
        for name in ("reported", "decided", "in follow-up"):
            pilot = self.evaluated()
            actions_after.give_final_report(db, leader, pilot)
            outcome = {"decided": PilotOutcome.procure, "in follow-up": PilotOutcome.adopt}.get(name)
            if outcome is not None:
                actions_after.decide(db, sponsor, pilot, after_test(outcome))
            self.at[f"pilot {name}"] = pilot.reference

    def evaluated(self):
        pilot = self.setting.ended()
        for name, value in whole_evaluation().items():
            setattr(pilot.evaluation, name, value)
        self.db.commit()
        return self.setting.fresh(pilot)

    def studies(self):
        setting, researcher = self.setting, self.people["researcher"]
        for state in ResearchState:
            pilot = setting.running(seeks_research=True)
            self.at.setdefault("pilot to study", setting.running(seeks_research=True).reference)
            row = Research(
                reference=next_reference(self.db, "F"),
                organisation_id=researcher.organisation_id,
                membership_id=researcher.id,
                pilot_id=pilot.id,
                host_id=pilot.organisation_id,
                company_id=pilot.company_id,
                state=state,
                state_since=now(),
                title=f"Sömn och trygghet för dem som bor kvar, studie {len(self.at)}",
                question="Hur påverkar digital tillsyn sömnen för dem som bor på ett särskilt boende?",
                methods=[Method.interview],
                data_need=DataNeed.aggregates,
                ethics=Ethics.decided,
                ethics_reference="2026-01234-01",
                principal="Lärosätet",
                timing="Före första deltagaren",
                give_back="En sammanfattning på två sidor",
                public=Answer.yes,
            )
            self.at[f"study {state}"] = self.given.saved(row).reference
        interest = ResearchInterest(
            organisation_id=researcher.organisation_id,
            membership_id=researcher.id,
            title="Ensamhet och samvaro för dem som bor på landet",
        )
        self.at["interest"] = self.given.saved(interest).id

    def the_rest(self):
        report = BarrierReport(
            reference=next_reference(self.db, "A"),
            organisation_id=self.region.id,
            what="Tabellen går inte att läsa med skärmläsare.",
            want=next(iter(Wanted)),
            email="kim@demo.example",
        )
        self.at["barrier"] = self.given.saved(report).reference
        letter = Mail(
            state=MailState.sent,
            to_address="kim@demo.example",
            to_name="Kim Demo",
            language="sv",
            subject="Ge besked om behovet",
            text="Hej Kim!\n\nEtt behov väntar på ditt besked.\n",
            thread="B-2026-001",
            message_id="<county@demo.example>",
        )
        self.at["letter"] = self.given.saved(letter).id
        self.at["connection"] = uuid4()
        way_in = self.a_way_in()
        self.at["way in"] = way_in.id
        two_newcomers(self, way_in)
        connecting(self)

    def a_way_in(self):
        """A sign-in service of the town that people have come through, and one could not."""
        connection = self.given.saved(
            IdpConnection(
                organisation_id=self.hosts.town.id,
                name="Kommunens inloggning",
                status=ConnectionStatus.active,
                issuer="https://login.kommunen.example",
                client_id="portal",
                secret_expires_on=today() + 10 * DAY,
                last_success_at=now(),
            )
        )
        for reason, steps in (("", list(TraceStep)), ("token_refused", list(TraceStep)[:2])):
            trail = Trail(connection.id)
            for step in steps:
                trail.reached(step, **({"claims": ["sub", "email"]} if step is TraceStep.believed else {}))
            write_down(self.db, trail, "A1B2C3D4", reason=reason)
        self.db.commit()
        return connection


def after_test(outcome):
    dated = outcome is PilotOutcome.adopt
    return AfterTestForm(
        outcome=outcome,
        why="Färre väcks på natten, och personalen vill ha det kvar.",
        first_follow_up=today() + 180 * DAY if dated else None,
    )
