"""Open enumerations: a value that a later edition of the API adds becomes a member."""

import enum
from typing import Any


class Enum(enum.Enum):
    """An enumeration of strings that accepts any string."""

    @classmethod
    def _missing_(cls, value: object) -> Any:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)  # type: ignore[type-var]
        member._name_, member._value_ = value, value  # type: ignore[attr-defined]
        return member
