"""What one writes in a conversation."""

from typing import Annotated

from pydantic import Field

from app.asking import Ask, Asked
from app.language import N_

MOST_FILES = 10


class MessageText(Asked):
    text: Annotated[
        str,
        Ask(
            N_("Message"),
            kind="area",
            rows=6,
            hint=N_("Write nothing that can be tied to a single person."),
            empty=N_("Write the message."),
        ),
        Field(min_length=2, max_length=5000),
    ]
