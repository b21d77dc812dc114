"""Everything the portal can record as having happened. One page an auditor can read.

Each happening has the sentence a person reads in the history, and who may read it there:
`public` everyone who can see the thing, `parties` the organisations involved, `internal` those who handle the case.
"""

from enum import StrEnum
from typing import Self

from app.language import N_


class Audience(StrEnum):
    public = "public"
    parties = "parties"
    internal = "internal"


class Happened(StrEnum):
    label: str
    audience: Audience

    def __new__(cls, value: str, label: str, audience: Audience) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.audience = audience
        return member

    # Needs
    challenge_drafted = "challenge.drafted", N_("The need was drafted"), Audience.internal
    challenge_edited = "challenge.edited", N_("The need was changed"), Audience.internal
    challenge_submitted = "challenge.submitted", N_("The need was sent to management for a decision"), Audience.internal
    challenge_anchored = "challenge.anchored", N_("Management gave its mandate"), Audience.public
    challenge_refused = "challenge.refused", N_("Management said no"), Audience.internal
    challenge_postponed = "challenge.postponed", N_("Management asked to wait"), Audience.internal
    challenge_resumed = "challenge.resumed", N_("The date management asked to wait for has come"), Audience.internal
    challenge_sent_back = "challenge.sent_back", N_("The region asked for changes"), Audience.internal
    challenge_approved = "challenge.approved", N_("The region checked the quality of the need"), Audience.public
    challenge_published = "challenge.published", N_("The need was published"), Audience.public
    challenge_signalled = (
        "challenge.signalled",
        N_("The need was published as a signal, not open for requests"),
        Audience.public,
    )
    challenge_announced = "challenge.announced", N_("A change was announced to everyone"), Audience.public
    challenge_registered = (
        "challenge.registered",
        N_("The registry number or the case officer was changed"),
        Audience.internal,
    )
    challenge_opened = "challenge.opened", N_("The need opened for requests"), Audience.public
    challenge_closing = "challenge.closing", N_("The call closes within a week"), Audience.public
    challenge_closed = "challenge.closed", N_("The call closed"), Audience.public
    challenge_piloting = "challenge.piloting", N_("A pilot started from the need"), Audience.public
    challenge_resolved = "challenge.resolved", N_("The need was met by a solution in use"), Audience.public
    challenge_unmatched = "challenge.unmatched", N_("The need was closed without a solution"), Audience.public
    challenge_unresolved = "challenge.unresolved", N_("The need was closed, not met"), Audience.public
    challenge_withdrawn = "challenge.withdrawn", N_("The need was withdrawn"), Audience.public
    challenge_merged = "challenge.merged", N_("The need was merged into another"), Audience.public
    challenge_archived = "challenge.archived", N_("The need was archived"), Audience.public
    challenge_co_owner_invited = (
        "challenge.co_owner_invited",
        N_("A municipality was asked to share the need"),
        Audience.internal,
    )
    challenge_co_owner_joined = "challenge.co_owner_joined", N_("A municipality joined as co-owner"), Audience.public
    challenge_co_owner_declined = (
        "challenge.co_owner_declined",
        N_("A municipality declined to share the need"),
        Audience.internal,
    )
    challenge_endorsed = "challenge.endorsed", N_("A municipality has the same need"), Audience.public
    question_asked = "question.asked", N_("A question was asked"), Audience.internal
    question_answered = "question.answered", N_("A question was answered, for everyone"), Audience.public

    # Solutions
    solution_drafted = "solution.drafted", N_("The solution was described"), Audience.parties
    solution_edited = "solution.edited", N_("The description of the solution was changed"), Audience.parties
    solution_shown = "solution.shown", N_("The solution was shown in the catalogue"), Audience.public
    solution_hidden = "solution.hidden", N_("The solution was taken out of the catalogue"), Audience.parties
    solution_confirmed = "solution.confirmed", N_("The company confirmed that the facts are current"), Audience.public
    solution_lapsed = "solution.lapsed", N_("The facts were not confirmed within a year"), Audience.public

    # Test requests
    request_drafted = "request.drafted", N_("The request was drafted"), Audience.parties
    request_discarded = "request.discarded", N_("The draft was removed"), Audience.parties
    request_closing = (
        "request.closing",
        N_("The call closes within a week, and the draft is not sent in"),
        Audience.parties,
    )
    request_submitted = "request.submitted", N_("The request was received"), Audience.parties
    request_proposed = "request.proposed", N_("An unsolicited proposal was received"), Audience.parties
    request_linked = "request.linked", N_("The proposal was linked to a published need"), Audience.parties
    request_offered = "request.offered", N_("The proposal was offered to the testbed leaders"), Audience.parties
    request_screened = "request.screened", N_("The request was found complete"), Audience.parties
    request_completion_asked = "request.completion_asked", N_("More information was asked for"), Audience.parties
    request_completed = "request.completed", N_("The questions were answered"), Audience.parties
    request_expired = "request.expired", N_("The request expired: the questions were not answered"), Audience.parties
    request_assigned = "request.assigned", N_("An assessor was named"), Audience.internal
    request_released_assessor = "request.released_assessor", N_("An assessor was released"), Audience.internal
    request_conflict_declared = (
        "request.conflict_declared",
        N_("A conflict of interest was declared"),
        Audience.internal,
    )
    request_cleared = "request.cleared", N_("An assessor declared no conflict of interest"), Audience.internal
    request_assessed = "request.assessed", N_("An assessor gave scores"), Audience.internal
    request_decision_prepared = "request.decision_prepared", N_("A decision was prepared"), Audience.internal
    request_agreed = "request.agreed", N_("Management agreed to the decision"), Audience.internal
    request_objected = "request.objected", N_("Management asked for another decision"), Audience.internal
    request_accepted = "request.accepted", N_("The request was accepted"), Audience.parties
    request_waitlisted = "request.waitlisted", N_("The request was put on the waiting list"), Audience.parties
    request_declined = "request.declined", N_("The request was declined"), Audience.parties
    request_referred = "request.referred", N_("The request was referred to someone else"), Audience.parties
    request_withdrawn = "request.withdrawn", N_("The company withdrew the request"), Audience.parties
    document_added = "document.added", N_("A document was added"), Audience.parties
    document_removed = "document.removed", N_("A document was removed"), Audience.parties
    document_opened = "document.opened", N_("A document was opened"), Audience.internal

    # Pilots
    pilot_created = "pilot.created", N_("The pilot was set up"), Audience.public
    pilot_edited = "pilot.edited", N_("The plan was changed"), Audience.parties
    pilot_plan_sent = "pilot.plan_sent", N_("The plan was sent for approval"), Audience.parties
    pilot_plan_approved = "pilot.plan_approved", N_("A party approved the plan"), Audience.parties
    pilot_plan_reopened = (
        "pilot.plan_reopened",
        N_("The plan was reopened: earlier approvals no longer hold"),
        Audience.parties,
    )
    pilot_started = "pilot.started", N_("The pilot started"), Audience.public
    pilot_reported = "pilot.reported", N_("A status report was given"), Audience.parties
    pilot_reached_halfway = "pilot.reached_halfway", N_("The halfway point was decided"), Audience.parties
    pilot_paused = "pilot.paused", N_("The pilot was paused"), Audience.public
    pilot_resumed = "pilot.resumed", N_("The pilot went on"), Audience.public
    pilot_stopped = "pilot.stopped", N_("The pilot was stopped"), Audience.public
    pilot_ended = "pilot.ended", N_("The pilot ended and is being evaluated"), Audience.public
    pilot_evaluated = "pilot.evaluated", N_("The evaluation was changed"), Audience.internal
    pilot_final_reported = "pilot.final_reported", N_("The final report was given"), Audience.public
    pilot_company_replied = (
        "pilot.company_replied",
        N_("The company replied to the improvement points"),
        Audience.parties,
    )
    pilot_decided = "pilot.decided", N_("Management decided what happens after the test"), Audience.public
    pilot_followed_up = "pilot.followed_up", N_("The benefit was followed up"), Audience.public
    pilot_closed = "pilot.closed", N_("The pilot was closed"), Audience.public

    # Research
    research_interest_sent = "research.interest_sent", N_("A researcher expressed interest"), Audience.parties
    research_accepted = "research.accepted", N_("The researcher was welcomed to the pilot"), Audience.public
    research_declined = "research.declined", N_("The researcher's interest was declined"), Audience.parties
    research_ethics_recorded = "research.ethics_recorded", N_("The ethics reference was recorded"), Audience.parties
    research_started = "research.started", N_("The study may start"), Audience.parties
    research_ended = "research.ended", N_("The study ended"), Audience.public
    research_withdrawn = "research.withdrawn", N_("The researcher withdrew"), Audience.parties
    research_standing_changed = "research.standing_changed", N_("A standing interest was described"), Audience.internal
    research_standing_removed = "research.standing_removed", N_("A standing interest was removed"), Audience.internal

    # Grants
    grant_registered = "grant.registered", N_("The grant was written down"), Audience.internal
    grant_edited = "grant.edited", N_("What is said of the grant was changed"), Audience.internal
    grant_decision_written = "grant.decision_written", N_("A decision was written down"), Audience.internal
    grant_basis_added = "grant.basis_added", N_("A document was bound to a decision"), Audience.internal
    grant_basis_removed = "grant.basis_removed", N_("A document was taken away from a decision"), Audience.internal
    grant_in_force = "grant.in_force", N_("A decision was put in force"), Audience.internal
    grant_replaced = "grant.replaced", N_("A decision was replaced by a later one"), Audience.internal
    grant_settled = "grant.settled", N_("The grant was settled"), Audience.internal
    grant_condition_changed = (
        "grant.condition_changed",
        N_("It was written down how it stands with a condition"),
        Audience.internal,
    )
    grant_plan_changed = "grant.plan_changed", N_("The budget and who pays were changed"), Audience.internal
    cost_entered = "cost.entered", N_("A cost was entered"), Audience.internal
    cost_changed = "cost.changed", N_("A cost was changed"), Audience.internal
    cost_corrected = "cost.corrected", N_("A cost was corrected"), Audience.internal
    cost_document_added = "cost.document_added", N_("A document was added to a cost"), Audience.internal
    hours_added = "hours.added", N_("Unbooked hours were entered"), Audience.internal
    claim_started = "claim.started", N_("A claim was started"), Audience.internal
    claim_document_added = "claim.document_added", N_("A document was added to the claim"), Audience.internal
    claim_discarded = "claim.discarded", N_("The draft of a claim was discarded"), Audience.internal
    claim_sent = "claim.sent", N_("The claim was signed and sent"), Audience.internal
    claim_approved = "claim.approved", N_("The claim was approved"), Audience.internal
    claim_approved_in_part = "claim.approved_in_part", N_("The claim was approved in part"), Audience.internal
    claim_refused = "claim.refused", N_("The claim was refused"), Audience.internal
    claim_paid = "claim.paid", N_("The claim was paid"), Audience.internal
    claim_due = "claim.due", N_("A claim is to be made soon"), Audience.internal

    cost_imported = "cost.imported", N_("Costs were imported from the accounts"), Audience.internal
    cost_import_undone = "cost.import_undone", N_("An import of costs was undone"), Audience.internal
    earlier_imported = "earlier_tests.imported", N_("Earlier tests were imported"), Audience.internal
    earlier_import_undone = (
        "earlier_tests.import_undone",
        N_("An import of earlier tests was undone"),
        Audience.internal,
    )
    report_issued = "report.issued", N_("A report was issued"), Audience.internal
    aid_certified = "aid.certified", N_("A certificate of de minimis aid was written down"), Audience.internal
    aid_cancelled = "aid.cancelled", N_("De minimis aid was called off"), Audience.internal
    aid_document_added = "aid.document_added", N_("A file was added to the certificate"), Audience.internal
    extract_ordered = "extract.ordered", N_("An extract was ordered"), Audience.internal
    extract_ready = "extract.ready", N_("An extract is ready"), Audience.internal
    neutrality_explained = "neutrality.explained", N_("An early sign was explained"), Audience.internal

    # People, and what they are trusted with
    member_proposed = "member.proposed", N_("A person was proposed"), Audience.internal
    member_invited = "member.invited", N_("A person was invited"), Audience.internal
    member_added = "member.added", N_("A person was added"), Audience.internal
    member_approved = "member.approved", N_("A newcomer was let in"), Audience.internal
    member_declined = "member.declined", N_("A proposed person was not let in"), Audience.internal
    member_joined = "member.joined", N_("A person accepted the invitation"), Audience.internal
    member_changed = "member.changed", N_("What is said of a person was changed"), Audience.internal
    member_suspended = "member.suspended", N_("A person's access was suspended"), Audience.internal
    member_reinstated = "member.reinstated", N_("A person's access was given back"), Audience.internal
    member_removed = "member.removed", N_("A person left the organisation"), Audience.internal
    role_given = "member.role_given", N_("A person was given a role"), Audience.internal
    role_taken = "member.role_taken", N_("A role was taken from a person"), Audience.internal
    passed_on = "interim.passed_on", N_("Somebody else is responsible for it from now on"), Audience.internal
    interim_named = "interim.named", N_("Somebody was named to answer for it for now"), Audience.internal
    interim_ended = "interim.ended", N_("A new owner has taken over"), Audience.internal

    access_review_begun = "access_review.begun", N_("A review of access was begun"), Audience.internal
    access_review_reminded = "access_review.reminded", N_("The administrators were reminded"), Audience.internal
    access_review_answered = "access_review.answered", N_("Access was looked through"), Audience.internal
    access_review_unanswered = (
        "access_review.unanswered",
        N_("The date passed before everybody's access had been looked through"),
        Audience.internal,
    )
    access_review_done = "access_review.done", N_("The review of access is done"), Audience.internal
    unseen_limit_set = (
        "access_review.unseen_limit_set",
        N_("It was decided when unused accounts are suspended"),
        Audience.internal,
    )
    member_unseen = "member.unseen", N_("A person who has not signed in for long was warned"), Audience.internal
    onboarding_begun = "onboarding.begun", N_("A municipality's way in was begun"), Audience.internal
    onboarding_changed = (
        "onboarding.changed",
        N_("What has been done on the way in was written down"),
        Audience.internal,
    )
    onboarding_welcomed = (
        "onboarding.welcomed",
        N_("The municipality was welcomed: it takes part now"),
        Audience.internal,
    )
    onboarding_paused = "onboarding.paused", N_("The municipality paused"), Audience.internal
    onboarding_left = "onboarding.left", N_("The municipality left the testbed"), Audience.internal
    onboarding_resumed = "onboarding.resumed", N_("The municipality took it up again"), Audience.internal
    staffing_vacant = "staffing.vacant", N_("Nobody leads the testbed"), Audience.internal
    staffing_filled = "staffing.filled", N_("Somebody leads the testbed again"), Audience.internal

    handover_started = "handover.started", N_("A handover was begun"), Audience.internal
    handover_sent = "handover.sent", N_("The handover was sent to the receivers"), Audience.internal
    handover_accepted = "handover.accepted", N_("A receiver took something over"), Audience.internal
    handover_asked = "handover.asked", N_("A receiver asked something"), Audience.internal
    handover_answered = "handover.answered", N_("A receiver's question was answered"), Audience.internal
    handover_declined = "handover.declined", N_("A receiver said no"), Audience.internal
    handover_reminded = "handover.reminded", N_("The receivers were reminded"), Audience.internal
    handover_expired = "handover.expired", N_("The time to answer ran out"), Audience.internal
    handover_done = "handover.done", N_("The handover is done"), Audience.internal
    handover_cancelled = "handover.cancelled", N_("The handover was cancelled"), Audience.internal

    account_joined = "account.joined", N_("A person tied another sign-in to theirs"), Audience.internal
    account_parted = "account.parted", N_("A person separated two sign-ins"), Audience.internal

    # What an organisation's own services say of its people
    role_mappings_changed = "role_mappings.changed", N_("Which groups give which roles was changed"), Audience.internal
    directory_token_created = "directory.token_created", N_("A key for the directory was created"), Audience.internal
    directory_token_revoked = "directory.token_revoked", N_("A key for the directory was revoked"), Audience.internal
    directory_approved = "directory.approved", N_("What the directory sent first was approved"), Audience.internal
    directory_discarded = "directory.discarded", N_("What the directory had sent was thrown away"), Audience.internal
    # Ways in
    connection_expiring = (
        "connection.expiring",
        N_("What the sign-in service proves itself with is about to expire"),
        Audience.internal,
    )
    connection_closed = "connection.closed", N_("The sign-in service was closed"), Audience.internal

    # Conversations
    message_sent = "message.sent", N_("A message was written"), Audience.internal
    message_changed = "message.changed", N_("A message was changed"), Audience.internal

    # What people ask of one another, and what waits
    task_delegated = "task.delegated", N_("A colleague was asked to do what waits"), Audience.internal
    task_taken_back = "task.taken_back", N_("It waits for the one who had it first again"), Audience.internal
    task_late = "task.late", N_("Something has waited too long, and those who can help were told"), Audience.internal
    errand_asked = "errand.asked", N_("Somebody was asked to do something"), Audience.internal
    errand_taken = "errand.taken", N_("It was taken on"), Audience.internal
    errand_done = "errand.done", N_("What was asked is done"), Audience.internal
    errand_declined = "errand.declined", N_("Somebody could not do what was asked"), Audience.internal
    errand_withdrawn = "errand.withdrawn", N_("What was asked was taken back"), Audience.internal
    guest_invited = "guest.invited", N_("A guest was invited to one thing"), Audience.internal
    guest_came = "guest.came", N_("The guest came for the first time"), Audience.internal
    guest_ended = "guest.ended", N_("The guest can get in no more"), Audience.internal
    errand_late = "errand.late", N_("What was asked was not done in time"), Audience.internal

    # Letters to many
    mailing_held = "mailing.held", N_("A letter to many was written, and is held"), Audience.internal
    mailing_changed = "mailing.changed", N_("A letter to many was changed"), Audience.internal
    mailing_sent = "mailing.sent", N_("The region wrote to many"), Audience.internal
    mailing_cancelled = "mailing.cancelled", N_("A letter to many was cancelled"), Audience.internal

    # The portal itself
    barrier_reported = "barrier.reported", N_("A fault in accessibility was reported"), Audience.internal
    barrier_answered = "barrier.answered", N_("The report was answered"), Audience.internal
    language_chosen = "account.language_chosen", N_("The language of letters was chosen"), Audience.internal
    letters_chosen = "account.letters_chosen", N_("How often letters come was chosen"), Audience.internal
    summaries_stopped = "account.summaries_stopped", N_("The summaries by letter were stopped"), Audience.internal
    address_cleared = (
        "account.address_cleared",
        N_("An address that letters came back from was cleared"),
        Audience.internal,
    )

    # An organisation's own sign-in, and what it says of itself
    facts_changed = "facts.changed", N_("Where others turn to the organisation was changed"), Audience.internal
    newcomers_changed = (
        "newcomers.changed",
        N_("Who comes in without an invitation was changed"),
        Audience.internal,
    )
    connection_begun = "connection.begun", N_("The set-up of a sign-in service was begun"), Audience.internal
    connection_edited = "connection.edited", N_("The settings of a sign-in service were changed"), Audience.internal
    connection_proposed = "connection.proposed", N_("A change to a sign-in service was proposed"), Audience.internal
    connection_discarded = (
        "connection.discarded",
        N_("The set-up of a sign-in service was discarded"),
        Audience.internal,
    )
    connection_activated = "connection.activated", N_("A sign-in service was turned on"), Audience.internal
    connection_changed = "connection.changed", N_("A change to a sign-in service was put in use"), Audience.internal
    connection_required = "connection.required", N_("Own sign-in was made a requirement"), Audience.internal
    connection_not_required = (
        "connection.not_required",
        N_("Own sign-in is no longer a requirement"),
        Audience.internal,
    )
    connection_link_made = "connection.link_made", N_("A set-up link was made"), Audience.internal
    connection_link_used = "connection.link_used", N_("A set-up link was opened"), Audience.internal
    connection_link_revoked = "connection.link_revoked", N_("A set-up link was withdrawn"), Audience.internal
    domain_added = "domain.added", N_("An e-mail domain was added"), Audience.internal
    domain_verified = "domain.verified", N_("An e-mail domain was verified"), Audience.internal
    domain_failing = "domain.failing", N_("The record of an e-mail domain was not found"), Audience.internal
    domain_lapsed = "domain.lapsed", N_("An e-mail domain is no longer verified"), Audience.internal
    domain_removed = "domain.removed", N_("An e-mail domain was removed"), Audience.internal
    domain_contested = (
        "domain.contested",
        N_("Another organisation has the record of an e-mail domain that is verified here"),
        Audience.internal,
    )
