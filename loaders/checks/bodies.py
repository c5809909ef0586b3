"""Reports for each body that a standard names its provisions, or why it has none."""

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
    """A body in one role: the class of offices for it, the number of its provisions, or `why` there are none.

    `left_out` are known offices of the class to which the standard gives nothing, as its list does not print
    them. `without` names units that have such a body by the paragraph and for which none is known. `fault`
    says where the registry and the reading of the paragraph differ; empty if nowhere.
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
    without: tuple[str, ...]
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
    """Finds the provisions of bodies, and the units around their offices, in seeds."""

    def __init__(self, seeds: Seeds, unlisted: Sequence[Unlisted]) -> None:
        self._offices = {row.id: row for row in seeds.offices}
        self._areas = [row for row in seeds.areas if row.basis]  # those that the acts know
        self._parents = {row.id: row.parent for row in seeds.areas}
        self._unlisted = {(each.act, each.standard): each for each in unlisted}
        self._given: Mapping[tuple[str, str], list[ProvisionRow]] = defaultdict(list)
        for row in seeds.provisions:
            self._given[row.service, row.rule.split(":")[0]].append(row)

    def roles_of(self, standard: StandardBodies, body: StatedBody) -> Iterator[BodyRole]:
        """A result for each role of the body; `fault` if its provisions or its class are not as stated."""
        for role, paragraphs in paragraphs_of(body.roles).items():
            given: list[ProvisionRow] = []
            fault = ""
            if body.offices:
                given = self._provisions(standard, body, role, paragraphs)
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
                provisions=len(given),
                left_out=self._left_out(body, given),
                without=self._without(body, given),
                why=body.none or (NO_LIST if body.unlisted else ""),
                fault=fault,
            )

    def _provisions(
        self, standard: StandardBodies, body: StatedBody, role: Role, paragraphs: tuple[int, ...]
    ) -> list[ProvisionRow]:
        """The provisions of the body's class in this role that cite all these paragraphs."""
        cited = {
            format_citation(CitationToken(standard.act, standard.standard, paragraph=number))
            for number in paragraphs
        }
        return [
            row
            for row in self._given.get((standard.service, body.offices), ())
            if role in split_values(row.roles)
            and cited <= set(split_values(row.basis))
            and self._is_meant(body, self._offices[row.office].territory)
        ]

    def _is_meant(self, body: StatedBody, unit: str) -> bool:
        """Whether a unit is inside the body's `only`, if it has any, and outside its `except`."""
        around = set(self._around(unit))
        return around.isdisjoint(body.except_) and (not body.only or not around.isdisjoint(body.only))

    def _around(self, unit: str) -> Iterator[str]:
        """The unit, then each unit that contains it, up to the region."""
        while unit:
            yield unit
            unit = self._parents.get(unit, "")

    def _regions(self, given: Sequence[ProvisionRow]) -> frozenset[str]:
        """The regions of the offices that have provisions: the act of an oblast is only about that oblast."""
        territories = (self._offices[row.office].territory for row in given)
        return frozenset(list(self._around(unit))[-1] for unit in territories if unit)

    def _left_out(self, body: StatedBody, given: Sequence[ProvisionRow]) -> tuple[str, ...]:
        """Offices of the class without a provision, in regions where another office of it has one."""
        offices, regions = {row.office for row in given}, self._regions(given)
        return tuple(
            row.id
            for row in self._offices.values()
            if row.category == body.offices
            and row.id not in offices
            and regions.intersection(self._around(row.territory))
            and self._is_meant(body, row.territory)
        )

    def _without(self, body: StatedBody, given: Sequence[ProvisionRow]) -> tuple[str, ...]:
        """Names of the units that should have such a body but are in the territory of none.

        Only in regions where the class has provisions.
        """
        served = {unit for row in given for unit in split_values(row.units)}
        whole = {self._parents.get(unit) for unit in served}  # a city that its districts serve in parts
        regions = self._regions(given)
        return tuple(
            row.name_ru or row.name_kk
            for row in self._areas
            if row.level == body.in_each
            and row.id not in whole
            and regions.intersection(self._around(row.id))
            and served.isdisjoint(self._around(row.id))
            and self._is_meant(body, row.id)
        )

    def _fault_of_class(
        self, standard: StandardBodies, body: StatedBody, role: Role, paragraphs: tuple[int, ...]
    ) -> str:
        """How `provision_rules.yaml` differs for a class without a list; empty if it does not."""
        known = self._unlisted.get((standard.act, standard.standard))
        if known is None or known.providers != body.unlisted:
            return f"provision_rules.yaml does not name the class {body.unlisted}"
        if known.roles.get(role) != paragraphs:
            return (
                f"provision_rules.yaml gives the class this role by {known.roles.get(role, 'no paragraph')}"
            )
        return ""
