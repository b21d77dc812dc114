"""What letters keep sealed until the moment they are sent."""

from app.activity.models import Mail

SEALED = ((Mail.secret_sealed, "letter"),)
