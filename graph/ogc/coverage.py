"""The collection of coverage.

For a settlement and a service it says who serves it, and how far the office is. Their properties are computed
for one page, or for one requested service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import overload

from geo.exports.facts import text_in, unit_ref
from geo.exports.geojson import Feature, coverage_feature
from geo.jurisdiction.coverage import SettlementCoverage, coverage_of
from graph.exports.features import chosen_units
from graph.ogc.collection import Collection, inside_boxes
from graph.ogc.filters.queryables import choice, flag, number, text
from graph.ogc.offices import precision_of
from graph.ogc.scene import Scene
from graph.terms.connections import Key
from graph.terms.errors import BadInputError
from graph.types.areas import must_unit
from graph.types.services import must_service
from model.edition import Position, Unit
from model.enums import Language, Level, Precision

_SETTLEMENT = frozenset({Level.SETTLEMENT})


@dataclass(frozen=True, slots=True)
class Pair:
    """A service and a settlement. `told` are their properties, None until they are computed."""

    service_id: str
    unit: Unit
    told: SettlementCoverage | None = None

    @property
    def position(self) -> Position | None:
        """The position of the settlement; None if it is not known."""
        return self.unit.position


class Pairs(Sequence[Pair]):
    """All pairs of some services and settlements, without holding them in memory: each is made on access."""

    def __init__(self, services: Sequence[str], settlements: Sequence[Unit]) -> None:
        self._services, self._settlements = services, settlements

    def __len__(self) -> int:
        return len(self._services) * len(self._settlements)

    @overload
    def __getitem__(self, index: int) -> Pair: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Pair]: ...

    def __getitem__(self, index: int | slice) -> Pair | Sequence[Pair]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        service, settlement = divmod(index, len(self._settlements))
        return Pair(self._services[service], self._settlements[settlement])


def _place(_: Scene, pair: Pair) -> Position | None:
    return pair.position


def _items(scene: Scene) -> Sequence[Pair]:
    """The pairs of a service and a settlement that a request asks for.

    Only with the parameter `service` do they have properties. Raises BadInputError for a filter or
    `properties` without `service`.
    """
    registry, asked = scene.registry, scene.asked
    within = must_unit(registry, asked.own["within"]).record.id if "within" in asked.own else None
    settlements = list(
        inside_boxes(
            scene,
            chosen_units(registry, None, _SETTLEMENT, None, within),
            lambda _, unit: unit.position,
        )
    )
    if "service" in asked.own:
        service = must_service(registry, asked.own["service"]).record.id
        told = coverage_of(registry.atlas, service, settlements, scene.day)
        return [Pair(service, each.settlement, each) for each in told]
    if asked.properties or asked.condition is not None:
        raise BadInputError("properties of coverage are asked for one service at a time: name it by service=")
    return Pairs(sorted(registry.edition.services), settlements)


def _told(scene: Scene, pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs, in order, with their properties computed where they are missing."""
    for service, group in groupby(pairs, key=lambda pair: pair.service_id):
        together = list(group)
        if all(pair.told is not None for pair in together):
            yield from together
            continue
        settlements = [pair.unit for pair in together]
        for each in coverage_of(scene.registry.atlas, service, settlements, scene.day):
            yield Pair(service, each.settlement, each)


def _features(scene: Scene, pairs: Sequence[Pair]) -> Iterator[Feature]:
    for pair in _told(scene, pairs):
        if pair.told is not None:
            made, ref = coverage_feature(pair.told), _ref(pair)
            names = {
                "id": ref,
                "service": f"PublicService:{pair.service_id}",
                "settlement": unit_ref(pair.unit),
            }
            yield {**made, "id": ref, "properties": {**made["properties"], **names}}


def _find(scene: Scene, feature_id: str) -> Pair | None:
    """The pair of an id `service:settlement`, old ids included. None for an unknown id."""
    edition = scene.registry.edition
    service_id, _, settlement_id = feature_id.partition(":")
    service = edition.services.get(edition.current_id(service_id))
    unit = edition.units.get(edition.current_id(settlement_id))
    if service is None or unit is None or unit.level is not Level.SETTLEMENT:
        return None
    return Pair(service.id, unit)


def _key(pair: Pair) -> Key:
    return pair.service_id, pair.unit.id


def _ref(pair: Pair) -> str:
    return f"{pair.service_id}:{pair.unit.id}"


def _known(pair: Pair) -> SettlementCoverage:
    """The properties of a pair.

    Raises BadInputError if they are not computed, as no service was requested.
    """
    if pair.told is None:
        raise BadInputError("properties of coverage are asked for one service at a time: name it by service=")
    return pair.told


def _distance_m(_: Scene, pair: Pair) -> float | None:
    way_m = _known(pair).way_m
    return None if way_m is None else float(round(way_m))


def _name(language: Language) -> Callable[[Scene, Pair], str | None]:
    return lambda _, pair: text_in(pair.unit.names, language)


COVERAGE = Collection(
    id="coverage",
    title="Coverage",
    description="A settlement and a service: whether acts say who gives it there, and how far off the "
    "nearest of them is. With datetime as of its last day. Filters of properties need the parameter service.",
    geometry="geometry-point",
    queryables={
        "id": text("Service and settlement, with a colon between.", lambda _, pair: _ref(pair)),
        "settlement": text("Public id of the settlement.", lambda _, pair: unit_ref(pair.unit)),
        "name_kk": text("Name in Kazakh.", _name(Language.KK)),
        "name_ru": text("Name in Russian.", _name(Language.RU)),
        "served": flag("Whether somebody gives the service.", lambda _, pair: _known(pair).is_served),
        "contested": flag("Whether several equally do.", lambda _, pair: _known(pair).is_contested),
        "distance_m": number("Metres to the nearest competent office, where known.", _distance_m),
        "precision": choice("How exactly the settlement is located.", Precision, precision_of),
    },
    own={
        "service": "Id of a PublicService: its coverage alone.",
        "within": "Id of a unit of territory: settlements inside of it.",
    },
    items=_items,
    key=_key,
    ref=_ref,
    place=_place,
    features=_features,
    find=_find,
)
