from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import AdministrativeLevel, ContactKind, CoordinatePrecision, OfficeKind


class OfficeCard(BaseModel):
    id: str
    kind: OfficeKind
    name: str
    address: Optional["OfficeCardAddress"]
    location: Optional["OfficeCardLocation"]
    contacts: list["OfficeCardContacts"]


class OfficeCardAddress(BaseModel):
    full: str
    postal_code: Optional[str] = Field(alias="postalCode")


class OfficeCardLocation(BaseModel):
    latitude: float
    longitude: float
    precision: CoordinatePrecision
    error_meters: float = Field(alias="errorMeters")


class OfficeCardContacts(BaseModel):
    kind: ContactKind
    value: str


class UnitLine(BaseModel):
    typename__: str = Field(alias="__typename")
    id: str
    level: AdministrativeLevel
    kato_code: Optional[str] = Field(alias="katoCode")
    name: str


OfficeCard.model_rebuild()
UnitLine.model_rebuild()
