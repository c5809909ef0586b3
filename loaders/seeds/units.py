"""The units of seeds as an edition of their own: enough to find places without a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.resources.abc import Traversable
from pathlib import Path

from loaders.seeds.cells import Cells
from loaders.seeds.files import read_rows, split_values
from loaders.seeds.rows import AreaRow, PositionRow, RekeyedRow, ToponymRow, UnitChangeRow
from loaders.seeds.unit_names import names_of
from model.edition import Edition, Identifier, Name, Position, Unit, UnitChange
from model.enums import ChangeKind, Level, NameStatus, Precision
from model.languages import language_of
from model.lookup_facts import IsoCodes
from model.lookups import lookup
from model.program_files import shipped_seeds
from model.records import ISO_3166_2


def read_seed_units(folder: Path | Traversable | None = None) -> Edition:
    """The units of a folder of seeds (by default the delivered seeds) with names, positions and changes.

    The edition has no offices and no acts, and the number 0. Raises BadSeedError, also for missing files of
    units, names or positions.
    """
    root = shipped_seeds() if folder is None else folder
    changes = root / "unit_changes.csv"
    rekeyed = root / "rekeyed.csv"
    return edition_of_units(
        read_rows(root / "areas.csv", AreaRow),
        read_rows(root / "toponyms.csv", ToponymRow),
        read_rows(root / "positions.csv", PositionRow),
        read_rows(changes, UnitChangeRow) if changes.is_file() else (),
        read_rows(rekeyed, RekeyedRow) if rekeyed.is_file() else (),
    )


def edition_of_units(
    areas: Iterable[AreaRow],
    toponyms: Iterable[ToponymRow],
    positions: Iterable[PositionRow],
    changes: Iterable[UnitChangeRow] = (),
    rekeyed: Iterable[RekeyedRow] = (),
) -> Edition:
    """An edition of only these units, with the number 0.

    Raises BadSeedError for a value that is not valid.
    """
    spellings: dict[str, list[ToponymRow]] = {}
    for toponym in toponyms:
        spellings.setdefault(toponym.unit, []).append(toponym)
    listed = list(areas)
    people = _people(listed)
    placed = {row.subject: _position(row, people) for row in positions if row.subject.startswith("unit:")}
    units = {area.id: _unit(area, spellings.get(area.id, ()), placed) for area in listed}
    return Edition(
        0,
        datetime.fromtimestamp(0, UTC),
        acts={},
        units=units,
        offices={},
        services={},
        provisions={},
        rekeyed={row.old: row.new for row in rekeyed},
        changes=tuple(_change(row) for row in changes),
    )


def _unit(area: AreaRow, toponyms: Iterable[ToponymRow], placed: Mapping[str, Position]) -> Unit:
    """The unit of a row of `areas.csv`. Raises BadSeedError."""
    cells = Cells(f"areas.csv: {area.id}")
    codes = [("KATO", area.kato)] if area.kato else []
    for scheme in ("geonames", "whosonfirst", "wikidata"):
        codes += [(scheme.upper(), value) for value in split_values(getattr(area, scheme))]
    codes += [(ISO_3166_2, iso.code) for iso in lookup(IsoCodes).codes if iso.unit == area.id]
    return Unit(
        id=area.id,
        level=cells.member("level", Level, area.level),
        names=names_of(area, toponyms),
        parent_id=area.parent or None,
        kato_code=area.kato or None,
        position=placed.get(f"unit:{area.id}"),
        identifiers=tuple(Identifier(scheme, value) for scheme, value in codes),
        population=cells.whole("population", area.population),
        is_seat=cells.flag("seat", area.seat),
    )


def _people(areas: Iterable[AreaRow]) -> Mapping[tuple[str, str], int]:
    """Populations by source and id of the place in a gazetteer, the largest if units share one."""
    numbers: dict[tuple[str, str], int] = {}
    for area in areas:
        people = Cells(f"areas.csv: {area.id}").whole("population", area.population)
        for source in ("geonames", "whosonfirst") if people is not None else ():
            for value in split_values(getattr(area, source)):
                numbers[source, value] = max(people or 0, numbers.get((source, value), 0))
    return numbers


def _position(row: PositionRow, people: Mapping[tuple[str, str], int]) -> Position:
    """The position of a row. Raises BadSeedError."""
    cells = Cells(f"positions.csv: {row.subject}")
    return Position(
        lon=cells.number("lon", row.lon, -180, 180),
        lat=cells.number("lat", row.lat, -90, 90),
        precision=cells.member("precision", Precision, row.precision),
        method=row.method,
        confidence=cells.number("confidence", row.confidence, 0, 1),
        source=row.source or None,
        source_id=row.source_id or None,
        people=people.get((row.source, row.source_id)),
    )


def _change(row: UnitChangeRow) -> UnitChange:
    """The change of a row. Raises BadSeedError."""
    cells = Cells(f"unit_changes.csv: {row.on} {row.kind} {row.before}")
    former = Name(row.name_before, language_of(row.name_before), NameStatus.FORMER, source=row.source)
    return UnitChange(
        cells.member("kind", ChangeKind, row.kind),
        split_values(row.before),
        split_values(row.after),
        row.source,
        cells.day("on", row.on),
        former if row.name_before else None,
    )
