"""The address of a place in one language: its name, the units around it, and both in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from geo.names.shown_name import name_in
from graph.geocoding.found import Found, kind_of
from graph.served.context import Registry
from model.edition import Address, Unit
from model.enums import Language
from model.lookup_places import AddressKeys, GeocodedKind, Geocoding
from model.lookups import lookup
from model.records import ISO_3166_2

COUNTRY = lookup(Geocoding).country
COUNTRY_CODE = COUNTRY.codes[0]


@dataclass(frozen=True, slots=True)
class Part:
    """One unit of an address: the unit, its kind for geocoders, and its name."""

    unit: Unit
    kind: GeocodedKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A place with its names in one language. `parts` are the units around it, finest first."""

    name: str
    label: str
    parts: tuple[Part, ...]
    own: Part | None
    """The place itself, where it is a unit."""
    country: str
    street: str | None = None
    house: str | None = None
    postcode: str | None = None

    @property
    def line(self) -> tuple[Part, ...]:
        """The place itself, if it is a unit, and the units around it."""
        return (self.own, *self.parts) if self.own is not None else self.parts

    def by_key(self, key: Callable[[AddressKeys], str], *, with_own: bool) -> Mapping[str, str]:
        """Names of the units by the address component that `key` gives.

        Of two units for one component, the finer unit is named. `with_own` includes the place itself, if it
        is a unit.
        """
        found: dict[str, str] = {}
        for part in self.line if with_own else self.parts:
            found.setdefault(key(part.kind.key), part.name)
        return found


def told_in(registry: Registry, found: Found, language: Language) -> Told:
    """The names of a place and of the units around it in a language, and its address in one line."""
    country = COUNTRY.names[language]
    if found.unit is not None:
        own = _part(registry, found.unit, language)
        parts = tuple(_above(registry, found.unit.id, language))
        label = ", ".join([own.name, *(part.name for part in parts), country])
        return Told(name=own.name, label=label, parts=parts, own=own, country=country)
    office = found.office
    assert office is not None, "a place is a unit or an office"  # noqa: S101
    name = name_in(office.names, language, office.id)
    around = tuple(_around(registry, office.located_in, language))
    address = _address(office.addresses, language)
    street = address.thoroughfare if address is not None else None
    house = address.locator_designator if address is not None else None
    where = [" ".join(part for part in (street, house) if part)] if street else []
    label = ", ".join([name, *where, *(part.name for part in around), country])
    return Told(
        name=name,
        label=label,
        parts=around,
        own=None,
        country=country,
        street=street,
        house=house,
        postcode=address.postal_code if address is not None else None,
    )


def iso_code(found: Told) -> str | None:
    """The ISO 3166-2 code of the region of the place. None if it is not known."""
    region = found.line[-1].unit if found.line else None
    codes = (
        [identifier.value for identifier in region.identifiers if identifier.scheme == ISO_3166_2]
        if region
        else []
    )
    return codes[0] if codes else None


def admin_levels(found: Told) -> Mapping[str, str]:
    """Names by the administrative level of OpenStreetMap (`level2` is the country)."""
    levels = {"level2": found.country}
    for part in reversed(found.line):
        if part.kind.admin_level is not None:
            levels[f"level{part.kind.admin_level}"] = part.name
    return levels


def _around(registry: Registry, unit_id: str | None, language: Language) -> Iterator[Part]:
    if unit_id is not None:
        yield _part(registry, registry.edition.units[unit_id], language)
        yield from _above(registry, unit_id, language)


def _above(registry: Registry, unit_id: str, language: Language) -> Iterator[Part]:
    for unit in registry.division(None).ancestors(unit_id):
        yield _part(registry, unit, language)


def _part(registry: Registry, unit: Unit, language: Language) -> Part:
    return Part(unit, kind_of(registry.atlas, unit), name_in(unit.names, language, unit.id))


def _address(addresses: tuple[Address, ...], language: Language) -> Address | None:
    own = (address for address in addresses if address.language is language)
    return next(own, addresses[0] if addresses else None)
