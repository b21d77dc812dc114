"""What the checks of a provider that speaks SAML can find, in words."""

from app.connecting.meanings import Meaning, Weight
from app.language import N_

MEANINGS = {
    "saml_program": Meaning(Weight.good, N_("The portal can verify what identity providers sign.")),
    "saml_no_program": Meaning(
        Weight.fault,
        N_("The portal cannot verify what identity providers sign: the program xmlsec1 is missing."),
        N_("Nothing is wrong on your side. Write to those who run the portal."),
    ),
    "saml_read": Meaning(Weight.good, N_("We have read the metadata. It is about %(entity_id)s.")),
    "saml_unread": Meaning(Weight.fault, N_("The metadata could not be read anew.")),
    "saml_of_another": Meaning(
        Weight.fault,
        N_("The metadata is now about %(said)s, not %(known)s."),
        N_("Another identity provider is another sign-in service. Set it up beside this one, or mend the address."),
    ),
    "saml_sign_on": Meaning(Weight.good, N_("People are sent to %(address)s to sign in.")),
    "saml_no_certificate": Meaning(
        Weight.fault,
        N_("There is no certificate that may sign."),
        N_("Export the metadata anew, with the signing certificate."),
    ),
    "saml_certificates": Meaning(
        Weight.good,
        N_("Certificates that may sign: %(count)s. The last runs out on %(day)s. Its SHA-256 fingerprint: %(print)s"),
    ),
    "saml_certificate_ends": Meaning(
        Weight.warning,
        N_("The last certificate that may sign runs out on %(day)s."),
        N_("Let the identity provider publish a new one beside it."),
    ),
    "saml_no_end": Meaning(Weight.good, N_("The metadata holds until it is replaced.")),
    "saml_valid": Meaning(Weight.good, N_("The metadata is valid until %(day)s.")),
    "saml_over": Meaning(
        Weight.fault,
        N_("The metadata was valid until %(day)s."),
        N_("Export it anew, or give its address so that we can fetch it."),
    ),
    "saml_renews": Meaning(Weight.good, N_("We read the metadata anew by ourselves, several times a day if needed.")),
    "saml_by_hand": Meaning(
        Weight.warning,
        N_("Metadata from a file does not renew itself."),
        N_("Give its address instead, if it has one. Otherwise send us a new file before you change your certificate."),
    ),
    "saml_scopes": Meaning(Weight.good, N_("According to the federation your people are those with: %(scopes)s.")),
    "saml_no_scopes": Meaning(
        Weight.warning,
        N_("The federation does not say which scopes are yours (shibmd:Scope)."),
        N_("Attributes with an @, such as eduPersonPrincipalName, are not believed until it does."),
    ),
    "saml_lasting_name": Meaning(Weight.good, N_("It can send a NameID that stays the same (persistent).")),
    "saml_no_lasting_name": Meaning(
        Weight.warning,
        N_("Its metadata does not mention a NameID that stays the same (persistent)."),
        N_("We ask for one; the test sign-in shows whether it comes. If not, turn it on, or choose another attribute."),
    ),
    "saml_name_unsaid": Meaning(
        Weight.unknown, N_("It does not say which NameIDs it can send. The test sign-in shows it.")
    ),
}
