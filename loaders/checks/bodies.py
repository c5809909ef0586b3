"""What became of each body that a standard names: its provisions, or why it has none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.offices.provisions import Unlisted, paragraphs_of, read_rules
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.files import split_values
from loaders.seeds.folder import Seeds, read_seeds
from loaders.seeds.lookup_files import read_seed_lookup
from loaders.seeds.rows import ProvisionRow
from model.enums import Role
from model.lookup_offices import StandardBodies, StatedBodies, StatedBody

NO_LIST = "no list in the act"
"""Why a class of organisations has no provision."""


@dataclass(frozen=True, slots=True)
class BodyRole:
    """A body in one role: what stands for it, how many provisions it became, or `why` it became none.

    `left_out` are offices of the class that the registry knows and to which the standard gives nothing, as
    its list does not print them. `fault` says where the registry and the reading of the paragraph differ.
    """

    act: str
    standard: int | None
    service: str
    body: str
    role: Role
    paragraphs: tuple[int, ...]
    stands_for: str
    provisions: int
    left_out: tuple[str, ...]
    why: str
    fault: str


def measure_bodies(folder: Path) -> tuple[BodyRole, ...]:
    """Every body of `lookups/stated_bodies.yaml` in each of its roles. Raises BadSeedError."""
    stated = read_seed_lookup(folder / "lookups" / "stated_bodies.yaml", StatedBodies)
    rules = read_rules(folder / "lookups" / "provision_rules.yaml")
    registry = _Registry(read_seeds(folder), rules.unlisted)
    return tuple(
        line
        for standard in stated.standards
        for body in standard.bodies
        for line in registry.roles_of(standard, body)
    )


class _Registry:
    """The provisions of the seeds by service and class, and the units around each office."""

    def __init__(self, seeds: Seeds, unlisted: Sequence[Unlisted]) -> None:
        self._offices = {row.id: row for row in seeds.offices}
        self._parents = {row.id: row.parent for row in seeds.areas}
        self._unlisted = {(each.act, each.standard): each for each in unlisted}
        self._given: Mapping[tuple[str, str], list[ProvisionRow]] = defaultdict(list)
        for row in seeds.provisions:
            self._given[row.service, row.rule.split(":")[0]].append(row)

    def roles_of(self, standard: StandardBodies, body: StatedBody) -> Iterator[BodyRole]:
        """A line for each role of the body."""
        for role, paragraphs in paragraphs_of(body.roles).items():
            count, left_out, fault = 0, tuple[str, ...](), ""
            if body.offices:
                given = self._provisions(standard, body, role, paragraphs)
                count, left_out = len(given), self._left_out(body, given)
                fault = "" if given else f"no provision of {body.offices} in this role cites its paragraphs"
            elif body.unlisted:
                fault = self._fault_of_class(standard, body, role, paragraphs)
            yield BodyRole(
                act=standard.act,
                standard=standard.standard,
                service=standard.service,
                body=body.body,
                role=role,
                paragraphs=paragraphs,
                stands_for=body.offices or body.unlisted,
                provisions=count,
                left_out=left_out,
                why=body.none or (NO_LIST if body.unlisted else ""),
                fault=fault,
            )

    def _provisions(
        self, standard: StandardBodies, body: StatedBody, role: Role, paragraphs: tuple[int, ...]
    ) -> list[ProvisionRow]:
        cited = {
            format_citation(CitationToken(standard.act, standard.standard, paragraph=number))
            for number in paragraphs
        }
        return [
            row
            for row in self._given.get((standard.service, body.offices), ())
            if role in split_values(row.roles)
            and cited <= set(split_values(row.basis))
            and self._is_meant(body, row.office)
        ]

    def _is_meant(self, body: StatedBody, office_id: str) -> bool:
        around = set(self._around(office_id))
        return around.isdisjoint(body.except_) and (not body.only or not around.isdisjoint(body.only))

    def _around(self, office_id: str) -> Iterator[str]:
        unit = self._offices[office_id].territory
        while unit:
            yield unit
            unit = self._parents.get(unit, "")

    def _left_out(self, body: StatedBody, given: Sequence[ProvisionRow]) -> tuple[str, ...]:
        """Offices of the class in the regions of those given, without which the class would be whole."""
        offices = {row.office for row in given}
        regions = {list(self._around(office))[-1] for office in offices if self._offices[office].territory}
        return tuple(
            row.id
            for row in self._offices.values()
            if row.category == body.offices
            and row.id not in offices
            and regions.intersection(self._around(row.id))
            and self._is_meant(body, row.id)
        )

    def _fault_of_class(
        self, standard: StandardBodies, body: StatedBody, role: Role, paragraphs: tuple[int, ...]
    ) -> str:
        known = self._unlisted.get((standard.act, standard.standard))
        if known is None or known.providers != body.unlisted:
            return f"provision_rules.yaml does not name the class {body.unlisted}"
        if known.roles.get(role) != paragraphs:
            return (
                f"provision_rules.yaml gives the class this role by {known.roles.get(role, 'no paragraph')}"
            )
        return ""
