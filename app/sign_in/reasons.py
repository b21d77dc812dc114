"""Why a sign-in went no further, for the administrator who is to mend it: what happened, and what to look at.

The person at the door is told less (`failures.py`). Another protocol adds its own codes in its own `reasons.py`.
"""

from collections.abc import Mapping
from functools import cache

from app.features import said_by_features
from app.language import N_
from app.sign_in.models import Purpose, TraceStep

_LATE = N_("The answer came too late, twice, or to another browser than the one that asked. Starting again helps.")
_FORGED = N_(
    "The signature or the form of the provider's statement is wrong. If it goes on, the provider's keys or algorithms "
    "have to be looked at."
)
_CLOCK = N_("The times in the provider's statement cannot be right. Its clock or its token lifetimes have to be set.")
_FOR_OTHERS = N_("The provider's statement was made for somebody else. Client ID and issuer have to be compared.")
_FRESH = N_(
    "The person had to prove who they are anew, and the provider did not show that they did. Ask it to support "
    "prompt=login, max_age and auth_time."
)
_DISCOVERY = N_(
    "What the provider publishes about itself cannot be used: it must offer the code flow, S256, and RS256, PS256, "
    "ES256 or EdDSA."
)

REASONS: tuple[tuple[str, str], ...] = (
    ("state_unknown", _LATE),
    ("state_of_another_connection", _LATE),
    ("another_browser", _LATE),
    ("attempt_used", _LATE),
    ("attempt_expired", _LATE),
    ("session_over", _LATE),
    ("connection_changed", N_("The settings of the sign-in service were changed in the meantime, or it was closed.")),
    ("cancelled", N_("The person cancelled at the provider, or was not signed in there.")),
    ("provider_refused", N_("The provider refused the question. Its own log says why.")),
    ("unreachable", N_("The provider did not answer, or its address cannot be called from here.")),
    ("discovery_issuer_wrong", N_("The provider calls itself something else than the issuer that was agreed on.")),
    ("discovery_unusable", _DISCOVERY),
    ("keys_unusable", N_("The provider publishes no keys that we can verify its signatures with.")),
    ("key_unusable", N_("The provider's key is too weak or damaged; RSA needs 2048 bits.")),
    ("key_ambiguous", N_("The provider publishes several keys and does not say which it signed with.")),
    ("kid_unknown", N_("The provider signed with a key that it does not publish.")),
    ("answer_issuer_wrong", N_("The answer names another issuer than the one that was asked (RFC 9207).")),
    ("answer_malformed", N_("The answer lacks the code, or says something twice.")),
    ("auth_method_not_offered", N_("The provider does not take the way of proving ourselves that was agreed on.")),
    ("secret_unreadable", N_("The client secret cannot be opened with the keys of this installation.")),
    ("token_refused", N_("The provider did not accept the code. Usually the client secret is wrong or has expired.")),
    ("token_answer_malformed", N_("The provider's answer to the code cannot be understood.")),
    ("token_missing", N_("The provider sent no ID token. The scope openid has to be allowed.")),
    ("token_malformed", _FORGED),
    ("signature_wrong", _FORGED),
    ("algorithm_refused", _FORGED),
    ("at_hash_wrong", _FORGED),
    ("nonce_missing", _FORGED),
    ("nonce_wrong", _FORGED),
    ("issuer_wrong", _FOR_OTHERS),
    ("audience_wrong", _FOR_OTHERS),
    ("azp_wrong", _FOR_OTHERS),
    ("iat_missing", _CLOCK),
    ("exp_missing", _CLOCK),
    ("nbf_missing", _CLOCK),
    ("expired", _CLOCK),
    ("issued_in_future", _CLOCK),
    ("issued_too_long_ago", _CLOCK),
    ("lives_too_long", _CLOCK),
    ("not_yet_valid", _CLOCK),
    ("auth_time_in_future", _CLOCK),
    ("auth_time_missing", _FRESH),
    ("signed_in_too_long_ago", _FRESH),
    ("acr_refused", N_("The person did not sign in by one of the methods that count as strong enough.")),
    ("subject_missing", N_("The claim that says who it is was not sent. The provider has to release it.")),
    ("subject_unusable", N_("The claim that says who it is cannot be used: too long, or with odd characters.")),
    ("userinfo_malformed", N_("The provider's answer about the person cannot be understood.")),
    ("userinfo_subject_wrong", N_("The provider's answer about the person was about somebody else.")),
    ("binding_wrong", N_("The claim that shows that somebody belongs to your organisation has another value.")),
    ("claim_missing", N_("A claim that your organisation requires was not sent.")),
    ("guest_refused", N_("The person is a guest at the provider, and guests are not let in.")),
    ("no_access", N_("The provider vouches for the person, but nobody has invited them here.")),
    ("waits_for_approval", N_("The person is new here and waits for an administrator to approve them.")),
    ("too_many_wait", N_("So many newcomers wait for approval that no more are taken in. Answer some of them first.")),
    (
        "address_missing",
        N_("The person is new here, and the provider sent no e-mail address for them, or one it has not verified."),
    ),
    (
        "address_taken",
        N_("The person is new here, but somebody else among your people has the same e-mail address."),
    ),
    ("already_one", N_("The person tried to tie a sign-in to theirs that is theirs already.")),
    ("two_members", N_("The person tried to tie two sign-ins together that belong to two people of yours.")),
    ("not_known_there", N_("The person tried to tie a sign-in to theirs with which nobody has signed in here yet.")),
    ("identity_disabled", N_("The person's way in has been closed.")),
    ("invitation_over", N_("The invitation was withdrawn, or has been used.")),
    ("another_person", N_("Somebody else signed in than the one who was to confirm who they are.")),
)
UNNAMED = N_("Something went wrong that we have no name for. Give the reference to those who run the portal.")

STEPS: Mapping[TraceStep, str] = {
    TraceStep.sent: N_("Sent to the provider"),
    TraceStep.returned: N_("Came back with an answer"),
    TraceStep.answered: N_("The provider made its statement"),
    TraceStep.believed: N_("The statement was verified"),
    TraceStep.admitted: N_("Belongs to the organisation"),
}
PURPOSES: Mapping[Purpose, str] = {
    Purpose.sign_in: N_("Sign-in"),
    Purpose.sign_out: N_("Sign-out"),
    Purpose.test: N_("Test sign-in"),
    Purpose.step_up: N_("Confirmation of who it is"),
    Purpose.link: N_("First sign-in with an invitation"),
    Purpose.tie: N_("Tying two sign-ins together"),
}


@cache
def _reasons() -> Mapping[str, str]:
    return dict(said_by_features("reasons", "REASONS"))


def reason_in_words(code: str) -> str:
    """Why, as a sentence to be translated."""
    return _reasons().get(code, UNNAMED)
