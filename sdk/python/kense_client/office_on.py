from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ContactKind


class OfficeOn(BaseModel):
    office_view: Optional["OfficeOnOfficeView"] = Field(alias="officeView")


class OfficeOnOfficeView(BaseModel):
    id: str
    as_of: Optional[date] = Field(alias="asOf")
    at_version: Optional[int] = Field(alias="atVersion")
    name: str
    contacts: list["OfficeOnOfficeViewContacts"]
    office: "OfficeOnOfficeViewOffice"


class OfficeOnOfficeViewContacts(BaseModel):
    kind: ContactKind
    value: str


class OfficeOnOfficeViewOffice(BaseModel):
    id: str


OfficeOn.model_rebuild()
OfficeOnOfficeView.model_rebuild()
