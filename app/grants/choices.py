"""What one can choose among when a grant is written down."""

from app.language import N_, Worded


class FundingSource(Worded):
    """Where the money comes from; what state aid rules ask follows from it (`domain.md` A5)."""

    state_growth = "state_growth", N_("The state's appropriation 1:1 for regional growth measures")
    region = "region", N_("The region's own money")
    municipality = "municipality", N_("A municipality")
    eu = "eu", N_("The European Union")
    agency = "agency", N_("A government agency, such as Vinnova")
    private = "private", N_("A company or a foundation")
    other = "other", N_("Another source")


class Rounding(Worded):
    """How the granted share becomes whole kronor. Decisions seldom say; down is the cautious choice (domain.md 6.1)."""

    down = "down", N_("Down to a whole krona")
    nearest = "nearest", N_("To the nearest krona")


class ConditionKind(Worded):
    """What a condition is about. The portal itself watches the first three."""

    full_financing = "full_financing", N_("The budget must be financed in full")
    visibility = "visibility", N_("It must be shown who co-finances")
    neutrality = "neutrality", N_("No company may be favoured")
    general_terms = "general_terms", N_("General terms")
    other = "other", N_("Something else")


class ConditionStatus(Worded):
    watched = "watched", N_("Watched")
    met = "met", N_("Fulfilled")
    unmet = "unmet", N_("Not fulfilled")


class Category(Worded):
    """What a cost is for (domain.md 4.11)."""

    personnel = "personnel", N_("Personnel")
    services = "services", N_("External services")
    travel = "travel", N_("Travel")
    equipment = "equipment", N_("Equipment")
    premises = "premises", N_("Premises")
    overhead = "overhead", N_("Indirect costs (overhead)")
    other = "other", N_("Other costs")
