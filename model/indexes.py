"""Dictionaries for looking things up in an edition by more than their ids.

They are built once, and then updated for changed records.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from model.passports import Passport
from model.records import Act, Office, Provision, Unit

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Indexes:
    """The lookup dictionaries of an edition; the fields of `Edition` document what each contains."""

    children: Mapping[str, tuple[str, ...]]
    offices_in: Mapping[str, tuple[str, ...]]
    branches: Mapping[str, tuple[str, ...]]
    passports_of_service: Mapping[str, tuple[str, ...]]
    provisions_of_office: Mapping[str, tuple[str, ...]]
    provisions_of_service: Mapping[str, tuple[str, ...]]
    provisions_by_unit: Mapping[tuple[str, str], tuple[str, ...]]

    @classmethod
    def of(
        cls,
        acts: Mapping[str, Act],
        units: Mapping[str, Unit],
        offices: Mapping[str, Office],
        provisions: Mapping[str, Provision],
        passports: Mapping[str, Passport],
    ) -> Indexes:
        """Build the indexes of all records."""
        names = {unit.id: unit.names[0].value if unit.names else unit.id for unit in units.values()}
        adopted = {passport.id: acts[passport.act].adopted_on for passport in passports.values()}
        return cls(
            children=grouped(
                ((unit.parent_id or "", unit.id) for unit in units.values()),
                lambda unit_id: (names[unit_id], unit_id),
            ),
            passports_of_service=grouped(
                ((passport.service, passport.id) for passport in passports.values()),
                lambda passport_id: (adopted[passport_id], passport_id),
            ),
            offices_in=grouped(_places(offices.values()), str),
            branches=grouped(_parents(offices.values()), str),
            provisions_of_office=grouped(_given_by(provisions.values()), str),
            provisions_of_service=grouped(_given_of(provisions.values()), str),
            provisions_by_unit=grouped(_covered(provisions.values()), str),
        )

    def carried_on(
        self,
        offices_gone: Iterable[Office],
        offices_come: Iterable[Office],
        provisions_gone: Iterable[Provision],
        provisions_come: Iterable[Provision],
    ) -> Indexes:
        """The indexes with some offices and provisions removed and others added.

        A changed record is given twice: its old state as removed, its new one as added.
        """
        before, after = tuple(offices_gone), tuple(offices_come)
        given, gives = tuple(provisions_gone), tuple(provisions_come)
        return Indexes(
            children=self.children,
            passports_of_service=self.passports_of_service,
            offices_in=regrouped(self.offices_in, _places(before), _places(after), str),
            branches=regrouped(self.branches, _parents(before), _parents(after), str),
            provisions_of_office=regrouped(
                self.provisions_of_office, _given_by(given), _given_by(gives), str
            ),
            provisions_of_service=regrouped(
                self.provisions_of_service, _given_of(given), _given_of(gives), str
            ),
            provisions_by_unit=regrouped(self.provisions_by_unit, _covered(given), _covered(gives), str),
        )


def grouped(
    pairs: Iterable[tuple[Key, Item]], order: Callable[[Item], Any] | None
) -> Mapping[Key, tuple[Item, ...]]:
    """Items by key, each group sorted by `order`; None keeps them in the given order."""
    groups: dict[Key, list[Item]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    if order is None:
        return {key: tuple(items) for key, items in groups.items()}
    return {key: tuple(sorted(items, key=order)) for key, items in groups.items()}


def regrouped(
    groups: Mapping[Key, tuple[Item, ...]],
    gone: Iterable[tuple[Key, Item]],
    come: Iterable[tuple[Key, Item]],
    order: Callable[[Item], Any],
) -> Mapping[Key, tuple[Item, ...]]:
    """The groups with a few items removed and a few added. A group that becomes empty is removed.

    Groups that do not change are shared with `groups`. `order` is a unique sort key within a group; an item
    that is not there is not removed, and an added one replaces one of equal key.
    """
    changed: dict[Key, list[Item]] = {}

    def opened(key: Key, item: Item) -> tuple[list[Item], int, bool]:
        """The changed group as a list, the index of the item by its order, and whether it is there."""
        if key not in changed:
            changed[key] = list(groups.get(key, ()))
        items = changed[key]
        rank = order(item)
        index = bisect_left(items, rank, key=order)
        return items, index, index < len(items) and order(items[index]) == rank

    for key, item in gone:
        items, index, is_there = opened(key, item)
        if is_there:
            del items[index]
    for key, item in come:
        items, index, is_there = opened(key, item)
        items[index : index + is_there] = [item]
    if not changed:
        return groups
    merged = dict(groups)
    for key, items in changed.items():
        if items:
            merged[key] = tuple(items)
        else:
            merged.pop(key, None)
    return merged


def _places(offices: Iterable[Office]) -> Iterator[tuple[str, str]]:
    return ((office.located_in, office.id) for office in offices if office.located_in is not None)


def _parents(offices: Iterable[Office]) -> Iterator[tuple[str, str]]:
    return ((office.parent_id, office.id) for office in offices if office.parent_id is not None)


def _given_by(provisions: Iterable[Provision]) -> Iterator[tuple[str, str]]:
    return ((provision.office_id, provision.id) for provision in provisions)


def _given_of(provisions: Iterable[Provision]) -> Iterator[tuple[str, str]]:
    return ((provision.service_id, provision.id) for provision in provisions)


def _covered(provisions: Iterable[Provision]) -> Iterator[tuple[tuple[str, str], str]]:
    for provision in provisions:
        for unit_id in provision.unit_ids or (("",) if provision.is_nationwide else ()):
            yield (provision.service_id, unit_id), provision.id
