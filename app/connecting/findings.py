"""What the checks can find, each with a sentence that says what it means and how to mend it."""

from dataclasses import dataclass, field
from typing import Any

from app.connecting import findings_saml
from app.connecting.meanings import Meaning, Weight
from app.language import N_

__all__ = ["MEANINGS", "Finding", "Weight", "found_before"]


MEANINGS = {
    "address_wrong": Meaning(
        Weight.fault,
        N_("%(issuer)s is not an address we may call."),
        N_("Write the whole address, with https:// first and nothing after a question mark."),
    ),
    "unreachable": Meaning(
        Weight.fault,
        N_("We cannot reach %(address)s."),
        N_("Check the address, and whether your firewall lets us through."),
    ),
    "no_such_host": Meaning(
        Weight.fault,
        N_("There is no server called %(host)s."),
        N_("Check the spelling. The address must be reachable from the internet, not only from your own network."),
    ),
    "inside": Meaning(
        Weight.fault,
        N_("%(host)s leads into a private network, where we may not call."),
        N_("Give the address that the service has on the internet, on port 443."),
    ),
    "certificate": Meaning(
        Weight.fault,
        N_("The certificate of %(host)s is not one that is generally trusted."),
        N_("Renew it, install the whole chain, or get one from a public authority."),
    ),
    "too_slow": Meaning(
        Weight.fault,
        N_("%(host)s did not answer in time."),
        N_("Try again in a few minutes. If it goes on, check the firewall and the load of the service."),
    ),
    "status": Meaning(
        Weight.fault,
        N_("%(address)s answers with status %(status)s."),
        N_("The address of the sign-in service is what stands before /.well-known. Check it in the guide."),
    ),
    "no_document": Meaning(
        Weight.fault,
        N_("What %(address)s answers is not a description of a sign-in service."),
        N_("Open the address in a browser: it should show text that begins with a curly bracket."),
    ),
    "reached": Meaning(Weight.good, N_("We reach the service and can read what it says about itself.")),
    "issuer_differs": Meaning(
        Weight.fault,
        N_("The service calls itself %(said)s, not %(issuer)s."),
        N_("Write exactly the address that it calls itself, also a slash at the end."),
    ),
    "issuer_same": Meaning(Weight.good, N_("The service calls itself what you wrote, letter by letter.")),
    "endpoint": Meaning(
        Weight.fault,
        N_("The service gives no safe address for %(name)s."),
        N_("It must be a whole https address. Correct the service's public address in its settings."),
    ),
    "endpoints": Meaning(Weight.good, N_("All its addresses are safe ones.")),
    "no_code": Meaning(
        Weight.fault,
        N_("The service does not offer sign-in by code."),
        N_("Turn on the authorization code flow (response type code) for the client."),
    ),
    "no_s256": Meaning(
        Weight.fault,
        N_("The service does not offer PKCE with S256."),
        N_("Turn it on, or upgrade the service. We never sign anyone in without it."),
    ),
    "s256": Meaning(Weight.good, N_("It offers PKCE with S256.")),
    "s256_unsaid": Meaning(
        Weight.good, N_("It does not say whether it offers PKCE. We use it anyway; the test sign-in shows if it works.")
    ),
    "no_algorithm": Meaning(
        Weight.fault,
        N_("The service signs in ways we do not accept."),
        N_("Choose RS256, PS256, ES256 or EdDSA for the ID token."),
    ),
    "algorithm": Meaning(Weight.good, N_("It signs with %(algorithms)s.")),
    "no_client_auth": Meaning(
        Weight.fault,
        N_("The service offers none of the ways we can prove who we are."),
        N_("Turn on client secret by basic or post for the client."),
    ),
    "keys_unreadable": Meaning(
        Weight.fault,
        N_("Its public keys cannot be read."),
        N_("Open %(address)s in a browser. It should list the keys that sign, of type RSA, EC or OKP."),
    ),
    "keys": Meaning(Weight.good, N_("Its public keys can be read: %(count)s.")),
    "client_refused": Meaning(
        Weight.fault,
        N_("The service does not accept the client ID or the secret."),
        N_("Copy both again. Take the value of the secret, not its name, and see that it has not expired."),
    ),
    "client_accepted": Meaning(Weight.good, N_("It accepts the client ID and the secret.")),
    "client_unsaid": Meaning(
        Weight.unknown, N_("It does not say whether the client ID and the secret are right. The test sign-in shows it.")
    ),
    "secret_lost": Meaning(
        Weight.fault,
        N_("The client secret we have can no longer be opened."),
        N_("Write it again in the settings here, or a new one if you no longer have it."),
    ),
    "no_signature_auth": Meaning(
        Weight.fault,
        N_("The service does not offer to know us by our signature."),
        N_("Turn on private_key_jwt for the client, or change the settings here to a client secret."),
    ),
    "signature_refused": Meaning(
        Weight.fault,
        N_("The service does not accept the client ID or our signature."),
        N_(
            "Copy the client ID again. Choose private_key_jwt for the client, with our public keys at %(keys)s. "
            "If it has them already, let it read them again."
        ),
    ),
    "signature_accepted": Meaning(Weight.good, N_("It accepts the client ID and our signature.")),
    "signature_unsaid": Meaning(
        Weight.unknown,
        N_("It does not say whether the client ID and our signature are right. The test sign-in shows it."),
    ),
    "unusable": Meaning(
        Weight.fault,
        N_("What the service says about itself does not hold together."),
        N_("Send this page to whoever runs the sign-in service with you, or to its supplier."),
    ),
    "no_scope": Meaning(
        Weight.warning,
        N_("It does not offer %(scopes)s, which name and e-mail come with."),
        N_("Add the scopes to the client, or send the claims anyway."),
    ),
    "no_sign_out": Meaning(
        Weight.warning,
        N_("It has no address for signing out."),
        N_("Who signs out here stays signed in with you. On a shared computer that matters."),
    ),
    "shared": Meaning(
        Weight.fault,
        N_("Several organisations use this service."),
        N_("Give the claim that tells yours apart, and its value."),
    ),
    "subject_changes": Meaning(
        Weight.warning,
        N_("Entra ID gives each application its own sub."),
        N_("Choose oid as what identifies a person. It stays the same if the application is registered again."),
    ),
}


MEANINGS |= findings_saml.MEANINGS


@dataclass(frozen=True)
class Finding:
    """One thing a check found. `code` is a key of `MEANINGS`, `values` what stands in its sentences; `advice` is how to
    mend it where that depends on what was found."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)
    advice: str = ""

    @property
    def meaning(self) -> Meaning:
        return MEANINGS[self.code]

    @property
    def weight(self) -> Weight:
        return self.meaning.weight

    @property
    def how_to_mend(self) -> str:
        return self.advice or self.meaning.advice

    @property
    def stored(self) -> dict[str, Any]:
        return {"code": self.code, "values": self.values, "advice": self.advice}


def found_before(stored: list[dict[str, Any]]) -> list[Finding]:
    """What was stored; a code that no longer means anything is left out."""
    return [Finding(one["code"], one["values"], one.get("advice", "")) for one in stored if one["code"] in MEANINGS]
