"""The time until one changed office is served, in the shipped registry and in one of 20,000 offices."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Iterable, Iterator, Mapping
from itertools import cycle
from time import perf_counter, thread_time
from typing import Any

import sqlalchemy as sa

from bench.timing import Timing
from graph.served.name_index import prepare_names
from graph.served.registry import Registry
from model.change_values import FieldValue
from model.collecting import undisturbed
from model.enums import OfficeKind
from model.office_changes import FieldChange
from store.log.edition_number import publish_edition
from store.log.revisions import record_revision
from store.reading.editions import load_edition, newer_edition
from store.tables import tables
from store.tables.engine import reading, writing

MANY = 20_000
ROUNDS = 40
SERVICE = "preschool-queue"


def print_overlays(engine: sa.Engine, store: str) -> None:
    """Change offices one by one, in the store as it is and then with 20,000 offices, and print the times."""
    few = len(load_edition(engine).offices)
    _print(engine, store)
    _multiply(engine, -(-MANY // few))
    _print(engine, store)


def _print(engine: sa.Engine, store: str) -> None:
    """Change phones, names and places of offices, and print the times."""
    registry = Registry(load_edition(engine))
    prepare_names(registry)
    registry.atlas.tree_of_service(SERVICE)
    gc.collect()
    gc.freeze()  # as a server does
    offices = registry.edition.offices
    title = f"one of {len(offices):,} offices changed, {store}"
    print(f"\n{title:44} {'median':>10} {'p95':>10}   processor   read / laid over / carried on, later")
    centres = cycle(office.id for office in offices.values() if office.kind is OfficeKind.PSC_BRANCH)
    phones = cycle([("+77163834190",), ("+77163834191",)])
    names = (f"Халыққа қызмет көрсету орталығы {number}" for number in range(10 * ROUNDS))
    units = cycle(sorted(registry.edition.units)[::97])
    for what, field, values in (
        ("phones", "phones", phones),
        ("name", "name_kk", names),
        ("place", "located_in", units),
    ):
        registry = _rounds(engine, registry, f"its {what}", field, values, centres)
    gc.unfreeze()


def _rounds(
    engine: sa.Engine,
    registry: Registry,
    what: str,
    field: str,
    values: Iterable[FieldValue],
    offices: Iterator[str],
) -> Registry:
    """Change 40 offices and print the median times; returns the newest registry.

    Raises RuntimeError if a change made the whole edition be read.
    """
    steps: list[tuple[float, float, float]] = []
    worked: list[float] = []
    for value, office_id in zip(values, offices, strict=False):
        version = registry.edition.offices[office_id].version
        with writing(engine) as connection:
            change = FieldChange(field, None, value)
            record_revision(connection, office_id, version, [change], "bench", "another value")
        began, begun_work = perf_counter(), thread_time()
        with undisturbed():  # as a server builds a registry
            with reading(engine) as connection:
                edition = newer_edition(connection, registry.edition)
            was_read = perf_counter()
            later = registry.carried_on(edition)
        is_served = perf_counter()
        worked.append(thread_time() - begun_work)
        later.carry_on_inherited()
        steps.append((was_read - began, is_served - was_read, perf_counter() - is_served))
        if not later.is_overlay:
            raise RuntimeError("the edition was read whole")
        registry.retire()
        registry = later
        if len(steps) == ROUNDS:
            break
    served = sorted(read + laid for read, laid, _ in steps)
    timing = Timing(statistics.median(served), served[int(len(served) * 0.95)])
    parts = " / ".join(f"{statistics.median(part) * 1000:.1f} ms" for part in zip(*steps, strict=True))
    print(f"{what:44} {timing}   {statistics.median(worked) * 1000:.1f} ms   {parts}")
    return registry


def _multiply(engine: sa.Engine, times: int) -> None:
    """Multiply the offices of the store by `times`; each copy has all records of its original."""
    with writing(engine) as connection:
        for number in range(1, times):
            for table, given in _copied(number):
                _copy(connection, table, given)
        publish_edition(connection)
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("ANALYZE"))


def _copied(number: int) -> Iterator[tuple[sa.Table, Mapping[str, sa.ColumnElement[Any]]]]:
    """The tables to copy, each with the columns that get new values."""
    mark, far = f".{number}", number * 1_000_000
    office, provision, record = tables.office.c, tables.provision.c, tables.office_record.c
    yield tables.office, {"id": office.id + mark, "parent_id": office.parent_id + mark}
    yield tables.act_entry, {"line": tables.act_entry.c.line + far}
    yield record.line.table, {"line": record.line + far, "office_id": record.office_id + mark}
    yield tables.provision, {"id": provision.id + mark, "office_id": provision.office_id + mark}
    for table in (tables.provision_unit, tables.provision_basis):
        yield table, {"provision_id": table.c.provision_id + mark}
    position, body = tables.position.c, tables.organization_office.c
    yield tables.position, {"id": position.id + far, "office_id": position.office_id + mark}
    yield tables.organization_office, {"office_id": body.office_id + mark}


def _copy(connection: sa.Connection, table: sa.Table, given: Mapping[str, sa.ColumnElement[Any]]) -> None:
    """Copy the rows of the original offices in one table, with new values for the columns in `given`."""
    columns = [given.get(column.name, sa.literal_column(f'"{column.name}"')) for column in table.columns]
    key = (
        table.c.line
        if "line" in given
        else next(iter(table.c[name] for name in given if name != "parent_id"))
    )
    is_first = key < 1_000_000 if isinstance(key.type, sa.Integer) else ~key.regexp_match(r"\.[0-9]+$")
    query = sa.select(*columns).select_from(table).where(is_first)
    if table is tables.position:
        query = query.where(table.c.office_id.is_not(None))
    connection.execute(table.insert().from_select([column.name for column in table.columns], query))
