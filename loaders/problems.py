"""Problems that a load could not solve: whatever is left out has one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that a person should check: `kind` for grouping, `where` a citation, `text` what is wrong."""

    kind: str
    where: str
    text: str
