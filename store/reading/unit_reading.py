"""Reads units, positions and changes of units from the store for an edition."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from model.edition import Identifier, Name, Position, Unit, UnitChange, Validity
from model.enums import ChangeKind, Language, Level, NameStatus, Precision
from model.languages import language_of
from store.reading.citations import Citations
from store.tables import tables
from store.tables.among import among


class Positions:
    """Positions of units and of offices by id; with `only`, of some offices and no units."""

    def __init__(
        self, connection: Connection, only: Collection[str] | None = None, known: Iterable[Position] = ()
    ) -> None:
        """The population of a place is taken from `known` positions, else from the store."""
        self.of_unit: dict[str, Position] = {}
        self.of_office: dict[str, Position] = {}
        self.told_of_office: dict[str, Position] = {}
        """Positions in acts of offices that people moved."""
        query = select(tables.position)
        if only is not None:
            query = query.where(among(tables.position.c.office_id, only))
        rows = connection.execute(query).all()
        people = {(one.source or "", one.source_id or ""): one.people for one in known}
        places = {(row.source or "", row.source_id) for row in rows if row.source_id is not None}
        if only is None:
            people |= _people(connection)
        elif not places <= people.keys():
            people |= _people(connection, {source_id for _, source_id in places})
        for row in rows:
            position = Position(
                lon=row.point.x,
                lat=row.point.y,
                precision=Precision(row.precision),
                method=row.method,
                confidence=row.confidence,
                source=row.source,
                source_id=row.source_id,
                people=people.get((row.source or "", row.source_id or "")),
                spread_m=row.spread_m,
            )
            if row.unit_id is not None:
                self.of_unit[row.unit_id] = position
            elif row.is_superseded:
                self.told_of_office[row.office_id] = position
            else:
                self.of_office[row.office_id] = position


def _people(connection: Connection, only: Collection[str] | None = None) -> Mapping[tuple[str, str], int]:
    """The population of each place that a position may come from, by source and id in the source.

    With `only`, of places with these ids.
    """
    unit, known = tables.unit, tables.unit_identifier
    query = (
        select(func.lower(known.c.scheme), known.c.value, func.max(unit.c.population))
        .join(unit, unit.c.id == known.c.unit_id)
        .where(unit.c.population.is_not(None))
        .group_by(known.c.scheme, known.c.value)
    )
    if only is not None:
        query = query.where(among(known.c.value, only))
    return {(scheme, value): people for scheme, value, people in connection.execute(query).all()}


def read_units(
    connection: Connection, citations: Citations, positions: Mapping[str, Position]
) -> dict[str, Unit]:
    """Every unit by id, in the order of ids, with its names, codes and position."""
    names = _grouped(connection, tables.unit_name, "unit_id")
    identifiers = _grouped(connection, tables.unit_identifier, "unit_id")
    basis = _grouped(connection, tables.unit_basis, "unit_id")
    units: dict[str, Unit] = {}
    for row in connection.execute(select(tables.unit).order_by(tables.unit.c.id)).all():
        cited = tuple(citations.of_basis(record) for record in basis.get(row.id, ()))
        kato = (Identifier("KATO", row.kato_code),) if row.kato_code else ()
        units[row.id] = Unit(
            id=row.id,
            level=Level(row.level),
            names=tuple(_name(record, citations) for record in names.get(row.id, ())),
            parent_id=row.parent_id,
            kato_code=row.kato_code,
            position=positions.get(row.id),
            identifiers=kato
            + tuple(Identifier(record.scheme, record.value) for record in identifiers.get(row.id, ())),
            citations=cited,
            population=row.population,
            is_seat=row.is_seat,
        )
    return units


def read_changes(connection: Connection) -> tuple[UnitChange, ...]:
    """Changes of units, undated ones first, then oldest first."""
    sides = _grouped(connection, tables.unit_change_unit, "change_id")
    changes = []
    for row in connection.execute(select(tables.unit_change).order_by(tables.unit_change.c.id)):
        units = sides.get(row.id, ())
        changes.append(
            UnitChange(
                kind=ChangeKind(row.kind),
                before=tuple(side.unit_id for side in units if not side.is_after),
                after=tuple(side.unit_id for side in units if side.is_after),
                source=row.source,
                on=row.on_day,
                name_before=None
                if row.name_before is None
                else Name(
                    row.name_before, language_of(row.name_before), NameStatus.FORMER, source=row.source
                ),
            )
        )
    return tuple(sorted(changes, key=lambda change: change.on.toordinal() if change.on else 0))


def _name(row: Any, citations: Citations) -> Name:
    """A name of a unit; with a citation if its source is a printed row, else with the source as text."""
    citation = citations.of_token(row.source) if row.source else None
    return Name(
        value=row.value,
        language=Language(row.language),
        status=NameStatus(row.status),
        validity=Validity(row.since, row.until),
        citation=citation,
        source=row.source if citation is None else None,
    )


def _grouped(connection: Connection, table: Any, column: str) -> dict[Any, list[Any]]:
    """Rows by the value of a column, in the order of the table's primary key."""
    groups: dict[Any, list[Any]] = {}
    rows: Iterable[Any] = connection.execute(select(table).order_by(*table.primary_key.columns)).all()
    for row in rows:
        groups.setdefault(getattr(row, column), []).append(row)
    return groups
