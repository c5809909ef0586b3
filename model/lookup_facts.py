"""The lookups that state facts: acts, codes, units, figures; one Struct for each file of `seeds/lookups`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from model.enums import ChangeKind, Channel, Language, Level, LinkKind
from model.lookup_shape import Day, KatoCode, Lookup, Row, Words

Share = Annotated[float, Meta(ge=0, le=1)]


class MentionedAct(Row, frozen=True, kw_only=True):
    """An act that the registry does not hold and knows only because other acts mention it."""

    number: str
    adopted_on: date
    adopted_by: str
    language: Language
    title: str


class StatedLink(Row, frozen=True, kw_only=True):
    """Act `by` does what `kind` says to act `of`.

    The text of `in_` says so at the place `at`, in the words `says`.
    """

    by: str
    kind: LinkKind
    of: str
    in_: str
    at: str
    says: str


class ActLinks(Lookup, frozen=True, kw_only=True):
    """What acts say about other acts."""

    acts: Mapping[str, MentionedAct]
    links: tuple[StatedLink, ...]


class SeenAddress(Row, frozen=True, kw_only=True):
    """The code of an act of the same adopter, with its year and number: an example that proves the rule."""

    code: str
    year: int
    number: str


class AddressRule(Row, frozen=True, kw_only=True):
    """How the code of an act is composed: from its year and its own number or its registration number."""

    adopters: Words
    code: Annotated[str, Meta(pattern=r"^[A-Z]+\{year\}[A-Z]*\{number\}_?$")]
    digits: Annotated[int, Meta(ge=1, le=10)]
    by: Literal["number", "registration"]
    seen: Annotated[tuple[SeenAddress, ...], Meta(min_length=1)]
    since: date = date.min
    until: date = date.max
    """Half open: the rule holds for acts adopted from `since` on and before `until`."""


class ActAddresses(Lookup, frozen=True, kw_only=True):
    """Where the official database of acts has their texts."""

    base: str
    languages: Mapping[Language, str]
    rules: tuple[AddressRule, ...]


class FoundCode(Row, frozen=True, kw_only=True):
    """The code of a settlement that a person looked up; `now` is its name in the classifier today."""

    unit: str
    kato: KatoCode
    now: str
    why: str
    source: str = ""


class Codes(Lookup, frozen=True, kw_only=True):
    """Codes of settlements that no rule finds, looked up by persons."""

    settlements: tuple[FoundCode, ...]


class IsoCode(Row, frozen=True, kw_only=True):
    """A code of ISO 3166-2; `until` is the year and month in which it was withdrawn."""

    unit: str
    code: Annotated[str, Meta(pattern=r"^KZ-(\d{2}|[A-Z]{3})$")]
    until: Annotated[str, Meta(pattern=r"^(\d{4}-\d{2})?$")] = ""


class IsoCodes(Lookup, frozen=True, kw_only=True):
    """Codes of regions in ISO 3166-2, those of today first."""

    codes: tuple[IsoCode, ...]


class TownByCode(Row, frozen=True, kw_only=True):
    """A unit whose code in the classifier is that of a town."""

    unit: str
    kato: str
    printed: str


class Towns(Lookup, frozen=True, kw_only=True):
    """Towns whose acts do not print the word for a town beside their name."""

    towns: tuple[TownByCode, ...]


class Country(Lookup, frozen=True, kw_only=True):
    """The outline of the country, as `lon lat, lon lat`. It may be wrong by `border_m` metres."""

    border_m: float
    outline: str


class Spread(Row, frozen=True, kw_only=True):
    """How the radius around the point of a unit follows from the distances to its villages.

    The mean distance of the villages is averaged with that of the units around it, which count as `weight`
    villages. For the country as a whole that is `mean_m` metres. The radius is `times` the result.
    """

    weight: Annotated[float, Meta(ge=0)]
    times: Annotated[float, Meta(ge=1)]
    mean_m: Annotated[float, Meta(gt=0)]


class Extents(Lookup, frozen=True, kw_only=True):
    """How far a place reaches around its point, and how far the villages of a unit lie from its point."""

    people_per_km2: float
    smallest_m: float
    largest_m: float
    spreads: Mapping[Literal["RURAL_OKRUG", "DISTRICT", "REGION"], Spread]


class StageFigures(Row, frozen=True, kw_only=True):
    """The confidence of a stage of locating. `tie` is subtracted if one of several namesakes was chosen.

    `witnessed` is the confidence for a settlement of the acts that its neighbours confirm. `checked` and
    `wrong` are how many answers were checked, and how many of these were wrong.
    """

    confidence: Share
    tie: Share = 0.0
    witnessed: Share | None = None
    checked: int | None = None
    wrong: int | None = None


class StageTable(Row, frozen=True, kw_only=True):
    """The figures of each stage, named as the values of `Stage`."""

    decided: StageFigures
    town: StageFigures
    code: StageFigures
    postcode: StageFigures
    exact: StageFigures
    tight: StageFigures
    mild: StageFigures
    renamed: StageFigures
    skeleton: StageFigures
    worded: StageFigures
    abbreviated: StageFigures
    consonants: StageFigures
    fuzzy: StageFigures
    nearby: StageFigures
    remote: StageFigures
    okrug: StageFigures
    district: StageFigures
    region: StageFigures


GoalGroup = Literal[
    "district and city offices",
    "public service centres",
    "okrug seats (ru)",
    "villages of act 1119",
    "okrugs of Karaganda (kk)",
    "okrugs of Almaty (kk)",
]


class Locator(Lookup, frozen=True, kw_only=True):
    """Figures of the locator: those of each stage, and the goals in percent by group of queries."""

    stages: StageTable
    goals: Annotated[Mapping[GoalGroup, float], Meta(min_length=6)]


class OtherName(Row, frozen=True, kw_only=True):
    """A name that a unit had in another period."""

    unit: str
    name: str
    language: Language
    since: Day
    until: Day
    source: str


class DecidedLocality(Row, frozen=True, kw_only=True):
    """The locality of the gazetteer that a person matched to a settlement."""

    unit: str
    locality: str
    why: str


class Renames(Lookup, frozen=True, kw_only=True):
    """Names from another period, and localities of the gazetteer that persons matched."""

    names: tuple[OtherName, ...]
    decided: tuple[DecidedLocality, ...]


class ConditionRow(Row, frozen=True, kw_only=True):
    """A condition that a standard states for places of service, and the classes of offices it is for."""

    act: str
    standard: int | None = None
    paragraph: str
    item: str | None = None
    classes: tuple[Channel, ...]
    codes: Words = ()
    says: str


class StatedConditions(Lookup, frozen=True, kw_only=True):
    """Conditions of residence and of accessibility, and the wording of each code by language."""

    residence: tuple[ConditionRow, ...]
    accessibility: tuple[ConditionRow, ...]
    labels: Mapping[str, Mapping[Language, str]]


class ZoneSources(Row, frozen=True, kw_only=True):
    """Where the time zones are stated."""

    zones: str
    single_zone: str


class SingleZone(Row, frozen=True, kw_only=True):
    """The day since which one time holds in the whole country, and its offset from UTC in hours."""

    since: date
    utc_offset_hours: int


class RegionZone(Row, frozen=True, kw_only=True):
    """The zone of a region, by the first digits of its code, from `since` on."""

    kato: Annotated[str, Meta(pattern=r"^\d{2}$")]
    region: str
    zone: str
    since: date | None = None


class TimeZones(Lookup, frozen=True, kw_only=True):
    """The zone of each region."""

    sources: ZoneSources
    single_zone: SingleZone
    regions: tuple[RegionZone, ...]


class LaterUnit(Row, frozen=True, kw_only=True):
    """A unit that was made after the acts; `seat` is the settlement whose point represents it."""

    id: str
    level: Level
    parent: str
    name_ru: str
    name_kk: str
    kato: KatoCode
    seat: str


class StatedUnitChange(Row, frozen=True, kw_only=True):
    """A change of units from the ids `from_` to the ids `to`; `was` and `now` are names by language."""

    date: Day
    kind: ChangeKind
    from_: Annotated[Words, Meta(min_length=1)]
    to: Annotated[Words, Meta(min_length=1)]
    was: Mapping[Language, str] = {}
    now: Mapping[Language, str] = {}
    entered: Words = ()
    by_code: bool = False
    source: str


class FormerCode(Row, frozen=True, kw_only=True):
    """A code of KATO that a unit had until a day."""

    unit: str
    kato: KatoCode
    until: Day
    source: str


class NameVariant(Row, frozen=True, kw_only=True):
    """A further name of a unit."""

    unit: str
    language: Language
    name: str
    source: str


class UnitChanges(Lookup, frozen=True, kw_only=True):
    """What happened to units after the acts were adopted."""

    units: tuple[LaterUnit, ...] = ()
    changes: tuple[StatedUnitChange, ...] = ()
    former_codes: tuple[FormerCode, ...] = ()
    variants: tuple[NameVariant, ...] = ()


class SilentReason(Row, frozen=True, kw_only=True):
    """Why some paragraphs state no fact; `words` are regular expressions of whole paragraphs."""

    why: str
    words: Annotated[Words, Meta(min_length=1)]


class SilentParagraphs(Lookup, frozen=True, kw_only=True):
    """Numbered paragraphs of standards that state no fact of their own, by the reason why not."""

    reasons: Mapping[str, SilentReason]
