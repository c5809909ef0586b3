"""What an edition is looked up by beside ids: made once, later carried on for the few records that change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from store.passports import Passport
from store.records import Act, Office, Provision, Unit

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Indexes:
    """The derived dictionaries of an edition; what each holds is said there."""

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
        """The indexes of whole mappings."""
        names = {unit.id: unit.names[0].value if unit.names else unit.id for unit in units.values()}
        adopted = {passport.id: acts[passport.act].adopted_on for passport in passports.values()}
        return cls(
            children=regrouped(
                {},
                (),
                ((unit.parent_id or "", unit.id) for unit in units.values()),
                lambda unit_id: (names[unit_id], unit_id),
            ),
            passports_of_service=regrouped(
                {},
                (),
                ((passport.service, passport.id) for passport in passports.values()),
                lambda passport_id: (adopted[passport_id], passport_id),
            ),
            offices_in={},
            branches={},
            provisions_of_office={},
            provisions_of_service={},
            provisions_by_unit={},
        ).overlaid((), offices.values(), (), provisions.values())

    def overlaid(
        self,
        offices_gone: Iterable[Office],
        offices_come: Iterable[Office],
        provisions_gone: Iterable[Provision],
        provisions_come: Iterable[Provision],
    ) -> Indexes:
        """The indexes without some offices and provisions and with others; one that changed is both."""
        before, after = tuple(offices_gone), tuple(offices_come)
        given, gives = tuple(provisions_gone), tuple(provisions_come)
        return Indexes(
            children=self.children,
            passports_of_service=self.passports_of_service,
            offices_in=regrouped(self.offices_in, _places(before), _places(after), str),
            branches=regrouped(self.branches, _parents(before), _parents(after), str),
            provisions_of_office=regrouped(
                self.provisions_of_office,
                ((one.office_id, one.id) for one in given),
                ((one.office_id, one.id) for one in gives),
                str,
            ),
            provisions_of_service=regrouped(
                self.provisions_of_service,
                ((one.service_id, one.id) for one in given),
                ((one.service_id, one.id) for one in gives),
                str,
            ),
            provisions_by_unit=regrouped(self.provisions_by_unit, _covered(given), _covered(gives), str),
        )


def regrouped(
    groups: Mapping[Key, tuple[Item, ...]],
    gone: Iterable[tuple[Key, Item]],
    come: Iterable[tuple[Key, Item]],
    order: Callable[[Item], Any],
) -> Mapping[Key, tuple[Item, ...]]:
    """The groups without some items and with others, each in its order; a group without items is none.

    Groups that are not named are shared. `order` tells items apart: no two of a group have the same.
    """
    changed: dict[Key, dict[Any, Item]] = {}

    def opened(key: Key) -> dict[Any, Item]:
        if key not in changed:
            changed[key] = {order(item): item for item in groups.get(key, ())}
        return changed[key]

    for key, item in gone:
        opened(key).pop(order(item), None)
    for key, item in come:
        opened(key)[order(item)] = item
    if not changed:
        return groups
    found = dict(groups)
    for key, items in changed.items():
        if items:
            found[key] = tuple(items[each] for each in sorted(items))
        else:
            found.pop(key, None)
    return found


def _places(offices: Iterable[Office]) -> Iterator[tuple[str, str]]:
    return ((office.located_in, office.id) for office in offices if office.located_in is not None)


def _parents(offices: Iterable[Office]) -> Iterator[tuple[str, str]]:
    return ((office.parent_id, office.id) for office in offices if office.parent_id is not None)


def _covered(provisions: Iterable[Provision]) -> Iterator[tuple[tuple[str, str], str]]:
    for provision in provisions:
        for unit_id in provision.unit_ids or (("",) if provision.is_nationwide else ()):
            yield (provision.service_id, unit_id), provision.id
