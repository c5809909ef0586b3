"""Makes ids of offices: once, from the unit and the kind of an office; then they are kept in seeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from loaders.offices.join_evidence import Dossier, Placed
from loaders.seeds.rows import OfficeRow, RekeyedRow
from model.enums import Level

_SUFFIX = {
    "okrug_akimat": "akimat",
    "akimat": "akimat",
    "education": "education",
    "psc_branch": "psc",
    "control_department": "education-control",
    "employment_department": "employment",
    "housing_department": "housing",
    "extracurricular_organisation": "extracurricular",
}
"""Family of an office to the last part of its id; other families are spelled with hyphens."""
_COUNTRY = "kz"
_COUNTRY_HEADS = {"control_department": "control_committee"}
"""Families whose offices are territorial bodies of one central body (1119-10, paragraph 1)."""
_REGION_HEADS = frozenset({"psc_branch"})
"""Families whose branches answer to the one that serves the whole region."""


def mint(
    dossiers: Sequence[Dossier], kept: Mapping[str, OfficeRow], retired: Iterable[str] = ()
) -> tuple[list[OfficeRow], list[RekeyedRow]]:
    """Rows of `offices.csv` with an id for every dossier, and the ids of offices that became one.

    `kept` are known offices by key (the row from which the id was made). A dossier with such a row keeps that
    id; if it has two, the older id stays and the other is rekeyed. New ids are `<unit>-<what>`, then `-2`,
    `-3` in the order of the acts, never a `retired` id. Known offices without a row stay.
    """
    used = {office.id for office in kept.values()}.union(retired)
    rekeyed: list[RekeyedRow] = []
    keys: dict[int, str] = {}
    for dossier in dossiers:
        anchors = sorted(
            {row.token for row in dossier.rows if row.token in kept}, key=lambda t: _age(kept[t].id)
        )
        if anchors:
            keys[id(dossier)] = anchors[0]
            dossier.office_id = kept[anchors[0]].id
            rekeyed += [
                RekeyedRow(kept[token].id, dossier.office_id, f"{token} is a printing of {anchors[0]}")
                for token in anchors[1:]
            ]
    for dossier in dossiers:
        if not dossier.office_id:
            dossier.office_id = _free(_base(dossier), used)
            used.add(dossier.office_id)
            keys[id(dossier)] = dossier.rows[0].token
    parents = _heads(dossiers)
    offices = [_office_row(dossier, keys[id(dossier)], parents) for dossier in dossiers]
    read = {office.id for office in offices} | {row.old for row in rekeyed}
    offices += [office for office in kept.values() if office.id not in read]
    return offices, rekeyed


def _age(office_id: str) -> tuple[int, str]:
    # `akm-psc` is older than `akm-psc-2`: numbers were given in the order of minting.
    """A sort key: older ids first, by the number at their end."""
    tail = office_id.rpartition("-")[2]
    return (int(tail) if tail.isdigit() else 1, office_id)


def _free(base: str, used: set[str]) -> str:
    """The id, with the first number from 2 that makes it unused if it is used."""
    office_id, number = base, 1
    while office_id in used:
        number += 1
        office_id = f"{base}-{number}"
    return office_id


def _base(dossier: Dossier) -> str:
    """A new id without number: the unit of the first row and the kind of office."""
    suffix = _SUFFIX.get(dossier.family, dossier.family.replace("_", "-"))
    first = dossier.rows[0]
    unit = first.territory or first.district or first.region or _COUNTRY
    return f"{unit}-{suffix}"


def _most(values: list[str | None]) -> str:
    """The most frequent value, the earliest of equal ones; empty without values."""
    counts = Counter(value for value in values if value)
    return max(counts, key=lambda value: counts[value], default="")


def _located_in(rows: Sequence[Placed]) -> str:
    """The settlement that most rows name; empty if none names one smaller than its district."""
    return _most([row.located_in for row in rows if row.located_in != row.district])


def _category(dossier: Dossier) -> str:
    """The category of an office; for akims' offices by the level of its territory."""
    if dossier.family != "akimat":
        return dossier.rows[0].record.category
    is_region = any(row.level is Level.REGION for row in dossier.rows)
    return "oblast_akimat" if is_region else "district_akimat"


def _heads(dossiers: Sequence[Dossier]) -> dict[tuple[str, str], str]:
    """The id of the superior office by (family, region), or by (family, "") for the whole country."""
    heads: dict[tuple[str, str], str] = {}
    for dossier in dossiers:
        first = dossier.rows[0]
        if dossier.family in _REGION_HEADS and first.territory and first.territory == first.region:
            heads.setdefault((dossier.family, first.region), dossier.office_id)
        for family, head in _COUNTRY_HEADS.items():
            if dossier.family == head:
                heads.setdefault((family, ""), dossier.office_id)
    return heads


def _office_row(dossier: Dossier, key: str, parents: Mapping[tuple[str, str], str]) -> OfficeRow:
    # The act that was read first gives the office's address; its officials only give a room.
    """The row of an office by most of its printed rows, those of the act read first preferred."""
    own = [row for row in dossier.rows if row.family == dossier.family]
    lead = [row for row in own if row.act == dossier.rows[0].act]
    region = "" if dossier.family in _COUNTRY_HEADS else dossier.rows[0].region or ""
    parent = parents.get((dossier.family, region), "")
    return OfficeRow(
        id=dossier.office_id,
        kind=dossier.rows[0].record.kind,
        category=_category(dossier),
        territory=_most([row.territory for row in lead]) or _most([row.territory for row in own]),
        located_in=_located_in(lead) or _located_in(own) or _most([row.located_in for row in own]),
        parent="" if parent == dossier.office_id else parent,
        key=key,
    )
