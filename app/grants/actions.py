"""Everything that changes a grant. Each action checks, changes, records: in that order, in one transaction."""

from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.asking import Asked, ask_of
from app.database import now
from app.documents import actions as documents
from app.documents.models import Document
from app.grants import queries, rules
from app.grants.choices import ConditionKind, ConditionStatus
from app.grants.forms import ConditionForm, DecisionForm, DocumentForm, GrantForm, PlanForm
from app.grants.lifecycle import LIFECYCLE
from app.grants.models import Condition, DecisionDocument, DecisionState, Grant, GrantDecision, as_reference
from app.grants.tasks import waits
from app.language import N_, Words
from app.parts import keep
from app.people import queries as people
from app.reading import SENTENCES
from app.refusals import NotFound, Overtaken, Reason, Refused, require

FROZEN = N_("The decision is in force and can no longer be changed. Write down a new decision instead.")
MOST_DOCUMENTS = 20


def _said(form: Asked) -> dict[str, Any]:
    """The answers of a form as they are, rows as forms of their own."""
    return {name: getattr(form, name) for name in type(form).model_fields}


def _labels(form: Asked, changed: list[str]) -> list[str]:
    return [ask_of(type(form), name).label for name in changed]


def register(db: Session, actor: Actor, form: GrantForm, *, is_demo: bool = False) -> Grant:
    """Write down a matter of financing that the actor's organisation has.

    Raises:
        NotAllowed: the actor does not work with the testbed at a region.
        Refused: there is one with that registry number.
    """
    require(rules.may_follow_grants(actor))
    _must_work_there(db, actor.organisation_id, form, "officer_id")
    grant = Grant(organisation_id=actor.organisation_id, is_demo=is_demo, decisions=[])
    keep(grant, _said(form))
    _give_reference(db, grant)
    db.add(grant)
    record(db, actor, Happened.grant_registered, grant)
    return grant


def _must_work_there(db: Session, organisation_id: UUID, form: Asked, name: str) -> None:
    """
    Raises:
        Refused: whoever is named in the form is nobody there.
    """
    member = people.membership(db, getattr(form, name))
    if member is None or member.organisation_id != organisation_id:
        raise _no_choice(form, name)


def must_bear_costs(db: Session, form: Asked, name: str) -> None:
    """
    Raises:
        Refused: the organisation named in the form is none that can have costs of a project.
    """
    if not queries.may_bear_costs(db, getattr(form, name)):
        raise _no_choice(form, name)


def _no_choice(form: Asked, name: str) -> Refused:
    return Refused(Reason(SENTENCES["enum"], name, {"label": Words(ask_of(type(form), name).label)}))


def _give_reference(db: Session, grant: Grant) -> None:
    reference = as_reference(grant.registry_number)
    if queries.is_taken(db, reference, but=grant.id):
        raise Refused(Reason(N_("There is already a grant with that registry number."), field="registry_number"))
    grant.reference = reference


def edit(db: Session, actor: Actor, grant: Grant, form: GrantForm, version: int | None = None) -> None:
    """Change what is said of the matter. The decisions in it are not touched.

    Raises:
        NotAllowed: not the actor's.
        Refused: another grant has that registry number, or it is in use in addresses and letters already.
        Overtaken: it was saved in another window meanwhile.
    """
    rules.may_write.require(actor, grant)
    queries.hold(db, grant)
    if version is not None and version != grant.version:
        raise Overtaken(grant)
    _must_work_there(db, grant.organisation_id, form, "officer_id")
    if as_reference(form.registry_number) != grant.reference and any(one.is_in_force for one in grant.decisions):
        text = N_("The registry number stands in letters and files already and can no longer be changed.")
        raise Refused(Reason(text, field="registry_number"))
    with db.no_autoflush:
        changed = keep(grant, _said(form))
        _give_reference(db, grant)
    if changed:
        record(db, actor, Happened.grant_edited, grant, changed=_labels(form, changed))


# Decisions


def decision_of(grant: Grant, number: int) -> GrantDecision:
    """One decision of a grant.

    Raises:
        NotFound: there is none with that number.
    """
    found = next((one for one in grant.decisions if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def write_decision(db: Session, actor: Actor, grant: Grant, form: DecisionForm) -> GrantDecision:
    """Write down a decision: a new phase, or a change of an earlier one. It binds nobody until it is put in force.

    Raises:
        NotAllowed: not the actor's.
        Refused: it would change a decision that is no phase of this grant in force.
    """
    rules.may_write.require(actor, grant)
    queries.hold(db, grant)
    number = queries.next_number(db, grant)
    decision = GrantDecision(number=number, state=DecisionState.draft, documents=[], conditions=[])
    _keep_decision(grant, decision, form)
    grant.decisions.append(decision)
    record(db, actor, Happened.grant_decision_written, grant, waits=waits(grant), decision=decision.number)
    return decision


def _keep_decision(grant: Grant, decision: GrantDecision, form: DecisionForm) -> list[str]:
    phases = {one.id for one in grant.decisions if one.is_in_force and not one.is_amendment} | {
        one.phase_id for one in grant.decisions if one.is_in_force
    }
    if form.amends_id is not None and form.amends_id not in phases:
        raise Refused(Reason(N_("Choose a decision that is in force."), field="amends_id"))
    return keep(decision, _said(form))


def edit_decision(
    db: Session, actor: Actor, decision: GrantDecision, form: DecisionForm, version: int | None = None
) -> None:
    """Change a decision that is still being written down.

    Raises:
        NotAllowed: not the actor's.
        Refused: it is in force.
        Overtaken: it was saved in another window meanwhile.
    """
    _hold_draft(db, actor, decision)
    if version is not None and version != decision.version:
        raise Overtaken(decision)
    if changed := _keep_decision(decision.grant, decision, form):
        grant = decision.grant
        record(db, actor, Happened.grant_decision_written, grant, waits=waits(grant), changed=_labels(form, changed))


def _hold_draft(db: Session, actor: Actor, decision: GrantDecision) -> None:
    rules.may_write.require(actor, decision.grant)
    queries.hold_decision(db, decision)
    if not decision.is_draft:
        raise Refused(Reason(FROZEN))


def put_in_force(db: Session, actor: Actor, decision: GrantDecision) -> None:
    """From now on the decision holds as it stands; what it changes is replaced, and its conditions are watched.

    Raises:
        NotAllowed: the actor does not lead the testbed of the owner.
        Refused: it is in force already, or lacks conditions.
    """
    grant = decision.grant
    queries.hold(db, grant)
    queries.hold_decision(db, decision)
    before = [one for one in grant.decisions if one.is_in_force and one.phase_id == decision.phase_id]
    step = LIFECYCLE.take(actor, decision, "put_in_force")
    decision.in_force_at = now()
    for one in before:
        LIFECYCLE.take(actor, one, "replace")
        decision.budget, decision.financing = one.budget, one.financing
        if not decision.conditions_asked:
            _carry_over(one, decision)
        record(db, actor, Happened.grant_replaced, grant, decision=one.number)
    for number, asked in enumerate(decision.conditions_asked, start=1):
        decision.conditions.append(
            Condition(
                number=number,
                kind=ConditionKind[asked["kind"]],
                text=asked["text"],
                is_blocking=bool(asked.get("is_blocking")),
                owner_id=grant.officer_id,
            )
        )
    said = {"decision": decision.number, "terms": decision.as_terms}
    record(db, actor, step.happening, grant, waits=waits(grant), **said)


def _carry_over(before: GrantDecision, decision: GrantDecision) -> None:
    """A change that says nothing of conditions leaves them as they are, with how it stands with each."""
    decision.conditions.extend(before.conditions)
    decision.line_sv, decision.line_en = before.line_sv, before.line_en


def settle(db: Session, actor: Actor, decision: GrantDecision) -> None:
    """All that could be claimed has been claimed and answered: from now on nothing is said of it on the pages.

    Raises:
        NotAllowed: the actor does not lead the testbed of the owner.
        Refused: it is not in force.
    """
    queries.hold_decision(db, decision)
    step = LIFECYCLE.take(actor, decision, "settle")
    decision.settled_at = now()
    record(db, actor, step.happening, decision.grant, waits=waits(decision.grant), decision=decision.number)


# What a decision was based on


def add_document(
    db: Session, actor: Actor, decision: GrantDecision, folder: Path, name: str, content: bytes, form: DocumentForm
) -> Document:
    """Bind a document to a decision that is still being written down.

    Raises:
        NotAllowed: not the actor's.
        Refused: the decision is in force, there are enough, or the file is not one we take.
    """
    _hold_draft(db, actor, decision)
    if len(decision.documents) >= MOST_DOCUMENTS:
        raise Refused(Reason(N_("There are as many documents as a decision can have."), field="file"))
    document = documents.take_in(db, actor, folder, name, content)
    link = DecisionDocument(title=form.title, dated_on=form.dated_on, document=document, document_id=document.id)
    decision.documents.append(link)
    record(db, actor, Happened.grant_basis_added, decision.grant, note=form.title, sha256=document.sha256)
    return document


def remove_document(db: Session, actor: Actor, decision: GrantDecision, document_id: UUID) -> None:
    """Take a document away from a decision that is still being written down.

    Raises:
        NotAllowed: not the actor's.
        NotFound: the decision has no such document.
        Refused: the decision is in force.
    """
    _hold_draft(db, actor, decision)
    link = next((one for one in decision.documents if one.document_id == document_id), None)
    if link is None:
        raise NotFound
    decision.documents.remove(link)
    db.delete(link)
    db.flush()
    db.delete(link.document)
    record(db, actor, Happened.grant_basis_removed, decision.grant, note=link.title)


# Conditions, budget and financing


def update_condition(
    db: Session, actor: Actor, condition: Condition, form: ConditionForm, version: int | None = None
) -> None:
    """Say how it stands with a condition, and what shows it.

    Raises:
        NotAllowed: not the actor's.
        Refused: it cannot be fulfilled yet: the budget is not financed in full.
        Overtaken: it was saved in another window meanwhile.
    """
    decision = condition.decision
    rules.may_write.require(actor, decision.grant)
    queries.hold(db, decision.grant)
    if version is not None and version != condition.version:
        raise Overtaken(condition)
    _must_work_there(db, decision.grant.organisation_id, form, "owner_id")
    is_met = form.status == ConditionStatus.met
    if is_met and condition.kind == ConditionKind.full_financing and not decision.is_financed_in_full:
        text = N_("The budget is not financed in full yet: see the budget and who pays.")
        raise Refused(Reason(text, field="status"))
    if changed := keep(condition, _said(form)):
        grant, values = decision.grant, {"condition": f"{decision.number}.{condition.number}"}
        labels = _labels(form, changed)
        record(db, actor, Happened.grant_condition_changed, grant, waits=waits(grant), changed=labels, **values)


def plan(db: Session, actor: Actor, decision: GrantDecision, form: PlanForm, version: int | None = None) -> None:
    """Write down the budget of a phase and who pays for the rest.

    Raises:
        NotAllowed: not the actor's.
        Refused: the decision is replaced or settled, or the budget lies outside its window.
        Overtaken: it was saved in another window meanwhile.
    """
    rules.may_write.require(actor, decision.grant)
    queries.hold_decision(db, decision)
    if version is not None and version != decision.version:
        raise Overtaken(decision)
    years = range(decision.starts_on.year, decision.ends_on.year + 1)
    for number, row in enumerate(form.budget):
        if row.year not in years:
            text, values = N_("The year must be within the window %(start)s to %(end)s."), (years[0], years[-1])
            raise Refused(Reason(text, f"budget-{number}-year", {"start": values[0], "end": values[1]}))
    if changed := keep(decision, _said(form)):
        record(db, actor, Happened.grant_plan_changed, decision.grant, changed=_labels(form, changed))
