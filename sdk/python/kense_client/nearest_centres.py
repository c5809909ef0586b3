from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import OfficeCard


class NearestCentres(BaseModel):
    nearest_psc: Optional["NearestCentresNearestPsc"] = Field(alias="nearestPsc")


class NearestCentresNearestPsc(BaseModel):
    origin_is_abroad: bool = Field(alias="originIsAbroad")
    edges: list["NearestCentresNearestPscEdges"]


class NearestCentresNearestPscEdges(BaseModel):
    distance_meters: float = Field(alias="distanceMeters")
    error_meters: float = Field(alias="errorMeters")
    node: "NearestCentresNearestPscEdgesNode"


NearestCentresNearestPscEdgesNode = OfficeCard
NearestCentres.model_rebuild()
NearestCentresNearestPsc.model_rebuild()
NearestCentresNearestPscEdges.model_rebuild()
