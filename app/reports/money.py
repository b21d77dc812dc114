"""Reports about money: how each phase stands, budget and outcome, claims, who pays, conditions (domain.md 6.3)."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from app.claims import queries as claims
from app.claims.lifecycle import LIFECYCLE as CLAIM
from app.costs import queries as costs
from app.costs.arithmetic import exclusion
from app.costs.outcome import Line, lines
from app.database import today
from app.grants import queries as grants
from app.grants.choices import Category, FundingSource
from app.grants.models import Grant, GrantDecision
from app.indicators.queries_results import forecast
from app.language import N_
from app.periods import twelve_months
from app.reports.content import Cell, Section, Table, day, kronor, words, written
from app.reports.scope import Scope

TOTAL = N_("Total")
FIGURES = (words(N_("Figure")), words(N_("Kronor")))


def economy(scope: Scope) -> list[Section]:
    expected = {fact.what: fact.value for fact in forecast(scope.db, twelve_months(today()))}
    found = [_of_grant(scope, grant, expected) for grant in grants.grants(scope.db, scope.actor)]
    nothing = Section(words(N_("Money")), sentences=[words(N_("No grant has been written down."))])
    return found or [nothing]


def _of_grant(scope: Scope, grant: Grant, expected: Mapping[str, Decimal]) -> Section:
    phases = [one for one in grant.decisions if one.is_in_force]
    tables = [_standing(scope, grant, one, expected) for one in phases]
    tables += _outcome(scope, grant, phases)
    tables.append(_claims(scope, grant))
    for one in phases:
        tables += [_financing(one), _conditions(one)]
    title = words("%(number)s %(title)s", number=grant.registry_number, title=grant.title)
    source = f"/finansiering/{grant.reference.lower()}"
    told = words(N_("Money is counted from the first day of each phase until now, whatever the period of the report."))
    return Section(title, source, [told], [one for one in tables if one.rows])


def _standing(scope: Scope, grant: Grant, decision: GrantDecision, expected: Mapping[str, Decimal]) -> Table:
    standing = claims.standing(scope.db, grant, costs.terms_of(decision))
    soon = expected.get(str(decision.phase_id))
    rows = [
        [words(N_("Booked and eligible")), kronor(standing.eligible)],
        [words(N_("Income")), kronor(standing.incomes)],
        [words(N_("Earned")), kronor(standing.earned)],
        [words(N_("Claimed")), kronor(standing.claimed)],
        [words(N_("Can be claimed now")), kronor(standing.claimable)],
        [words(N_("To be settled")), kronor(standing.to_settle)],
        [words(N_("Left under the cap")), kronor(standing.remaining)],
        [words(N_("Paid by others so far")), kronor(standing.own_part)],
        *([[words(N_("Forecast of what will be earned")), kronor(soon)]] if soon is not None else []),
    ]
    return Table(written(decision.title), FIGURES, rows)


def _outcome(scope: Scope, grant: Grant, phases: Sequence[GrantDecision]) -> list[Table]:
    """Budget and outcome of all phases, divided in three ways."""
    terms = costs.terms_in_force(grant)
    booked = [
        one for one in costs.bookings(scope.db, grant) if any(exclusion(one, each, terms) is None for each in terms)
    ]
    budget = [row for one in phases for row in one.budget]
    labels = {one.value: one.label for one in Category}
    names = {str(one.id): one.name for one in grants.bearers(scope.db)}
    names |= {str(one.bearer_id): one.bearer.name for one in booked}
    by_year = lines(budget, booked, lambda row: int(row["year"]), lambda one: one.booked_on.year)
    by_kind = lines(budget, booked, lambda row: str(row["category"]), lambda one: one.category.value)
    by_bearer = lines(budget, booked, lambda row: names.get(str(row["organisation"]), ""), lambda one: one.bearer.name)
    return [
        _divided(N_("Budget and outcome per year"), N_("Year"), by_year, lambda name: written(str(name))),
        _divided(
            N_("Budget and outcome per kind of cost"), N_("Kind of cost"), by_kind, lambda name: words(labels[name])
        ),
        _divided(N_("Budget and outcome per organisation"), N_("Organisation"), by_bearer, written),
    ]


def _divided(caption: str, label: str, of: Sequence[Line], name: Callable[[str], Cell]) -> Table:
    rows = [[name(one.name), kronor(one.budget), kronor(one.outcome), kronor(one.left)] for one in of]
    if len(of) > 1:
        sums = (sum(one.budget for one in of), sum(one.outcome for one in of), sum(one.left for one in of))
        rows.append([words(TOTAL), *(kronor(one) for one in sums)])
    head = (words(label), words(N_("Budget")), words(N_("Actual costs")), words(N_("Left")))
    return Table(words(caption), head, rows, frozenset({1, 2, 3}))


def _claims(scope: Scope, grant: Grant) -> Table:
    """Those that have been signed: what is still a draft has not been asked for."""
    found = [one for one in claims.of_grant(scope.db, grant) if one.signed_on]
    rows = [
        [
            written(one.reference),
            day(one.until_on),
            words(CLAIM.looks[one.state].label),
            kronor(one.amount),
            kronor(one.amount_approved if one.answered_on else None),
        ]
        for one in found
    ]
    if len(found) > 1:
        asked, given = sum(one.amount for one in found), sum(one.amount_approved for one in found)
        rows.append([words(TOTAL), written(""), written(""), kronor(asked), kronor(given)])
    head = (N_("Claim"), N_("Until"), N_("State"), N_("Amount"), N_("Approved"))
    return Table(words(N_("Claims")), [words(one) for one in head], rows, frozenset({3, 4}))


def _financing(phase: GrantDecision) -> Table:
    """Who is to pay for the phase: the grant, and those who pay what it does not."""
    sources = {one.value: one.label for one in FundingSource}
    rows = [[written(phase.title), words(N_("The grant, at most")), words(N_("Yes")), kronor(phase.cap)]]
    rows += [
        [
            written(str(row["name"])),
            words(sources.get(str(row["source"]), "–")),
            words(N_("Yes") if row.get("is_confirmed") else N_("No")),
            kronor(int(row["amount"])),
        ]
        for row in phase.financing
    ]
    rows.append([words(TOTAL), written(""), written(""), kronor(phase.financed)])
    head = (N_("Who pays"), N_("Where from"), N_("Decided"), N_("Kronor"))
    caption = words(N_("Who pays: %(phase)s"), phase=phase.title)
    return Table(caption, [words(one) for one in head], rows if phase.financing else [], frozenset({3}))


def _conditions(phase: GrantDecision) -> Table:
    rows = [[written(one.text), words(one.status.label), written(one.evidence or "–")] for one in phase.conditions]
    head = (N_("Condition"), N_("How it stands"), N_("Evidence"))
    caption = words(N_("Conditions: %(phase)s"), phase=phase.title)
    return Table(caption, [words(one) for one in head], rows, frozenset())
