"""What the clock does: a municipality without a leader is seen the same night."""

from sqlalchemy.orm import Session

from app.actor import Actor
from app.staffing import actions


def mind_vacancies(db: Session, actor: Actor) -> None:
    actions.mind_vacancies(db, actor)


EVERY_MINUTE = (("mind_vacancies", mind_vacancies),)
