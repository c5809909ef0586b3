"""Loads seeds into the store: everything in one transaction, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from geo.sql.spatial_sql import publish_on
from loaders.loading.located_units import keep_located_units
from loaders.loading.reopening import reopen_corrections
from loaders.loading.store_rows import StoreRow, store_rows
from loaders.progress import Report
from loaders.seeds.boundaries import BOUNDARIES_FILE, SHIPPED
from loaders.seeds.files import BadSeedError, format_rows
from loaders.seeds.folder import Seeds, read_seeds, single_files
from loaders.seeds.rows import EntryRow, RecordRow
from model.edition import Boundary
from model.enums import Origin
from model.errors import NotFoundError, RegistryError
from model.passports import passport_to_json
from store.log.apply_revisions import materialise
from store.log.edition_number import EditionStamp, latest_edition, publish_edition
from store.reading.boundaries import read_boundaries, write_boundaries
from store.reading.edition_file import EditionFile
from store.reading.editions import load_edition
from store.reading.kept_edition import load_kept_edition
from store.reading.noting import noted
from store.tables import tables
from store.tables.engine import reading, writing
from store.tables.revisions import latest_revision
from store.tables.schema import count_rows, current_revision, migrate

_CHUNK = 2_000
_KEPT = {
    tables.edition,
    tables.revision,
    tables.correction,
    tables.answered_request,
    tables.boundary,
    tables.boundary_part,
    tables.gazetteer_place,
    tables.geocoder_answer,
    tables.kept_file,
    tables.kept_seeds,
    tables.staged_act,
    tables.act_upload,
    tables.act_job,
    tables.act_job_entry,
    tables.webhook,
    tables.lease,
    tables.location_attempt,
    tables.public_change,
}
"""Tables that do not come from seeds: a load never empties them."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of a load.

    `edition` is the number of the edition with the seeds; `rows` is 0 if they were in the store before.
    """

    edition: int
    is_new: bool
    rows: int


class OtherSeedsError(RegistryError):
    """The store has other seeds than the caller expected; nothing was written."""


Claim = Callable[[Connection], None]
"""Called first in the transaction that writes; what it raises lets nothing be written."""


def load(
    engine: Engine,
    seeds: Seeds,
    progress: Report | None = None,
    upon: str | None = None,
    claim: Claim | None = None,
    file: EditionFile | None = None,
) -> Loaded:
    """Put the seeds into the store and publish an edition; the same seeds again change nothing.

    `upon` is the digest of the seeds that the store must hold now, else OtherSeedsError. `claim` is called
    before anything is written and may raise. `file` is the edition file of the store: the edition before is
    read from it, and the new one written into it. Corrections, revisions, offices that people made,
    boundaries that an operator loaded, and positions located in the store stay. A correction is reopened if
    an act new to the store prints something else. Upgrades the tables and the published SQL first. Raises
    BadSeedError for inconsistent seeds, and then writes nothing; raises StoreError.
    """
    report = progress or _silent
    migrate(engine)
    publish_on(engine)
    digest = seeds_digest(seeds)
    with reading(engine) as connection:
        latest = latest_edition(connection)
    if latest is not None and latest.digest == digest:
        return Loaded(latest.number, is_new=False, rows=0)
    report("checking", 0, 0)
    known = None if latest is None else load_kept_edition(engine, file)
    rows = store_rows(seeds)
    total = sum(len(found) for found in rows.values())
    with _named_errors(), writing(engine) as connection:
        # Asked again inside the transaction: of two loads at once the second finds the work done.
        latest = latest_edition(connection)
        if latest is not None and latest.digest == digest:
            return Loaded(latest.number, is_new=False, rows=0)
        if upon is not None and (latest is None or latest.digest != upon):
            raise OtherSeedsError("other seeds were published meanwhile")
        if claim is not None:
            claim(connection)
        with noted(connection, known, file):
            stamp = publish_edition(connection, digest)
            _write(connection, seeds, rows, stamp, report)
        count_rows(connection)
    return Loaded(stamp.number, is_new=True, rows=total)


def write_aside(connection: Connection, seeds: Seeds) -> None:
    """Add seeds as one more edition to a store that nobody else reads; its tables must be up to date.

    Raises BadSeedError.
    """
    rows = store_rows(seeds)
    with _named_errors():
        _write(connection, seeds, rows, publish_edition(connection), _silent)


@contextmanager
def _named_errors() -> Iterator[None]:
    """Turn errors of the store about the rows into BadSeedError."""
    try:
        yield
    except NotFoundError as error:
        raise BadSeedError(str(error)) from error
    except IntegrityError as error:
        raise BadSeedError(f"the seeds break a rule of the store: {error.orig}") from error


def _write(
    connection: Connection,
    seeds: Seeds,
    rows: dict[Table, list[StoreRow]],
    stamp: EditionStamp,
    progress: Report,
) -> None:
    """Replace the rows of earlier seeds and apply people's changes again. Raises BadSeedError."""
    total = sum(len(found) for found in rows.values())
    known_acts = frozenset(connection.scalars(select(tables.act.c.id)))
    known = {row["id"] for row in rows[tables.office]}
    kept = [row for row in offices_of_people(connection) if row["id"] not in known]
    offices = [*rows[tables.office], *kept]
    _follow_rekeyed(connection, rows, {row["id"] for row in offices})
    rows[tables.office] = _with_versions(connection, offices, stamp.published_at)
    _replace(connection, rows, progress, total)
    replace_shipped_boundaries(connection, seeds.boundaries)
    materialise(connection)
    keep_located_units(connection)
    new_acts = frozenset(act.id for act in seeds.acts) - known_acts
    reopen_corrections(connection, new_acts, stamp.number)


def replace_shipped_boundaries(connection: Connection, boundaries: Sequence[Boundary]) -> None:
    """Replace the boundaries of earlier seeds by new boundaries.

    A unit with an operator's boundary keeps its boundary. Raises BadSeedError for a boundary of a unit that
    the store does not have.
    """
    units = frozenset(connection.scalars(select(tables.unit.c.id)))
    unknown = next((boundary.unit_id for boundary in boundaries if boundary.unit_id not in units), None)
    if unknown is not None:
        raise BadSeedError(f"{BOUNDARIES_FILE}: no unit has the id {unknown!r}")
    table = tables.boundary
    connection.execute(delete(table).where(table.c.source == SHIPPED))
    kept = frozenset(connection.scalars(select(table.c.unit_id)))
    write_boundaries(connection, [boundary for boundary in boundaries if boundary.unit_id not in kept])


def load_boundaries(engine: Engine, boundaries: Sequence[Boundary]) -> EditionStamp | None:
    """Replace the boundaries of these units and publish an edition; boundaries of other units stay.

    None, and no edition, if the store has exactly these already. Raises StoreError.
    """
    before = load_edition(engine)
    with writing(engine) as connection:
        known = read_boundaries(connection)
        changed = [boundary for boundary in boundaries if known.get(boundary.unit_id) != boundary]
        if not changed:
            return None
        with noted(connection, before):
            write_boundaries(connection, changed)
            count_rows(connection)
            return publish_edition(connection)


def load_if_empty(
    engine: Engine, folder: Path | None = None, progress: Report | None = None
) -> Loaded | None:
    """Load the seeds of a folder (by default the delivered seeds) if no edition was published yet.

    None if there is an edition. Upgrades the tables if needed. Raises BadSeedError and StoreError.
    """
    with reading(engine) as connection:
        is_behind = current_revision(connection) != latest_revision()
    if is_behind:
        migrate(engine)
        publish_on(engine)
    with reading(engine) as connection:
        if latest_edition(connection) is not None:
            return None
    return load(engine, read_seeds(folder), progress)


def seeds_digest(seeds: Seeds) -> str:
    """A SHA-256 digest of all seeds and of the revision of the tables.

    The order of acts, tables and CSV rows has no effect.
    """
    digest = hashlib.sha256(latest_revision().encode())
    for name, row_class in single_files(seeds).items():
        digest.update(format_rows(getattr(seeds, name), row_class, Path(name)).encode())
    for passport in seeds.passports:
        digest.update(passport_to_json(passport).encode())
    digest.update(msgspec.json.encode(seeds.organizations))
    for boundary in seeds.boundaries:
        digest.update(boundary.unit_id.encode() + boundary.shape.wkb)
    for act in sorted(seeds.acts, key=lambda act: act.id):
        digest.update(repr(act).encode())
    for key, entries in sorted(seeds.entries.items(), key=lambda item: item[0].file_name):
        digest.update(f"{key}{format_rows(entries, EntryRow, Path(key.file_name))}".encode())
    for key, records in sorted(seeds.records.items(), key=lambda item: item[0].file_name):
        digest.update(f"{key}{format_rows(records, RecordRow, Path(key.file_name))}".encode())
    return digest.hexdigest()


def _silent(step: str, done: int, total: int) -> None:
    pass


def offices_of_people(connection: Connection) -> list[StoreRow]:
    """Rows of the offices that people added; references to other records are None (see `materialise`)."""
    office = tables.office
    kept = connection.execute(select(office).where(office.c.origin == Origin.PEOPLE)).mappings()
    blank = {"territory_id": None, "located_in": None, "parent_id": None, "merged_into": None}
    return [dict(row) | blank for row in kept]


def _with_versions(connection: Connection, offices: list[StoreRow], now: datetime) -> list[StoreRow]:
    """The offices with version and time of last change.

    The version is that of the last revision, else 1; the time is `now` if the seeds changed the office.
    """
    office, revision = tables.office, tables.revision
    seen = {
        row.id: row for row in connection.execute(select(office.c.id, office.c.digest, office.c.updated_at))
    }
    revised: dict[str, int] = {
        row.office_id: row.version
        for row in connection.execute(
            select(revision.c.office_id, func.max(revision.c.version).label("version")).group_by(
                revision.c.office_id
            )
        )
    }
    versioned = []
    for row in offices:
        before = seen.get(row["id"])
        is_same = before is not None and before.digest == row["digest"]
        versioned.append(
            row
            | {
                "version": revised.get(row["id"], 1),
                "updated_at": before.updated_at if before is not None and is_same else now,
            }
        )
    return versioned


def _follow_rekeyed(
    connection: Connection, rows: Mapping[Table, list[StoreRow]], offices: Collection[str]
) -> None:
    """Move revisions and corrections of an office whose id changed to the new id.

    Raises BadSeedError if an office that people changed is gone without a new id. Boundaries of units that
    are gone are deleted.
    """
    newer = {row["old"]: row["new"] for row in rows[tables.rekeyed]}
    revision = tables.revision
    for table in (revision, tables.correction):
        for gone in connection.scalars(
            select(table.c.office_id).distinct().order_by(table.c.office_id)
        ).all():
            if gone in offices:
                continue
            target = gone
            while target in newer:
                target = newer[target]
            if target not in offices:
                raise BadSeedError(
                    f"offices.csv: {gone} is gone, but the store holds changes of it that people made: "
                    "say in rekeyed.csv which office stands for it"
                )
            moved: dict[str, Any] = {"office_id": target}
            if table is revision:
                # The versions of two offices that became one follow each other.
                last = select(func.max(revision.c.version)).where(revision.c.office_id == target)
                moved["version"] = revision.c.version + (connection.scalar(last) or 1) - 1
            connection.execute(update(table).where(table.c.office_id == gone).values(**moved))
    boundary = tables.boundary
    units = {row["id"] for row in rows[tables.unit]}
    for gone in connection.scalars(select(boundary.c.unit_id)).all():
        if gone not in units:
            connection.execute(delete(boundary).where(boundary.c.unit_id == gone))


def _replace(
    connection: Connection, rows: Mapping[Table, list[StoreRow]], progress: Report, total: int
) -> None:
    """Empty all tables of seeds and insert the rows."""
    done = 0
    in_order = [table for table in tables.metadata.sorted_tables if table not in _KEPT]
    for table in reversed(in_order):
        connection.execute(delete(table))
    for table in in_order:
        statement: Any = insert(table)
        found = rows[table]
        for start in range(0, len(found), _CHUNK):
            progress(table.name, done, total)
            chunk = found[start : start + _CHUNK]
            # A statement of many rows uses the columns of the first one, and drops further columns of others.
            for _, alike in groupby(chunk, key=tuple):
                connection.execute(statement, list(alike))
            done += len(chunk)
    progress("done", done, total)
