"""Offices, units and provisions as CSV (RFC 4180): UTF-8, a header, several values in a cell split by `|`."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain
from typing import Any

from geo.exports.attribution import attribution_of
from geo.exports.cells import cell_of
from geo.exports.facts import (
    address_in,
    office_ref,
    services_of,
    sources,
    text_in,
    unit_above,
    unit_ref,
    values,
)
from geo.exports.streams import in_pieces
from geo.jurisdiction.law import today_in_kazakhstan
from model.edition import Edition, Office, Position, Provision, Unit
from model.enums import ContactKind, Language, Level
from model.in_force import contacts_ended, hours_ended, schedules_of

Cells = dict[str, Any]
_PLACE = (
    "latitude",
    "longitude",
    "precision",
    "error_m",
    "confidence",
    "position_source_id",
    "position_attribution",
)


class Table(StrEnum):
    """The tables that can be written."""

    OFFICES = "offices"
    UNITS = "units"
    PROVISIONS = "provisions"


def csv_table(edition: Edition, table: Table) -> Iterator[bytes]:
    """A table as CSV in pieces: the header, then its rows sorted by id. Empty without any row."""
    rows: dict[Table, Callable[[], Iterator[Cells]]] = {
        Table.OFFICES: lambda: (
            _office(edition, edition.offices[office]) for office in sorted(edition.offices)
        ),
        Table.UNITS: lambda: (_unit(edition, edition.units[unit]) for unit in sorted(edition.units)),
        Table.PROVISIONS: lambda: (
            _provision(edition, edition.provisions[provision]) for provision in sorted(edition.provisions)
        ),
    }
    found = rows[table]()
    first = next(found, None)
    return in_pieces(csv_lines(list(first), chain([first], found)) if first is not None else ())


def csv_lines(columns: Sequence[str], rows: Iterable[Cells]) -> Iterator[bytes]:
    """The header and a line for each row; the cell of a column that a row lacks is empty.

    Raises ValueError for a row with another column.
    """
    line = io.StringIO(newline="")
    writer = csv.DictWriter(line, columns)
    writer.writeheader()
    for row in rows:
        writer.writerow({key: cell_of(value) for key, value in row.items()})
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()
    yield line.getvalue().encode()


def office_cells(edition: Edition, office: Office) -> dict[str, str]:
    """The cells of an office's row by column, as the table of offices would print them today."""
    return {column: cell_of(value) for column, value in _office(edition, office).items()}


def _office(edition: Edition, office: Office) -> Cells:
    day = today_in_kazakhstan()
    kk, ru = address_in(office, Language.KK), address_in(office, Language.RU)
    settlement = unit_above(edition, office.located_in, Level.SETTLEMENT)
    territories = [edition.units[each] for each in office.territory_ids if each in edition.units]
    return {
        "id": office_ref(office.id),
        "kind": office.kind,
        "category": office.category,
        "status": office.status_on(day),
        "name_kk": text_in(office.names, Language.KK),
        "name_ru": text_in(office.names, Language.RU),
        "address_kk": kk.full if kk else None,
        "address_ru": ru.full if ru else None,
        "postal_code": next(
            (address.postal_code for address in office.addresses if address.postal_code), None
        ),
        "settlement": unit_ref(settlement) if settlement else None,
        "territory": [unit_ref(unit) for unit in territories],
        "phones": values(office, ContactKind.PHONE, day),
        "faxes": values(office, ContactKind.FAX, day),
        "emails": values(office, ContactKind.EMAIL, day),
        "websites": values(office, ContactKind.WEBSITE, day),
        "contacts_ended": [f"{kind}={last}" for kind, last in contacts_ended(office, day).items()],
        "hours": [f"{each.purpose}={each.opening_hours}" for each in schedules_of(office, day)],
        "hours_ended": [f"{purpose}={last}" for purpose, last in hours_ended(office, day).items()],
        "services": [f"PublicService:{service}" for service in services_of(edition, office.id)],
        **_place(office.position),
        "last_confirmed_on": office.last_confirmed_on,
        "version": office.version,
        "sources": sources(office.citations),
    }


def _unit(edition: Edition, unit: Unit) -> Cells:
    parent = edition.units.get(unit.parent_id or "")
    return {
        "id": unit_ref(unit),
        "level": unit.level,
        "parent": unit_ref(parent) if parent else None,
        "name_kk": text_in(unit.names, Language.KK),
        "name_ru": text_in(unit.names, Language.RU),
        "kato_code": unit.kato_code,
        "population": unit.population,
        "is_seat": unit.is_seat,
        "identifiers": [f"{identifier.scheme}:{identifier.value}" for identifier in unit.identifiers],
        **_place(unit.position),
        "sources": sources(unit.citations),
    }


def _provision(edition: Edition, provision: Provision) -> Cells:
    units = [edition.units[each] for each in provision.unit_ids if each in edition.units]
    excluded = [edition.units[each] for each in provision.excluded_unit_ids if each in edition.units]
    return {
        "id": f"ServiceProvision:{provision.id}",
        "service": f"PublicService:{provision.service_id}",
        "office": office_ref(provision.office_id),
        "roles": provision.roles,
        "is_nationwide": provision.is_nationwide,
        "units": [unit_ref(unit) for unit in units],
        "excluded_units": [unit_ref(unit) for unit in excluded],
        "rule": provision.rule,
        "valid_from": provision.validity.since,
        "valid_until": provision.validity.until,
        "sources": sources(provision.basis),
    }


def _place(position: Position | None) -> Cells:
    """The columns of a position, None without a position.

    The attribution is repeated in each row because CSV has no head.
    """
    cells: Cells = dict.fromkeys(_PLACE)
    if position is not None:
        cells |= {
            "latitude": position.lat,
            "longitude": position.lon,
            "precision": position.precision,
            "error_m": position.error_m,
            "confidence": position.confidence,
            "position_source_id": position.source_id,
            "position_attribution": attribution_of(position.source),
        }
    return cells
