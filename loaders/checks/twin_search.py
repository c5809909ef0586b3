"""Searches a possible twin of a row without one: by telephones, postcode, names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geo.names.toponyms import mild_key
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.files import split_values
from loaders.seeds.folder import Seeds, TableKey
from loaders.seeds.rows import AreaRow, RecordRow
from model.enums import Level

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Traces:
    """Rows of the other list, by citation, that have something in common with a row.

    `rows` is the number of rows searched. `names` are rows of its district with a name of its unit or
    village, `elsewhere` those of other districts, which are homonyms.
    """

    rows: int
    phones: tuple[str, ...]
    postcode: tuple[str, ...]
    names: tuple[str, ...]
    elsewhere: tuple[str, ...]

    @property
    def is_overlooked(self) -> bool:
        """Whether telephone, postcode or a name in the same district is in common."""
        return bool(self.phones or self.postcode or self.names)

    def __str__(self) -> str:
        """The number of rows searched and what was found in common, in one line."""
        counts = (
            ("telephone", self.phones),
            ("postcode", self.postcode),
            ("name in its district", self.names),
            ("name in other districts", self.elsewhere),
        )
        told = ", ".join(f"{what} {_some(rows)}" for what, rows in counts)
        return f"looked through {self.rows:,} rows: {told}"


class TwinSearch:
    """Searches the rows of some tables by telephone, postcode and names."""

    def __init__(self, seeds: Seeds, tables: Iterable[TableKey]) -> None:
        self._areas = {area.id: area for area in seeds.areas}
        self._territory = {office.id: office.territory for office in seeds.offices}
        self._by_phone: dict[str, list[str]] = defaultdict(list)
        self._by_postcode: dict[str, list[str]] = defaultdict(list)
        self._by_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._rows = 0
        for key in sorted(tables):
            for row in seeds.records.get(key, ()):
                self._add(format_citation(CitationToken(key.act, key.standard, key.annex, row.line)), row)

    def traces(self, row: RecordRow) -> Traces:
        """The rows that have something in common with `row`."""
        district = self._district(row)
        named = sorted({hit for name in self._names(row) for hit in self._by_name.get(name, ())})
        return Traces(
            self._rows,
            _unique(hit for phone in _numbers(row) for hit in self._by_phone.get(phone, ())),
            tuple(self._by_postcode.get(row.postcode, ())) if _is_own(row.postcode) else (),
            _unique(token for token, where in named if where == district),
            _unique(token for token, where in named if where != district),
        )

    def _add(self, token: str, row: RecordRow) -> None:
        """Add a row to the index."""
        self._rows += 1
        for phone in _numbers(row):
            self._by_phone[phone].append(token)
        if _is_own(row.postcode):
            self._by_postcode[row.postcode].append(token)
        for name in self._names(row):
            self._by_name[name].append((token, self._district(row)))

    def _names(self, row: RecordRow) -> set[str]:
        """Keys of the names of the office's unit, and of the row's villages and settlement."""
        unit = self._areas.get(self._territory[row.office])
        names = [row.locality, *split_values(row.settlements)]
        names += [unit.name_ru, unit.name_kk] if unit is not None else []
        return {mild_key(name) for name in names if name}

    def _district(self, row: RecordRow) -> str:
        """The id of the office's district, of its region if it is of a whole region; empty without a unit."""
        unit: AreaRow | None = self._areas.get(self._territory[row.office])
        while unit is not None and unit.level in (Level.RURAL_OKRUG, Level.SETTLEMENT):
            unit = self._areas.get(unit.parent)
        return unit.id if unit is not None else ""


def _is_own(postcode: str) -> bool:
    """Whether a postcode is of one place; False if empty or, as for whole districts, ending in 00."""
    return bool(postcode) and not postcode.endswith("00")


def _numbers(row: RecordRow) -> tuple[str, ...]:
    return split_values(row.phones) + split_values(row.faxes)


def _unique(tokens: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tokens))


def _some(tokens: Sequence[str]) -> str:
    if not tokens:
        return "none"
    more = f" and {len(tokens) - _SHOWN} more" if len(tokens) > _SHOWN else ""
    return f"{', '.join(tokens[:_SHOWN])}{more}"
