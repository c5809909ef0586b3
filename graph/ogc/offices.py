"""The collection of offices: selected by the filter of GraphQL, shown as in the export."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import strawberry

from geo.exports.facts import office_ref, text_in, unit_above, unit_ref
from geo.exports.geojson import Feature, days_of, office_feature
from graph.ogc.collection import SERVICE, WITHIN, Collection, inside_boxes
from graph.ogc.filters.queryables import choice, day, number, text
from graph.ogc.scene import Scene
from graph.terms.connections import Key
from graph.types.office_filter import OfficeFilterInput, OfficeOrder, office_test, ordered_offices
from model.edition import Office, Position, Validity
from model.enums import Language, Level, LifecycleStatus, OfficeKind, Precision


def life_of(office: Office) -> Validity:
    """The period in which the office exists, as far as known: until its closing, with an open beginning."""
    return Validity(None, office.closed_on)


def _place(_: Scene, office: Office) -> Position | None:
    return office.position


def _items(scene: Scene) -> Sequence[Office]:
    """The offices of a request, by id: active ones, or with `datetime` those that exist then."""
    own = scene.asked.own
    wanted = OfficeFilterInput(
        service_id=strawberry.ID(own["service"]) if "service" in own else None,
        located_in_unit_id=strawberry.ID(own["within"]) if "within" in own else None,
    )
    if scene.asked.span is not None:
        wanted.statuses = None
    test = office_test(scene.registry, wanted, scene.day)
    found, _ = ordered_offices(scene.registry, test, OfficeOrder.ID_ASC)
    return [office for office in inside_boxes(scene, found, _place) if scene.meets(life_of(office))]


def _features(scene: Scene, offices: Sequence[Office]) -> Iterator[Feature]:
    for office in offices:
        made = office_feature(scene.registry.edition, office, scene.status_day)
        yield {**made, "properties": {**made["properties"], **days_of(life_of(office))}}


def _find(scene: Scene, feature_id: str) -> Office | None:
    edition = scene.registry.edition
    return edition.offices.get(edition.current_id(feature_id.removeprefix("Office:")))


def _key(office: Office) -> Key:
    return (office.id,)


def _name(language: Language) -> Callable[[Scene, Office], str | None]:
    return lambda _, office: text_in(office.names, language)


def _settlement(scene: Scene, office: Office) -> str | None:
    unit = unit_above(scene.registry.edition, office.located_in, Level.SETTLEMENT)
    return unit_ref(unit) if unit else None


def _postal_code(_: Scene, office: Office) -> str | None:
    return next((address.postal_code for address in office.addresses if address.postal_code), None)


def precision_of(_: Scene, thing: Any) -> str | None:
    """How exactly the position of an office or unit is known, as a code. None without a position."""
    return thing.position.precision.value if thing.position else None


def error_of(_: Scene, thing: Any) -> float | None:
    """The error in metres of the position of an office or unit. None without a position."""
    return thing.position.error_m if thing.position else None


OFFICES = Collection(
    id="offices",
    title="Offices",
    description="Offices and bodies that serve people. Without datetime those that are active today; with it "
    "those that exist in that time, each with its status on the last day of it.",
    geometry="geometry-point",
    queryables={
        "id": text("Public id.", lambda _, office: office_ref(office.id)),
        "kind": choice("What the office is.", OfficeKind, lambda _, office: office.kind.value),
        "category": text("Class of offices, as a code.", lambda _, office: office.category),
        "status": choice(
            "State on the day asked for.",
            LifecycleStatus,
            lambda scene, office: office.status_on(scene.status_day).value,
        ),
        "name_kk": text("Name in Kazakh.", _name(Language.KK)),
        "name_ru": text("Name in Russian.", _name(Language.RU)),
        "postal_code": text("Postal code of its address.", _postal_code),
        "settlement": text("Public id of the settlement it stands in.", _settlement),
        "precision": choice("How exactly its position is known.", Precision, precision_of),
        "error_m": number("Metres within which its true place is expected.", error_of),
        "last_confirmed_on": day("Last day it was confirmed.", lambda _, office: office.last_confirmed_on),
        "version": number("Version of the record.", lambda _, office: float(office.version)),
        "valid_from": day("First day; always null.", lambda _, office: None),
        "valid_to": day("Last day.", lambda _, office: life_of(office).last_day),
    },
    own={"service": SERVICE, "within": WITHIN},
    items=_items,
    key=_key,
    ref=lambda office: office_ref(office.id),
    place=_place,
    features=_features,
    find=_find,
)
