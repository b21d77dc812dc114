from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class WordForm(Base):
    """A word as someone wrote it, its base form, and the words it is put together from.

    Filled by the worker, which knows Swedish; read by the web, which then need not (stack.md 3).
    """

    __tablename__ = "word_forms"
    __table_args__ = (
        Index("word_forms_form_trgm_idx", "form", postgresql_using="gin", postgresql_ops={"form": "gin_trgm_ops"}),
    )

    form: Mapped[str] = mapped_column(unique=True)
    lemma: Mapped[str]
    parts: Mapped[list[str]] = mapped_column(default=list)
