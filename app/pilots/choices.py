"""The lists a pilot is planned, reported and evaluated with (domain.md 4.7, 4.8; ux.md 2.4, 2.6, 2.7)."""

from app.language import N_, Worded


class PilotKind(Worded):
    development_test = "development_test", N_("Development test")
    pilot_test = "pilot_test", N_("Pilot test")


class GoalKind(Worded):
    test = "test", N_("Test goal")
    effect = "effect", N_("Effect goal")


class HowItGoes(Worded):
    on_plan = "on_plan", N_("On plan")
    minor = "minor", N_("Minor deviations")
    major = "major", N_("Major deviations")
    stopped = "stopped", N_("Stopped")


class ResourceParty(Worded):
    municipality = "municipality", N_("The municipality")
    company = "company", N_("The company")
    other = "other", N_("Someone else")


class HelpFrom(Worded):
    none = "none", N_("No")
    sponsor = "sponsor", N_("Yes, from management")
    company = "company", N_("Yes, from the company")
    region = "region", N_("Yes, from the region")


class Halfway(Worded):
    go_on = "go_on", N_("Go on")
    adjust = "adjust", N_("Adjust the plan")
    stop = "stop", N_("Stop")


class GoalResult(Worded):
    met = "met", N_("Goal met")
    partly = "partly", N_("Goal partly met")
    not_met = "not_met", N_("Goal not met")
    unknown = "unknown", N_("Don't know")


class PilotOutcome(Worded):
    """The choice after the test (gate G6, domain.md 3.3). A good test is no promise to buy."""

    adopt = "adopt", N_("Introduce it"), N_("Put it to use under an agreement we have or may make directly.")
    procure = "procure", N_("Procure it"), N_("Start a procurement where everyone may compete.")
    develop = "develop", N_("Develop it further"), N_("Make a new development test before deciding.")
    spread = "spread", N_("Spread it to more"), N_("Let more units or municipalities use it.")
    end = "end", N_("End here"), N_("Do not go on. The learning is kept and shown.")


class AdoptionStatus(Worded):
    in_use = "in_use", N_("In use")
    partly = "partly", N_("Partly in use")
    on_the_way = "on_the_way", N_("On the way")
    not_in_use = "not_in_use", N_("Not in use")
