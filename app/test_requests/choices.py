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


class DeviceClass(Worded):
    """Class of a CE marked medical device (Regulations (EU) 2017/745 and 2017/746)."""

    class_i = "class_i", N_("Class I")
    class_i_special = "class_i_special", N_("Class Is, Im or Ir")
    class_iia = "class_iia", N_("Class IIa")
    class_iib = "class_iib", N_("Class IIb")
    class_iii = "class_iii", N_("Class III")
    ivdr = "ivdr", N_("In vitro diagnostic device")


class ClaimedField(Worded):
    """The answers a company can claim are trade secrets, one by one. Names are columns of the request."""

    how_meets = "how_meets", N_("How does it meet the need?")
    benefit_user = "benefit_user", N_("What changes for the person who uses it?")
    benefit_staff = "benefit_staff", N_("What changes for staff?")
    goals = "goals", N_("What do you want to find out?")
    scope_note = "scope_note", N_("Which groups and places?")
    need_from_us = "need_from_us", N_("What do you need from the service?")
    we_bring = "we_bring", N_("What do you provide?")
    after_test = "after_test", N_("What happens after a successful test?")
    data_categories = "data_categories", N_("Which personal data?")
    deletion_plan = "deletion_plan", N_("When and how is the data deleted?")
    ai_role = "ai_role", N_("What does the AI decide or suggest?")


class Stage(Worded):
    """The stages a list of requests is filtered by."""

    draft = "utkast", N_("Drafts")
    proposals = "forslag", N_("Proposals")
    screening = "inskickade", N_("Received")
    completion = "kompletteras", N_("Waiting for more information")
    assessment = "bedoms", N_("Being assessed")
    accepted = "beviljade", N_("Accepted")
    waitlisted = "vantelista", N_("Waiting list")
    ended = "avslutade", N_("Declined, referred or withdrawn")


class Screening(Worded):
    """What the screening comes to (ux.md 2.3)."""

    complete = "complete", N_("Yes")
    ask = "ask", N_("No, the company needs to answer more questions")
    refer = "refer", N_("This is the wrong receiver")
