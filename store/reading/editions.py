"""Reads the newest edition of a store: completely, or only what changed since a known one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from model.collecting import undisturbed
from model.edition import Act, Edition, Name, Overlay, Validity
from model.edition_key import EditionKey
from model.enums import Language
from model.errors import StoreError
from model.office_changes import Revision
from model.public_changes import ChangeLog
from model.standard_hours import StandardHours
from model.time_zones import days_of_zones
from store.log.corrections import read_corrections
from store.log.edition_number import EditionStamp, latest_edition
from store.log.forgetting import ERASED
from store.log.location_attempts import read_attempts
from store.log.public_log import read_change_blocks
from store.log.revision_log import KnownLog
from store.reading.aliases import read_aliases
from store.reading.amendment_reading import read_amendments
from store.reading.body_reading import PostReader, read_organizations, read_passports
from store.reading.boundaries import read_boundaries
from store.reading.citations import Citations
from store.reading.office_reading import OfficeReader
from store.reading.printed import read_printed_acts
from store.reading.service_reading import read_provisions, read_services
from store.reading.unit_reading import Positions, read_changes, read_units
from store.tables import tables
from store.tables.engine import reading

KAZAKHSTAN = ZoneInfo("Asia/Almaty")
"""Time zone in which legal days begin."""


def load_edition(engine: Engine) -> Edition:
    """The newest edition of a store. Raises StoreError, also if nothing has been loaded yet."""
    with reading(engine) as connection:
        return read_edition(connection)


@undisturbed()
def read_edition(connection: Connection) -> Edition:
    """The newest edition, from a transaction with a consistent snapshot (store.engine.reading).

    Fields of offices are resolved as of the day it was published. Raises StoreError if nothing has been
    loaded yet.
    """
    stamp = _latest(connection)
    day = _day_of(stamp.published_at)
    acts = _read_acts(connection)
    citations = Citations(connection, acts)
    positions = Positions(connection)
    units = read_units(connection, citations, positions.of_unit)
    posts = PostReader(connection, acts, citations, units, day)
    offices = OfficeReader(
        connection=connection, acts=acts, citations=citations, positions=positions, units=units, day=day
    )
    passports = read_passports(connection)
    provisions = read_provisions(connection, citations, acts)
    hours = StandardHours(passports.values(), provisions.values(), acts, units, day)
    return Edition(
        number=stamp.number,
        published_at=stamp.published_at,
        acts=acts,
        units=units,
        offices={
            office_id: hours.completed(posts.completed(office))
            for office_id, office in offices.offices().items()
        },
        services=read_services(connection, citations, acts),
        provisions=provisions,
        organizations=read_organizations(connection, citations, acts),
        passports=passports,
        rekeyed=_read_rekeyed(connection),
        changes=read_changes(connection),
        boundaries=read_boundaries(connection),
        revisions=offices.log,
        earlier={
            key: hours.completed(posts.completed(office, keeps_body=offices.changed_body(office.id)))
            for key, office in offices.earlier().items()
        },
        corrections=read_corrections(connection),
        attempts=read_attempts(connection),
        amendments=read_amendments(connection),
        printed=read_printed_acts(connection, citations),
        change_log=ChangeLog(tuple(read_change_blocks(connection))),
    )


def newer_edition(
    connection: Connection,
    current: Edition,
    read_whole: Callable[[Connection], Edition] | None = None,
) -> Edition:
    """The newest edition of the store; `current` itself if it is the newest.

    If people changed a few offices, only these are read, and replaced in `current` (model.edition.Overlay).
    Everything is read after a load, or if the store does not know `current`, because it was restored to an
    older state or lost the last transactions; `read_whole` may replace `read_edition` for that. Needs a
    transaction with a consistent snapshot. Raises StoreError if the store is empty.
    """
    latest = _latest(connection)
    if latest.key == current.key:
        return current
    if not _knows(connection, current.key):
        return (read_whole or read_edition)(connection)
    later = _later_than(connection, current)
    newest = max(later, key=lambda row: row.number)
    unnamed = _unnamed_since(connection, current, later)
    changed = _changed_in(later, unnamed)
    if changed is None or not _resolves_alike(current, _day_of(newest.published_at)):
        return (read_whole or read_edition)(connection)
    # Merging an office that absorbed another one also moves the older merger.
    passed_on = (old for old, new in current.rekeyed.items() if new in changed)
    office_ids = changed.union(passed_on)
    known = KnownLog(current.number, {**current.revisions, **unnamed})
    return current.carried_on(
        _read_overlay(connection, current, newest.number, newest.published_at, office_ids, known)
    )


def _read_overlay(
    connection: Connection,
    current: Edition,
    number: int,
    published_at: datetime,
    office_ids: frozenset[str],
    known: KnownLog,
) -> Overlay:
    """Everything that the store has about these offices, to replace it in `current`."""
    day, acts, units = _day_of(published_at), current.acts, current.units
    citations = Citations(connection, acts, office_ids)
    before = (current.offices[office_id].position for office_id in office_ids if office_id in current.offices)
    positions = Positions(connection, office_ids, (one for one in before if one is not None))
    posts = PostReader(connection, acts, citations, units, day, office_ids)
    provisions = read_provisions(connection, citations, acts, office_ids)
    hours = StandardHours(current.passports.values(), provisions.values(), acts, units, day)
    offices = OfficeReader(
        connection=connection,
        acts=acts,
        citations=citations,
        positions=positions,
        units=units,
        day=day,
        only=office_ids,
        known=known,
    )
    return Overlay(
        number=number,
        published_at=published_at,
        office_ids=office_ids,
        offices={
            office_id: hours.completed(posts.completed(office))
            for office_id, office in offices.offices().items()
        },
        provisions=provisions,
        revisions=offices.log,
        earlier={
            key: hours.completed(posts.completed(office, keeps_body=offices.changed_body(office.id)))
            for key, office in offices.earlier(known=current.earlier).items()
        },
        rekeyed=_rekeyed_since(connection, current, offices.log),
        corrections=read_corrections(connection, current.number),
        attempts=read_attempts(connection, current.number),
        public_changes=read_change_blocks(connection, current.number),
    )


_MOST_CHANGED = 500
"""With more changed offices, reading everything takes hardly longer."""


def _knows(connection: Connection, key: EditionKey) -> bool:
    """Whether the store published the edition with that key, so that its later editions follow it."""
    published_at = connection.scalar(
        select(tables.edition.c.published_at).where(tables.edition.c.number == key.number)
    )
    return published_at is not None and EditionKey.of(key.number, published_at) == key


def _later_than(connection: Connection, current: Edition) -> Sequence[Any]:
    """Rows for the later editions: a row for each office that people changed, or a row without an office."""
    edition, revision = tables.edition, tables.revision
    return connection.execute(
        select(edition.c.number, edition.c.published_at, edition.c.is_by_people, revision.c.office_id)
        .select_from(edition.outerjoin(revision, revision.c.edition == edition.c.number))
        .where(edition.c.number > current.number)
    ).all()


def _unnamed_since(
    connection: Connection, current: Edition, later: Sequence[Any]
) -> dict[str, tuple[Revision, ...]]:
    """The logs in `current` in which names have been erased since, by office id, without the names."""
    if all(row.office_id is not None for row in later):
        return {}  # erasing names makes an edition in which no office changed
    revision = tables.revision
    rows = connection.execute(
        select(revision.c.id, revision.c.office_id).where(revision.c.actor == ERASED)
    ).all()
    erased = {row.id for row in rows}
    logs = {row.office_id: current.revisions.get(row.office_id, ()) for row in rows}
    return {
        office_id: tuple(replace(one, actor=ERASED) if one.id in erased else one for one in log)
        for office_id, log in logs.items()
        if any(one.id in erased and one.actor != ERASED for one in log)
    }


def _changed_in(later: Sequence[Any], unnamed: Iterable[str]) -> frozenset[str] | None:
    """Offices that these editions changed, or in whose logs names were erased.

    None after a load, and for over 500 offices: then everything has to be read.
    """
    changed = frozenset(row.office_id for row in later if row.office_id is not None).union(unnamed)
    is_by_people = all(row.is_by_people for row in later)
    return changed if is_by_people and len(changed) <= _MOST_CHANGED else None


def _rekeyed_since(
    connection: Connection, current: Edition, logs: Mapping[str, Sequence[Revision]]
) -> Mapping[str, str]:
    """Replaced ids after the changes in these logs. Ids that seeds replaced stay as they are in `current`."""
    fields = {
        change.field
        for log in logs.values()
        for revision in log
        if revision.edition > current.number
        for change in revision.changes
    }
    if fields.isdisjoint(("merged_into", "absorbed")):
        return current.rekeyed
    kept = {old: new for old, new in current.rekeyed.items() if old not in logs}
    return kept | read_aliases(connection)


def _resolves_alike(current: Edition, day: date) -> bool:
    """Whether fields have the same values on the day as in `current`.

    False if an act begins or ends between the days, or a time zone changes.
    """
    known = current.published_at.astimezone(KAZAKHSTAN).date()
    if known == day:
        return True
    return not any(known < zone <= day for zone in days_of_zones()) and all(
        act.status_on(known) is act.status_on(day) for act in current.acts.values()
    )


def _latest(connection: Connection) -> EditionStamp:
    stamp = latest_edition(connection)
    if stamp is None:
        raise StoreError("nothing has been loaded into the store yet: run `kense load`")
    return stamp


def _day_of(moment: datetime) -> date:
    return moment.astimezone(KAZAKHSTAN).date()


def _read_rekeyed(connection: Connection) -> dict[str, str]:
    """Old id to new id: ids that seeds replaced, and offices that people merged into others."""
    merged = read_aliases(connection)
    return {row.old: row.new for row in connection.execute(select(tables.rekeyed))} | merged


def _read_acts(connection: Connection) -> dict[str, Act]:
    """Every act by id, in the order of ids."""
    acts = {}
    for row in connection.execute(select(tables.act).order_by(tables.act.c.id)):
        language = Language(row.language)
        acts[row.id] = Act(
            id=row.id,
            number=row.number,
            adopted_on=row.adopted_on,
            adopted_by=row.adopted_by,
            titles=(Name(row.title, language),),
            languages=(language,),
            force=Validity(row.force_from, row.force_until),
            repealed_by=row.repealed_by,
            repeal_unknown_after=row.repeal_unknown_after,
            url=row.url,
            edition_of=row.edition_of,
        )
    return acts
