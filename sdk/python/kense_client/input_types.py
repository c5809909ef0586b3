from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import LifecycleStatus, OfficeKind


class PlaceInput(BaseModel):
    """Exactly one of unitId, katoCode, point and name; the other fields narrow a name."""

    unit_id: Optional[str] = Field(alias="unitId", default=None)
    "Id of an administrative unit."
    kato_code: Optional[str] = Field(alias="katoCode", default=None)
    "Code of the official classifier."
    point: Optional["PointInput"] = None
    "A position."
    name: Optional[str] = None
    "A place as people write it, in Kazakh, Russian or Latin letters: a name of today or of another period, an address in either order, a code or a post code."
    within: Optional[str] = None
    "Narrows a name: id of a unit around the place."
    district: Optional[str] = None
    "Narrows a name: name of a district."
    region: Optional[str] = None
    "Narrows a name: name of a region."


class PointInput(BaseModel):
    """WGS 84 position; named axes so that no client can swap them."""

    latitude: float
    "Degrees north, -90 to 90."
    longitude: float
    "Degrees east, -180 to 180."


class OfficeFilterInput(BaseModel):
    """Conditions are ANDed; values of one list are ORed."""

    kinds: Optional[list[OfficeKind]] = None
    "Any of these kinds."
    service_id: Optional[str] = Field(alias="serviceId", default=None)
    "Gives this PublicService, in any role."
    serves_unit_id: Optional[str] = Field(alias="servesUnitId", default=None)
    "Gives a service (that of serviceId, where set) for the whole of this unit."
    located_in_unit_id: Optional[str] = Field(alias="locatedInUnitId", default=None)
    "Is in this unit or anywhere inside it."
    bounding_box: Optional["BoundingBoxInput"] = Field(
        alias="boundingBox", default=None
    )
    "Has a position in this box."
    within_geometry: Optional[dict] = Field(alias="withinGeometry", default=None)
    "Lies in or on the edge of this Polygon or MultiPolygon (10000 positions at most)."
    open_at: Optional[datetime] = Field(alias="openAt", default=None)
    "Open at this moment by its general hours; offices with unknown hours are left out."
    accessibility_codes: Optional[list[str]] = Field(
        alias="accessibilityCodes", default=None
    )
    "Any of these is stated of its class: entrance_ramp, lift, adapted_waiting_hall."
    text: Optional[str] = None
    "Each word begins a word of a name of the office, in whatever language or script."
    statuses: Optional[list[LifecycleStatus]] = Field(
        default_factory=lambda: [LifecycleStatus.ACTIVE]
    )
    "Any of these states."


class BoundingBoxInput(BaseModel):
    """Map viewport; west lies west of east, south lies south of north."""

    west: float
    "Western edge, degrees east."
    south: float
    "Southern edge, degrees north."
    east: float
    "Eastern edge, degrees east."
    north: float
    "Northern edge, degrees north."


PlaceInput.model_rebuild()
OfficeFilterInput.model_rebuild()
