"""The newest edition, read whole from the store in one transaction."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from store import tables
from store.body_reading import (
    PostReader,
    read_organizations,
    read_passports,
    read_register,
    read_responsible,
)
from store.boundaries import read_boundaries
from store.citations import Citations
from store.edition import Act, Edition, Name, Provision, Service, Validity
from store.engine import reading
from store.errors import StoreError
from store.kinds import Language, Role
from store.office_reading import OfficeReader
from store.revisions import all_revisions
from store.stamps import latest_edition
from store.unit_reading import Positions, read_changes, read_units

_ROLES = tuple((role, role.lower()) for role in Role)

KAZAKHSTAN = ZoneInfo("Asia/Almaty")
"""Civil time in which legal days begin."""


def load_edition(engine: Engine) -> Edition:
    """The newest edition of a store. Raises StoreError where nothing has been loaded yet."""
    with reading(engine) as connection:
        return read_edition(connection)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Half a million objects are made and none is garbage: the collector would walk them again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_without_collector()
def read_edition(connection: Connection) -> Edition:
    """The newest edition, from a transaction that sees one state throughout (store.engine.reading).

    Fields of offices are resolved as of the day it was published. Raises StoreError where nothing has been
    loaded yet.
    """
    stamp = latest_edition(connection)
    if stamp is None:
        raise StoreError("nothing has been loaded into the store yet: run `kense load`")
    day = stamp.published_at.astimezone(KAZAKHSTAN).date()
    acts = _read_acts(connection)
    citations = Citations(connection, acts)
    positions = Positions(connection)
    units = read_units(connection, citations, positions.of_unit)
    posts = PostReader(connection, acts, citations, units, day)
    offices = OfficeReader(connection, acts, citations, positions.of_office, units, day)
    return Edition(
        number=stamp.number,
        published_at=stamp.published_at,
        acts=acts,
        units=units,
        offices={office_id: posts.completed(office) for office_id, office in offices.offices().items()},
        services=_read_services(connection, citations, acts),
        provisions=_read_provisions(connection, citations, acts),
        organizations=read_organizations(connection, citations, acts),
        passports=read_passports(connection),
        rekeyed={row.old: row.new for row in connection.execute(select(tables.rekeyed))},
        changes=read_changes(connection),
        boundaries=read_boundaries(connection),
        revisions=all_revisions(connection),
        earlier={key: posts.completed(office) for key, office in offices.earlier().items()},
    )


def _read_acts(connection: Connection) -> dict[str, Act]:
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
        )
    return acts


def _read_services(
    connection: Connection, citations: Citations, acts: Mapping[str, Act]
) -> dict[str, Service]:
    names: dict[str, list[Name]] = {}
    for row in connection.execute(
        select(tables.service_name).order_by(tables.service_name.c.language.desc())
    ):
        names.setdefault(row.service_id, []).append(Name(row.value, Language(row.language)))
    basis = _grouped_basis(connection, tables.service_basis, "service_id")
    register, responsible = read_register(connection, acts), read_responsible(connection)
    return {
        row.id: Service(
            id=row.id,
            names=tuple(names.get(row.id, ())),
            register_number=row.register_number,
            responsible_id=responsible.get(row.id),
            citations=tuple(citations.of_basis(one) for one in basis.get(row.id, ())),
            unlisted_providers=row.unlisted_providers,
            register_entry=register.get(row.id),
        )
        for row in connection.execute(select(tables.service).order_by(tables.service.c.id))
    }


def _read_provisions(
    connection: Connection, citations: Citations, acts: Mapping[str, Act]
) -> dict[str, Provision]:
    basis = _grouped_basis(connection, tables.provision_basis, "provision_id")
    covered: dict[str, list[str]] = {}
    excluded: dict[str, list[str]] = {}
    unit = tables.provision_unit
    for row in connection.execute(select(unit).order_by(unit.c.provision_id, unit.c.ordinal)).all():
        (excluded if row.is_excluded else covered).setdefault(row.provision_id, []).append(row.unit_id)
    provisions = {}
    for row in connection.execute(select(tables.provision).order_by(tables.provision.c.id)).all():
        cited = tuple(citations.of_basis(one) for one in basis.get(row.id, ()))
        provisions[row.id] = Provision(
            id=row.id,
            service_id=row.service_id,
            office_id=row.office_id,
            roles=tuple(role for role, column in _ROLES if getattr(row, column)),
            unit_ids=tuple(covered.get(row.id, ())),
            basis=cited,
            rule=row.rule,
            is_nationwide=row.is_nationwide,
            excluded_unit_ids=tuple(excluded.get(row.id, ())),
            validity=common_force([acts[act_id] for act_id in sorted({one.act_id for one in cited})]),
        )
    return provisions


def common_force(acts: list[Act]) -> Validity:
    """From the first day that one of the acts has force to the last: a repeal ends what rests on it alone."""
    since: date | None = None
    until: date | None = None
    if all(act.force.since for act in acts):
        since = min((act.force.since for act in acts if act.force.since), default=None)
    if all(act.force.until for act in acts):
        until = max((act.force.until for act in acts if act.force.until), default=None)
    return Validity(since, until)


def _grouped_basis(connection: Connection, table: Any, column: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for row in connection.execute(select(table).order_by(table.c[column], table.c.ordinal)).all():
        groups.setdefault(getattr(row, column), []).append(row)
    return groups
