"""What is said of an earlier test, and which column of a file says it."""

from typing import Annotated

from pydantic import Field

from app.asking import Ask, Asked, Whole
from app.imports.forms import Column, column
from app.language import N_

LONGEST = 2000


class EarlierTestForm(Asked):
    """One row. Texts are read as they were written, in Swedish."""

    tested: Annotated[str, Field(max_length=200), Ask(N_("What was tested"))]
    municipality: Annotated[str, Field(max_length=100), Ask(N_("Municipality"))]
    year: Annotated[Whole, Field(ge=1990, le=2100), Ask(N_("Year"), free=False)]
    product: Annotated[str, Field(max_length=100), Ask(N_("Kind of product"))]
    result: Annotated[str, Field(max_length=LONGEST), Ask(N_("Result"))]
    learning: Annotated[str, Field(max_length=LONGEST), Ask(N_("What was learnt"))] = ""
    source: Annotated[str, Field(max_length=300), Ask(N_("Source"))] = ""
    contact: Annotated[str, Field(max_length=150), Ask(N_("Organisation to ask"))] = ""


ASKED = {
    "tested": N_("What was tested"),
    "municipality": N_("Municipality"),
    "year": N_("Year"),
    "product": N_("Kind of product"),
    "result": N_("Result"),
    "learning": N_("What was learnt"),
    "source": N_("Source"),
    "contact": N_("Organisation to ask"),
}
"""What a column can be."""

GUESSES = {
    "tested": ("vad som testades", "test", "titel", "rubrik", "what was tested", "title"),
    "municipality": ("kommun", "municipality"),
    "year": ("år", "year"),
    "product": ("slag av produkt", "produkttyp", "typ av produkt", "produkt", "kind of product", "product"),
    "result": ("resultat", "utfall", "result"),
    "learning": ("vad vi lärde oss", "lärdomar", "lärdom", "vad man lärde sig", "what was learnt", "learning"),
    "source": ("källa", "source"),
    "contact": ("organisation att fråga", "kontakt", "kontaktorganisation", "organisation to ask", "contact"),
}


class ColumnsForm(Asked):
    """Each answer is the place of a column, as text."""

    tested: Annotated[Column, column(N_("Which column says what was tested?"))]
    municipality: Annotated[Column, column(N_("Which column is the municipality?"))]
    year: Annotated[Column, column(N_("Which column is the year?"))]
    product: Annotated[Column, column(N_("Which column is the kind of product?"))]
    result: Annotated[Column, column(N_("Which column is the result?"))]
    learning: Annotated[Column, column(N_("Which column says what was learnt?"))] = ""
    source: Annotated[
        Column, column(N_("Which column is the source?"), N_("Where one can read more, such as a report or a diary."))
    ] = ""
    contact: Annotated[
        Column,
        column(N_("Which column is the organisation to ask?"), N_("Everyone can read it: name no persons.")),
    ] = ""
