"""What the bare server asks of the database, each statement as someone would write it who needs nothing else."""

from app.challenges.models import PUBLIC_STATES

PUBLIC = ", ".join(f"'{state.value}'" for state in PUBLIC_STATES)
MOST_COUNTED = 1000


def public() -> str:
    return f"c.state in ({PUBLIC})"


FOUND = " and c.search @@ to_tsquery('simple', %(asked)s)"
OWNED = (
    " and (c.organisation_id = any(%(owners)s) or c.id = any(array(select challenge_id from challenge_co_owners"
    " where organisation_id = any(%(owners)s) and status = 'joined')))"
    " and c.state = any(%(states)s)"
)


def rows(where: str) -> str:
    return (
        "select c.id, c.reference, c.title, c.state, c.closes_on, o.name, o.short_name from challenges c"
        f" join organisations o on o.id = c.organisation_id where {where}"
        " order by coalesce(c.published_at, c.created_at) desc, c.id desc limit 26 offset %(offset)s"
    )


def counted(where: str) -> str:
    return f"select count(*) as n from (select from challenges c where {where} limit {MOST_COUNTED + 1}) as found"


SHARED = """
select s.challenge_id, o.short_name from challenge_co_owners s join organisations o on o.id = s.organisation_id
where s.challenge_id = any(%(ids)s) and s.status = 'joined'
"""
OWNER = "select id from organisations where slug = any(%(slugs)s)"
OWNERS = "select slug, short_name from organisations where kind = 'municipality'"
FORMS = "select form, lemma from word_forms where form = any(%(words)s)"
ONE = f"""
select c.*, o.name from challenges c join organisations o on o.id = c.organisation_id
where c.reference = %(reference)s and c.state in ({PUBLIC})
""".replace(
    "c.*",
    "c.id, c.reference, c.state, c.title, c.summary, c.problem, c.desired, c.boundaries, c.tried, c.baseline,"
    " c.categories, c.operations, c.target_groups, c.effect_goals, c.user_involvement, c.legal_regime,"
    " c.affected_users, c.affected_relatives, c.affected_staff, c.site_name, c.site_from, c.site_to,"
    " c.site_participants_max, c.call_type, c.opens_on, c.questions_close_on, c.closes_on, c.compensation,"
    " c.compensation_cap, c.tech_env, c.procure_24m, c.criteria, c.merged_into_id, c.published_at",
)
ENDORSEMENTS = """
select o.name, e.note from challenge_endorsements e join organisations o on o.id = e.organisation_id
where e.challenge_id = %(id)s order by e.created_at
"""
ANNOUNCEMENTS = """
select created_at, text from challenge_announcements where challenge_id = %(id)s order by created_at desc
"""
LINES = """
select happening, organisation_name, at, details from events
where subject_type = 'Challenge' and subject_id = %(id)s order by at desc limit 5
"""
CLOSING = """
select c.id, c.reference, c.title, c.state, c.closes_on, c.operations, o.name from challenges c
join organisations o on o.id = c.organisation_id
where c.state = 'open' and c.closes_on >= current_date order by c.closes_on, c.id limit 5
"""
COUNTY = """
select o.short_name, o.slug, count(c.id) as n from organisations o
left join challenges c on c.organisation_id = o.id and c.state = 'open'
where o.kind = 'municipality' group by o.id order by o.short_name
"""
RIVER = f"""
select count(*) as n, count(*) filter (where state = 'resolved') as adopted, count(distinct organisation_id) as owners
from challenges where state in ({PUBLIC})
"""
SESSION = """
select s.id as session_id, m.id, m.person_id, m.organisation_id, p.name, o.name as organisation,
    array(select role from membership_roles r where r.membership_id = m.id) as roles
from sessions s join memberships m on m.id = s.acting_membership_id
join people p on p.id = m.person_id join organisations o on o.id = m.organisation_id
join session_organisations proof on proof.session_id = s.id and proof.organisation_id = m.organisation_id
join idp_connections i on i.id = proof.connection_id and i.status = 'active'
join identities d on d.id = proof.identity_id and d.disabled_at is null
where s.token_hash = %(token)s and s.revoked_at is null and s.expires_at > %(at)s and proof.expires_at > %(at)s
    and m.status = 'active'
"""
TASK = "id, verb, route, subject_reference, subject_label, due_on, since, asked_by_name"
MINE = """
(membership_id = %(membership)s or organisation_id = %(organisation)s
    and membership_id = '00000000-0000-0000-0000-000000000000' and roles && %(roles)s)
"""
TASKS = f"select {TASK} from tasks where {MINE} order by due_on nulls last, since, id"
HANDED_ON = (
    f"select {TASK} from tasks where asked_by_membership_id = %(membership)s and not {MINE}"
    " order by due_on nulls last, since, id"
)
UNDERWAY = """
select c.id, c.reference, c.title, c.state, c.state_since from challenges c
where (c.organisation_id = %(organisation)s or c.id = any(array(select challenge_id from challenge_co_owners
    where organisation_id = %(organisation)s and status <> 'declined')))
    and c.state in ('draft', 'anchoring', 'review', 'approved', 'signal', 'published', 'open', 'assessing', 'in_pilot')
order by c.state_since desc nulls last, c.id limit 20
"""
STEPS = """
select distinct on (t.subject_id) t.subject_id, t.verb, t.due_on, o.name from tasks t
join organisations o on o.id = t.organisation_id
where t.subject_id = any(%(ids)s) order by t.subject_id, t.due_on nulls last
"""
LAST_VISIT = "select max(last_seen_at) as at from sessions where person_id = %(person)s and id <> %(session)s"
NEWS = """
select e.happening, e.subject_reference, e.subject_label, e.organisation_name, e.at from events e
join notifications n on n.event_id = e.id where n.membership_id = %(membership)s and e.at > %(since)s
order by e.at desc limit 8
"""
DONE = """
select exists(select from hidden_guides where membership_id = %(membership)s) as hidden,
    exists(select from challenges where organisation_id = %(organisation)s) as has_need,
    exists(select from events where membership_id = %(membership)s) as has_acted
"""
