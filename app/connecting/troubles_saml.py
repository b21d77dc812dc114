"""Why a test sign-in by SAML went no further, for those who can mend it."""

from app.language import N_

UNLIKE_SAML = (
    N_("The form of the answer is not one that an identity provider sends."),
    N_("Test again. If it goes on, something between your service and the browser changes the answer."),
)
ELSEWHERE = (
    N_("The answer was made for another address than ours."),
    N_("Compare our ACS address with the one in your service, letter by letter; or give it our metadata anew."),
)

TROUBLES = {
    "saml_malformed": UNLIKE_SAML,
    "saml_shape": UNLIKE_SAML,
    "saml_refused": (
        N_("The answer was made for somebody else, for another address, or for another time."),
        N_("Compare our entityID and ACS address with those in your service, and see that its clock is right."),
    ),
    "saml_unsigned": (
        N_("The answer was not signed."),
        N_("Let your service sign the assertion or the response."),
    ),
    "saml_signature": (
        N_("The answer was signed with a key that is not in the metadata we have."),
        N_("Run the checks: they read the metadata anew. If you gave a file, give a new one."),
    ),
    "saml_algorithm": (
        N_("The answer was signed or encrypted in a way that is too weak."),
        N_("Choose SHA-256 for the signature, and RSA-OAEP and AES for encryption."),
    ),
    "saml_time": (
        N_("The times in the answer cannot be right."),
        N_("See that the clock of your service is right (NTP)."),
    ),
    "saml_unavailable": (
        N_("The portal cannot verify answers right now."),
        N_("Nothing is wrong on your side. Write to those who run the portal."),
    ),
    "in_response_to_wrong": (
        N_("The answer belonged to another question than ours."),
        N_("Test again, in one tab only."),
    ),
    "unasked": (
        N_("The sign-in began at your service, not here."),
        N_("Test again from this page. If that is how your people are to come in, turn it on in the settings."),
    ),
    "destination_wrong": ELSEWHERE,
    "recipient_wrong": ELSEWHERE,
    "audience_wrong": (
        N_("The answer was made for another service than ours."),
        N_("Compare our entityID with the one in your service, letter by letter."),
    ),
    "issuer_wrong": (
        N_("The answer came from another identity provider than the one whose metadata we have."),
        N_("See that the metadata is that of the service where you signed in."),
    ),
    "not_encrypted": (
        N_("The answer was not encrypted, and you have asked us to refuse such answers."),
        N_("Turn encryption on in your service, or untick it in the settings here."),
    ),
    "subject_missing": (
        N_("The attribute that identifies a person did not come, or was empty."),
        N_("Let your service send it, or choose another one in the settings."),
    ),
    "subject_several": (
        N_("The attribute that identifies a person came with several values."),
        N_("Let your service send one, or choose another attribute in the settings."),
    ),
    "subject_transient": (
        N_("The NameID is a new one each time (transient), so we could not recognise anybody."),
        N_("Let your service send a persistent NameID, or choose an attribute that stays the same."),
    ),
    "subject_is_address": (
        N_("The NameID is an e-mail address, which can change and be given to others."),
        N_("Let your service send a persistent NameID, or choose an attribute that stays the same."),
    ),
    "subject_unusable": (
        N_("What identifies the person is too long, or holds characters that cannot be kept."),
        N_("Choose another attribute in the settings."),
    ),
    "scope_wrong": (
        N_("What stands after the @ is not among the scopes that the federation says are yours."),
        N_("Have the federation add your scope, or let your service send the right one."),
    ),
    "metadata_expired": (
        N_("Your metadata no longer holds."),
        N_("Run the checks: they read it anew. If you gave a file, give a new one."),
    ),
    "metadata_of_another": (
        N_("The metadata address answers about another identity provider than before."),
        N_("Another identity provider is another sign-in service. Set it up beside this one, or mend the address."),
    ),
    "assertion_replayed": (N_("The same answer came twice."), N_("Test again, and do not go back in the browser.")),
    "provider_refused": (
        N_("Your service said no."),
        N_("See its log. Often the user is not assigned to the application, or it does not know our entityID."),
    ),
    "claim_missing": (
        N_("An attribute without which nobody comes in did not come."),
        N_("Let your service send it."),
    ),
    "acr_refused": (
        N_("Your service cannot, or did not, sign in by the method that was asked for."),
        N_("Compare what counts as strong with what your service offers."),
    ),
}
