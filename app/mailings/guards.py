"""The letter to many that the address names."""

from typing import Annotated

from fastapi import Depends

from app.mailings import queries, rules
from app.mailings.models import Mailing
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Mailing:
    return queries.mailing(db, actor, ref)


VisibleMailing = Annotated[Mailing, Depends(visible)]


def writable(mailing: VisibleMailing, actor: CurrentActor) -> Mailing:
    rules.may_write.require(actor, mailing)
    return mailing


WritableMailing = Annotated[Mailing, Depends(writable)]
