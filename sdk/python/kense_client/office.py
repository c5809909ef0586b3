from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import OpenStateKind, SchedulePurpose
from .fragments import (  # noqa: F401
    OfficeCard,
    OfficeCardAddress,
    OfficeCardContacts,
    OfficeCardLocation,
)


class Office(BaseModel):
    office: Optional["OfficeOffice"]


class OfficeOffice(OfficeCard):
    schedules: list["OfficeOfficeSchedules"]
    open_now: "OfficeOfficeOpenNow" = Field(alias="openNow")


class OfficeOfficeSchedules(BaseModel):
    purpose: SchedulePurpose
    opening_hours: str = Field(alias="openingHours")
    time_zone: str = Field(alias="timeZone")


class OfficeOfficeOpenNow(BaseModel):
    state: OpenStateKind
    next_change_at: Optional[datetime] = Field(alias="nextChangeAt")


Office.model_rebuild()
OfficeOffice.model_rebuild()
