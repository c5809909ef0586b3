"""The collection of provisions: who gives which service, for which territory, by which law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from geo.exports.facts import provision_ref
from geo.exports.geojson import Feature, provision_feature, provision_life
from graph.ogc.collection import SERVICE, Collection, inside_boxes
from graph.ogc.filters.queryables import day, flag, text
from graph.ogc.scene import Scene
from graph.terms.connections import Key
from graph.terms.errors import BadInputError
from graph.terms.node import slug_of
from graph.types.areas import must_unit
from graph.types.services import must_service
from model.edition import Position, Provision


def _place(scene: Scene, provision: Provision) -> Position | None:
    return scene.registry.edition.offices[provision.office_id].position


def _asked_for(scene: Scene) -> Iterable[str]:
    """Ids of the provisions of the requested office and service; of all without either.

    Raises BadInputError for an unknown office, NotFoundError for an unknown service.
    """
    own, edition = scene.asked.own, scene.registry.edition
    if "office" in own:
        office = edition.current_id(slug_of(own["office"], "Office"))
        if office not in edition.offices:
            raise BadInputError(f"no office has the id {own['office']!r}")
        known: Iterable[str] = edition.provisions_of_office.get(office, ())
        if "service" not in own:
            return known
        service = must_service(scene.registry, own["service"]).record.id
        return [key for key in known if edition.provisions[key].service_id == service]
    if "service" in own:
        return edition.provisions_of_service.get(must_service(scene.registry, own["service"]).record.id, ())
    return edition.provisions


def _items(scene: Scene) -> Sequence[Provision]:
    """The provisions of a request, by id; `within` selects those of offices in a unit."""
    provisions = scene.registry.edition.provisions
    chosen: Iterable[Provision] = (provisions[key] for key in sorted(_asked_for(scene)))
    if "within" in scene.asked.own:
        unit = must_unit(scene.registry, scene.asked.own["within"]).record.id
        inside = {office.id for office in scene.registry.offices_inside(unit, scene.day)}
        chosen = (provision for provision in chosen if provision.office_id in inside)
    if scene.asked.span is not None:
        chosen = (provision for provision in chosen if scene.meets(provision_life(provision)))
    return list(inside_boxes(scene, chosen, _place))


def _features(scene: Scene, provisions: Sequence[Provision]) -> Iterator[Feature]:
    return (provision_feature(scene.registry.edition, provision) for provision in provisions)


def _find(scene: Scene, feature_id: str) -> Provision | None:
    edition = scene.registry.edition
    kind, _, slug = feature_id.partition(":")
    return edition.provisions.get(edition.current_id(slug)) if kind == "ServiceProvision" else None


def _key(provision: Provision) -> Key:
    return (provision.id,)


PROVISIONS = Collection(
    id="provisions",
    title="Provisions",
    description="A service given at an office for a territory, at the place of the office. Without datetime "
    "those of all times; with it those that the law gives in that time.",
    geometry="geometry-point",
    queryables={
        "id": text("Public id.", lambda _, provision: provision_ref(provision.id)),
        "is_nationwide": flag("Whether it covers the country.", lambda _, provision: provision.is_nationwide),
        "rule": text("Rule that the territory follows from.", lambda _, provision: provision.rule),
        "valid_from": day("First day.", lambda _, provision: provision_life(provision).since),
        "valid_to": day("Last day.", lambda _, provision: provision_life(provision).last_day),
    },
    own={
        "service": SERVICE,
        "office": "Id of an office: what it gives.",
        "within": "Id of a unit of territory: what offices inside of it give.",
    },
    items=_items,
    key=_key,
    ref=lambda provision: provision_ref(provision.id),
    place=_place,
    features=_features,
    find=_find,
)
