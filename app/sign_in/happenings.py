"""All that can happen at a door. One page an auditor can read."""

from enum import StrEnum

from app.language import N_, Worded


class AuthEventType(Worded):
    """All that can happen at a door, with the words the log has for it."""

    sign_in = "sign_in", N_("Sign-in")
    # Begun at the provider, where that is agreed; the sign-in itself follows.
    sign_in_unasked = "sign_in_unasked", N_("Sign-in begun at the sign-in service")
    sign_out = "sign_out", N_("Sign-out")
    switch = "switch", N_("Chose to act for the organisation")
    step_up = "step_up", N_("Confirmed who they are")
    access_asked = "access_asked", N_("Somebody asked for access")
    newcomers_changed = "newcomers_changed", N_("Who comes in without an invitation was changed")
    accounts_joined = "accounts_joined", N_("Two sign-ins became one person's")
    accounts_parted = "accounts_parted", N_("Two sign-ins were separated")
    identity_linked = "identity_linked", N_("First sign-in of a member")
    connection_added = "connection_added", N_("A sign-in service was added")
    connection_disabled = "connection_disabled", N_("A sign-in service was closed")
    connection_activated = "connection_activated", N_("A sign-in service was turned on")
    connection_changed = "connection_changed", N_("A sign-in service was changed")
    sso_required = "sso_required", N_("Own sign-in was made a requirement")
    sso_optional = "sso_optional", N_("Own sign-in is no longer a requirement")
    domain_verified = "domain_verified", N_("An e-mail domain was proven")
    domain_lapsed = "domain_lapsed", N_("The proof of an e-mail domain lapsed")
    domain_removed = "domain_removed", N_("An e-mail domain was removed")
    passkey_added = "passkey_added", N_("A passkey was added")
    passkey_removed = "passkey_removed", N_("A passkey was removed")
    session_ended = "session_ended", N_("An administrator ended a sign-in")
    limits_changed = "limits_changed", N_("How long one stays signed in was changed")
    rescuer_named = "rescuer_named", N_("Someone was named for emergency access")
    rescuer_removed = "rescuer_removed", N_("Someone is no longer named for emergency access")
    rescuer_came_in = "rescuer_came_in", N_("Someone came in to mend the sign-in of the organisation")
    emergency_asked = "emergency_asked", N_("Emergency access was asked for")
    emergency_agreed = "emergency_agreed", N_("Emergency access was agreed to")
    emergency_opened = "emergency_opened", N_("Emergency access was opened")
    sso_unlocked = "sso_unlocked", N_("The demand for the sign-in service was lifted for two hours")
    sso_raised = "sso_raised", N_("The sign-in service is demanded again")


EMERGENCIES = frozenset(
    {
        AuthEventType.rescuer_named,
        AuthEventType.rescuer_removed,
        AuthEventType.rescuer_came_in,
        AuthEventType.emergency_asked,
        AuthEventType.emergency_agreed,
        AuthEventType.emergency_opened,
        AuthEventType.sso_unlocked,
        AuthEventType.sso_raised,
    }
)
"""What everyone who runs the portal hears of at once, and finds marked in the log."""


class Outcome(StrEnum):
    ok = "ok"
    refused = "refused"
