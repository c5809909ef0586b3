"""Enumerations that grow: a value that a later edition of the API adds is a member like the others."""

import enum
from typing import Any


class Enum(enum.Enum):
    """An enumeration of texts that takes any text."""

    @classmethod
    def _missing_(cls, value: object) -> Any:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)  # type: ignore[type-var]
        member._name_, member._value_ = value, value  # type: ignore[attr-defined]
        return member
