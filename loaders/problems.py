"""Problems that a load left unsolved, by name: nothing is dropped without one of these."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A matter for a person; `kind` groups, `where` cites the row, `text` says what is wrong."""

    kind: str
    where: str
    text: str
