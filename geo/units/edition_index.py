"""Indexes that `geo` keeps beside an edition: names by key, and things by place. Built once per edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from geo.earth.boundary_tree import BoundaryTree
from geo.earth.country import is_outside
from geo.earth.nearest_tree import NearestTree
from geo.earth.point import LonLat
from geo.earth.point_arrays import PointArrays
from geo.names.toponyms import TypeWord, exact_key, mild_key, strip_type, tight_key
from geo.units.carrying import CarriesOn, Step
from geo.units.division import Division
from geo.units.lineage import Lineage
from model.edition import Edition, Name, Office, Position, Provision, Unit
from model.enums import Level, NameStatus, OfficeKind, Precision
from model.indexes import grouped, regrouped
from model.lookup_facts import Towns
from model.lookups import lookup

TRUSTED = frozenset({Precision.BUILDING, Precision.STREET, Precision.SETTLEMENT})
"""Precisions that are exact enough for distances: coarser points are somewhere in an okrug or a district."""

TIERS: tuple[Callable[[str], str], ...] = (exact_key, tight_key, mild_key)
"""Keys of a name, strictest first: a hit in one tier excludes all later tiers."""


def is_trusted(position: Position | None) -> bool:
    """Whether a position is known and exact enough for distances: as exact as a settlement, or finer."""
    return position is not None and position.precision in TRUSTED


@dataclass(frozen=True, slots=True)
class Toponym:
    """A unit under one of its names, with the type word of that name (None without a type word).

    `is_former` marks a name of another period, whether printed as such or ended by a change.
    """

    unit: Unit
    name: Name
    type_word: TypeWord | None
    is_former: bool = False


@dataclass(frozen=True, slots=True)
class AtlasStep(Step):
    """The step from an edition to a later edition that has an atlas already."""

    atlas: Atlas

    @classmethod
    def of(cls, before: Atlas, edition: Edition) -> AtlasStep | None:
        """The step from the edition of an atlas to a later edition.

        None if the two differ in more than a few offices.
        """
        step = Step.between(before.edition, edition)
        return None if step is None else cls(edition, step.changed, before.carried_on(step))


Kept = TypeVar("Kept", bound=CarriesOn[AtlasStep])


class Atlas:
    """An edition with its indexes of names and places. Call `Atlas.of(edition)` once and keep the result."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._chains: dict[str, tuple[Unit, ...]] = {}
        self.lineage = Lineage(edition)
        self.by_kato = _by_kato(edition)
        self.office_tree = _tree_of_offices(edition.offices.values())
        self.psc_tree = _tree_of_offices(
            office for office in edition.offices.values() if office.kind is OfficeKind.PSC_BRANCH
        )
        self._holding = _holding_settlements(edition)
        self.boundaries = BoundaryTree(edition.boundaries, edition.units)
        self._is_drawn = _is_drawn(edition, self.lineage)
        self.settlement_tree = _tree_of_settlements(edition, self._holding)
        self.placed_offices = PointArrays(edition.offices.values())
        self._named = self._index_names()
        self.towns = self._towns()
        self._service_trees: dict[tuple[str, OfficeKind | None], NearestTree[Office]] = {}
        self._psc_within: Mapping[str, tuple[Office, ...]] | None = None
        self._beside: dict[type, CarriesOn[AtlasStep]] = {}

    @classmethod
    def of(cls, edition: Edition) -> Atlas:
        """The atlas of an edition. Building it takes about a second for the whole country."""
        return cls(edition)

    def carried_on(self, step: Step) -> Atlas:
        """The atlas of a later edition that differs in a few offices; all unchanged parts are shared."""
        changed = step.changed
        made = copy(self)
        made.edition = step.edition
        gone, come = tuple(changed.before.values()), tuple(changed.after.values())
        made.office_tree = self.office_tree.replaced(gone, _placed(come))
        centres = _placed(office for office in come if office.kind is OfficeKind.PSC_BRANCH)
        made.psc_tree = self.psc_tree.replaced(gone, centres)
        made.placed_offices = self.placed_offices.replaced(changed.ids, come)
        # A copy: questions to this atlas build further trees meanwhile.
        made._service_trees = {
            (service_id, kind): tree.replaced(gone, _placed(made._givers(service_id, kind, come)))
            if service_id in changed.services
            else tree
            for (service_id, kind), tree in self._service_trees.copy().items()
        }
        if self._psc_within is not None:
            made._psc_within = regrouped(
                self._psc_within, made._centres_by_unit(gone), made._centres_by_unit(come), _by_id
            )
        beside = AtlasStep(step.edition, changed, made)
        made._beside = {kind: kept.carried_on(beside) for kind, kept in self._beside.copy().items()}
        return made

    def beside(self, kind: type[Kept], make: Callable[[Atlas], Kept]) -> Kept:
        """The object of this class that is kept beside the atlas.

        It is made by `make` at first, then updated for each later atlas. The object must not keep the atlas
        alive, so it refers to the atlas by `weakref.proxy`.
        """
        kept = self._beside.get(kind)
        if kept is None:
            kept = self._beside[kind] = make(self)
        return cast("Kept", kept)

    def _index_names(self) -> tuple[dict[str, tuple[Toponym, ...]], ...]:
        """The units under each of their names, by the exact, the tight and the mild key."""
        indexes: tuple[dict[str, list[Toponym]], ...] = tuple({} for _ in TIERS)
        units = self.edition.units
        borne = [
            (unit, name, name.status is NameStatus.FORMER) for unit in units.values() for name in unit.names
        ]
        ended = [(units[unit_id], name, True) for name, unit_id in self.lineage.former_names()]
        for unit, name, is_former in borne + ended:
            toponym = Toponym(unit, name, strip_type(name.value)[1], is_former)
            for fold, index in zip(TIERS, indexes, strict=True):
                index.setdefault(fold(name.value), []).append(toponym)
        return tuple({key: tuple(found) for key, found in index.items()} for index in indexes)

    def _towns(self) -> frozenset[str]:
        """Ids of the units that are towns.

        A name calls them a town, they contain such a unit and have its name, or the lookup `Towns` lists
        them.
        """
        town_ids = {row.unit for row in lookup(Towns).towns if row.unit in self.edition.units}
        for toponyms in self._named[-1].values():
            towns = {it.unit.id for it in toponyms if it.type_word is TypeWord.TOWN}
            if towns:
                town_ids.update(
                    it.unit.id for it in toponyms if any(each.id in towns for each in self.chain(it.unit.id))
                )
        return frozenset(town_ids)

    def named(self, name: str) -> Iterable[tuple[Toponym, ...]]:
        """Units with a name that matches `name`: one group for each key, the strictest first.

        Groups may be empty.
        """
        for fold, index in zip(TIERS, self._named, strict=True):
            key = fold(name)
            yield index.get(key, ()) if key else ()

    def chain(self, unit_id: str) -> tuple[Unit, ...]:
        """The unit and all units that contain it, finest first, in the division of the acts."""
        known = self._chains.get(unit_id)
        if known is None:
            units = self.edition.units
            known = self._chains[unit_id] = tuple(units[each] for each in self.lineage.ladder(unit_id))
        return known

    def is_abroad(self, point: LonLat) -> bool:
        """Whether the point lies outside of the country: beyond its outline, and in no known boundary.

        False where the boundaries of the country are not known.
        """
        return self._is_drawn and is_outside(point) and not self.boundaries.units_at(point)

    def parts(self, unit_id: str) -> tuple[str, ...]:
        """Ids of the parts among which offices may divide a unit; empty for most units.

        They are the districts of a city without settlements (Almaty, Astana), and the villages of an okrug,
        whose akim may have several desks.
        """
        is_whole = unit_id in self._holding and self.edition.units[unit_id].level is not Level.RURAL_OKRUG
        return () if is_whole else self.edition.children.get(unit_id, ())

    @cached_property
    def division(self) -> Division:
        """The administrative division of today, the latest known state."""
        return Division(self.edition)

    def provisions_of(self, service_id: str) -> list[Provision]:
        """All provisions of a service, sorted by id; empty for an unknown service."""
        edition = self.edition
        return [edition.provisions[each] for each in edition.provisions_of_service.get(service_id, ())]

    def tree_of_service(self, service_id: str, kind: OfficeKind | None = None) -> NearestTree[Office]:
        """A search tree of the offices that give the service and have a trustworthy position.

        Hearing complaints does not count. `kind` restricts them to one kind.
        """
        known = self._service_trees.get((service_id, kind))
        if known is None:
            offices = self.edition.offices
            named = dict.fromkeys(provision.office_id for provision in self.provisions_of(service_id))
            givers = self._givers(service_id, kind, (offices[office_id] for office_id in named))
            known = _tree_of_offices(givers)
            self._service_trees[service_id, kind] = known
        return known

    def _givers(self, service_id: str, kind: OfficeKind | None, offices: Iterable[Office]) -> list[Office]:
        """The offices that give the service and, if a kind is given, are of that kind."""
        return [
            office for office in offices if kind in (None, office.kind) and self._gives(office, service_id)
        ]

    def _gives(self, office: Office, service_id: str) -> bool:
        edition = self.edition
        given = (edition.provisions[each] for each in edition.provisions_of_office.get(office.id, ()))
        return any(each.service_id == service_id and each.gives for each in given)

    def psc_within(self, unit_id: str) -> tuple[Office, ...]:
        """Public service centres in the unit, or serving it or a unit inside it, sorted by id."""
        if self._psc_within is None:
            self._psc_within = grouped(self._centres_by_unit(self.edition.offices.values()), _by_id)
        return self._psc_within.get(unit_id, ())

    def _centres_by_unit(self, offices: Iterable[Office]) -> Iterator[tuple[str, Office]]:
        """Each service centre with every unit that it lies in or serves, and all units around these."""
        for office in offices:
            if office.kind is OfficeKind.PSC_BRANCH:
                ends = [end for end in (office.located_in, *office.territory_ids) if end is not None]
                for covered in dict.fromkeys(unit.id for end in ends for unit in self.chain(end)):
                    yield covered, office


def _holding_settlements(edition: Edition) -> frozenset[str]:
    """Ids of the units that contain settlements at any depth."""
    return frozenset(
        around.id
        for unit in edition.units.values()
        if unit.level is Level.SETTLEMENT
        for around in edition.ancestors(unit.id)
    )


def _is_drawn(edition: Edition, lineage: Lineage) -> bool:
    """Whether, for every region of the acts, its boundary or that of one of its districts is known."""
    known = (edition.units[unit_id] for unit_id in edition.boundaries if unit_id in edition.units)
    drawn = {unit.parent_id or unit.id for unit in known}
    regions = [unit.id for unit in edition.units.values() if unit.parent_id is None]
    return bool(drawn) and all(region in drawn for region in regions if not lineage.sources(region))


def _tree_of_settlements(edition: Edition, holding: frozenset[str]) -> NearestTree[Unit]:
    """A search tree of the populated places with a trustworthy position.

    They are settlements, and units that contain none: Astana, Almaty and their districts.
    """
    placed = (
        (unit, unit.position)
        for unit in edition.units.values()
        if unit.id not in holding and unit.position is not None and is_trusted(unit.position)
    )
    return NearestTree(placed, tie_key=lambda unit: (not unit.is_seat, unit.id))


def _by_kato(edition: Edition) -> dict[str, Unit]:
    """Units by their classifier codes, former codes included; a former code never hides one of today."""
    units: dict[str, Unit] = {}
    for unit in edition.units.values():
        for identifier in unit.identifiers:
            if identifier.scheme == "KATO":
                units.setdefault(identifier.value, unit)
    units.update((unit.kato_code, unit) for unit in edition.units.values() if unit.kato_code)
    return units


def _tree_of_offices(offices: Iterable[Office]) -> NearestTree[Office]:
    return NearestTree(_placed(offices), tie_key=_by_id)


def _placed(offices: Iterable[Office]) -> Iterator[tuple[Office, Position]]:
    """The offices whose position is exact enough for distances, each with it; others are left out."""
    for office in offices:
        if office.position is not None and is_trusted(office.position):
            yield office, office.position


def _by_id(office: Office) -> str:
    return office.id
