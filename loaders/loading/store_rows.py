"""Seeds as rows of the tables of the store, every reference and kind checked before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from shapely import Point
from sqlalchemy import Table

from loaders.loading.act_rows import act_standards, act_tables
from loaders.loading.amendment_rows import amendments, ends_by_repeal, version_columns
from loaders.loading.body_rows import BodyRows
from loaders.loading.office_rows import OfficeRows, basis_row
from loaders.loading.spreads import Spreads
from loaders.seeds.cells import Cells, unique
from loaders.seeds.files import BadSeedError, split_values
from loaders.seeds.folder import Seeds
from loaders.seeds.rows import ToponymRow
from loaders.seeds.unit_names import names_of
from model.enums import ChangeKind, Level, OfficeKind, Precision
from model.lookup_facts import IsoCodes
from model.lookups import lookup
from model.records import ISO_3166_2
from store.tables import tables

StoreRow = dict[str, Any]
"""Column names to values of one row, as SQLAlchemy takes them."""

_LEVELS = list(Level)


def store_rows(seeds: Seeds) -> dict[Table, list[StoreRow]]:
    """The rows of all tables that come from seeds. Raises BadSeedError for the first inconsistency."""
    rows = _Rows(seeds)
    offices = OfficeRows(seeds, rows.unit_ids, rows.office_ids, rows.service_ids, rows.act_ids)
    bodies = BodyRows(seeds)
    made: dict[Table, Iterator[StoreRow]] = {
        tables.act: rows.acts(),
        tables.act_entry: rows.entries(),
        tables.act_table: act_tables(seeds),
        tables.act_standard: act_standards(seeds),
        tables.amendment: amendments(seeds),
        tables.unit: rows.units(),
        tables.unit_name: rows.unit_names(),
        tables.unit_identifier: rows.unit_identifiers(),
        tables.unit_basis: rows.unit_basis(),
        tables.unit_change: rows.unit_changes(),
        tables.unit_change_unit: rows.unit_change_units(),
        tables.office: offices.offices(),
        tables.office_record: rows.records(),
        tables.service: offices.services(),
        tables.service_name: offices.service_names(),
        tables.service_basis: offices.service_basis(),
        tables.provision: offices.provisions(),
        tables.provision_unit: offices.provision_units(),
        tables.provision_basis: offices.provision_basis(),
        tables.position: rows.positions(),
        tables.rekeyed: rows.rekeyed(),
        tables.passport: bodies.passports(),
        tables.post: bodies.posts(),
        tables.post_print: bodies.post_prints(),
        tables.register_entry: bodies.register(),
        tables.organization: bodies.bodies(),
        tables.organization_name: bodies.names(),
        tables.organization_contact: bodies.contacts(),
        tables.organization_basis: bodies.basis(),
        tables.organization_office: bodies.offices_of_bodies(),
        tables.organization_service: bodies.services_of_bodies(),
    }
    return {table: list(found) for table, found in made.items()}


class _Rows:
    """Rows of acts, printed rows, records, units and positions.

    All methods raise BadSeedError for a value that is not valid or an unknown id; so does the constructor for
    ids given twice.
    """

    def __init__(self, seeds: Seeds) -> None:
        self.seeds = seeds
        unique("acts", "id", (act.id for act in seeds.acts))
        unique("areas.csv", "id", (row.id for row in seeds.areas))
        unique("areas.csv", "kato", (row.kato for row in seeds.areas))
        unique("offices.csv", "id", (row.id for row in seeds.offices))
        unique("services.csv", "id", (row.id for row in seeds.services))
        unique("services.csv", "register_number", (row.register_number for row in seeds.services))
        unique("positions.csv", "subject", (row.subject for row in seeds.positions))
        unique("rekeyed.csv", "old", (row.old for row in seeds.rekeyed))
        self.act_ids = {act.id: act for act in seeds.acts}
        self.unit_ids = {row.id: row for row in seeds.areas}
        self.office_ids = {row.id: row for row in seeds.offices}
        self.service_ids = {row.id: row for row in seeds.services}

    def acts(self) -> Iterator[StoreRow]:
        """Rows of `act`; a repeal by an amending act counts more than the day in the profile."""
        ends = ends_by_repeal(self.seeds)
        for act in self.seeds.acts:
            Cells(f"acts/{act.id}.yaml").slug(act.id)
            until, by = ends.get(act.id, (act.force_until, act.repealed_by))
            yield {
                "id": act.id,
                "number": act.number,
                "adopted_on": act.adopted_on,
                "adopted_by": act.adopted_by,
                "title": act.title,
                "language": act.language,
                "force_from": act.force_from,
                "force_until": until,
                "repealed_by": by,
                "repeal_unknown_after": act.repeal_unknown_after,
                "url": act.url,
                "edition_of": act.edition_of,
            }

    def entries(self) -> Iterator[StoreRow]:
        """Rows of `act_entry`. Raises BadSeedError for two rows on one line of an act."""
        lines: set[tuple[str, int]] = set()
        for key, rows in self.seeds.entries.items():
            Cells(f"entries/{key.file_name}").known("the act", self.act_ids, key.act)
            title = self.act_ids[key.act].table_title(key.standard, key.annex)
            for row in rows:
                if (key.act, row.line) in lines:
                    raise BadSeedError(f"entries/{key.file_name}: line {row.line} is borne twice")
                lines.add((key.act, row.line))
                yield {
                    "act_id": key.act,
                    "line": row.line,
                    "standard": key.standard,
                    "annex": key.annex,
                    "number": row.number or None,
                    "region": row.region or None,
                    "district": row.district or None,
                    "title": title,
                    "cells": split_values(row.cells),
                    "repaired": row.repaired or None,
                    **version_columns(Cells(f"entries/{key.file_name}: line {row.line}"), row),
                }

    def records(self) -> Iterator[StoreRow]:
        """Rows of `office_record`.

        Raises BadSeedError if `entries/` has no printed row with the record's line, or if two records have
        the same line.
        """
        entries = {(key.act, row.line) for key, rows in self.seeds.entries.items() for row in rows}
        read: set[tuple[str, int]] = set()
        shared = self._shared_hours(entries)
        for key, rows in self.seeds.records.items():
            for row in rows:
                cells = Cells(f"records/{key.file_name}: line {row.line}")
                if (key.act, row.line) not in entries:
                    raise cells.fail("entries/ has no printed row with that line")
                if (key.act, row.line) in read:
                    raise cells.fail("read twice")
                read.add((key.act, row.line))
                yield {
                    "act_id": key.act,
                    "line": row.line,
                    "office_id": cells.known_or_none("office", self.office_ids, row.office),
                    "kind": cells.member("kind", OfficeKind, row.kind),
                    "category": row.category,
                    "name": row.name,
                    **{column: getattr(row, column) or None for column in _RECORD_TEXTS},
                    "hours_line": shared.get((key.act, row.line)),
                    **{column: split_values(getattr(row, column)) for column in _RECORD_LISTS},
                }

    def _shared_hours(self, entries: Collection[tuple[str, int]]) -> dict[tuple[str, int], int]:
        """By act and line of a row: the line of the other row that prints its hours.

        Raises BadSeedError if there is no such row.
        """
        lines = {}
        for row in self.seeds.spans:
            cells = Cells(f"spans.csv: {row.act} line {row.line}")
            if row.field != "hours":
                raise cells.fail(f"field is {row.field!r}, not hours")
            if (row.act, row.printed_on) not in entries:
                raise cells.fail(f"no printed row of entries/ begins on line {row.printed_on}")
            lines[row.act, row.line] = row.printed_on
        return lines

    def units(self) -> Iterator[StoreRow]:
        """Rows of `unit`.

        Raises BadSeedError unless the parent has a higher level; only regions have none.
        """
        for row in self.seeds.areas:
            cells = Cells(f"areas.csv: {row.id}")
            level = cells.member("level", Level, row.level)
            parent = self.unit_ids.get(cells.known_or_none("parent", self.unit_ids, row.parent) or "")
            if (parent is None) != (level is Level.REGION):
                raise cells.fail("only a region has no parent")
            if parent is not None and _LEVELS.index(Level(parent.level)) >= _LEVELS.index(level):
                raise cells.fail(f"a {level} cannot lie in {parent.id}, a {parent.level}")
            yield {
                "id": cells.slug(row.id),
                "level": level,
                "parent_id": row.parent or None,
                "kato_code": cells.kato(row.kato),
                "population": cells.whole("population", row.population),
                "is_seat": cells.flag("seat", row.seat),
            }

    def unit_names(self) -> Iterator[StoreRow]:
        """Rows of `unit_name`; the name to show comes first.

        Raises BadSeedError for a unit without a name.
        """
        by_unit: dict[str, list[ToponymRow]] = {}
        for toponym in self.seeds.toponyms:
            cells = Cells(f"toponyms.csv: {toponym.unit} {toponym.name}")
            cells.known("unit", self.unit_ids, toponym.unit)
            by_unit.setdefault(toponym.unit, []).append(toponym)
        for row in self.seeds.areas:
            if not (row.name_ru or row.name_kk):
                raise BadSeedError(f"areas.csv: {row.id}: no name")
            for ordinal, name in enumerate(names_of(row, by_unit.get(row.id, ()))):
                yield {
                    "unit_id": row.id,
                    "ordinal": ordinal,
                    "language": name.language,
                    "value": name.value,
                    "status": name.status,
                    "since": name.validity.since,
                    "until": name.validity.until,
                    "source": name.source,
                }

    def unit_identifiers(self) -> Iterator[StoreRow]:
        """Rows of `unit_identifier`: ids in gazetteers, ISO codes, and former codes of the classifier."""
        for row in self.seeds.areas:
            for scheme in ("geonames", "whosonfirst", "wikidata"):
                for value in split_values(getattr(row, scheme)):
                    yield {"unit_id": row.id, "scheme": scheme.upper(), "value": value}
        for iso in lookup(IsoCodes).codes:
            if iso.unit in self.unit_ids:
                yield {"unit_id": iso.unit, "scheme": ISO_3166_2, "value": iso.code}
        for former in self.seeds.unit_codes:
            cells = Cells(f"unit_codes.csv: {former.unit}")
            cells.known("unit", self.unit_ids, former.unit)
            cells.day("until", former.until)
            yield {"unit_id": former.unit, "scheme": "KATO", "value": cells.kato(former.kato)}

    def unit_basis(self) -> Iterator[StoreRow]:
        for row in self.seeds.areas:
            citations = Cells(f"areas.csv: {row.id}").citations("basis", row.basis, self.act_ids)
            for ordinal, citation in enumerate(citations):
                yield basis_row("unit", row.id, ordinal, citation)

    def unit_changes(self) -> Iterator[StoreRow]:
        """Rows of `unit_change`, numbered from 1. Raises BadSeedError."""
        for number, row in enumerate(self.seeds.unit_changes, 1):
            cells = Cells(f"unit_changes.csv: {row.on} {row.kind} {row.before}")
            yield {
                "id": number,
                "on_day": cells.day("on", row.on),
                "kind": cells.member("kind", ChangeKind, row.kind),
                "name_before": row.name_before or None,
                "source": row.source,
            }

    def unit_change_units(self) -> Iterator[StoreRow]:
        # A unit that no longer exists may stand before a change; one after it is known or ends in another
        # change.
        """Rows of `unit_change_unit`: the units before and after each change.

        A unit that no longer exists may be before a change.
        """
        ended = {unit for row in self.seeds.unit_changes for unit in split_values(row.before)}
        known = {*self.unit_ids, *ended, *(row.old for row in self.seeds.rekeyed)}
        for number, row in enumerate(self.seeds.unit_changes, 1):
            cells = Cells(f"unit_changes.csv: {row.on} {row.kind} {row.before}")
            for is_after, column in ((False, "before"), (True, "after")):
                for ordinal, unit in enumerate(split_values(getattr(row, column))):
                    yield {
                        "change_id": number,
                        "is_after": is_after,
                        "ordinal": ordinal,
                        "unit_id": cells.slug(cells.known(column, known, unit)),
                    }

    def positions(self) -> Iterator[StoreRow]:
        """Rows of `position`, each with its radius in metres.

        The radius is None if the position is exact to a settlement or finer, or if no radius is known.
        """
        rows = list(self._positions())
        # only now it is known that every row is one.
        spreads = Spreads(self.seeds)
        for row, position in zip(rows, self.seeds.positions, strict=True):
            yield row | {"spread_m": spreads.of(position)}

    def _positions(self) -> Iterator[StoreRow]:
        """Rows of `position` without the radius. Raises BadSeedError."""
        for number, row in enumerate(self.seeds.positions, 1):
            cells = Cells(f"positions.csv: {row.subject}")
            kind, _, subject = row.subject.partition(":")
            if kind not in {"unit", "office"}:
                raise cells.fail("subject is neither unit:<id> nor office:<id>")
            ids: Mapping[str, object] = self.unit_ids if kind == "unit" else self.office_ids
            cells.known("subject", ids, subject)
            lon = cells.number("lon", row.lon, -180, 180)
            lat = cells.number("lat", row.lat, -90, 90)
            yield {
                "id": number,
                "unit_id": subject if kind == "unit" else None,
                "office_id": subject if kind == "office" else None,
                "point": Point(lon, lat),
                "precision": cells.member("precision", Precision, row.precision),
                "method": row.method,
                "confidence": cells.number("confidence", row.confidence, 0, 1),
                "source": row.source or None,
                "source_id": row.source_id or None,
            }

    def rekeyed(self) -> Iterator[StoreRow]:
        """Rows of `rekeyed`. Raises BadSeedError for ids that lead in a circle or to no record."""
        newer = {row.old: row.new for row in self.seeds.rekeyed}
        for row in self.seeds.rekeyed:
            cells = Cells(f"rekeyed.csv: {row.old}")
            target, passed = row.new, {row.old}
            while target in newer:
                if target in passed:
                    raise cells.fail(f"leads in a circle through {target!r}")
                passed.add(target)
                target = newer[target]
            cells.known("new", {**self.unit_ids, **self.office_ids, **self.service_ids}, target)
            yield {"old": row.old, "new": row.new, "reason": row.reason}


_RECORD_TEXTS = (
    "region",
    "district",
    "okrug",
    "postcode",
    "locality",
    "street",
    "house",
    "address",
    "hours",
)
_RECORD_LISTS = ("phones", "faxes", "emails", "websites", "settlements", "unread")
