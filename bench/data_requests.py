"""What followed on the needs of a whole country: mandates, requests of companies, pilots and what came of them.

One row of each is written out, PostgreSQL makes the others of it. Half as many requests as needs (`ux.md` 4.5 has
50 000), two for every fourth need; the first of them became a pilot where the need was tried.
"""

from datetime import timedelta
from typing import Any, LiteralString

import psycopg
from sqlalchemy.orm import Session

from app.actor import Role
from app.assessments.models import Decision, Outcome, ReasonCode
from app.challenges.choices import MandateAnswer
from app.challenges.models import Challenge, Mandate
from app.database import Base, now, today
from app.organisations.models import Organisation, OrganisationKind, Seat, SizeClass
from app.people.models import Membership, MembershipRole, Person
from app.pilots.choices import AdoptionStatus, PilotOutcome
from app.pilots.models import AfterTest, Evaluation, FollowUp, Pilot, PilotState
from app.solutions.models import Solution, SolutionState
from app.test_requests.models import TestRequest, TestRequestState

COMPANIES = 600
TRIED = "('in_pilot', 'resolved', 'closed_not_resolved')"
HAPPENED = (
    ("challenge.submitted", "Challenge", "challenges", "organisation_id", "submitted_at"),
    ("request.submitted", "TestRequest", "test_requests", "host_id", "submitted_at"),
    ("request.screened", "TestRequest", "test_requests", "host_id", "screened_at"),
    ("request.accepted", "TestRequest", "test_requests", "host_id", "decided_at"),
    ("request.declined", "TestRequest", "test_requests", "host_id", "decided_at"),
    ("pilot.started", "Pilot", "pilots", "organisation_id", "started_at"),
    ("pilot.ended", "Pilot", "pilots", "organisation_id", "ended_at"),
)
"""What is logged: of which table's rows, of whom, and when."""


def companies(db: Session) -> list[Organisation]:
    """Companies with somebody and a solution at each."""
    sizes, seats = list(SizeClass), list(Seat)
    firms = [
        Organisation(
            slug=f"bolag-{number}",
            name=f"Provbolag {number:03d} AB",
            short_name=f"Provbolag {number:03d}",
            kind=OrganisationKind.company,
            org_number=f"559{number:03d}-{number % 10}{number:03d}",
            size_class=sizes[number % len(sizes)],
            seat=seats[number % len(seats)],
            is_demo=True,
        )
        for number in range(COMPANIES)
    ]
    people = [Person(name=f"Lo Provsson {firm.slug}", email=f"lo@{firm.slug}.example", is_demo=True) for firm in firms]
    db.add_all([*firms, *people])
    db.flush()
    members = [
        Membership(organisation_id=firm.id, person_id=person.id, role_rows=[MembershipRole(role=Role.company_rep)])
        for firm, person in zip(firms, people, strict=True)
    ]
    db.add_all(members)
    db.flush()
    db.add_all(
        Solution(
            reference=f"L-2026-{number:06d}",
            organisation_id=firm.id,
            author_id=member.id,
            state=SolutionState.current,
            name=f"Provhjälp {number:03d}",
        )
        for number, (firm, member) in enumerate(zip(firms, members, strict=True))
    )
    db.flush()
    return firms


def one_of_each(db: Session, firm: Organisation, need: Challenge) -> None:
    """The rows that the others are made of."""
    solution = db.query(Solution).filter_by(organisation_id=firm.id).one()
    author = db.query(Membership).filter_by(organisation_id=firm.id).one()
    request = TestRequest(
        reference="T-2026-000000",
        organisation_id=firm.id,
        challenge_id=need.id,
        host_id=need.organisation_id,
        solution_id=solution.id,
        author_id=author.id,
        state=TestRequestState.accepted,
        submitted_at=now() - timedelta(days=320),
        screened_at=now() - timedelta(days=310),
        decided_at=now() - timedelta(days=280),
        how_meets="Den visar vem som behöver hjälp, och stör ingen annan. " * 4,
        is_demo=True,
    )
    db.add(request)
    db.flush()
    pilot = Pilot(
        reference="P-2026-000000",
        organisation_id=need.organisation_id,
        company_id=firm.id,
        challenge_id=need.id,
        test_request_id=request.id,
        solution_id=solution.id,
        title="Tryggare nätter",
        state=PilotState.closed,
        started_at=now() - timedelta(days=260),
        ended_at=now() - timedelta(days=170),
        purpose="Se om färre väcks i onödan. " * 6,
        is_demo=True,
    )
    db.add(pilot)
    db.flush()
    made = {"pilot_id": pilot.id}
    people = [{"group": "Medarbetare", "actual": 9}, {"group": "Boende", "actual": 14}]
    db.add_all(
        [
            Mandate(
                challenge_id=need.id,
                membership_id=need.author_id,
                answer=MandateAnswer.yes,
                sent_at=now() - timedelta(days=400),
            ),
            Decision(
                test_request_id=request.id,
                outcome=Outcome.accepted,
                reason_code=ReasonCode.technical,
                reason_text="Den svarar mot det som söks.",
                prepared_by_id=need.author_id,
                released_at=now(),
            ),
            Evaluation(**made, participants=people, learning="Ljuset räcker inte ensamt.", reported_at=now()),
            AfterTest(**made, membership_id=need.author_id, outcome=PilotOutcome.adopt, why="Det gick bra."),
            FollowUp(
                **made,
                due_on=today() - timedelta(days=30),
                done_at=now(),
                adoption=AdoptionStatus.in_use,
                benefit_kronor=180_000,
            ),
        ]
    )
    db.flush()


def multiply(connection: "psycopg.Connection[tuple[str]]") -> None:
    """Of the one row of each as many as a country has."""
    connection.execute(
        """
        update challenges set submitted_at = published_at - interval '45 days',
            first_sent_at = published_at - interval '45 days';
        create table firms as
            select o.id as firm, m.id as author, s.id as solution, row_number() over (order by o.slug) - 1 as row
            from organisations o join memberships m on m.organisation_id = o.id
            join solutions s on s.organisation_id = o.id where o.kind = 'company';
        create table asked as
            select c.id as need, c.organisation_id as owner, c.author_id as leader, c.state as stage,
                c.published_at as at, substr(c.reference, 8)::int as n, nth
            from challenges c, generate_series(0, 1) nth
            where substr(c.reference, 8)::int % 4 = 0 and c.state <> 'signal'
                and c.id not in (select challenge_id from test_requests);
        """
    )
    _copies(
        connection,
        Mandate,
        "challenges c where c.id <> o.challenge_id",
        challenge_id="c.id",
        membership_id="c.author_id",
        created_at="c.published_at - interval '42 days'",
        sent_at="c.first_sent_at",
    )
    _copies(
        connection,
        TestRequest,
        f"asked a join firms f on f.row = (a.n / 4 + a.nth * 7) %% {COMPANIES}",
        reference="'T-2026-' || lpad((a.n * 2 + a.nth)::text, 6, '0')",
        organisation_id="f.firm",
        author_id="f.author",
        solution_id="f.solution",
        challenge_id="a.need",
        host_id="a.owner",
        state=f"case when a.stage in {TRIED} then case a.nth when 0 then 'accepted' else 'declined' end "
        "when a.stage = 'closed_no_match' then 'declined' when a.stage = 'assessing' then 'assessment' "
        "else 'submitted' end",
        submitted_at="least(a.at + interval '5 days', now())",
        screened_at="case when a.stage not in ('open', 'published') then least(a.at + interval '12 days', now()) end",
        decided_at=f"case when a.stage in {TRIED} or a.stage = 'closed_no_match' "
        "then least(a.at + interval '40 days', now()) end",
        screen_by="(a.at + interval '15 days')::date",
        decide_by="(a.at + interval '45 days')::date",
        state_since="least(a.at + interval '12 days', now())",
    )
    _copies(
        connection,
        Decision,
        "test_requests r where r.decided_at is not null and r.id <> o.test_request_id",
        test_request_id="r.id",
        outcome="r.state",
        released_at="r.decided_at",
    )
    _copies(
        connection,
        Pilot,
        "test_requests r join challenges c on c.id = r.challenge_id "
        "where r.state = 'accepted' and r.id <> o.test_request_id",
        reference="replace(r.reference, 'T-', 'P-')",
        title="o.title || ', ' || r.reference",
        organisation_id="r.host_id",
        company_id="r.organisation_id",
        challenge_id="r.challenge_id",
        test_request_id="r.id",
        solution_id="r.solution_id",
        state="case when c.state = 'in_pilot' then 'running' else 'closed' end",
        starts_on="least((r.decided_at + interval '20 days')::date, current_date)",
        ends_on="case when c.state = 'in_pilot' then current_date + 9 + substr(c.reference, 8)::int %% 90 "
        "else (r.decided_at + interval '120 days')::date end",
        started_at="least(r.decided_at + interval '20 days', now())",
        ended_at="case when c.state <> 'in_pilot' then least(r.decided_at + interval '120 days', now()) end",
        state_since="least(r.decided_at + interval '20 days', now())",
    )
    of_ended = "pilots p where p.ended_at is not null and p.id <> o.pilot_id"
    reported = "least(p.ended_at + interval '18 days', now())"
    _copies(connection, Evaluation, of_ended, pilot_id="p.id", reported_at=reported)
    _copies(
        connection,
        AfterTest,
        of_ended,
        pilot_id="p.id",
        created_at=reported,
        outcome="(array['adopt', 'spread', 'develop', 'end'])[1 + substr(p.reference, 8)::int / 8 %% 4]",
    )
    _copies(
        connection,
        FollowUp,
        of_ended,
        pilot_id="p.id",
        due_on="(p.ended_at + interval '200 days')::date",
        done_at="case when p.ended_at < now() - interval '200 days' then p.ended_at + interval '200 days' end",
    )
    _what_happened(connection)
    connection.execute("drop table firms, asked")


def _copies(
    connection: "psycopg.Connection[tuple[str]]", model: type[Base], of: LiteralString, **changed: LiteralString
) -> None:
    """A copy of the one row of that table, `o`, for each row of `of`, with the columns that are `changed`."""
    table = model.__table__
    columns: list[Any] = [column.name for column in table.columns if column.computed is None]
    changed = {"id": "gen_random_uuid()"} | changed
    values = [changed.get(name, f"o.{name}") for name in columns]
    connection.execute(
        f"insert into {table} ({', '.join(columns)}) select {', '.join(values)} "  # noqa: S608 - names of our own
        f"from (select * from {table} limit 1) o, {of}".replace("%%", "%")
    )


def _what_happened(connection: "psycopg.Connection[tuple[str]]") -> None:
    """The log of it, and of how each need was sent to management."""
    for happening, kind, table, owner, at in HAPPENED:
        decided = happening.partition(".")[2] if at == "decided_at" else None
        connection.execute(
            f"""
            insert into events (id, created_at, happening, at, membership_id, person_id, person_name, organisation_id,
                organisation_name, subject_type, subject_id, subject_reference, subject_label,
                subject_organisation_id, details)
            select gen_random_uuid(), t.{at}, '{happening}', t.{at}, m.id, p.id, p.name, o.id, o.name, '{kind}', t.id,
                t.reference, t.reference, o.id, '{{}}'
            from {table} t join organisations o on o.id = t.{owner}
            join memberships m on m.organisation_id = o.id join people p on p.id = m.person_id
            where t.{at} is not null and (%(decided)s::text is null or t.state = %(decided)s)
            """,  # noqa: S608 - words of our own
            {"decided": decided},
        )
