"""The collections of units of territory, and of settlements alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from geo.exports.facts import TYPES, text_in, unit_ref
from geo.exports.geojson import Feature, days_of, unit_feature
from graph.exports.features import chosen_units, place_of_unit
from graph.ogc.collection import WITHIN, Collection, inside_boxes
from graph.ogc.filters.compiling import Place
from graph.ogc.filters.queryables import Queryables, choice, day, flag, number, text
from graph.ogc.offices import error_of, precision_of
from graph.ogc.scene import Scene
from graph.terms.connections import Key
from graph.types.areas import must_unit
from graph.types.outlines import boundary_of
from graph.types.services import must_service
from model.edition import Unit, Validity
from model.enums import Language, Level, Precision


def life_of(scene: Scene, unit: Unit) -> Validity:
    """The period in which the unit exists, as far as known."""
    return scene.registry.atlas.lineage.life(unit.id)


def _place(scene: Scene, unit: Unit) -> Place:
    return place_of_unit(scene.registry, unit, scene.day)


def _items(levels: frozenset[Level], scene: Scene) -> Sequence[Unit]:
    """The units of a request, by id, of some levels."""
    registry, own = scene.registry, scene.asked.own
    service = must_service(registry, own["service"]).record.id if "service" in own else None
    within = must_unit(registry, own["within"]).record.id if "within" in own else None
    chosen = chosen_units(registry, None, levels, service, within)
    return list(inside_boxes(scene, (unit for unit in chosen if scene.meets(life_of(scene, unit))), _place))


def _features(scene: Scene, units: Sequence[Unit]) -> Iterator[Feature]:
    for unit in units:
        boundary = boundary_of(scene.registry, unit.id, scene.day)
        made = unit_feature(scene.registry.edition, unit, boundary)
        yield {**made, "properties": {**made["properties"], **days_of(life_of(scene, unit))}}


def _find(levels: frozenset[Level], scene: Scene, feature_id: str) -> Unit | None:
    kind, _, slug = feature_id.partition(":")
    edition = scene.registry.edition
    unit = edition.units.get(edition.current_id(slug)) if kind in TYPES.values() else None
    return unit if unit is not None and unit.level in levels else None


def unit_key(unit: Unit) -> Key:
    """Sort key of units: the id."""
    return (unit.id,)


def _name(language: Language) -> Callable[[Scene, Unit], str | None]:
    return lambda _, unit: text_in(unit.names, language)


def _parent(scene: Scene, unit: Unit) -> str | None:
    return unit_ref(scene.registry.edition.units[unit.parent_id]) if unit.parent_id else None


def _population(_: Scene, unit: Unit) -> float | None:
    return None if unit.population is None else float(unit.population)


_QUERYABLES: Queryables = {
    "id": text("Public id.", lambda _, unit: unit_ref(unit)),
    "level": choice("Rung of the ladder.", Level, lambda _, unit: unit.level.value),
    "name_kk": text("Name in Kazakh.", _name(Language.KK)),
    "name_ru": text("Name in Russian.", _name(Language.RU)),
    "kato_code": text("Code of the official classifier.", lambda _, unit: unit.kato_code),
    "parent": text("Public id of the unit directly above.", _parent),
    "population": number("People, where known.", _population),
    "is_seat": flag("Whether it is the seat of the unit above.", lambda _, unit: unit.is_seat),
    "precision": choice("How exactly its label point is known.", Precision, precision_of),
    "error_m": number("Metres within which its true place is expected.", error_of),
    "valid_from": day("First day.", lambda scene, unit: life_of(scene, unit).since),
    "valid_to": day("Last day.", lambda scene, unit: life_of(scene, unit).last_day),
}
_OWN = {"service": "Id of a PublicService that somebody gives for the whole of the unit.", "within": WITHIN}


def _collection(collection: str, title: str, description: str, levels: frozenset[Level]) -> Collection:
    return Collection(
        id=collection,
        title=title,
        description=description,
        geometry="geometry-any" if len(levels) > 1 else "geometry-point",
        queryables=_QUERYABLES,
        own=_OWN,
        items=partial(_items, levels),
        key=unit_key,
        ref=unit_ref,
        place=_place,
        features=_features,
        find=partial(_find, levels),
    )


UNITS = _collection(
    "units",
    "Units of territory",
    "Regions, districts, rural okrugs and settlements: the boundary where it is known, else the label point. "
    "With datetime those that exist in that time, with the boundary of the last day of it.",
    frozenset(Level),
)
SETTLEMENTS = _collection(
    "settlements",
    "Settlements",
    "Towns and villages, the finest places that a jurisdiction names; the same features as among the units.",
    frozenset({Level.SETTLEMENT}),
)
