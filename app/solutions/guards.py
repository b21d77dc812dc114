"""The solution named in the path: 404 unless it may be seen, 403 unless the rule allows."""

from typing import Annotated

from fastapi import Depends

from app.solutions import queries, rules
from app.solutions.models import Solution
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Solution:
    return queries.solution(db, actor, ref)


VisibleSolution = Annotated[Solution, Depends(visible)]


def editable(solution: VisibleSolution, actor: CurrentActor) -> Solution:
    rules.may_edit.require(actor, solution)
    return solution


EditableSolution = Annotated[Solution, Depends(editable)]
