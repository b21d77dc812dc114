"""Costs and claims as tests need them, on top of the grants."""

from datetime import timedelta

from app.claims import actions, queries
from app.claims.forms import AnswerForm, AttachmentForm, SignForm, StartForm
from app.costs import actions as costs
from app.costs import queries as cost_queries
from app.costs.forms import BookingForm
from app.grants import actions as grants
from app.grants.models import Grant
from app.people import queries as people
from tests.grants.money import Money

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
QUARTERS = (1_200_000, 900_000, 1_500_000, 2_000_000, 1_800_000, 1_500_000)


class Asking(Money):
    """`folder` is where files are kept."""

    folder = None

    def book(self, grant, amount, booked_on, **values):
        said = {
            "kind": "cost",
            "booked_on": booked_on,
            "amount": str(amount),
            "category": "personnel",
            "bearer_id": str(self.region.id),
            "description": f"Löner {booked_on}",
            "activity": "Testledning",
            "eligible": "yes",
        }
        booking = costs.enter(self.db, self.officer.actor, grant, BookingForm(**(said | values)))
        self.db.flush()
        booking.grant = grant
        return booking

    def started(self, decision, until, rows=None):
        grant = self.grant_of(decision)
        terms = cost_queries.terms_in_force(grant)
        own = next(one for one in terms if one.phase_id == decision.phase_id)
        found = queries.counted(cost_queries.bookings(self.db, grant), own, terms, until)
        chosen = rows if rows is not None else [row for row in found if not row.is_locked]
        form = StartForm(until_on=until.isoformat(), rows=[str(row.id) for row in chosen])
        claim = actions.start(self.db, self.officer.actor, grant, decision.phase_id, form)
        return self.again(claim)

    def again_decision(self, decision):
        number = decision.number
        return grants.decision_of(self.grant_of(decision), number)

    def grant_of(self, thing):
        return self.fresh(self.db.get(Grant, thing.grant_id))

    def again(self, claim):
        reference = claim.reference
        self.grant_of(claim)
        for who in (self.lead, self.officer):
            people.membership(self.db, who.id)
        return queries.claim(self.db, self.lead.actor, reference)

    def with_files(self, claim):
        for kind in ("ledger", "statement"):
            form = AttachmentForm(kind=kind)
            actions.attach(self.db, self.officer.actor, claim, self.folder, f"{kind}.pdf", PDF, form)
        return self.again(claim)

    def signed(self, decision, until, rows=None):
        claim = self.with_files(self.started(decision, until, rows))
        form = SignForm(
            signatory="Kim Direktör", signatory_capacity="Direktör", signed_on=until + timedelta(days=9), declared=True
        )
        actions.sign(self.db, self.lead.actor, claim, form)
        return self.again(claim)

    def answered(self, claim, given="approve", **values):
        form = AnswerForm(given=given, answered_on="2024-09-30", **values)
        claim = self.again(claim)
        actions.answer(self.db, self.officer.actor, claim, form)
        return self.again(claim)
