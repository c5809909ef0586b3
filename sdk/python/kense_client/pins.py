from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import CoordinatePrecision


class Pins(BaseModel):
    office_pins: Optional[list["PinsOfficePins"]] = Field(alias="officePins")


class PinsOfficePins(BaseModel):
    count: int
    location: "PinsOfficePinsLocation"
    office: Optional["PinsOfficePinsOffice"]


class PinsOfficePinsLocation(BaseModel):
    latitude: float
    longitude: float
    precision: CoordinatePrecision
    error_meters: float = Field(alias="errorMeters")


class PinsOfficePinsOffice(BaseModel):
    id: str
    name: str


Pins.model_rebuild()
PinsOfficePins.model_rebuild()
