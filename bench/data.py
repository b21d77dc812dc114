"""A database with as many published needs as asked for. A few hundred are written out, PostgreSQL makes the others of
them, so that a hundred thousand are there within a minute."""

from datetime import timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import create_engine, make_url, pool
from sqlalchemy.orm import Session

from app.activity.groups import Frequency, Group
from app.activity.happenings import Happened
from app.activity.models import Event, Notification, Task
from app.actor import NOBODY
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
from app.challenges.models import Challenge, ChallengeState
from app.database import engine_to, now, today
from app.people.models import Membership
from app.schema import ROOT, upgrade
from app.search.index import full_vector
from bench import data_people, data_requests
from bench.texts import texts

ORGANISATIONS = 40
COUNTRY = 290  # municipalities there are in Sweden
TASKS, HANDED_ON, NEWS = 12, 5, 8  # of each person, however many needs there are
STATES = (
    (20, "open"),
    (40, "published"),
    (45, "signal"),
    (55, "assessing"),
    (65, "in_pilot"),
    (88, "resolved"),
    (95, "closed_no_match"),
    (100, "closed_not_resolved"),
)
"""Up to which hundredth of the needs each state goes."""


def key_of(number: int) -> str:
    """The session cookie of the leader of one organisation."""
    return f"bench-session-of-organisation-{number:02d}-not-a-secret"


def region_key() -> str:
    """The session cookie of whoever leads the testbed at the first region."""
    return "bench-session-of-the-region-not-a-secret"


def filled(server: str, needs: int, municipalities: int = ORGANISATIONS) -> str:
    """The address of a database with that many published needs of so many municipalities; kept from an earlier run
    where nothing has changed."""
    template, name = f"bench_{_fingerprint()}", f"bench_{_fingerprint()}_{needs}_of_{municipalities}"
    with _administrator(server) as administrator:
        found = {row[0] for row in administrator.execute("select datname from pg_database").fetchall()}
        for old in found:
            if old.startswith("bench_") and not old.startswith(template):
                administrator.execute(f'drop database if exists "{old}" with (force)')
        if name in found:
            return within(server, name)
        if template not in found:
            administrator.execute("drop database if exists bench_being_made with (force)")
            administrator.execute("create database bench_being_made template template0")
            upgrade(within(server, "bench_being_made"))
            administrator.execute(f"alter database bench_being_made rename to {template}")
        administrator.execute(f"drop database if exists {name}_making with (force)")
        administrator.execute(f"create database {name}_making template {template}")
    fill(within(server, f"{name}_making"), needs, municipalities)
    with _administrator(server) as administrator:
        administrator.execute(f"alter database {name}_making rename to {name}")
        # What a database is told about itself is not cloned with it (migration 0002).
        administrator.execute(f"alter database {name} set plan_cache_mode = force_custom_plan")
        administrator.execute(f"alter database {name} set jit = off")
    return within(server, name)


def _fingerprint() -> str:
    files = sorted([*(ROOT / "migrations").rglob("*.py"), *Path(__file__).parent.glob("[dt]*.py")])
    said = b"".join(file.read_bytes() for file in files) + today().isoformat().encode()  # calls run out
    return sha256(said).hexdigest()[:10]


def _administrator(server: str) -> "psycopg.Connection[tuple[str]]":
    return psycopg.connect(server, autocommit=True)


def within(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def fill(url: str, needs: int, municipalities: int = ORGANISATIONS) -> None:
    """Fill a migrated, empty database.

    `needs` should be at least as many as there are texts; fewer give as many as there are texts. Something waits for
    the people of the first `ORGANISATIONS` municipalities, and they are signed in; so is who leads at a region. In a
    whole country requests and pilots have followed on the needs.
    """
    engine = create_engine(engine_to(url, connections=1).url, poolclass=pool.NullPool)
    with Session(engine, expire_on_commit=False) as db:
        region = data_people.regions(db)
        leaders = data_people.leaders(db, municipalities)
        written = _written_out(db, leaders)
        if municipalities == COUNTRY:
            data_requests.one_of_each(db, data_requests.companies(db)[0], written[0])
        db.commit()
    with psycopg.connect(url, autocommit=True) as connection:
        _multiply(connection, needs, municipalities)
        _spread(connection, municipalities)
        _what_happened(connection)
        if municipalities == COUNTRY:
            data_requests.multiply(connection)
        connection.execute("drop table written")
        connection.execute("vacuum analyze")
    with Session(engine, expire_on_commit=False) as db:
        for number, leader in enumerate(leaders[:ORGANISATIONS]):
            _waits(db, leader, leaders[(number + 1) % len(leaders)])
            data_people.signed_in(db, leader, key_of(number))
        data_people.signed_in(db, region, region_key())
        db.commit()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("analyze")


def _written_out(db: Session, leaders: list[Membership]) -> list[Challenge]:
    day, written = today(), []
    for number, text in enumerate(texts()):
        leader = leaders[number % len(leaders)]
        operations, categories = list(Operation), list(Category)
        need = Challenge(
            reference=f"B-2026-{number:06d}",
            organisation_id=leader.organisation_id,
            author_id=leader.id,
            sponsor_id=leader.id,
            state=ChallengeState.published,
            is_demo=True,
            title=text.title,
            summary=text.summary,
            problem=text.problem,
            desired=text.desired,
            site_name=text.site,
            categories=[categories[number % len(categories)], categories[(number + 3) % len(categories)]],
            operations=[operations[number % len(operations)]],
            horizon=Horizon.now,
            priority=Priority.high,
            legal_regime=LegalRegime.sol,
            target_groups=[TargetGroup.older_in_care_home],
            affected_users=20 + number % 60,
            effect_goals=[EffectGoal.safety],
            user_involvement=[Involvement.interview],
            site_from=day + timedelta(days=60),
            site_to=day + timedelta(days=240),
            site_participants_max=12,
            site_hours=6,
            procure_24m=YesNoUnknown.unknown,
            compensation=Compensation.none,
            call_type=CallType.call,
            opens_on=day - timedelta(days=1),
            questions_close_on=day + timedelta(days=14),
            closes_on=day + timedelta(days=21),
            criteria=[
                {"text": "Hur väl behovet möts", "weight": 50},
                {"text": "Trygghet för den som bor här", "weight": 30},
                {"text": "Hur lätt det är att använda", "weight": 20},
            ],
            regional_goals=[RegionalGoal.health],
            societal_challenges=[SocietalChallenge.demography],
            similar_seen_at=now(),
            published_at=now(),
            state_since=now(),
        )
        db.add(need)
        db.flush()  # what was not said is an empty text from here on
        need.search = full_vector(db, need.searched_texts)
        db.flush()
        written.append(need)
    return written


def _multiply(connection: "psycopg.Connection[tuple[str]]", needs: int, municipalities: int) -> None:
    """The written needs again and again: another owner, another place, another number."""
    columns = [column.name for column in Challenge.__table__.columns if column.computed is None]
    made_of = dict.fromkeys(columns, "") | {name: f"w.{name}" for name in columns}
    made_of |= {
        "id": "gen_random_uuid()",
        "reference": "'B-2026-' || lpad(n::text, 6, '0')",
        "title": "w.title || ', enhet ' || n",
        "organisation_id": "homes.id",
        "author_id": "homes.leader",
        "sponsor_id": "homes.leader",
        "search": "w.search || setweight(to_tsvector('simple', 'enhet ' || n), 'A')",
    }
    connection.execute(
        "create table written as select row_number() over (order by reference) - 1 as row, * from challenges"
    )
    connection.execute(
        f"""
        with homes as (
            select o.id, m.id as leader, row_number() over (order by o.slug) - 1 as row
            from organisations o join memberships m on m.organisation_id = o.id
            where o.kind = 'municipality'
        )
        insert into challenges ({", ".join(columns)})
        select {", ".join(made_of.values())}
        from generate_series((select count(*) from written), %s - 1) n
        join written w on w.row = n %% (select count(*) from written)
        join homes on homes.row = (n * 7 + n / {municipalities}) %% {municipalities}
        """,  # noqa: S608 - names of our own columns
        [needs],
    )


def _spread(connection: "psycopg.Connection[tuple[str]]", municipalities: int) -> None:
    """Over the stages and over the years, and some of them shared by two municipalities."""
    hundredth = "(substr(reference, 8)::int * 37 % 100)"
    cases = " ".join(f"when {hundredth} < {up_to} then '{state}'" for up_to, state in STATES)
    connection.execute(
        f"""
        update challenges set state = case {cases} end,
            published_at = now() - substr(reference, 8)::int * interval '11 minutes',
            created_at = now() - interval '30 days' - substr(reference, 8)::int * interval '11 minutes',
            state_since = now() - substr(reference, 8)::int %% 200 * interval '1 day',
            closes_on = case when {hundredth} < 20 then current_date + (1 + substr(reference, 8)::int %% 60)
                else current_date - (1 + substr(reference, 8)::int %% 400) end
        """.replace("%%", "%")  # noqa: S608 - states of our own
    )
    connection.execute(
        """
        insert into challenge_co_owners (id, created_at, challenge_id, organisation_id, status)
        select gen_random_uuid(), now(), c.id, o.id, 'joined' from challenges c
        join organisations o on o.slug = 'kommun-' || (substr(c.reference, 8)::int %% %s) and o.id <> c.organisation_id
        where substr(c.reference, 8)::int %% 20 = 0
        """,
        [municipalities],
    )


def _what_happened(connection: "psycopg.Connection[tuple[str]]") -> None:
    """Two lines of history for each need, and a task for someone on every tenth."""
    for happening, before in ((Happened.challenge_approved, "40 days"), (Happened.challenge_published, "0 days")):
        connection.execute(
            f"""
            insert into events (id, created_at, happening, at, membership_id, person_id, person_name, organisation_id,
                organisation_name, subject_type, subject_id, subject_reference, subject_label,
                subject_organisation_id, details)
            select gen_random_uuid(), published_at, '{happening.value}', published_at - interval '{before}', m.id,
                p.id, p.name, o.id, o.name, 'Challenge', c.id, c.reference, c.title, o.id, '{{}}'
            from challenges c join organisations o on o.id = c.organisation_id
            join memberships m on m.id = c.author_id join people p on p.id = m.person_id
            """  # noqa: S608 - words of our own
        )
    connection.execute(
        """
        insert into tasks (id, created_at, key, verb, route, why, subject_type, subject_id, subject_reference,
            subject_label, organisation_id, roles, membership_id, due_on, since, asked_by, asked_by_name,
            asked_by_membership_id, delegate_id, delegated_by_id, escalated)
        select gen_random_uuid(), now(), 'answer', 'Answer the question', 'challenge_questions', '', 'Challenge', c.id,
            c.reference, c.title, c.organisation_id, '{unit_contact}', %(nobody)s, current_date + 9, now(),
            o.id, o.name, %(nobody)s, %(nobody)s, %(nobody)s, 0
        from challenges c join organisations o on o.id = c.organisation_id
        where substr(c.reference, 8)::int %% 10 = 3
        """,
        {"nobody": NOBODY},
    )


def _waits(db: Session, leader: Membership, other: Membership) -> None:
    """What stands on "To do" of one person: tasks, what they handed on, what is new."""
    needs = db.query(Challenge).filter_by(organisation_id=leader.organisation_id).limit(TASKS).all()
    days = count(-2)
    for need in needs:
        db.add(_task(need, leader.organisation_id, ["testbed_leader"], next(days), other))
    for need in needs[:HANDED_ON]:
        db.add(_task(need, other.organisation_id, ["sponsor"], 7, leader))
    for event in db.query(Event).filter_by(organisation_id=other.organisation_id).order_by(Event.at.desc()).limit(NEWS):
        told = Notification(event_id=event.id, membership_id=leader.id, group=Group.needs, frequency=Frequency.daily)
        db.add(told)


def _task(need: Challenge, owner: UUID, roles: list[str], days: int, by: Membership) -> Task:
    return Task(
        key=f"of {roles[0]}",
        verb="Review the need",
        route="challenge",
        why="",
        subject_type="Challenge",
        subject_id=need.id,
        subject_reference=need.reference,
        subject_label=need.title,
        organisation_id=owner,
        roles=roles,
        due_on=today() + timedelta(days=days),
        asked_by=by.organisation_id,
        asked_by_name=by.organisation.name,
        asked_by_membership_id=by.id,
    )
