"""What this feature keeps sealed, and what for."""

from app.saml.models import OwnKey, ParkedArrival

SEALED = ((OwnKey.key_sealed, "saml_key"), (ParkedArrival.sealed, "saml_arrival"))
