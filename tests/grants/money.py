"""Grants as tests need them: made through the same actions as the pages use."""

from datetime import date

from app.actor import Role
from app.database import today
from app.grants import actions, queries
from app.grants.forms import DecisionForm, GrantForm, PlanForm
from app.people import queries as people

FIRST, LAST = date(2021, 9, 1), date(2024, 8, 31)
LINE = "Region Bergslagen medfinansierar projektet."
ENGLISH = "Region Bergslagen co-finances the project."
CONDITIONS = [
    {"kind": "full_financing", "text": "Budgeten ska vara fullt finansierad.", "is_blocking": True},
    {"kind": "visibility", "text": "Det ska framgå vem som medfinansierar projektet."},
]
DECISION = {
    "title": "Medfinansiering av den första etappen",
    "body": "Regional tillväxtnämnd",
    "decided_on": "2021-06-16",
    "percent": "50",
    "cap": "4 111 981",
    "starts_on": FIRST.isoformat(),
    "ends_on": LAST.isoformat(),
    "source": "state_growth",
    "counts_only_paid": "no",
    "deducts_income": "yes",
    "rounding": "down",
    "signatory": "Kim Direktör",
    "signatory_capacity": "Regional utvecklingsdirektör",
    "conditions_asked": CONDITIONS,
    "line_sv": LINE,
    "line_en": ENGLISH,
}


MINE = ("app.grants.models", "app.costs.models", "app.claims.models")


class Money:
    """A region with someone who leads its testbed and someone who handles its money."""

    def __init__(self, given, lead=None, officer=None):
        self.given, self.db = given, given.db
        self.region = given.region()
        self.lead = lead or given.member(Role.region_lead, of=self.region, name="Lena Ledare")
        self.officer = officer or given.member(Role.region_officer, of=self.region, name="Olle Ekonom")
        self.lead, self.officer = (people.membership(self.db, who.id) for who in (self.lead, self.officer))

    def grant(self, registry_number="21RS4368", **values):
        said = {"registry_number": registry_number, "title": "Regional testbädd", "officer_id": str(self.officer.id)}
        grant = actions.register(self.db, self.officer.actor, GrantForm(**(said | values)))
        self.db.commit()
        return self.fresh(grant)

    def fresh(self, grant):
        """Read anew, with all that belongs to it."""
        reference = grant.reference
        self.db.flush()
        for row in list(self.db.identity_map.values()):
            if type(row).__module__ in MINE:
                self.db.expire(row)
        return queries.grant(self.db, self.lead.actor, reference)

    def decision(self, grant, **values):
        decision = actions.write_decision(self.db, self.officer.actor, grant, DecisionForm(**(DECISION | values)))
        self.db.commit()
        return actions.decision_of(self.fresh(grant), decision.number)

    def in_force(self, grant=None, **values):
        """A grant with one decision in force; returns the decision."""
        decision = self.decision(grant or self.grant(), **values)
        number = decision.number
        actions.put_in_force(self.db, self.lead.actor, decision)
        self.db.commit()
        return actions.decision_of(self.fresh(decision.grant), number)

    def running(self, grant=None, **values):
        """In force, with a window that holds today."""
        year = today().year
        return self.in_force(grant, **({"starts_on": f"{year - 1}-01-01", "ends_on": f"{year + 1}-12-31"} | values))

    def plan(self, decision, *, budget=8_223_962, others=4_111_981):
        row = {"year": decision.starts_on.year, "category": "personnel", "organisation": str(self.region.id)}
        pays = {"source": "municipality", "name": "Kommunerna", "amount": others, "is_confirmed": True}
        form = PlanForm(budget=[row | {"amount": budget}], financing=[pays])
        actions.plan(self.db, self.officer.actor, decision, form)
        self.db.commit()
        return actions.decision_of(self.fresh(decision.grant), decision.number)
