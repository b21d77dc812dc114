"""What people can choose about letters: which kind of happening, and how often they want to hear of it (ux.md 1.6)."""

from app.activity.happenings import Happened
from app.language import N_, Worded


class Frequency(Worded):
    direct = "direct", N_("At once")
    daily = "daily", N_("Every working day at 7")
    weekly = "weekly", N_("Once a week, on Monday at 7")
    never = "never", N_("Not by letter")


class Urgency(Worded):
    """What the one who decides about a notice says of it; each reader may choose otherwise, but not of what is due."""

    direct = "direct", N_("At once")  # something waits for you with a date, or a decision about you (ux.md 1.6)
    digest = "digest", N_("In the summary")


class Group(Worded):
    """One row of "What do you want letters about?". What is in `FIXED` cannot be turned off."""

    decisions = "decisions", N_("Receipts and decisions on what you have sent"), N_("They have legal weight.")
    security = (
        "security",
        N_("Your account and your rights"),
        N_("For example a new way to sign in, or a role you have been given."),
    )
    waits = "waits", N_("Something waits for you"), N_("For example a need to decide on or a request to assess.")
    summary = (
        "summary",
        N_("A list of all that waits for you"),
        N_("The same list as on To do. It is only sent when something is new or will soon be due."),
    )
    messages = "messages", N_("Messages to you"), N_("In the conversations about what you take part in.")
    needs = "needs", N_("What happens to needs"), N_("For example that one is published or closes.")
    pilots = "pilots", N_("How pilots and studies go")
    many = "many", N_("Letters that the region sends to many"), N_("They can always be read in the portal too.")
    thread = (
        "thread",
        N_("What became of what you took part in"),
        N_("Each later step of a need that you described, supported or asked about."),
    )
    other = "other", N_("Everything else")


FIXED = frozenset({Group.decisions, Group.security})

DECISIONS = frozenset(
    {
        Happened.request_submitted,
        Happened.request_proposed,
        Happened.request_expired,
        Happened.request_accepted,
        Happened.request_waitlisted,
        Happened.request_declined,
        Happened.request_referred,
        Happened.research_accepted,
        Happened.research_declined,
    }
)
SECURITY = frozenset({Happened.role_given, Happened.role_taken, Happened.member_reinstated, Happened.member_approved})
_KINDS = {"challenge": Group.needs, "question": Group.needs, "pilot": Group.pilots, "research": Group.pilots}


def group_of(happening: Happened, urgency: Urgency) -> Group:
    """Which choice covers a happening, where its notice does not say: what is urgent waits for someone."""
    if happening in DECISIONS:
        return Group.decisions
    if happening in SECURITY:
        return Group.security
    if urgency is Urgency.direct:
        return Group.waits
    return _KINDS.get(happening.value.partition(".")[0], Group.other)


def usual(group: Group, urgency: Urgency) -> Frequency:
    """How often one hears of it who has not chosen."""
    if group is Group.thread:
        return Frequency.weekly
    return Frequency.direct if urgency is Urgency.direct else Frequency.daily
