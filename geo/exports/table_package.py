"""The schema of the tables in CSV, as a tabular data package (Frictionless): names and types of columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import orjson

from geo.exports.attribution import ATTRIBUTION, LICENSE, OPENSTREETMAP_LICENSE
from geo.exports.tables import Table, csv_table
from model.edition import Edition

_TYPES = {
    "number": ("latitude", "longitude", "error_m", "confidence"),
    "integer": ("population", "version"),
    "date": ("valid_from", "valid_until", "last_confirmed_on"),
    "boolean": ("is_seat", "is_nationwide"),
}
_TYPE_OF = {name: kind for kind, names in _TYPES.items() for name in names}
_REFERS = {
    Table.UNITS: {"parent": Table.UNITS},
    Table.OFFICES: {"settlement": Table.UNITS},
    Table.PROVISIONS: {"office": Table.OFFICES},
}


def tables_package(edition: Edition) -> bytes:
    """The file `datapackage.json` that describes the tables; tables without rows are left out."""
    package = {
        "name": "kense-tables",
        "title": "Kense: government offices and public services of Kazakhstan",
        "profile": "tabular-data-package",
        "version": f"edition {edition.number}",
        "created": edition.published_at.isoformat(),
        "licenses": [
            {"name": "CC-BY-4.0", "path": LICENSE},
            {"name": "ODbL-1.0", "path": OPENSTREETMAP_LICENSE},
        ],
        "attribution": ATTRIBUTION,
        "resources": list(_resources(edition)),
    }
    return orjson.dumps(package, option=orjson.OPT_INDENT_2)


def _resources(edition: Edition) -> Iterator[dict[str, Any]]:
    for table in Table:
        columns = _columns(edition, table)
        if not columns:
            continue
        yield {
            "name": table.value,
            "path": f"{table}.csv",
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {
                "fields": [_field(name) for name in columns],
                "primaryKey": "id",
                "missingValues": [""],
                "foreignKeys": [
                    {"fields": column, "reference": {"resource": to.value, "fields": "id"}}
                    for column, to in _REFERS[table].items()
                ],
            },
        }


def _field(name: str) -> dict[str, Any]:
    kind = _TYPE_OF.get(name, "string")
    words = {"trueValues": ["yes"], "falseValues": ["no"]} if kind == "boolean" else {}
    return {"name": name, "type": kind, **words}


def _columns(edition: Edition, table: Table) -> list[str]:
    """The names in the header of a table; empty where it has no rows."""
    start = next(iter(csv_table(edition, table)), b"").decode()
    return next(csv.reader(io.StringIO(start, newline="")), [])
