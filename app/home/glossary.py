"""One word per thing, in both languages (domain.md 2). The public list of words is made from this."""

from dataclasses import dataclass

from app.language import N_


@dataclass(frozen=True)
class Term:
    swedish: str
    english: str
    meaning: str

    @property
    def slug(self) -> str:
        return self.english.lower().replace(" ", "-").replace("’", "")


TERMS = (
    Term(
        "Anslutning",
        "Onboarding",
        N_("How a municipality joins: agreement, sign-in, leader, decision-maker, first need."),
    ),
    Term(
        "Beslut efter test",
        "Decision after the test",
        N_("Management's choice: introduce, procure, develop, spread or end."),
    ),
    Term(
        "Beslutsfattare",
        "Decision-maker",
        N_("The person in management who gives the mandate and decides after the test."),
    ),
    Term("Behov", "Need", N_("A problem that an organisation owns, described without a solution.")),
    Term("Biträdande testbäddsledare", "Deputy testbed leader", N_("Takes the leader's place when needed.")),
    Term("Bedömare", "Assessor", N_("Gives scores on criteria that were locked before the call opened.")),
    Term("Effektmål", "Effect goal", N_("What should be better for people, such as safety or independence.")),
    Term("Forskare", "Researcher", N_("Studies a pilot, with an ethics approval where one is needed.")),
    Term("Förankring", "Management anchoring", N_("That management has said yes, in writing, and set aside time.")),
    Term(
        "Förfrågan om test",
        "Test request",
        N_("A company asks to test a solution, most often as the answer to a need."),
    ),
    Term("Införande", "Introduction", N_("The solution is put to use after the test.")),
    Term(
        "Jäv", "Conflict of interest", N_("Ties that make someone unsuitable to handle a case. They cannot reach it.")
    ),
    Term(
        "Likabehandling", "Equal treatment", N_("The same text, the same answers and the same criteria for everyone.")
    ),
    Term("Lösning", "Solution", N_("A product, a service or a way of working that a company offers.")),
    Term("Medfinansiering", "Co-financing", N_("The region pays a part of what the project costs.")),
    Term(
        "Nyttouppföljning",
        "Follow-up of the benefit",
        N_("What the benefit became, 6 and 12 months after the decision."),
    ),
    Term("Pilot", "Pilot", N_("A finished solution is tried out and evaluated against the need of a municipality.")),
    Term(
        "Processledare",
        "Regional process leader",
        N_("Runs the testbed for the region and checks the quality of needs."),
    ),
    Term("Samma behov", "Endorsement", N_("Another municipality says that it has the same need.")),
    Term("Signal", "Signal", N_("A need that is shown to everyone but is not open for requests yet.")),
    Term("Slutrapport", "Final report", N_("What came out of the pilot. It builds on the plan and becomes public.")),
    Term("Testbädd", "Testbed", N_("An environment where solutions are developed, tested and introduced.")),
    Term("Testbäddsledare", "Testbed leader", N_("Leads the municipality's needs and tests.")),
    Term("Testmål", "Test goal", N_("What the test itself should show, with a measure and a value to reach.")),
    Term(
        "Testplan", "Pilot plan", N_("Why, what, who and how. Both parties approve the same version before the start.")
    ),
    Term("Utvecklingstest", "Development test", N_("An unfinished solution is tried out, to learn what to change.")),
    Term("Utlysning", "Call", N_("A time when companies can answer a need. It closes at 16.00 on its last day.")),
    Term("Verksamhetskontakt", "Unit contact", N_("The head of the unit where the test is made.")),
    Term(
        "Välfärdsteknik",
        "Welfare technology",
        N_("Digital technology that gives safety, activity, participation or independence."),
    ),
)
