"""The lists a test request is described with (domain.md 4.5, ux.md 2.2)."""

from app.language import N_, Worded


class TestKind(Worded):
    """Kinds of test, after the Nordic guidelines for testing in clinical environments."""

    idea = "idea", N_("Idea validation")
    requirements = "requirements", N_("Review of requirements")
    usability = "usability", N_("Usability test")
    development = "development", N_("Development test")
    pilot = "pilot", N_("Pilot test")
    economics = "economics", N_("Health economics analysis")


class DataRole(Worded):
    processor = "processor", N_("The municipality (we process on its behalf)")
    controller = "controller", N_("We do")
    unknown = "unknown", N_("Don't know")


class Answer(Worded):
    yes = "yes", N_("Yes")
    no = "no", N_("No")


class Device(Worded):
    marked = "marked", N_("Yes, CE marked")
    not_yet = "not_yet", N_("Yes, not CE marked yet")
    no = "no", N_("No")
    unknown = "unknown", N_("Don't know")


class ProposalOutcome(Worded):
    """What the region does with an unsolicited proposal: it is never accepted directly (domain.md 3.2)."""

    link = "link", N_("Link it to a published need")
    offer = "offer", N_("Offer it to the testbed leaders")
    refer = "refer", N_("Refer it to someone else")
