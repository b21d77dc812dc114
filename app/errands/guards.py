"""The errand named in the path, and the thing one is about to ask about."""

from typing import Annotated

from fastapi import Depends

from app.conversations.queries import Talk
from app.errands import queries, rules
from app.errands.models import Errand
from app.web.guards import CurrentActor, Db, for_an_organisation


def visible(ref: str, db: Db, actor: CurrentActor) -> Errand:
    return queries.errand(db, actor, ref)


VisibleErrand = Annotated[Errand, Depends(visible)]


def answerable(errand: VisibleErrand, actor: CurrentActor) -> Errand:
    rules.may_answer.require(actor, errand)
    return errand


AnswerableErrand = Annotated[Errand, Depends(answerable)]


def own(errand: VisibleErrand, actor: CurrentActor) -> Errand:
    rules.may_withdraw.require(actor, errand)
    return errand


AskedErrand = Annotated[Errand, Depends(own)]


def asked_about(
    db: Db, actor: CurrentActor, _: Annotated[None, Depends(for_an_organisation)], om: str = ""
) -> Talk | None:
    """The thing named in the query; None when the address names none.

    Raises:
        NotFound: the actor takes no part in it.
    """
    return queries.thing(db, actor, om.strip().upper()) if om.strip() else None


AskedAbout = Annotated[Talk | None, Depends(asked_about)]
