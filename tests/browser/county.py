"""Something in every state, so that every page of the portal has something to show, and someone who may see it."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

from app.activity.models import Mail, MailState
from app.activity.tasks import replace
from app.actor import THE_CLOCK, Role
from app.administration.models import Invitation, InvitationBatch
from app.administration.models import Outcome as Invited
from app.assessments import actions as assessments
from app.assessments import queries
from app.assessments.models import Outcome, ReasonCode
from app.assessments.tasks import waits
from app.challenges.choices import CallType, MandateAnswer
from app.challenges.models import ChallengeState, Mandate, Question
from app.database import now, today
from app.documents import actions as documents
from app.emergency.models import EmergencyAccess
from app.extracts import actions as extracts
from app.extracts.book import Book
from app.grants import queries as grants
from app.handovers import actions as handovers
from app.home.choices import Wanted
from app.home.models import BarrierReport
from app.imports import actions as imports
from app.onboarding import actions as arriving
from app.onboarding.forms import OnboardingForm
from app.organisations.models import OrganisationKind, OrganisationStatus
from app.passkeys.models import Passkey, Rescuer, RescuerKind
from app.people import actions as colleagues
from app.people import handing_on
from app.people import queries as people
from app.people.models import MembershipStatus
from app.periods import twelve_months
from app.pilots import actions as pilots
from app.pilots import actions_after
from app.pilots.choices import PilotOutcome
from app.pilots.forms_evaluation import AfterTestForm
from app.pilots.forms_run import PauseForm, StopForm
from app.recertification import actions as access
from app.references.queries import next_reference
from app.reports import actions as reports
from app.reports.content import settled
from app.reports.forms import IssueForm
from app.reports.models import Kind
from app.research.models import DataNeed, Ethics, Method, Research, ResearchInterest, ResearchState
from app.role_mappings import actions as role_mappings
from app.role_mappings.models import Match
from app.role_mappings.reckoning import Draft
from app.scim import actions as directory
from app.scim import administering as scim
from app.scim.resources import Group, Someone
from app.sign_in import newcomers
from app.sign_in import queries as doors
from app.sign_in import queries_newcomers as newcomers_queries
from app.sign_in.models import ConnectionStatus, IdpConnection, SessionKind, TraceStep
from app.sign_in.newcomers import Newcomer
from app.sign_in.secrets import fingerprint
from app.sign_in.traces import Trail, write_down
from app.solutions.models import Solution, SolutionState
from app.state_aid import actions as state_aid
from app.state_aid.forms import AidRow, CertificateForm
from app.test_requests.choices import Answer
from app.test_requests.models import CompletionRound, Standing, TestRequestDocument, TestRequestState
from tests.assessments.scene import Scene
from tests.browser.connecting import connecting
from tests.browser.told import conversations, errands, mailings, told, waiting
from tests.claims.asking import PDF as PAPER
from tests.claims.asking import Asking
from tests.pilots.setting import Setting, status, whole_evaluation

DAY = timedelta(days=1)
SCIM_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
NUMBERS = count(1)
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
        }
        assert tuple(self.people) == PEOPLE
        self.directory()
        self.needs()
        self.solutions()
        self.requests()
        self.pilots()
        self.studies()
        self.grants()
        self.colleagues()
        self.handovers()
        self.newcomer()
        self.access()
        self.the_rest()
        self.doors()
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
        if who not in ("small company", "mender"):
            return self.given.signs_in(member)
        key = self.given.signs_in_alone(member)
        if who == "mender":
            doors.session_of(self.db, fingerprint(key)).kind = SessionKind.mending
            self.db.commit()
        return key

    def doors(self):
        """Passkeys, and what is for when nobody can come in."""
        self.at["link"] = "0" * 64
        own = self.given.own_identity(self.people["small company"])
        key = {"public_key": b"", "sign_count": 0, "is_synced": False, "credential_id": "AAAA"}
        self.at["passkey"] = self.given.saved(Passkey(identity_id=own.id, label="Min jobbtelefon", **key)).id
        mender, admin = self.people["mender"], self.people["platform admin"]
        named = {"organisation_id": mender.organisation_id, "named_by": "Ada Administratör"}
        rescuer = Rescuer(membership_id=mender.id, kind=RescuerKind.organisation, **named)
        self.at["rescuer"] = self.given.saved(rescuer).id
        asked = {"reason": "Inloggningen är nere hos alla kommuner.", "expires_at": now() + timedelta(hours=1)}
        word, browser = "ABCD2345", fingerprint("another")
        access = EmergencyAccess(membership_id=admin.id, word=word, browser_hash=browser, **asked)
        self.at["emergency"] = self.given.saved(access).id
        self.at["emergency word"] = word

    def need(self, state, **values):
        """A need whose title is a sentence, so that one can hear in which language it is."""
        title = f"Tryggare nätter för dem som bor på hus {next(NUMBERS)}"
        return self.given.challenge(self.hosts.town, state, self.hosts.sponsor, **({"title": title} | values))

    def colleagues(self):
        """Someone of each standing in the town."""
        for standing in MembershipStatus:
            member = self.given.member(Role.unit_contact, of=self.hosts.town, name=f"Kit Kontakt {next(NUMBERS)}")
            member.status = standing
            self.at[f"member {standing}"] = member.id
            if standing is MembershipStatus.invited:
                self.invites(member)

    def newcomers(self, connection):
        """Somebody who waits to be let in, and somebody who has been turned away and may ask."""
        asked = []
        for name in ("Nina Nykomling", "Nils Nykomling"):
            newcomer = Newcomer(name, name, f"{name.split()[0].lower()}@hemstad.example")
            key = newcomers.offer(self.db, connection.id, newcomer)
            asked.append((key, newcomers_queries.open_request(self.db, fingerprint(key))))
        (_, waits), (key, _) = asked
        member = newcomers.ask(self.db, waits, "Jag ska bedöma förfrågningar.")
        self.at["newcomer"], self.at["access key"] = member.id, key

    def invites(self, member):
        admin = self.people["organisation admin"]
        key = "en-nyckel-som-ingen-annan-har"
        self.given.saved(
            Invitation(
                membership_id=member.id,
                invited_by_id=admin.id,
                message="Vi behöver dig i testbädden.",
                token_hash=fingerprint(key),
                expires_at=now() + 7 * DAY,
            )
        )
        self.at["invitation"] = key
        results = [{"email": "ny@storbro.example", "outcome": one.value} for one in Invited]
        batch = InvitationBatch(organisation_id=admin.organisation_id, invited_by_id=admin.id, results=results)
        self.at["batch"] = self.given.saved(batch).id

    def newcomer(self):
        """A municipality on its way in, and one that nobody has heard of yet."""
        self.given.organisation("Utkants kommun", short_name="Utkanten", status=OrganisationStatus.invited)
        town = self.given.organisation("Nyby kommun", short_name="Nyby", status=OrganisationStatus.invited)
        region = self.people["region lead"].actor
        row = arriving.note_interest(self.db, region, town, today() - 30 * DAY, "Socialchefen")
        said = OnboardingForm(contact="Socialchefen", agreement_signed_on=today() - 9 * DAY)
        arriving.write_down(self.db, region, row, said, None)
        self.at["arriving town"] = town.slug

    def access(self):
        """A review that waits for the town's administrator."""
        quarter = access.queries.quarter_of(today())
        self.at["review"] = access.begin(self.db, THE_CLOCK, self.hosts.town, quarter).id

    def present(self, who):
        """Somebody read anew, ready to act."""
        return people.membership(self.db, self.people[who].id)

    def handovers(self):
        """A draft, one that was sent, and something that somebody answers for meanwhile."""
        leaver, receiver = (self.present(who) for who in ("leaving leader", "receiver"))
        town = leaver.organisation
        self.at["leaving town"] = town.slug
        for _ in range(3):
            title = f"Tryggare nätter för dem som bor på hus {next(NUMBERS)}"
            self.given.challenge(town, ChallengeState.draft, author_id=leaver.id, title=title)
        gone = self.given.member(Role.testbed_leader, of=town, name="Redan Borta")
        self.given.challenge(town, ChallengeState.draft, author_id=gone.id, title="Säkrare mediciner på hus ett")
        colleagues.remove_at_once(self.db, THE_CLOCK, gone, why="gone")
        meanwhile = people.interims(self.db)[0]
        self.at["interim"] = meanwhile.id
        # Whoever was named first answers for it; the walk looks at it as the deputy.
        handing_on.name_another(self.db, THE_CLOCK, meanwhile, people.membership(self.db, receiver.id))
        leaver = self.present("leaving leader")
        first = handovers.start(self.db, leaver.actor, leaver, today() + 20 * DAY)
        handovers.send(self.db, leaver.actor, first)
        self.at["handover sent"] = first.reference
        other = self.given.member(Role.testbed_leader, of=town, name="Tredje Ledare")
        title = "Tryggare nätter på ett hus som står på landet"
        self.given.challenge(town, ChallengeState.draft, author_id=other.id, title=title)
        leaver = self.present("leaving leader")
        second = handovers.start(self.db, leaver.actor, people.membership(self.db, other.id), today() + 20 * DAY)
        self.at["handover draft"] = second.reference

    def directory(self):
        """What the town's directory has sent, and nobody has approved yet; a group gives a role."""
        town, admin = self.hosts.town, self.people["organisation admin"]
        house = scim.directory_for(self.db, town)
        scim.create_key(self.db, admin.actor, town, timedelta(days=90))
        for number, active in enumerate((True, True, False)):
            body = {
                "schemas": [SCIM_USER],
                "userName": f"kim{number}",
                "active": active,
                "displayName": f"Kim Ny {number}",
            }
            said = Someone.model_validate(body | {"emails": [{"value": f"kim{number}@hemstad.example"}]})
            user = directory.create_user(self.db, house, said)
        group = Group.model_validate({"displayName": "Enhetschefer", "members": [{"value": str(user.id)}]})
        directory.create_group(self.db, house, group)
        refusal = ("PATCH", "/Users/1", 400, "invalidPath", "The path could not be understood.")
        directory.note_failure(self.db, town.id, *refusal)
        lines = [Draft("groups", Match.equals, "Enhetschefer", Role.unit_contact)]
        key = role_mappings.preview(self.db, town, lines).key
        role_mappings.save(self.db, admin.actor, town, lines, version=None, key=key)

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

    def grants(self):
        money = Asking(self.given, self.people["region lead"], self.people["region officer"])
        money.folder = self.folder
        decision = money.plan(money.running())
        day = today() - 40 * DAY
        for state, amount in (("paid", 1200000), ("sent", 900000), ("draft", 1500000)):
            money.book(money.grant_of(decision), amount, day.isoformat())
            claim = money.started(decision, day) if state == "draft" else money.signed(decision, day)
            if state == "paid":
                claim = money.answered(claim)
            self.at[f"claim {state}"] = claim.reference
            day += DAY
        money.with_files(claim)
        money.book(money.grant_of(decision), 3500, day.isoformat())
        self.at["grant"] = "21RS4368"
        other = money.running(money.grant("22RS16", title="Ännu en regional testbädd"))
        money.book(money.grant_of(other), 7500, day.isoformat())
        self.at["grant to claim"] = "22RS16"
        self.money()
        self.at["grant draft"] = money.decision(money.grant("22RS17", title="Fortsatt regional testbädd")).reference

    def money(self):
        """A file from the accounts that has been read, and a report that has been issued."""
        actor, grant = (
            self.present("region officer").actor,
            grants.grant(self.db, self.present("region officer").actor, "22RS16"),
        )
        rows = "Datum;Belopp;Text;Ver\n2022-03-04;1250,50;Resor till Kumla;A1\n2022-13-04;900;Resor till Nora;A2\n"
        self.at["import"] = imports.read(self.db, actor, grant, "huvudbok.csv", rows.encode()).number
        lead = self.present("region lead").actor
        period = twelve_months(today())
        said = {"signatory": "Lena Ledare", "signatory_capacity": "Processledare"}
        content = {
            language: settled("Lika villkor för företagen", [], lambda text, _: text, {}, now())
            for language in ("sv", "en")
        }
        content["en"]["title"] = "Equal terms for the companies"
        report = reports.issue(self.db, lead, Kind.neutrality, period, "", content, IssueForm(**said))
        self.at["report"] = report.reference
        extract = extracts.order(self.db, lead, "Nyckeltal med sina rader, hela länet", period.slug, "", "sv")
        extracts.finish(self.db, extract, Book(b"PK", 12))
        extracts.order(self.db, lead, "Nyckeltal med sina rader, hela länet", period.slug, "", "sv")
        self.at["extract"] = extract.reference
        said = {"certifier": "Vera Vd", "certifier_capacity": "Firmatecknare", "purpose": "Test utan ersättning"}
        row = AidRow(giver="Tillväxtverket", decided_on=today(), amount="40000", regulation="general")
        aid = CertificateForm(
            company_id=self.present("company").organisation_id,
            certified_on=today(),
            received=[row],
            planned="12500",
            planned_on=today(),
            **said,
        )
        certificate = state_aid.keep(self.db, lead, aid)
        state_aid.attach(self.db, lead, certificate, self.folder, "Intyg.pdf", PAPER)
        self.at["certificate"] = certificate.reference

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
        self.newcomers(way_in)
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
