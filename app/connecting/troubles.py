"""Why a test sign-in went no further, for those who can mend it. People who sign in never read these (rule 35)."""

from dataclasses import dataclass

from app.connecting import troubles_saml
from app.language import N_
from app.sign_in.models import Protocol


@dataclass(frozen=True)
class Trouble:
    text: str
    advice: str


NOT_BACK = Trouble(
    N_("You have not come back from your sign-in service."),
    N_("If it showed an error, that says which setting is wrong: often the redirect address. Compare the letters."),
)
LATE = Trouble(
    N_("It took too long, was begun in another browser, or the settings were changed meanwhile."), N_("Test again.")
)
UNREACHABLE = Trouble(
    N_("Your service did not answer us."), N_("Run the checks: they say what we cannot reach, and why.")
)
CLOCK = Trouble(
    N_("The times in its answer are wrong."),
    N_("See that the clock of your service is right (NTP), and that ID tokens are valid for at most a day."),
)
UNVERIFIED = Trouble(
    N_("Its answer could not be verified."),
    N_("The ID token has to be signed with a key that the service publishes. Run the checks, or restart the service if "
       "its keys have just been changed."),
)  # fmt: skip
ODD = Trouble(
    N_("Its answer was not as the standard says."),
    N_("Run the checks. If they find nothing, show this page to the supplier of your sign-in service, or write to "
       "those who run the portal."),
)  # fmt: skip

TROUBLES = {
    "under_way": NOT_BACK,
    "attempt_expired": LATE,
    "attempt_used": LATE,
    "another_browser": LATE,
    "connection_changed": LATE,
    "unreachable": UNREACHABLE,
    "discovery_unusable": UNREACHABLE,
    "discovery_issuer_wrong": UNREACHABLE,
    "keys_unusable": UNREACHABLE,
    "cancelled": Trouble(N_("The sign-in was cancelled at your service."), N_("Test again, and complete it.")),
    "provider_refused": Trouble(
        N_("Your service said no."),
        N_("See its log. Often the user is not assigned to the application, or a scope is not allowed."),
    ),
    "token_refused": Trouble(
        N_("Your service did not give us a token."),
        N_(
            "The client secret is wrong or has expired, or the redirect address differs. Copy the secret's value again."
        ),
    ),
    "auth_method_not_offered": Trouble(
        N_("Your service does not take a client secret."),
        N_("Turn on client secret by basic or post for the client."),
    ),
    "secret_unreadable": Trouble(
        N_("We can no longer open the client secret we have."), N_("Write it once more in the settings.")
    ),
    "token_missing": Trouble(N_("No ID token came."), N_("See that the scope openid is allowed for the client.")),
    "subject_missing": Trouble(
        N_("The claim that identifies a person did not come, or was empty."),
        N_("Choose another claim in the settings, or have your service send it in the ID token."),
    ),
    "binding_wrong": Trouble(
        N_("The claim that tells your organisation apart had another value, or did not come."),
        N_("Compare it with the table below. Upper and lower case count."),
    ),
    "claim_missing": Trouble(
        N_("A claim without which nobody comes in did not come."), N_("Have your service send it in the ID token.")
    ),
    "guest_refused": Trouble(
        N_("You signed in as a guest of your directory, and guests are not let in."),
        N_("Test with an account of your own organisation, or let guests in."),
    ),
    "expired": CLOCK,
    "issued_in_future": CLOCK,
    "issued_too_long_ago": CLOCK,
    "lives_too_long": CLOCK,
    "iat_missing": CLOCK,
    "signature_wrong": UNVERIFIED,
    "kid_unknown": UNVERIFIED,
    "kid_ambiguous": UNVERIFIED,
    "algorithm_refused": Trouble(
        N_("The ID token was signed in a way we do not accept."),
        N_("Choose RS256, PS256, ES256 or EdDSA for the ID token."),
    ),
    "issuer_wrong": Trouble(
        N_("The ID token names another issuer than the address you gave."),
        N_("In Entra ID, use the address with your tenant ID that ends with /v2.0."),
    ),
    "audience_wrong": Trouble(
        N_("The ID token is for somebody else."),
        N_("Compare the client ID in your service with the one in the settings."),
    ),
    "userinfo_subject_wrong": Trouble(
        N_("The userinfo address told of somebody else."),
        N_("It has to give the same sub as the ID token. Send the claims in the ID token instead."),
    ),
    "answer_issuer_wrong": Trouble(
        N_("The answer says that it comes from another service."),
        N_("See that the service uses one and the same public address everywhere."),
    ),
}


OF_SAML = {code: Trouble(*words) for code, words in troubles_saml.TROUBLES.items()}


def trouble_of(code: str, protocol: Protocol) -> Trouble:
    """What can be wrong in both ways of signing in is mended in different places."""
    known = OF_SAML.get(code) if protocol is Protocol.saml else None
    return known or TROUBLES.get(code, ODD)
