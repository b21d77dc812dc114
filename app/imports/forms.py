"""What is said of a file before its rows are taken over."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.asking import Ask, Asked
from app.grants.choices import Category
from app.language import N_

NO_COLUMN = ""


def _column(label: str, hint: str = "") -> Ask:
    return Ask(label, hint, "select", choices="columns", free=False)


class MappingForm(Asked):
    """Each answer is the place of a column, as text."""

    booked_on: Annotated[str, Field(max_length=3), _column(N_("Which column is the day it was booked?"))] = ""
    amount: Annotated[str, Field(max_length=3), _column(N_("Which column is the amount?"))] = ""
    description: Annotated[str, Field(max_length=3), _column(N_("Which column is the description?"))] = ""
    voucher: Annotated[str, Field(max_length=3), _column(N_("Which column is the voucher number?"))] = ""
    paid_on: Annotated[str, Field(max_length=3), _column(N_("Which column is the day it was paid?"))] = ""
    category: Annotated[str, Field(max_length=3), _column(N_("Which column is the kind of cost?"))] = ""
    account: Annotated[
        str,
        Field(max_length=3),
        _column(
            N_("Which column is the account?"),
            N_("The kind of cost follows from the account, by the BAS plan. Accounts that begin with 3 are income."),
        ),
    ] = ""
    object: Annotated[str, Field(max_length=3), _column(N_("Which column is the project?"))] = ""
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
