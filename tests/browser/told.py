"""What people have been told, so that the pages about it have something to show."""

from datetime import timedelta

from sqlalchemy import select

from app.activity import queries as activity
from app.activity.groups import Frequency, Group
from app.activity.happenings import Happened
from app.activity.models import Mail, MailState, Notification
from app.activity.record import record
from app.activity.tasks import Waits
from app.actor import NOBODY, Role
from app.challenges.models import Challenge, ChallengeState
from app.conversations import queries as conversation_queries
from app.conversations.models import EarlierText, Message, MessageDocument, Reach
from app.database import now, today
from app.errands.actions import ask
from app.errands.forms import ErrandForm
from app.mail import queries as mail
from app.mail.models import Digest
from app.mailings.models import Mailing, MailingLetter
from app.people import actions as colleagues
from app.people import guests
from app.people import queries as people
from app.references.queries import next_reference
from app.test_requests.models import TestRequest
from app.watching.models import CalendarKey, Kind, Watch


def told(county):
    """Notices of three kinds, a summary with its secret address, and a letter that came back."""
    leader = county.people["leader"]
    region = people.membership(county.db, county.people["region lead"].id)
    for often, happening in zip(
        (Frequency.direct, Frequency.daily, Frequency.never),
        (Happened.challenge_anchored, Happened.challenge_endorsed, Happened.challenge_opened),
        strict=True,
    ):
        need = county.need(ChallengeState.open)
        event = record(county.db, region.actor, happening, need)
        row = Notification(event_id=event.id, membership_id=leader.id, group=Group.needs, frequency=often)
        row.read_at = now() if often is Frequency.never else None
        county.at.setdefault("notice", county.given.saved(row).id)
    watches(county, leader)
    token = "ab" * 16
    county.given.saved(Digest(membership_id=leader.id, day=today() - timedelta(days=1), token=token))
    county.at["summary"] = token
    letter = Mail(
        state=MailState.returned,
        to_address="slutat@demo.example",
        to_name="Kim Demo",
        language="sv",
        subject="Ge besked om behovet",
        text="Hej!\n",
        thread="B-2026-002",
        message_id="<returned@demo.example>",
        error="5.1.1 smtp; 550 no such user",
    )
    county.given.saved(letter)
    mail.suppress(county.db, letter.to_address, "5.1.1", "smtp; 550 no such user", letter.id)


def watches(county, leader):
    """A watch with an account, and one without that is not confirmed; a calendar of one's own."""
    shared = {"language": "sv", "wanted": "", "frequency": Frequency.weekly}
    own = Watch(
        **shared,
        membership_id=leader.id,
        address=str(leader.id),
        name="Nyheter från testbädden",
        kind=Kind.news,
        token="cd" * 16,
        confirmed_at=now(),
    )
    county.at["watch"] = county.given.saved(own).id
    county.at["watch token"] = own.token
    asked = Watch(**shared, address="kim@demo.example", name="Lugnare nätter", kind=Kind.search, token="ef" * 16)
    county.at["watch asked for"] = county.given.saved(asked).token
    county.given.saved(CalendarKey(membership_id=leader.id, token="12" * 16))


def conversations(county):
    """What the leader and the company have written about a request: changed once, with a file, and a draft."""
    reference = county.at["request submitted"]
    said = (
        (county.people["leader"], Reach.parties, "Hur många sensorer behövs för ett hus med tolv lägenheter?", now()),
        (county.people["company"], Reach.parties, "Det behövs tolv, och en mottagare i varje trapphus.", now()),
        (county.people["leader"], Reach.own, "Har vi ström i trapphusen?", now()),
        (county.people["leader"], Reach.parties, "Tack. Då behöver vi också veta", None),
    )
    leader = county.people["leader"]
    row = county.db.scalar(select(TestRequest).where(TestRequest.reference == reference))
    for member, reach, words, sent_at in said:
        message = Message(
            test_request_id=row.id,
            reference=reference,
            label="Nattro",
            reach=reach,
            membership_id=member.id,
            organisation_id=member.organisation_id,
            person_name="Anna Ek" if member is leader else "Gun Ivarsson",
            organisation_name="Hallsbergs kommun" if member is leader else "Nattro AB",
            text=words,
            sent_at=sent_at,
        )
        county.given.saved(message)
        if "message" not in county.at:
            county.at["message"] = message.id
            message.edited_at = now()
            county.given.saved(EarlierText(message_id=message.id, text="Hur många sensorer behövs?"))
            county.given.saved(MessageDocument(message_id=message.id, document_id=county.at["document"]))


def mailings(county):
    """A letter to many that is held: one letter, and one receiver who wants none."""
    leader, officer = county.people["leader"], county.people["region officer"]
    letter = Mail(
        state=MailState.held,
        membership_id=leader.id,
        to_address="anna.ek@demo.example",
        to_name="Anna Ek",
        language="sv",
        subject="Anmäl dig till träffen",
        text="Hej!\n\nVi ses i länshuset.\n",
        thread="M-2026-901",
        message_id="<held@demo.example>",
    )
    county.given.saved(letter)
    mailing = Mailing(
        reference=next_reference(county.db, "M"),
        organisation_id=officer.organisation_id,
        author_id=officer.id,
        receivers=["leaders"],
        subject=letter.subject,
        text="Vi ses i länshuset.",
        letters=[
            MailingLetter(number=1, membership_id=leader.id, mail_id=letter.id, token="34" * 16),
            MailingLetter(number=2, membership_id=county.people["deputy"].id, token="56" * 16),
        ],
    )
    county.at["letter to many"] = county.given.saved(mailing).reference


def waiting(county):
    """Two things that wait for the testbed's leaders; a colleague has been asked to do one of them."""
    leader = county.people["leader"]
    for kind, colleague in (("task", NOBODY), ("task of a colleague", county.people["deputy"].id)):
        need = county.need(ChallengeState.approved)
        waits = Waits("Publish the need", "challenge", need.organisation_id, (Role.testbed_leader, Role.testbed_deputy))
        record(
            county.db,
            people.membership(county.db, county.people["region lead"].id).actor,
            Happened.challenge_approved,
            need,
            waits=[waits],
        )
        (task,) = activity.open_tasks_of(county.db, need)
        if colleague != NOBODY:
            task.delegate_id, task.delegated_by_id = colleague, leader.id
        county.at[kind] = task.id


def a_guest(db, host, name):
    """Somebody without an account who has come; what they are asked comes later."""
    invited = guests.invite(
        db,
        host.actor,
        email=f"{name.lower().replace(' ', '.').replace('ä', 'a')}@bredvid.example",
        name=name,
        unit="Regionen bredvid",
        locale="sv",
        until=today() + timedelta(days=30),
    )
    colleagues.accept(db, invited)
    return people.membership(db, invited.id)


def errands(county):
    """What the leader has asked the decision-maker to do, and a note to herself."""
    need = county.db.scalar(select(Challenge).where(Challenge.reference == county.at["need open"]))
    leader = people.membership(county.db, county.people["leader"].id)
    talk = conversation_queries.talk(county.db, leader.actor, need.reference)
    asked = ErrandForm(
        what="Läs texten om hur det ska bli", doer=county.people["sponsor"].id, due_on=today() + timedelta(days=9)
    )
    county.at["errand"] = ask(county.db, leader.actor, asked, talk).reference
    ask(county.db, leader.actor, ErrandForm(what="Ring enhetschefen om tiderna", doer=leader.id))
    draft = conversation_queries.talk(county.db, leader.actor, county.at["need draft"])
    for place, email in (
        ("errand of a guest", county.present("guest").person.email),
        ("errand of an invited guest", "gunvor@bredvid.example"),
    ):
        asked = ErrandForm(
            what="Läs om rutinen stämmer",
            email=email,
            guest_name="Gunvor Gäst",
            guest_workplace="Regionen bredvid",
            guest_is_free=True,
            due_on=today() + timedelta(days=9),
        )
        county.at[place] = ask(county.db, leader.actor, asked, draft).reference
