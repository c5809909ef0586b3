"""A store filled as `load` does: loaded once per process, then copied for each test."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, text

from loaders.loading.load import load
from loaders.seeds import Seeds
from store.tables.engine import is_postgis, writing
from store.tables.tables import metadata

_KEPT = "kept_by_tests"
"""Schema of PostgreSQL with copies of the tables that seeds fill; no test looks into it."""


@dataclass(slots=True)
class _Copies:
    """The loaded tables of some seeds, by kind of store."""

    seeds: list[Seeds] = field(default_factory=list)
    files: dict[int | str, Path] = field(default_factory=dict)
    """By the number of the seeds, or the name of what was made of them."""
    databases: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)
    """Values of the sequences, by the URL of a database and the number of the seeds."""

    def number_of(self, seeds: Seeds) -> int:
        for number, known in enumerate(self.seeds):
            if known is seeds:
                return number
        self.seeds.append(seeds)
        return len(self.seeds) - 1


_copies = _Copies()


def fill(engine: Engine, seeds: Seeds) -> None:
    """Fill an empty store as `load` does; the seeds must come from a session fixture.

    A test of `load` itself, or of what it returns, calls `load`.
    """
    number = _copies.number_of(seeds)
    if is_postgis(engine):
        _fill_postgis(engine, seeds, number)
    else:
        _fill_sqlite(engine, seeds, number)


def fill_by(engine: Engine, make: Callable[[Engine], object], *, named: str) -> None:
    """Fill an empty store by what `make` does to it, which is done once in a process for SQLite."""
    if is_postgis(engine):
        make(engine)
    else:
        _copy_or_make(engine, named, make)


def _fill_sqlite(engine: Engine, seeds: Seeds, number: int) -> None:
    _copy_or_make(engine, number, lambda empty: load(empty, seeds))


def _copy_or_make(engine: Engine, key: int | str, make: Callable[[Engine], object]) -> None:
    kept = _copies.files.get(key)
    if kept is None:
        make(engine)
        kept = Path(tempfile.mkdtemp(prefix="kense-filled-")) / "kense.sqlite3"
        with _raw(engine) as source, closing(sqlite3.connect(kept)) as target:
            source.backup(target)
        _copies.files[key] = kept
        return
    with _raw(engine) as target, closing(sqlite3.connect(kept)) as source:
        source.backup(target)


@contextmanager
def _raw(engine: Engine) -> Iterator[sqlite3.Connection]:
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        yield raw


def _fill_postgis(engine: Engine, seeds: Seeds, number: int) -> None:
    key = (engine.url.render_as_string(hide_password=False), number)
    sequences = _copies.databases.get(key)
    if sequences is None:
        load(engine, seeds)
        with writing(engine) as connection:
            _copies.databases[key] = _keep(connection, f"{_KEPT}_{number}")
        return
    with writing(engine) as connection:
        _restore(connection, f"{_KEPT}_{number}", sequences)


def _keep(connection: Connection, schema: str) -> dict[str, int]:
    connection.execute(text(f"CREATE SCHEMA {schema}"))
    for table in metadata.sorted_tables:
        if connection.scalar(text(f"SELECT EXISTS (SELECT 1 FROM {table.name})")):
            connection.execute(text(f"CREATE TABLE {schema}.{table.name} AS TABLE {table.name}"))
    told = connection.execute(
        text("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
    )
    return {row.sequencename: row.last_value for row in told}


def _restore(connection: Connection, schema: str, sequences: dict[str, int]) -> None:
    kept = set(
        connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = :schema"), {"schema": schema}
        )
    )
    # The rows were checked when they were loaded.
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    for table in metadata.sorted_tables:
        if table.name in kept:
            names = ", ".join(f'"{name}"' for name in _stored(table))
            connection.execute(
                text(
                    f"INSERT INTO {table.name} ({names}) OVERRIDING SYSTEM VALUE "
                    f"SELECT {names} FROM {schema}.{table.name}"
                )
            )
    for name, value in sequences.items():
        connection.execute(
            text("SELECT setval(CAST(:name AS regclass), :value)"), {"name": name, "value": value}
        )


def _stored(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.computed is None]
