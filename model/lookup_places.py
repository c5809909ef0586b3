"""Lookups of places: `seeds/lookups/places.yaml` with names that no rule can read, and others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta

from model.lookup_shape import Day, KatoCode, Lookup, Row, Words


class MeantText(Row, frozen=True, kw_only=True):
    """A misprinted text, and what it means."""

    printed: str
    meant: str
    source: str


class MisplacedRows(Row, frozen=True, kw_only=True):
    """Rows under a wrong heading (`printed`, maybe empty).

    `lines` are pairs of first and last line, both included.
    """

    act: str
    lines: tuple[tuple[int, int], ...]
    printed: str
    district: str
    why: str
    source: str

    def holds(self, act: str, line: int) -> bool:
        """Whether a line of an act is one of the rows."""
        return act == self.act and any(first <= line <= last for first, last in self.lines)


class DistrictSpelling(Row, frozen=True, kw_only=True):
    """A spelling of the name of a district, in a region."""

    region: str
    printed: str
    district: str
    source: str


class CityDistrict(Row, frozen=True, kw_only=True):
    """A district of a city of republican significance."""

    id: str
    name_ru: str
    name_kk: str
    source: str
    kato: KatoCode | None = None


class KatoDistrict(Row, frozen=True, kw_only=True):
    """A district of the classifier: the unit that it `is_`, or the units that it was formed `from_`."""

    kato: KatoCode
    is_: str | None = None
    from_: Words = ()


class LocalityElsewhere(Row, frozen=True, kw_only=True):
    """A locality in addresses of a region that lies in another district than its name suggests."""

    region: str
    printed: str
    district: str
    why: str


class OwnCentre(Row, frozen=True, kw_only=True):
    """The centre of a raion that is in no list of settlements."""

    district: str
    printed: str
    why: str


class FormerName(Row, frozen=True, kw_only=True):
    """The earlier name of a settlement; `until` is empty where no source dates it."""

    district: str
    printed: str
    former: str
    until: Day
    source: str


class SameNames(Row, frozen=True, kw_only=True):
    """Several names of one place or okrug of a district; the name to keep stands first."""

    district: str
    names: Annotated[Words, Meta(min_length=1)]
    source: str
    why: str = ""


class ToldApart(Row, frozen=True, kw_only=True):
    """Two okrugs with one printed name. A row with this postcode means the okrug `meant`."""

    district: str
    printed: str
    postcode: str
    meant: str
    source: str


class Places(Lookup, frozen=True, kw_only=True):
    """Misprints, rows under a wrong heading, and places that persons decided, by the id of their unit."""

    words: tuple[MeantText, ...]
    okrug_names: tuple[MeantText, ...]
    misplaced: tuple[MisplacedRows, ...]
    districts: tuple[DistrictSpelling, ...]
    district_names: tuple[MeantText, ...]
    city_districts: Mapping[str, tuple[CityDistrict, ...]]
    kato_regions: Mapping[str, Annotated[tuple[KatoCode, ...], Meta(min_length=1)]]
    kato_districts: tuple[KatoDistrict, ...]
    act_regions: Mapping[str, str]
    localities: tuple[LocalityElsewhere, ...]
    own_centres: tuple[OwnCentre, ...]
    former_names: tuple[FormerName, ...]
    one_okrug: tuple[SameNames, ...]
    told_apart: tuple[ToldApart, ...]
    one_place: tuple[SameNames, ...]


class SharedLocality(Row, frozen=True, kw_only=True):
    """A place of the gazetteer, by its GeoNames id, that represents several settlements of the acts."""

    locality: str
    units: Annotated[Words, Meta(min_length=2)]
    verdict: Literal["TWO", "TWO_NAMES", "LISTED_TWICE"]
    why: str


class SharedLocalities(Lookup, frozen=True, kw_only=True):
    """Decisions about settlements for which the gazetteer has only one place."""

    localities: tuple[SharedLocality, ...]


class OutsideDistrict(Row, frozen=True, kw_only=True):
    """A settlement whose point lies far outside the polygon of its district, and the reason."""

    unit: str
    verdict: Literal["BORDER", "ROUNDED"]
    why: str


class OutsideDistricts(Lookup, frozen=True, kw_only=True):
    """Settlements outside their districts by more than drawn borders are inaccurate, examined one by one."""

    settlements: tuple[OutsideDistrict, ...]


class GeocodedCountry(Row, frozen=True, kw_only=True):
    """The country of every answer: ISO 3166-1 codes, a name for each language, and folded spellings."""

    codes: Words
    names: Mapping[str, str]
    spellings: Words


PlaceKind = Literal[
    "REGION",
    "REPUBLIC_CITY",
    "DISTRICT",
    "CITY",
    "CITY_DISTRICT",
    "RURAL_OKRUG",
    "TOWN",
    "VILLAGE",
    "OFFICE",
]


class AddressKeys(Row, frozen=True, kw_only=True):
    """The address component that a kind of place fills, in each protocol."""

    photon: str
    nominatim: str
    pelias: str


class GeocodedKind(Row, frozen=True, kw_only=True):
    """How the protocols of other geocoders name a kind of place."""

    kind: PlaceKind
    osm_key: str
    osm_value: str
    rank: Annotated[int, Meta(ge=1, le=30)]
    type: str
    key: AddressKeys
    admin_level: int | None = None


class ToldDoubts(Row, frozen=True, kw_only=True):
    """Doubts with which an answer is still given, by protocol."""

    geocodejson: Words
    pelias: Words
    photon: Words
    nominatim: Words


class ZoomKinds(Row, frozen=True, kw_only=True):
    """The kinds of places that are returned from a zoom level of the map on."""

    from_: int
    kinds: tuple[PlaceKind, ...]


class PeliasLayers(Row, frozen=True, kw_only=True):
    """Layers of Pelias that mean several kinds of place, and those for which the registry has nothing."""

    coarse: tuple[PlaceKind, ...]
    others: Words


class Geocoding(Lookup, frozen=True, kw_only=True):
    """The vocabulary of other geocoders' protocols."""

    country: GeocodedCountry
    kinds: tuple[GeocodedKind, ...]
    doubts: ToldDoubts
    zooms: tuple[ZoomKinds, ...]
    feature_types: Mapping[str, tuple[PlaceKind, ...]]
    layers: PeliasLayers
    columns: Words
