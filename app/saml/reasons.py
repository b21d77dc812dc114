"""Why a sign-in by SAML went no further, for the administrator who is to mend it."""

from app.language import N_

_FORGED = N_(
    "The form of the answer is not one that an identity provider sends: parts of it are doubled, missing or elsewhere. "
    "If it goes on, the answer is changed on its way."
)

REASONS: tuple[tuple[str, str], ...] = (
    ("saml_malformed", _FORGED),
    ("saml_shape", _FORGED),
    ("saml_refused", N_("The answer was made for somebody else, for another address, or for another time.")),
    ("saml_unsigned", N_("The answer is not signed. The provider has to sign the assertion or the response.")),
    ("saml_signature", N_("The answer is signed with a key that is not in the metadata we have. Renew the metadata.")),
    (
        "saml_algorithm",
        N_("The answer is signed or encrypted with an algorithm that is too weak. Choose SHA-256, RSA-OAEP and AES."),
    ),
    ("saml_time", N_("The times in the answer cannot be right. The provider's clock has to be set.")),
    ("saml_unavailable", N_("The program xmlsec1 is missing where the portal runs. Tell those who run it.")),
    ("in_response_to_wrong", N_("The answer belongs to another question than the one that was asked.")),
    ("destination_wrong", N_("The answer was meant for another address. Compare the ACS address at the provider.")),
    ("recipient_wrong", N_("The assertion was made for another address. Compare the ACS address at the provider.")),
    ("not_encrypted", N_("The assertion is not encrypted, though that was agreed on. Turn encryption on.")),
    ("subject_several", N_("The attribute that tells people apart came with several values.")),
    ("subject_transient", N_("The NameID is new each time (transient). Let the provider send a persistent one.")),
    (
        "subject_is_address",
        N_("The NameID is an e-mail address, which can change and be given to others. Send a persistent one."),
    ),
    (
        "scope_wrong",
        N_("What stands after the @ is not among the scopes that the provider may use (shibmd:Scope)."),
    ),
    ("metadata_expired", N_("The provider's metadata no longer holds. It has to be published or handed in anew.")),
    ("metadata_of_another", N_("The metadata address answers about another provider than the one agreed on.")),
    ("assertion_replayed", N_("The same answer came twice. Somebody went back in the browser, or copied it.")),
    ("unasked", N_("The sign-in began at the provider, which is not turned on for this connection.")),
)
