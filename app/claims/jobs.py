"""What the clock does about claims."""

from app.claims.actions import remind
from app.jobs.clock import Step

EVERY_NIGHT: tuple[Step, ...] = (("remind_of_claims", remind),)
