"""A collection of features: its items in order, their positions, and its query parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from geo.exports.geojson import Feature
from graph.exports.features import reaches_into
from graph.ogc.filters.compiling import Place
from graph.ogc.filters.queryables import Queryables
from graph.ogc.scene import Scene
from graph.terms.connections import Key

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """One collection of features. An item is a record of the registry, or computed from several."""

    id: str
    title: str
    description: str
    geometry: str
    """The format of its geometry, as schemas of OGC call it."""
    queryables: Queryables
    own: Mapping[str, str] = field(default_factory=dict)
    """Parameters besides the properties, each with its description."""
    items: Callable[[Scene], Sequence[Any]]
    """The items within the box, the time and its own parameters, in the order of `key`."""
    key: Callable[[Any], Key]
    ref: Callable[[Any], str]
    """The id of an item's feature."""
    place: Callable[[Scene, Any], Place]
    features: Callable[[Scene, Sequence[Any]], Iterable[Feature]]
    """The features of some items, in their order, in degrees of CRS84."""
    find: Callable[[Scene, str], Any | None]
    """The item of a feature's id, merged and renamed ones followed; None where there is none."""


SERVICE = "Id of a PublicService: what has to do with it."
WITHIN = "Id of a unit of territory: what lies inside of it."


def inside_boxes(
    scene: Scene, items: Iterable[Item], place: Callable[[Scene, Item], Place]
) -> Iterable[Item]:
    """The items that touch one of the requested boxes. All if no box is requested."""
    boxes = scene.asked.boxes
    if not boxes:
        return items
    return (item for item in items if any(reaches_into(place(scene, item), box) for box in boxes))
