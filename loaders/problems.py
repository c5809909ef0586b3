"""What a load could not settle, by name: nothing is dropped without one of these."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something a person should look at; `kind` groups, `where` cites the row, `text` says what is wrong."""

    kind: str
    where: str
    text: str
