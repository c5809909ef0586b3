from typing import Literal, Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import UnitLine


class Locate(BaseModel):
    locate: Optional[list["LocateLocate"]]


class LocateLocate(BaseModel):
    unit: Optional["LocateLocateUnit"]
    confidence: float
    is_certain: bool = Field(alias="isCertain")


class LocateLocateUnit(UnitLine):
    typename__: Literal[
        "AdministrativeUnit", "District", "Region", "RuralOkrug", "Settlement"
    ] = Field(alias="__typename")


Locate.model_rebuild()
LocateLocate.model_rebuild()
