"""The extract named in the path: 404 unless it is the reader's own. And the file that somebody asks for."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from app.exports import NEVER, Export, export
from app.extracts import queries
from app.extracts.models import Extract
from app.refusals import NotFound
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Extract:
    return queries.extract(db, actor, ref)


VisibleExtract = Annotated[Extract, Depends(visible)]


def fetchable(extract: VisibleExtract, db: Db, actor: CurrentActor) -> Extract:
    """Made, still kept, and of something that the reader may see at the time of fetching it.

    Raises:
        NotFound: it is not made yet, no longer kept, or what it is of may no longer be seen.
        NotAllowed: files of that kind are no longer the reader's.
    """
    export(extract.export).find(db, actor, extract.about)
    if not extract.is_ready or extract.content is None:
        raise NotFound
    return extract


FetchableExtract = Annotated[Extract, Depends(fetchable)]


@dataclass(frozen=True)
class Wanted:
    """A file that is asked for, and what it is of as the reader may see it."""

    export: Export[Any]
    form: str
    about: dict[str, str]
    thing: Any

    @property
    def rows(self) -> int | None:
        """How many there are; nothing where counting them takes as long as making the file."""
        return self.export.size(self.thing) if self.export.form(self.form).most != NEVER else None


def wanted(request: Request, slug: str, form: str, db: Db, actor: CurrentActor) -> Wanted:
    """The file named in the address: 404 unless the reader may see what it is of, 403 unless files of it are theirs."""
    found = export(slug)
    found.form(form)
    about = found.about(request.query_params)
    return Wanted(found, form, about, found.find(db, actor, about))


WantedFile = Annotated[Wanted, Depends(wanted)]
