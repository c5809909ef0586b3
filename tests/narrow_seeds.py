"""The shipped seeds narrowed to a few offices: all acts, services, passports and bodies, little else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from loaders.seeds import Seeds, read_seeds

OFFICES = frozenset(
    {
        "kar-aktogai-akimat",
        "kar-balkhash-akimat",
        "kar-akimat",
        "kar-education",
        "kar-psc",
        "akm-psc",
        "akm-akimat",
        "akm-education-control",
        "kz-accreditation-centre",
        "kz-childrens-rights-committee",
        "kz-construction-agency",
        "kz-control-committee",
        "kz-international-programmes-centre",
        "kz-ministry-of-education",
        "kz-psc-enterprise",
        "kz-science-committee",
        "kz-scientific-expertise-centre",
        "kz-testing-centre",
    }
)


def narrowed(offices: Collection[str] = OFFICES) -> Seeds:
    """Seeds that hold these offices with their rows, and the units around them."""
    seeds = read_seeds()
    kept = [row for row in seeds.offices if row.id in offices]
    units = _with_parents(seeds, {unit for row in kept for unit in (row.territory, row.located_in) if unit})
    records = {
        key: tuple(row for row in rows if row.office in offices) for key, rows in seeds.records.items()
    }
    records = {key: rows for key, rows in records.items() if rows}
    lines = {(key, row.line) for key, rows in records.items() for row in rows}
    printed = {(key.act, line) for key, line in lines}
    return replace(
        seeds,
        areas=tuple(row for row in seeds.areas if row.id in units),
        toponyms=(),
        unit_changes=(),
        unit_codes=(),
        uncoded=(),
        rekeyed=(),
        offices=tuple(replace(row, parent=row.parent if row.parent in offices else "") for row in kept),
        provisions=(),
        positions=(),
        boundaries=(),
        unplaced=(),
        posts=tuple(row for row in seeds.posts if row.office in offices),
        records=records,
        spans=tuple(
            row for row in seeds.spans if {(row.act, row.line), (row.act, row.printed_on)} <= printed
        ),
        entries={
            key: tuple(row for row in seeds.entries[key] if (key, row.line) in lines) for key in records
        },
    )


def _with_parents(seeds: Seeds, units: set[str]) -> set[str]:
    parent = {row.id: row.parent for row in seeds.areas}
    found = set(units)
    while missing := {parent[unit] for unit in found if parent[unit]} - found:
        found |= missing
    return found
