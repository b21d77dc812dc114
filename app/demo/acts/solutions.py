"""What a company does with a solution."""

from app.demo.stage import Stage
from app.demo.words import Said
from app.solutions import actions, queries
from app.solutions.forms import PARTS


def describe(stage: Stage, who: str, said: Said, *, is_shown: bool) -> None:
    """Describe it whole, make it ready to use, and show it in the catalogue or not."""
    actor, name = stage.actor(who), str(said["name"])
    solution = actions.draft(stage.db, actor, name, is_demo=True)
    for part, answered in stage.parts(PARTS, said):
        actions.write(stage.db, actor, solution, part, answered, solution.version)
        stage.db.flush()
    actions.take_step(stage.db, actor, solution, "finish")
    if is_shown:
        actions.take_step(stage.db, actor, solution, "show")
    stage.solutions[name], stage.ids[name] = solution.reference, solution.id


def confirm(stage: Stage, who: str, name: str) -> None:
    """Say that the facts are still current, as is asked every year."""
    actor = stage.actor(who)
    solution = queries.solution(stage.db, actor, stage.solutions[name])
    actions.take_step(stage.db, actor, solution, "confirm_shown")
