"""The edition that staged seeds would give, with people's changes applied; it is never published."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.engine import URL

from loaders.loading.load import offices_of_people, write_aside
from loaders.loading.store_rows import StoreRow
from loaders.seeds.folder import Seeds
from model.edition import Edition
from store.log.apply_revisions import materialise
from store.reading.editions import load_edition
from store.tables import tables
from store.tables.engine import make_engine, reading, writing


@dataclass(frozen=True, slots=True)
class Candidate:
    """The edition, and ids of offices with people's changes that the seeds no longer contain.

    A load of the seeds fails if there are any.
    """

    edition: Edition
    orphaned: tuple[str, ...]


def candidate_edition(engine: Engine, seeds: Seeds) -> Candidate:
    """The edition of the seeds with the people's changes in `engine`, made in a temporary store.

    Raises BadSeedError and StoreError.
    """
    with reading(engine) as connection:
        editions, revisions, corrections = (
            [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in (tables.edition, tables.revision, tables.correction)
        )
        made = offices_of_people(connection)
    with tempfile.TemporaryDirectory() as folder:
        aside = make_engine(URL.create("sqlite+pysqlite", database=str(Path(folder) / "candidate.sqlite3")))
        try:
            with writing(aside) as connection:
                tables.metadata.create_all(connection)
                connection.execute(insert(tables.edition), editions)
                write_aside(connection, seeds)
            orphaned = _lay_over(aside, made, revisions, corrections)
            return Candidate(load_edition(aside), orphaned)
        finally:
            aside.dispose()


def _lay_over(
    aside: Engine,
    made: list[StoreRow],
    revisions: list[dict[str, Any]],
    corrections: list[dict[str, Any]],
) -> tuple[str, ...]:
    """Apply people's offices, revisions and corrections; returns ids of offices that are gone."""
    with writing(aside) as connection:
        offices = set(connection.scalars(select(tables.office.c.id)))
        further = [row for row in made if row["id"] not in offices]
        if further:
            connection.execute(insert(tables.office), further)
        offices |= {row["id"] for row in further}
        newer = {row.old: row.new for row in connection.execute(select(tables.rekeyed))}
        orphaned: set[str] = set()
        versions: dict[str, int] = {}
        for table, rows in ((tables.revision, revisions), (tables.correction, corrections)):
            for row in rows:
                office = _stands_for(row["office_id"], offices, newer)
                if office is None:
                    orphaned.add(row["office_id"])
                    continue
                moved: dict[str, Any] = {"office_id": office}
                if table is tables.revision:
                    # Corrections of an office that became another one follow the other's own.
                    last = versions.get(office, 1)
                    moved["version"] = row["version"] if office == row["office_id"] else last + 1
                    versions[office] = max(last, moved["version"])
                connection.execute(insert(table), row | moved)
        for office, version in versions.items():
            connection.execute(
                update(tables.office).where(tables.office.c.id == office).values(version=version)
            )
        materialise(connection)
    return tuple(sorted(orphaned))


def _stands_for(office: str, offices: set[str], newer: Mapping[str, str]) -> str | None:
    """The id that replaced an office's id, or the id itself; None if no such office exists."""
    while office not in offices and office in newer:
        office = newer[office]
    return office if office in offices else None
