"""The fixed upper levels: regions and their districts, and how a printed phrase is matched to them.

The acts of 2008-2012 print one division: 14 oblasts, two cities of republican significance, raions and cities
of oblast significance. Their list comes from the gazetteer, their spellings from its aliases and from
`seeds/lookups/places.yaml`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from geo.gazetteer.gazetteer import Alias, BadGazetteerError, Gazetteer, Locality, Shape
from geo.names.ladder import Stage
from geo.names.russian import without_dedication
from geo.names.toponyms import clean, mild_key, skeleton_key, slug, strip_type
from loaders.territory.akimat_names import stem_key
from model.lookup_places import Places

_CERTAIN = 85.0
"""Likeness (0-100) of stems from which a misprinted district is recognised."""
_MARGIN = 5.0


@dataclass(frozen=True, slots=True)
class Region:
    """An oblast or city of republican significance; `id` is the second part of its ISO 3166-2 code."""

    id: str
    iso: str
    name_ru: str
    name_kk: str
    shape: Shape

    @property
    def is_city(self) -> bool:
        """Whether the region is a city."""
        return self.name_ru.startswith("город")


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A raion, city of oblast significance or city district.

    `shape` is the id of the polygon that contains it; it is its own only if `has_shape`. `town` is the
    gazetteer's locality of a city without a polygon.
    """

    id: str
    region: str
    name_ru: str
    name_kk: str
    is_city: bool
    shape: str
    has_shape: bool
    town: str
    wikidata: str
    source: str
    spellings: tuple[str, ...] = field(default=(), repr=False)


def _bare(name: str) -> str:
    return without_dedication(strip_type(name)[0])


def _district_id(region: str, name_ru: str, name_kk: str, is_city: bool, taken: Mapping[str, Any]) -> str:
    """A new id from the region and the name, with `-g` added if it is taken."""
    minted = f"{region}-{slug(_bare(name_ru if is_city else name_kk))}"
    return f"{minted}-g" if minted in taken else minted


def _region_id(iso: str) -> str:
    return iso.removeprefix("KZ-").lower()


@dataclass(frozen=True)
class Divisions:
    """All regions and districts of the acts' time, by id."""

    regions: Mapping[str, Region]
    districts: Mapping[str, District]
    _by_region: Mapping[str, tuple[District, ...]] = field(repr=False)
    _found: dict[str, Region | None] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, gazetteer: Gazetteer, places: Places) -> "Divisions":
        """The regions and districts of the gazetteer, and the cities inside a raion's polygon.

        Raises BadGazetteerError if a city with districts of its own has no polygon.
        """
        cities_of_the_republic = {
            shape.region_iso for shape in gazetteer.regions.values() if shape.name_ru.startswith("город")
        }
        # The lease of Baikonur is not a region of the acts: its town is a district in Kyzylorda's list.
        leased = {iso for iso in cities_of_the_republic if not _has_district(gazetteer, iso)}
        regions = {
            _region_id(iso): Region(_region_id(iso), iso, shape.name_ru, shape.name_kk, shape)
            for iso, shape in sorted(gazetteer.regions.items())
            if iso not in leased
        }
        districts: dict[str, District] = {}
        for district in _districts(gazetteer, places, cities_of_the_republic, districts):
            districts[district.id] = district
        return cls.made(regions, districts)

    @classmethod
    def made(cls, regions: Mapping[str, Region], districts: Mapping[str, District]) -> "Divisions":
        """The division with these regions and districts."""
        by_region: dict[str, list[District]] = {}
        for district in districts.values():
            by_region.setdefault(district.region, []).append(district)
        return cls(regions, districts, {region: tuple(found) for region, found in by_region.items()})

    def in_region(self, region: str) -> tuple[District, ...]:
        """The districts of a region; empty for an unknown region."""
        return self._by_region.get(region, ())

    def find_region(self, printed: str | None) -> Region | None:
        """The region in a heading or name; None if it names no region.

        `Акмолинская область`, `Филиал РГП «ЦОН по Акмолинской области»`, `1 город Астана`, `Ақмола облысы`.
        """
        if not printed:
            return None
        if printed not in self._found:
            self._found[printed] = self._find_region(printed)
        return self._found[printed]

    def _find_region(self, printed: str) -> Region | None:
        """The region as `find_region` gives it, computed."""
        text = clean(printed)
        low = text.lower()
        is_city = "обл" not in low and re.search(r"\bг\.|город|қала|\bқ\.", low) is not None
        folded = skeleton_key(re.sub(r"\b(?:филиал|ргп|цон|по|\d+)\b|обл\w*", " ", low))
        regions = [
            region
            for region in self.regions.values()
            if region.is_city == is_city
            and any(self._region_root(name) in folded for name in (region.name_ru, region.name_kk))
        ]
        # `Восточно-Казахстанская` contains no other region's root, but the longest root is the safest all the
        # same.
        regions.sort(key=lambda region: -len(self._region_root(region.name_ru)))
        return regions[0] if regions else None

    @staticmethod
    def _region_root(name: str) -> str:
        return skeleton_key(strip_type(name)[0])

    def find_district(self, region: str, phrase: str, is_city: bool | None = None) -> District | None:
        """The district of `region` that a printed name means; None if there is none or several.

        Stems of all its names and spellings are compared: equal ones first, then equal skeletons, then a
        likeness of 85 % with no other near it. Among several, the printed kind counts (`is_city`, None if
        unknown).
        """
        if not phrase:
            return None
        stem = stem_key(phrase)
        candidates = self.in_region(region)
        for agrees in (
            lambda key: key == stem,
            lambda key: skeleton_key(key) == skeleton_key(stem),
        ):
            found = [d for d in candidates if any(agrees(key) for key in _stems(d))]
            if found:
                return _preferred(found, is_city)
        scored = sorted(
            ((max(fuzz.ratio(stem, key) for key in _stems(d)), d.id, d) for d in candidates), reverse=True
        )
        if not scored or scored[0][0] < _CERTAIN:
            return None
        near = [district for score, _, district in scored if score >= scored[0][0] - _MARGIN]
        return _preferred(near, is_city)


def locality_of_city(region: Region, gazetteer: Gazetteer) -> Locality | None:
    """The locality of a city of republican significance; None for an oblast.

    Of several with its name inside its boundary, the most populous.
    """
    if not region.is_city:
        return None
    shapes = [shape for shape in gazetteer.districts.values() if shape.region_iso == region.iso]
    inside = gazetteer.in_district(shapes[0].id).find(region.name_ru, Stage.EXACT) if shapes else ()
    return max(inside, key=lambda locality: (locality.population or 0, locality.id), default=None)


def _has_district(gazetteer: Gazetteer, iso: str) -> bool:
    """Whether the gazetteer has a district in that region."""
    return any(district.region_iso == iso for district in gazetteer.districts.values())


def _preferred(found: list[District], is_city: bool | None) -> District | None:
    """The only district, or the only district of the printed kind; None otherwise."""
    if len(found) > 1 and is_city is not None:
        found = [district for district in found if district.is_city == is_city] or found
    return found[0] if len(found) == 1 else None


_STEMS: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}


def _stems(district: District) -> tuple[str, ...]:
    """The stem keys of all names and spellings of a district; cached."""
    key = (district.id, district.spellings)
    if key not in _STEMS:
        names = (district.name_ru, district.name_kk, *district.spellings)
        _STEMS[key] = tuple(dict.fromkeys(stem_key(_bare(name)) for name in names if mild_key(name)))
    return _STEMS[key]


def _districts(
    gazetteer: Gazetteer, places: Places, cities: Iterable[str], taken: Mapping[str, District]
) -> Iterator[District]:
    """All districts; raions come first, so that a city with the same name gets the id with `-g`."""
    wrong = {(row.region, row.printed) for row in places.districts}
    meant = {row.printed: row.meant for row in places.district_names}
    own = {alias.shape: alias for alias in gazetteer.aliases if alias.kind != "city_in_polygon"}
    shapes = [shape for shape in gazetteer.districts.values() if shape.region_iso not in cities]
    for shape in sorted(shapes, key=lambda shape: (shape.kind == "city", shape.region_iso, shape.id)):
        region = _region_id(shape.region_iso)
        is_city = shape.kind == "city"
        yield District(
            id=(minted := _district_id(region, shape.name_ru, shape.name_kk, is_city, taken)),
            region=region,
            name_ru=shape.name_ru,
            name_kk=shape.name_kk,
            is_city=is_city,
            shape=shape.id,
            has_shape=True,
            town="",
            wikidata=shape.wikidata,
            source="whosonfirst",
            spellings=_spellings(minted, region, own.get(shape.id), places, wrong),
        )
    for alias in gazetteer.aliases:
        if alias.kind == "city_in_polygon":
            region = _region_id(alias.region_iso)
            name_kk = meant.get(alias.name_kk, alias.name_kk)
            minted = _district_id(region, alias.name_ru, name_kk, True, taken)
            spellings = _spellings(minted, region, alias, places, wrong)
            yield District(
                id=minted,
                region=region,
                name_ru=alias.name_ru,
                name_kk=name_kk,
                is_city=True,
                shape=alias.shape,
                has_shape=False,
                town=alias.locality,
                wikidata="",
                source="whosonfirst",
                spellings=spellings,
            )
    for region, rows in places.city_districts.items():
        shape_id = _whole_city(gazetteer, region)
        for row in rows:
            spellings = _spellings(row.id, region, None, places, wrong)
            yield District(
                id=row.id,
                region=region,
                name_ru=row.name_ru,
                name_kk=row.name_kk,
                is_city=False,
                shape=shape_id,
                has_shape=False,
                town="",
                wikidata="",
                source=row.source,
                spellings=spellings,
            )


def _whole_city(gazetteer: Gazetteer, region: str) -> str:
    """The id of the polygon of a city with districts of its own.

    Raises BadGazetteerError if there is none.
    """
    inside = (shape.id for shape in gazetteer.districts.values() if _region_id(shape.region_iso) == region)
    shape_id = next(inside, None)
    if shape_id is None:
        raise BadGazetteerError(
            f"districts.geojson: KZ-{region.upper()} has no polygon, and its city districts lie in it"
        )
    return shape_id


def _spellings(
    minted: str, region: str, alias: Alias | None, places: Places, wrong: set[tuple[str, str]]
) -> tuple[str, ...]:
    """Spellings of a district, from the alias and from the lookup `Places`.

    A spelling that the lookup assigns to another district is left out.
    """
    known = [name for name in alias.variants if (region, name) not in wrong] if alias is not None else []
    added = [row.printed for row in places.districts if row.district == minted]
    return (*known, *added)
