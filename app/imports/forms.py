"""What is said of a file before its rows are taken over."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.asking import Ask, Asked
from app.grants.choices import Category
from app.language import N_


def column(label: str, hint: str = "") -> Ask:
    """Asks which column is what. One that must be there has no default."""
    return Ask(label, hint, "select", choices="columns", free=False)


Column = Annotated[str, Field(max_length=3)]
"""The place of a column in the file, as text."""


class MappingForm(Asked):
    """Each answer is the place of a column. What every row must say has no default, as in the form of a cost."""

    booked_on: Annotated[Column, column(N_("Which column is the day it was booked?"))]
    amount: Annotated[Column, column(N_("Which column is the amount?"))]
    description: Annotated[Column, column(N_("Which column is the description?"))]
    voucher: Annotated[Column, column(N_("Which column is the voucher number?"))] = ""
    paid_on: Annotated[Column, column(N_("Which column is the day it was paid?"))] = ""
    category: Annotated[Column, column(N_("Which column is the kind of cost?"))] = ""
    account: Annotated[
        Column,
        column(
            N_("Which column is the account?"),
            N_("The kind of cost follows from the account, by the BAS plan. Accounts that begin with 3 are income."),
        ),
    ] = ""
    object: Annotated[Column, column(N_("Which column is the project?"))] = ""
    only: Annotated[
        str,
        Field(max_length=60),
        Ask(
            N_("Only rows whose project holds"),
            N_("For example the project's number in the accounts. Empty takes all rows."),
            width="short",
            free=False,
        ),
    ] = ""
    fallback: Annotated[Category | None, Ask(N_("Kind of cost where none is said"), kind="select", free=False)] = None
    bearer_id: Annotated[UUID, Ask(N_("Organisation"), kind="select", choices="organisations", free=False)]
