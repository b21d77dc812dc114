"""What this feature keeps sealed, and what for."""

from app.sign_in.models import IdpConnection, LoginAttempt, SessionOrganisation
from app.sign_in.models_keys import RpKey

SEALED = (
    (IdpConnection.secret_sealed, "client_secret"),
    (IdpConnection.proposed, "client_secret", "secret_sealed"),
    (LoginAttempt.verifier_sealed, "verifier"),
    (SessionOrganisation.farewell_sealed, "farewell"),
    (RpKey.key_sealed, "rp_key"),
)
