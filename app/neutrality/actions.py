"""Everything that changes what is said of equal terms."""

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.neutrality import rules
from app.neutrality.figures import Sign
from app.neutrality.forms import ExplanationForm
from app.neutrality.models import Explanation
from app.refusals import require


def explain(db: Session, actor: Actor, sign: Sign, form: ExplanationForm) -> Explanation:
    """Say what explains a sign; what was said before stays.

    Raises:
        NotAllowed: not the actor's.
    """
    require(rules.may_watch(actor))
    explanation = Explanation(
        key=sign.key, organisation_id=actor.organisation_id, membership_id=actor.membership_id, text=form.text
    )
    db.add(explanation)
    record(db, actor, Happened.neutrality_explained, explanation, note=form.text)
    return explanation
