"""Reads the services of an edition and their provisions from the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from model.act_links import mentioned_acts
from model.enums import Language, Role
from model.records import Act, Citation, Name, Provision, Service, Validity
from model.service_words import titles_in_all_languages
from store.reading.body_reading import read_register, read_responsible
from store.reading.citations import Citations
from store.tables import tables
from store.tables.among import among

_ROLES = tuple((role, role.lower()) for role in Role)


def read_services(
    connection: Connection, citations: Citations, acts: Mapping[str, Act]
) -> dict[str, Service]:
    """Every service by id, in the order of ids, with its names, citations and responsible body."""
    titles: dict[str, dict[Language, str]] = {}
    for row in connection.execute(
        select(tables.service_name).order_by(tables.service_name.c.language.desc())
    ):
        titles.setdefault(row.service_id, {})[Language(row.language)] = row.value
    basis = _grouped_basis(connection, tables.service_basis, "service_id")
    register, responsible = read_register(connection, acts), read_responsible(connection)
    known = {*acts, *mentioned_acts(acts)}
    services = {}
    for row in connection.execute(select(tables.service).order_by(tables.service.c.id)):
        cited = tuple(citations.of_basis(one) for one in basis.get(row.id, ()))
        printed = _printed_names(titles.get(row.id, {}), cited)
        services[row.id] = Service(
            id=row.id,
            names=titles_in_all_languages(row.id, printed, known),
            register_number=row.register_number,
            responsible_id=responsible.get(row.id),
            citations=cited,
            unlisted_providers=row.unlisted_providers,
            register_entry=register.get(row.id),
        )
    return services


def _printed_names(titles: Mapping[Language, str], cited: Sequence[Citation]) -> list[Name]:
    """The titles, each with a citation of the first standard in its language, which prints it."""
    standards = {citation.language: citation for citation in reversed(cited)}
    return [Name(title, language, citation=standards.get(language)) for language, title in titles.items()]


_OWN, _STANDS = tables.office.alias("own"), tables.office.alias("stands")
"""The office of a provision, and the one it was merged into. Made once: an office has many columns."""


def read_provisions(
    connection: Connection,
    citations: Citations,
    acts: Mapping[str, Act],
    only: Collection[str] | None = None,
) -> dict[str, Provision]:
    """Every provision by id, in the order of ids; with `only`, those of some offices.

    Left out are provisions of acts that people replaced. Those of a merged office belong to the office it was
    merged into.
    """
    provision, unit = tables.provision, tables.provision_unit
    giver = func.coalesce(_OWN.c.merged_into, _OWN.c.id)
    wanted = (
        select(provision, giver.label("giver"), _STANDS.c.closed_on)
        .join(_OWN, _OWN.c.id == provision.c.office_id)
        .join(_STANDS, _STANDS.c.id == giver)
        .where(~provision.c.is_superseded)
        .order_by(provision.c.id)
    )
    units = select(unit).order_by(unit.c.provision_id, unit.c.ordinal)
    ids = None
    if only is not None:
        wanted = wanted.where(among(provision.c.office_id, only))
        ids = select(provision.c.id).where(among(provision.c.office_id, only))
        units = units.where(unit.c.provision_id.in_(ids))
    rows = connection.execute(wanted).all()
    basis = _grouped_basis(connection, tables.provision_basis, "provision_id", ids)
    covered: dict[str, list[str]] = {}
    excluded: dict[str, list[str]] = {}
    for row in connection.execute(units).all():
        (excluded if row.is_excluded else covered).setdefault(row.provision_id, []).append(row.unit_id)
    forces: dict[frozenset[str], Validity] = {}
    provisions = {}
    for row in sorted(rows, key=lambda row: row.id):  # as databases sort differently from place to place
        cited = tuple(citations.of_basis(owner) for owner in basis.get(row.id, ()))
        laws = frozenset(citation.law for citation in cited)
        if laws not in forces:
            forces[laws] = common_force([acts[law] for law in laws])
        provisions[row.id] = Provision(
            id=row.id,
            service_id=row.service_id,
            office_id=row.giver,
            roles=tuple(role for role, column in _ROLES if getattr(row, column)),
            unit_ids=tuple(covered.get(row.id, ())),
            basis=cited,
            rule=row.rule,
            is_nationwide=row.is_nationwide,
            excluded_unit_ids=tuple(excluded.get(row.id, ())),
            validity=forces[laws].within(row.since, row.until),
            closed_on=row.closed_on,
        )
    return provisions


def common_force(acts: list[Act]) -> Validity:
    """The days from the first to the last day of force of any of the acts.

    A side without a day is open.
    """
    since: date | None = None
    until: date | None = None
    if all(act.force.since for act in acts):
        since = min((act.force.since for act in acts if act.force.since), default=None)
    if all(act.force.until for act in acts):
        until = max((act.force.until for act in acts if act.force.until), default=None)
    return Validity(since, until)


def _grouped_basis(
    connection: Connection, table: Any, column: str, only: Select[tuple[str]] | None = None
) -> dict[str, list[Any]]:
    """Rows of a `_basis` table by the id of their owner, in order."""
    groups: dict[str, list[Any]] = {}
    query = select(table).order_by(table.c[column], table.c.ordinal)
    if only is not None:
        query = query.where(table.c[column].in_(only))
    for row in connection.execute(query).all():
        groups.setdefault(getattr(row, column), []).append(row)
    return groups
