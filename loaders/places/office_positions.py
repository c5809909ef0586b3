"""Positions of offices: those of their units, or of the place in the row that names them.

An office is never placed more exactly than its settlement: no source here knows streets.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.names.ladder import Names, Stage, climb
from loaders.places.positions import SEAT, moved
from loaders.seeds.folder import Seeds
from loaders.seeds.rows import AreaRow, OfficeRow, PositionRow
from model.enums import Level, Precision
from model.location_attempts import MANUAL

_RAION_AKIMAT = "district_akimat"
_OKRUG_AKIMAT = "okrug_akimat"
_FINE = frozenset({Precision.BUILDING, Precision.STREET, Precision.SETTLEMENT})


def place_offices(
    offices: Sequence[OfficeRow],
    areas: Sequence[AreaRow],
    unit_positions: Sequence[PositionRow],
    kept: Iterable[PositionRow] = (),
    printed: Mapping[str, Sequence[str]] | None = None,
    centres: Mapping[str, PositionRow] | None = None,
    present: Mapping[str, Sequence[str]] | None = None,
) -> list[PositionRow]:
    """A position for every office with a unit, sorted by subject; never finer than SETTLEMENT.

    `printed` are the localities in the rows of an office, by its id: if its unit has a coarse position, the
    only settlement of that name around is its place. `present` are today's names of settlements, from the
    classifier. An okrug's akim whose rows name no locality is in the okrug's centre (`centres`, by okrug).
    Positions in `kept` that were set by hand stay. Offices without a unit are left out.
    """
    standing = _Standing(areas, unit_positions, centres or {}, present or {})
    manual = {row.subject: row for row in kept if row.method == MANUAL}
    rows: list[PositionRow] = []
    for office in offices:
        subject = f"office:{office.id}"
        if subject in manual:
            rows.append(manual[subject])
        elif (row := standing.row(office, (printed or {}).get(office.id, ()))) is not None:
            rows.append(row)
    return sorted(rows, key=lambda row: row.subject)


def localities_of(seeds: Seeds) -> dict[str, tuple[str, ...]]:
    """The localities in the rows of each office, by its id; offices without any are left out."""
    names_of: dict[str, dict[str, None]] = {}
    for records in seeds.records.values():
        for record in records:
            if record.locality:
                names_of.setdefault(record.office, {})[record.locality] = None
    return {office: tuple(names) for office, names in names_of.items()}


@dataclass(frozen=True, slots=True)
class _Bearer:
    """A settlement with its names."""

    id: str
    names: tuple[str, ...]


class _Standing:
    """Finds the positions of offices from those of units."""

    def __init__(
        self,
        areas: Sequence[AreaRow],
        unit_positions: Sequence[PositionRow],
        centres: Mapping[str, PositionRow],
        present: Mapping[str, Sequence[str]],
    ) -> None:
        self._centres = centres
        self._areas = {area.id: area for area in areas}
        self._positions = {row.subject.removeprefix("unit:"): row for row in unit_positions}
        self._settlements: dict[str, list[_Bearer]] = {}
        for area in areas:
            if area.level == Level.SETTLEMENT and self._positions[area.id].precision == Precision.SETTLEMENT:
                bearer = _Bearer(area.id, tuple(filter(None, (area.name_ru, area.name_kk))))
                self._settlements.setdefault(self._district(area.id), []).append(bearer)
                if area.id in present:
                    today = _Bearer(area.id, tuple(present[area.id]))
                    self._settlements.setdefault(area.parent, []).append(today)
        self._names: dict[str, Names[_Bearer]] = {}

    def row(self, office: OfficeRow, printed: Sequence[str]) -> PositionRow | None:
        """The position of an office; None if its unit has none."""
        subject, unit_id = f"office:{office.id}", office.located_in or office.territory
        unit = self._positions.get(unit_id)
        if unit is None:
            return None
        # A unit with so exact a position is a town: an office in a district of Almaty is in Almaty.
        town = next((each for each in self._around(unit_id) if each.precision in _FINE), None)
        if town is not None:
            return moved(town, subject, "at_settlement")
        if (named := self._named(unit_id, printed)) is not None:
            return moved(named, subject, "at_settlement")
        if office.category == _OKRUG_AKIMAT and not printed and unit_id in self._centres:
            return moved(self._centres[unit_id], subject, "at_centre")
        if unit.method == SEAT and office.category == _RAION_AKIMAT:
            # The centre of a raion is where its akimat is.
            return replace(unit, subject=subject, precision=Precision.SETTLEMENT.value, method="at_seat")
        return moved(unit, subject, f"at_{unit.precision.lower()}")

    def _around(self, unit_id: str) -> Iterator[PositionRow]:
        """The positions of a unit and of all units that contain it."""
        while unit_id in self._areas:
            yield self._positions[unit_id]
            unit_id = self._areas[unit_id].parent

    def _named(self, unit_id: str, printed: Sequence[str]) -> PositionRow | None:
        """The position of the settlement with a printed name; None if there is none.

        It is searched in the district, then in the unit, then in the unit above. None also if the first of
        these that has the name has it at several points.
        """
        around = (self._district(unit_id), unit_id, self._areas[unit_id].parent) if printed else ()
        for holder in around:
            if holder not in self._names:
                self._names[holder] = Names.of(self._settlements.get(holder, ()))
            hits = climb(printed, self._names[holder], Stage.MILD).bearers
            places = {(row.lat, row.lon): row for row in (self._positions[hit.id] for hit in hits)}
            if places:
                return next(iter(places.values())) if len(places) == 1 else None
        return None

    def _district(self, unit_id: str) -> str:
        """The id of the district, else region, that contains a unit."""
        area = self._areas[unit_id]
        while area.level in (Level.SETTLEMENT, Level.RURAL_OKRUG):
            area = self._areas[area.parent]
        return area.id
