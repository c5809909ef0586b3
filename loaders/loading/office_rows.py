"""Offices, services and provisions of seeds as rows of the store."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from typing import Any

from loaders.seeds.cells import Cells
from loaders.seeds.citations import CitationToken
from loaders.seeds.files import split_values
from loaders.seeds.folder import Seeds
from loaders.seeds.rows import ProvisionRow
from model.enums import Language, LifecycleStatus, OfficeKind, Role

NATION = "*"
"""In `units` of provisions.csv: the whole country."""


class OfficeRows:
    """Rows of the store about offices, services and provisions.

    All methods raise BadSeedError for a value that is not valid or an unknown id.
    """

    def __init__(
        self,
        seeds: Seeds,
        units: Collection[str],
        offices: Collection[str],
        services: Collection[str],
        acts: Collection[str],
    ) -> None:
        self.seeds = seeds
        self.unit_ids = units
        self.office_ids = offices
        self.service_ids = services
        self.act_ids = acts
        self.named_provisions = list(_named(seeds.provisions))

    def offices(self) -> Iterator[dict[str, Any]]:
        """Rows of `office` without version and time of change: the store computes these.

        Raises BadSeedError for an unknown unit or parent.
        """
        digests = office_digests(self.seeds)
        for row in self.seeds.offices:
            cells = Cells(f"offices.csv: {row.id}")
            if row.parent == row.id:
                raise cells.fail("is its own parent")
            yield {
                "id": cells.slug(row.id),
                "kind": cells.member("kind", OfficeKind, row.kind),
                "category": row.category,
                "territory_id": cells.known_or_none("territory", self.unit_ids, row.territory),
                "located_in": cells.known_or_none("located_in", self.unit_ids, row.located_in),
                "parent_id": cells.known_or_none("parent", self.office_ids, row.parent),
                "key": row.key,
                "status": LifecycleStatus.ACTIVE,
                "digest": digests[row.id],
            }

    def services(self) -> Iterator[dict[str, Any]]:
        """Rows of `service`, one for each service. Raises BadSeedError for a wrong id."""
        for row in self.seeds.services:
            yield {
                "id": Cells(f"services.csv: {row.id}").slug(row.id),
                "register_number": row.register_number or None,
                "unlisted_providers": row.unlisted_providers or None,
            }

    def service_names(self) -> Iterator[dict[str, Any]]:
        """Rows of `service_name`. Raises BadSeedError for a service without a name."""
        for row in self.seeds.services:
            if not (row.name_ru or row.name_kk):
                raise Cells(f"services.csv: {row.id}").fail("no name")
            for language, value in ((Language.RU, row.name_ru), (Language.KK, row.name_kk)):
                if value:
                    yield {"service_id": row.id, "language": language, "value": value}

    def service_basis(self) -> Iterator[dict[str, Any]]:
        """Rows of `service_basis`: the standards that each service cites.

        Raises BadSeedError for a wrong citation.
        """
        for row in self.seeds.services:
            citations = Cells(f"services.csv: {row.id}").citations("standards", row.standards, self.act_ids)
            for ordinal, citation in enumerate(citations):
                yield basis_row("service", row.id, ordinal, citation)

    def provisions(self) -> Iterator[dict[str, Any]]:
        """Rows of `provision`. Raises BadSeedError for a provision without roles or units."""
        for name, row in self.named_provisions:
            cells = Cells(f"provisions.csv: {row.service} {row.office}")
            roles = {cells.member("roles", Role, role) for role in split_values(row.roles)}
            if not roles:
                raise cells.fail("no role")
            units = split_values(row.units)
            if not units or (NATION in units and len(units) > 1):
                raise cells.fail(f"units is {row.units!r}, not ids or a lone {NATION}")
            yield {
                "id": name,
                "service_id": cells.known("service", self.service_ids, row.service),
                "office_id": cells.known("office", self.office_ids, row.office),
                **{role.lower(): role in roles for role in Role},
                "is_nationwide": NATION in units,
                "rule": row.rule,
                "since": cells.day("since", row.since),
                "until": cells.day("until", row.until),
            }

    def provision_units(self) -> Iterator[dict[str, Any]]:
        """Rows of `provision_unit`: units served and excluded.

        Raises BadSeedError for a unit named twice or unknown.
        """
        for name, row in self.named_provisions:
            cells = Cells(f"provisions.csv: {row.service} {row.office}")
            covered = [unit for unit in split_values(row.units) if unit != NATION]
            excluded = list(split_values(row.excludes))
            if len({*covered, *excluded}) != len(covered) + len(excluded):
                raise cells.fail("a unit is named twice")
            for is_excluded, column, units in ((False, "units", covered), (True, "excludes", excluded)):
                for ordinal, unit in enumerate(units):
                    yield {
                        "provision_id": name,
                        "unit_id": cells.known(column, self.unit_ids, unit),
                        "ordinal": ordinal,
                        "is_excluded": is_excluded,
                    }

    def provision_basis(self) -> Iterator[dict[str, Any]]:
        """Rows of `provision_basis`. Raises BadSeedError for a provision without a citation."""
        for name, row in self.named_provisions:
            cells = Cells(f"provisions.csv: {row.service} {row.office}")
            citations = cells.citations("basis", row.basis, self.act_ids)
            if not citations:
                raise cells.fail("no basis: every provision cites its act")
            for ordinal, citation in enumerate(citations):
                yield basis_row("provision", name, ordinal, citation)


def office_digests(seeds: Seeds) -> dict[str, str]:
    """A SHA-256 digest of the seeds about each office (row, records, position), to find changed offices."""
    said: dict[str, list[object]] = {row.id: [row] for row in seeds.offices}
    for key, rows in seeds.records.items():
        for row in rows:
            if row.office in said:
                said[row.office].append((key, row))
    for position in seeds.positions:
        kind, _, subject = position.subject.partition(":")
        if kind == "office" and subject in said:
            said[subject].append(position)
    return {office: hashlib.sha256(repr(facts).encode()).hexdigest() for office, facts in said.items()}


def _named(rows: tuple[ProvisionRow, ...]) -> Iterator[tuple[str, ProvisionRow]]:
    """Provisions with their ids: `<service>.<office>`, with the act and then a number added if it repeats."""
    used: set[str] = set()
    for row in rows:
        name = f"{row.service}.{row.office}"
        if name in used:
            name = f"{name}.{row.basis.split('/')[0].split('|')[0]}"
        number = 2
        while name in used:
            name = f"{name.rsplit('~', 1)[0]}~{number}"
            number += 1
        used.add(name)
        yield name, row


def basis_row(owner: str, owner_id: str, ordinal: int, citation: CitationToken) -> dict[str, Any]:
    """One row of the table `<owner>_basis`."""
    return {
        f"{owner}_id": owner_id,
        "ordinal": ordinal,
        "act_id": citation.act,
        "standard": citation.standard,
        "annex": citation.annex,
        "line": citation.line,
        "paragraph": citation.paragraph,
    }
