"""What a person is told when signing in did not work: four kinds, in our own words, whatever the cause."""

from dataclasses import dataclass

from app.language import N_


@dataclass(frozen=True)
class Failure:
    status: int
    heading: str
    text: str
    advice: str


LATE = Failure(
    400,
    N_("The sign-in could not be completed"),
    N_("It took too long, was begun in another browser, or has already been used."),
    N_("Start again. It usually works the second time."),
)
CANCELLED = Failure(
    403,
    N_("The sign-in was cancelled"),
    N_("You were not signed in at %(organisation)s."),
    N_("Try again if that was not what you meant."),
)
UNREACHABLE = Failure(
    502,
    N_("We cannot reach the sign-in service"),
    N_("The sign-in service of %(organisation)s does not answer right now."),
    N_("Wait a few minutes and try again. If it goes on, tell your IT department."),
)
DISTRUSTED = Failure(
    502,
    N_("The sign-in could not be verified"),
    N_("The sign-in service of %(organisation)s gave an answer we could not verify, so we did not sign you in."),
    N_("Try again. If it goes on, give your IT department the reference below."),
)
NO_ACCESS = Failure(
    403,
    N_("You have no access here"),
    N_("You are signed in at %(organisation)s but have no access here."),
    N_("Ask your organisation's administrator to invite you, with the e-mail address you use at work."),
)
MAY_ASK = Failure(
    403,
    NO_ACCESS.heading,
    NO_ACCESS.text,
    N_("You can ask for it. Your organisation's own administrator decides, and you get a letter with the answer."),
)
WAITS = Failure(
    403,
    N_("You have asked for access"),
    N_("The administrator of %(organisation)s has been told that you wait, and has not answered yet."),
    N_("You need not do anything more. You get a letter when there is an answer."),
)
MANY_WAIT = Failure(
    403,
    NO_ACCESS.heading,
    NO_ACCESS.text,
    N_("So many people wait for an answer that no more can ask now. Write to your administrator."),
)
ALREADY_ONE = Failure(
    403,
    N_("They are one already"),
    N_("The sign-in at %(organisation)s is yours here already."),
    N_("Nothing was done. You can choose whom you act for."),
)
TWO_MEMBERS = Failure(
    403,
    N_("They cannot be tied together"),
    N_("Both sign-ins belong to %(organisation)s, as two different people."),
    N_("Ask its administrator which of them is to stay."),
)
NOT_KNOWN_THERE = Failure(
    403,
    N_("Sign in there first"),
    N_("Nobody has signed in here with that sign-in at %(organisation)s yet."),
    N_("Sign out, sign in there once, and come back to tie the two together."),
)
INVITATION_OVER = Failure(
    403,
    N_("The invitation no longer holds"),
    N_("It was withdrawn, or somebody has already signed in with it at %(organisation)s."),
    N_("Ask your organisation's administrator for a new one."),
)
ANOTHER_PERSON = Failure(
    403,
    N_("That was somebody else"),
    N_("You were to confirm that it is you, but somebody else signed in at %(organisation)s."),
    N_("Nothing was done. Go back and confirm with the account you are signed in with here."),
)
TOO_WEAK = Failure(
    403,
    N_("The sign-in was not strong enough"),
    N_("What you were about to do takes a fresh sign-in at %(organisation)s, perhaps by a stronger method."),
    N_("Try again, and choose to prove who you are anew. If it goes on, tell your IT department."),
)

LINK_OVER = Failure(
    400,
    N_("The link does not work here"),
    N_("It has been used, is more than fifteen minutes old, or was asked for in another browser."),
    N_("Ask for a new link in this browser, and open it here."),
)
UNKNOWN_KEY = Failure(
    403,
    N_("The passkey is not known here"),
    N_("It may have been removed, or it belongs to another service."),
    N_("Choose another passkey, or ask for a link by e-mail."),
)
WAY_CLOSED = Failure(
    403,
    N_("Your organisation has a sign-in service"),
    N_("It has said that its people sign in there, and not with a passkey or a link."),
    N_("Find your organisation and sign in there."),
)
UNASKED = Failure(
    403,
    N_("Begin here instead"),
    N_("Signing in from the start page of %(organisation)s is not turned on here."),
    N_("Choose your organisation and sign in from here. Nothing is wrong with your account."),
)
OURS = Failure(
    503,
    N_("Signing in does not work right now"),
    N_("The fault is ours, not yours and not %(organisation)s's: something is missing in the portal's installation."),
    N_("Tell those who run the portal, with the reference below."),
)

FAILURES = {
    "passkey_unknown": UNKNOWN_KEY,
    "passkey_wrong": UNKNOWN_KEY,
    "passkey_malformed": UNKNOWN_KEY,
    "link_used_or_old": LINK_OVER,
    "link_of_another_browser": LINK_OVER,
    "way_closed": WAY_CLOSED,
    "state_unknown": LATE,
    "state_of_another_connection": LATE,
    "another_browser": LATE,
    "attempt_used": LATE,
    "attempt_expired": LATE,
    "connection_changed": LATE,
    "cancelled": CANCELLED,
    "unreachable": UNREACHABLE,
    "no_access": NO_ACCESS,
    "address_missing": NO_ACCESS,
    "address_taken": NO_ACCESS,
    "waits_for_approval": WAITS,
    "too_many_wait": MANY_WAIT,
    "identity_disabled": NO_ACCESS,
    "already_one": ALREADY_ONE,
    "two_members": TWO_MEMBERS,
    "not_known_there": NOT_KNOWN_THERE,
    "guest_refused": NO_ACCESS,
    "binding_wrong": NO_ACCESS,
    "claim_missing": NO_ACCESS,
    "invitation_over": INVITATION_OVER,
    "session_over": LATE,
    "another_person": ANOTHER_PERSON,
    "acr_refused": TOO_WEAK,
    "signed_in_too_long_ago": TOO_WEAK,
    "auth_time_missing": TOO_WEAK,
    "saml_malformed": LATE,  # no provider sends this: nobody's fault but the sender's
    "unasked": UNASKED,
    "saml_unavailable": OURS,
    "secret_unreadable": OURS,
}


def failure_of(code: str) -> Failure:
    """Everything we would not believe looks the same from outside."""
    return FAILURES.get(code, DISTRUSTED)
