from typing import Literal, Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ActStatus, ProvisionRole, ResolutionOutcome
from .fragments import OfficeCard, UnitLine


class WhoServes(BaseModel):
    office_for: Optional["WhoServesOfficeFor"] = Field(alias="officeFor")


class WhoServesOfficeFor(BaseModel):
    outcome: ResolutionOutcome
    law_status: ActStatus = Field(alias="lawStatus")
    place: Optional["WhoServesOfficeForPlace"]
    candidates: list["WhoServesOfficeForCandidates"]
    provisions: list["WhoServesOfficeForProvisions"]
    explanation: list["WhoServesOfficeForExplanation"]


class WhoServesOfficeForPlace(UnitLine):
    typename__: Literal[
        "AdministrativeUnit", "District", "Region", "RuralOkrug", "Settlement"
    ] = Field(alias="__typename")


class WhoServesOfficeForCandidates(UnitLine):
    typename__: Literal[
        "AdministrativeUnit", "District", "Region", "RuralOkrug", "Settlement"
    ] = Field(alias="__typename")


class WhoServesOfficeForProvisions(BaseModel):
    roles: list[ProvisionRole]
    office: "WhoServesOfficeForProvisionsOffice"


WhoServesOfficeForProvisionsOffice = OfficeCard


class WhoServesOfficeForExplanation(BaseModel):
    text: str


WhoServes.model_rebuild()
WhoServesOfficeFor.model_rebuild()
WhoServesOfficeForProvisions.model_rebuild()
