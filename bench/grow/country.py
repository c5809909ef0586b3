"""A country with many times as many offices, with the distributions of the shipped registry.

Each copy has the units, offices, rows, provisions and positions of the shipped registry under new ids and new
names: a rare word gets the beginning of another rare word and keeps its end, so that the number, length and
grammar of words stay realistic. Copies lie a few kilometres from the original.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from loaders.seeds import Seeds, TableKey
from loaders.seeds.rows import AreaRow, EntryRow, OfficeRow, PositionRow, ProvisionRow, RecordRow

FAR = 1_000_000
"""By how much the line numbers of an act differ between two copies."""
_COMMON = 40
"""Words in at least so many names are kept: `район`, `сельский`."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_LINE = re.compile(r"/l(\d+)")
_SPREAD_DEGREES = 0.08


def grown(seeds: Seeds, times: int) -> Seeds:
    """Seeds that contain `times` copies of the country; the first one is unchanged."""
    names = _Names(seeds)
    copies = [_Copy(seeds, number, names).seeds() for number in range(1, times)]
    everything = [seeds, *copies]
    return replace(
        seeds,
        areas=tuple(row for each in everything for row in each.areas),
        toponyms=tuple(row for each in everything for row in each.toponyms),
        offices=tuple(row for each in everything for row in each.offices),
        provisions=tuple(row for each in everything for row in each.provisions),
        positions=tuple(row for each in everything for row in each.positions),
        posts=tuple(row for each in everything for row in each.posts),
        spans=tuple(row for each in everything for row in each.spans),
        entries=_joined([each.entries for each in everything]),
        records=_joined([each.records for each in everything]),
        uncoded=(),
        unplaced=(),
    )


class _Names:
    """Makes new names from the words of the given ones."""

    def __init__(self, seeds: Seeds) -> None:
        words = Counter(
            word for row in seeds.areas for name in (row.name_ru, row.name_kk) for word in _WORD.findall(name)
        )
        self._rare = sorted(word for word, count in words.items() if count < _COMMON)
        self._is_rare = frozenset(self._rare)

    def other(self, text: str, number: int) -> str:
        """The text with its rare words replaced; within a copy a word always gets the same replacement."""
        return _WORD.sub(lambda match: self._word(match[0], number), text)

    def _word(self, word: str, number: int) -> str:
        """The replacement of a word; common words stay."""
        if word not in self._is_rare:
            return word
        begins: str = random.Random(f"{word} {number}").choice(self._rare)
        half = len(word) // 2
        made = begins[: max(2, len(begins) // 2)] + word[half:]
        return made if word[0].isupper() else made.lower()


class _Copy:
    """One copy of the country, with ids and names of its own."""

    def __init__(self, seeds: Seeds, number: int, names: _Names) -> None:
        self._seeds, self._number, self._names = seeds, number, names
        self._mark, self._far = f"-x{number}", number * FAR
        self._units = {row.id for row in seeds.areas}
        # Provisions for the whole country are not copied: each answer would list all of them.
        self._offices = {row.id for row in seeds.offices if row.territory in self._units}
        self._spread = random.Random(number)

    def seeds(self) -> Seeds:
        """The seeds that this copy adds."""
        given = self._seeds
        return Seeds(
            areas=tuple(map(self._area, given.areas)),
            toponyms=tuple(
                replace(
                    row, unit=self._unit(row.unit), name=self._name(row.name), source=self._cited(row.source)
                )
                for row in given.toponyms
            ),
            offices=tuple(self._office_row(row) for row in given.offices if row.id in self._offices),
            provisions=tuple(self._provision(row) for row in given.provisions if row.office in self._offices),
            positions=tuple(filter(None, map(self._position, given.positions))),
            posts=tuple(
                replace(row, office=self._office(row.office), source=self._cited(row.source))
                for row in given.posts
                if row.office in self._offices
            ),
            spans=tuple(
                replace(row, line=row.line + self._far, printed_on=row.printed_on + self._far)
                for row in given.spans
            ),
            entries={key: tuple(map(self._entry, rows)) for key, rows in given.entries.items()},
            records={key: tuple(map(self._record, rows)) for key, rows in given.records.items()},
        )

    def _unit(self, unit_id: str) -> str:
        return f"{unit_id}{self._mark}" if unit_id in self._units else unit_id

    def _office(self, office_id: str) -> str:
        return f"{office_id}{self._mark}" if office_id in self._offices else office_id

    def _name(self, text: str) -> str:
        return self._names.other(text, self._number)

    def _cited(self, text: str) -> str:
        return _LINE.sub(lambda match: f"/l{int(match[1]) + self._far}", text)

    def _area(self, row: AreaRow) -> AreaRow:
        return replace(
            row,
            id=self._unit(row.id),
            parent=self._unit(row.parent),
            name_ru=self._name(row.name_ru),
            name_kk=self._name(row.name_kk),
            kato="",
            geonames="",
            whosonfirst="",
            wikidata="",
            basis=self._cited(row.basis),
        )

    def _office_row(self, row: OfficeRow) -> OfficeRow:
        return replace(
            row,
            id=self._office(row.id),
            territory=self._unit(row.territory),
            located_in=self._unit(row.located_in),
            parent=self._office(row.parent),
            key=self._cited(row.key),
        )

    def _provision(self, row: ProvisionRow) -> ProvisionRow:
        units, excludes = ("|".join(map(self._unit, text.split("|"))) for text in (row.units, row.excludes))
        return replace(
            row, office=self._office(row.office), units=units, excludes=excludes, basis=self._cited(row.basis)
        )

    def _position(self, row: PositionRow) -> PositionRow | None:
        """The position of the copied unit or office, moved at random; None if that is not copied."""
        kind, _, subject = row.subject.partition(":")
        copied = self._unit(subject) if kind == "unit" else self._office(subject)
        if copied == subject:
            return None
        lat, lon = (
            f"{float(text) + self._spread.uniform(-_SPREAD_DEGREES, _SPREAD_DEGREES):.5f}"
            for text in (row.lat, row.lon)
        )
        return replace(row, subject=f"{kind}:{copied}", lat=lat, lon=lon)

    def _entry(self, row: EntryRow) -> EntryRow:
        return replace(row, line=row.line + self._far, cells=self._name(row.cells))

    def _record(self, row: RecordRow) -> RecordRow:
        return replace(
            row,
            line=row.line + self._far,
            office=self._office(row.office),
            name=self._name(row.name),
            region=self._name(row.region),
            district=self._name(row.district),
            okrug=self._name(row.okrug),
            locality=self._name(row.locality),
            settlements=self._name(row.settlements),
        )


_Row = TypeVar("_Row", EntryRow, RecordRow)


def _joined(parts: list[Mapping[TableKey, tuple[_Row, ...]]]) -> dict[TableKey, tuple[_Row, ...]]:
    """The rows of all parts, by table."""
    return {key: tuple(row for part in parts for row in part[key]) for key in parts[0]}
