"""Writes the whole state of a store as lines of JSON, and restores it into an empty store of either engine.

The first line is the header: `kense_dump` (version of this format), `schema` (revision of the tables),
`seeds` (digest of the seeds loaded last) and `edition`. A line with `table` and `columns` opens a table, each
array after it is a row, in the order of keys: days and instants are ISO 8601, shapes (WKB) and bytes are
hexadecimal digits. The last line holds the number of rows and the SHA-256 of everything before it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import orjson
import shapely
from sqlalchemy import (
    Connection,
    Date,
    Engine,
    LargeBinary,
    String,
    Table,
    collate,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError, StatementError

from model.errors import RegistryError, StoreError
from store.log.edition_number import latest_edition
from store.reading.boundaries import cut_boundaries
from store.tables import tables
from store.tables.columns import Instant
from store.tables.engine import is_postgis, reading, writing
from store.tables.revisions import latest_revision
from store.tables.schema import count_rows, current_revision
from store.tables.spatial import Spatial

FORMAT = 1
_CHUNK = 2_000
_DERIVED = frozenset({tables.boundary_part, tables.lease, tables.act_job, tables.act_job_entry})
"""Tables that are not dumped: what PostGIS derives, and jobs and leases of running processes."""


class BadDumpError(RegistryError):
    """The file is not a dump, is damaged or incomplete, or is of another version. Nothing was written."""


class StoreNotEmptyError(StoreError):
    """The store already holds an edition; a dump is restored into an empty one only. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Dump:
    """What a dump says of itself: the number of its edition, the digest of its seeds, and its row count."""

    edition: int
    seeds: str
    rows: int


def write_dump(engine: Engine, file: Path) -> Dump:
    """Write the whole store, as it is at one moment, to `file`, and return what the dump contains.

    The file appears only when it is complete. Raises StoreError, also for a store without an edition or with
    tables of another version.
    """
    aside = file.with_name(f".{file.name}.part")
    try:
        with _private(aside) as out, reading(engine) as connection:
            written = _write(connection, out)
        aside.replace(file)
    except OSError as error:
        raise StoreError(f"cannot write {file}: {error.strerror}") from error
    finally:
        aside.unlink(missing_ok=True)
    return written


def _private(file: Path) -> BinaryIO:
    """An empty file with access for its owner only: a dump holds everything in the store."""
    file.unlink(missing_ok=True)
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _write(connection: Connection, out: BinaryIO) -> Dump:
    """Write all lines of a dump; returns its edition, digest of seeds and row count."""
    stamp, schema = latest_edition(connection), current_revision(connection)
    if stamp is None:
        raise StoreError("nothing has been loaded into the store yet: there is nothing to dump")
    if schema != latest_revision():
        raise StoreError(f"the store has tables of revision {schema}: run `kense migrate` first")
    digest, rows = hashlib.sha256(), 0

    def put(line: object) -> None:
        written = orjson.dumps(line) + b"\n"
        digest.update(written)
        out.write(written)

    put({"kense_dump": FORMAT, "schema": schema, "seeds": stamp.digest, "edition": stamp.number})
    for table in _dumped():
        put({"table": table.name, "columns": [column.name for column in table.columns]})
        shown = [_SHOWN.get(type(column.type), _same) for column in table.columns]
        for row in connection.execute(_in_order(connection, table), execution_options={"yield_per": _CHUNK}):
            put([None if value is None else show(value) for show, value in zip(shown, row, strict=True)])
            rows += 1
    out.write(orjson.dumps({"rows": rows, "sha256": digest.hexdigest()}) + b"\n")
    return Dump(stamp.number, stamp.digest, rows)


def restore_dump(engine: Engine, file: Path) -> Dump:
    """Fill an empty store, whose tables are up to date, from a dump, in one transaction.

    Returns what the dump contains. Raises BadDumpError for a file that is not a complete dump of these
    tables, StoreNotEmptyError if the store has an edition, and StoreError.
    """
    dump = check_dump(file)
    try:
        with writing(engine) as connection:
            if latest_edition(connection) is not None:
                raise StoreNotEmptyError("the store holds a registry already: restore into an empty one")
            for table, rows in _tables_of(file):
                connection.execute(insert(table), rows)
            if is_postgis(connection):
                _finish_postgis(connection)
            count_rows(connection)
    except (IntegrityError, StatementError, ValueError) as error:
        raise BadDumpError(f"{file} holds a row that the store refuses: {error}") from error
    return dump


def check_dump(file: Path) -> Dump:
    """Check a dump to its end; returns its edition, the digest of its seeds and its row count.

    Raises BadDumpError if it is damaged, or of another version or other tables.
    """
    digest, rows = hashlib.sha256(), 0
    with _opened(file) as lines:
        first = lines.readline()
        header = _object(file, first)
        if header.get("kense_dump") != FORMAT:
            raise BadDumpError(f"{file} is not a dump of version {FORMAT} of this program")
        if header.get("schema") != latest_revision():
            raise BadDumpError(
                f"{file} was made of tables of revision {header.get('schema')}, these are of "
                f"{latest_revision()}: restore it with the version that made it, then migrate"
            )
        digest.update(first)
        last: bytes | None = None
        for line in lines:
            if last is not None:
                digest.update(last)
                rows += last.startswith(b"[")
            last = line
    end = _object(file, last or b"")
    if end != {"rows": rows, "sha256": digest.hexdigest()}:
        raise BadDumpError(f"{file} is incomplete or was changed: its last line does not fit its content")
    return Dump(int(header["edition"]), str(header["seeds"]), rows)


def _tables_of(file: Path) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Rows of a checked dump by table, in batches, in an order that satisfies foreign keys.

    Raises BadDumpError for a table that this program does not have.
    """
    known = {table.name: table for table in _dumped()}
    with _opened(file) as lines:
        lines.readline()
        opened: tuple[Table, list[str]] | None = None
        rows: list[dict[str, Any]] = []
        for line in lines:
            read = orjson.loads(line)
            if opened is not None and isinstance(read, list):
                rows.append(_row(opened[0], opened[1], read))
                if len(rows) < _CHUNK:
                    continue
            if opened is not None and rows:
                yield opened[0], rows
                rows = []
            if isinstance(read, dict) and "table" in read:
                table = known.get(read["table"])
                if table is None or {*read["columns"]} != {column.name for column in table.columns}:
                    raise BadDumpError(f"{file} holds a table {read['table']!r} that is none of these")
                opened = table, read["columns"]


def _row(table: Table, columns: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    """The values of one row by column, converted from their form in JSON."""
    return {
        name: None if value is None else _READ.get(type(table.c[name].type), _same)(value)
        for name, value in zip(columns, values, strict=True)
    }


def _finish_postgis(connection: Connection) -> None:
    """Cut the boundaries into pieces for looking up points, and set the sequences above the greatest keys."""
    cut_boundaries(connection, connection.scalars(select(tables.boundary.c.unit_id)).all())
    for table in _dumped():
        column = table.autoincrement_column
        greatest = None if column is None else connection.scalar(select(func.max(column)))
        if column is not None and greatest is not None:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, :column), :greatest)"),
                {"table": table.name, "column": column.name, "greatest": greatest},
            )


def _dumped() -> list[Table]:
    return [table for table in tables.metadata.sorted_tables if table not in _DERIVED]


def _in_order(connection: Connection, table: Table) -> Any:
    """All rows by key; PostgreSQL itself would sort texts by its locale."""
    plain = "C" if is_postgis(connection) else "BINARY"
    keys = table.primary_key.columns
    return select(table).order_by(
        *(collate(column, plain) if isinstance(column.type, String) else column for column in keys)
    )


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise BadDumpError(f"cannot read {file}: {error.strerror}") from error


def _object(file: Path, line: bytes) -> dict[str, Any]:
    """The JSON object on a line. Raises BadDumpError if the line is anything else."""
    try:
        read = orjson.loads(line)
    except orjson.JSONDecodeError:
        read = None
    if not isinstance(read, dict):
        raise BadDumpError(f"{file} is not a dump, or is incomplete")
    return read


def _same(value: Any) -> Any:
    return value


def _hex(value: Any) -> str:
    return str(shapely.to_wkb(value, hex=True))


_SHOWN: dict[type[Any], Callable[[Any], Any]] = {
    Instant: datetime.isoformat,
    Date: date.isoformat,
    Spatial: _hex,
    LargeBinary: bytes.hex,
}
_READ: dict[type[Any], Callable[[Any], Any]] = {
    Instant: datetime.fromisoformat,
    Date: date.fromisoformat,
    Spatial: shapely.from_wkb,
    LargeBinary: bytes.fromhex,
}
