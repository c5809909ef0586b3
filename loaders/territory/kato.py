"""The state classifier of territorial objects (KATO) as a tree.

A code has nine digits; its parent is printed beside it. Names carry their type word as the classifier writes
it (`с.о.`, `Г.А.`, `г.а.`, `п.а.`, `с.`, `рзд.`): it is parsed, never guessed.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from geo.gazetteer.gazetteer import BadGazetteerError
from geo.names.toponyms import TypeWord, strip_type

_CODE = re.compile(r"\d{9}")
_COLUMNS = ("code", "parent_code", "name_ru")


@dataclass(frozen=True, slots=True)
class KatoUnit:
    """One row of the classifier; `name` is without type word, `printed` as the classifier writes it."""

    code: str
    parent: str
    printed: str
    name: str
    kind: TypeWord | None


@dataclass(frozen=True)
class Kato:
    """The classifier: units by code, and the units directly below each ("" for the regions)."""

    units: dict[str, KatoUnit]
    _children: dict[str, tuple[KatoUnit, ...]] = field(repr=False)

    @classmethod
    def of(cls, units: Iterable[KatoUnit]) -> "Kato":
        """A classifier of these units. Raises BadGazetteerError if the parent of a unit is missing."""
        by_code = {unit.code: unit for unit in units}
        children: dict[str, list[KatoUnit]] = {}
        for unit in by_code.values():
            if unit.parent and unit.parent not in by_code:
                raise BadGazetteerError(
                    f"KATO {unit.code} {unit.printed}: its parent {unit.parent} is not in the list"
                )
            children.setdefault(unit.parent, []).append(unit)
        return cls(by_code, {code: tuple(found) for code, found in children.items()})

    @cached_property
    def regions(self) -> tuple[KatoUnit, ...]:
        """The oblasts and the cities of republican significance."""
        return self.children("")

    def children(self, code: str) -> tuple[KatoUnit, ...]:
        """The units directly below `code` in the order of the classifier; none for an unknown code."""
        return self._children.get(code, ())

    def below(self, code: str) -> tuple[KatoUnit, ...]:
        """All units below `code`, at any depth."""
        units: list[KatoUnit] = []
        for child in self.children(code):
            units.append(child)
            units.extend(self.below(child.code))
        return tuple(units)


def read_kato(path: Path) -> Kato:
    """The classifier in a CSV file with the columns `code,parent_code,name_ru`.

    Raises BadGazetteerError with file and line for other columns or a code that is not nine digits, for a
    missing parent, and for a missing file.
    """
    if not path.is_file():
        raise BadGazetteerError(f"{path.parent} is not the folder of a gazetteer: it lacks {path.name}")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = tuple(next(rows, ()))
        if header != _COLUMNS:
            raise BadGazetteerError(
                f"{path.name}:1: columns are {','.join(header)}, not {','.join(_COLUMNS)}"
            )
        return Kato.of(_read_row(path.name, rows.line_num, row) for row in rows)


def _read_row(file: str, line: int, row: list[str]) -> KatoUnit:
    """The unit in a row. Raises BadGazetteerError."""
    code, parent, printed = row
    if _CODE.fullmatch(code) is None or (parent and _CODE.fullmatch(parent) is None):
        raise BadGazetteerError(f"{file}:{line}: {code or parent!r} is not a code of nine digits")
    name, kind = strip_type(printed)
    return KatoUnit(code, parent, printed, name, kind)
