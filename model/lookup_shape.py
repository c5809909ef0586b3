"""The common base of the lookups: a Struct describes the content of one file of `seeds/lookups`.

A name that is a Python keyword ends in `_` here: `from_` is the key `from` in the file.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta


class Row(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename=lambda name: name.removesuffix("_"),
):
    """An entry of a lookup. msgspec refuses unknown keys."""


def by_key(row: Row) -> dict[str, Any]:
    """The values by the keys of the file, without the final `_`, in the order of the Struct's fields."""
    return {field.encode_name: getattr(row, field.name) for field in msgspec.structs.fields(row)}


class Lookup(Row, frozen=True, kw_only=True):
    """A whole file; the class `StatedConditions` describes `stated_conditions.yaml`."""


Words = tuple[str, ...]
Day = Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
"""An ISO date, or empty where no source states it."""
KatoCode = Annotated[str, Meta(pattern=r"^\d{9}$")]
Weekday = Literal["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
