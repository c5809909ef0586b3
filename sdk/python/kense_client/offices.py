from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import OfficeCard


class Offices(BaseModel):
    offices: Optional["OfficesOffices"]


class OfficesOffices(BaseModel):
    total_count: int = Field(alias="totalCount")
    edges: list["OfficesOfficesEdges"]
    page_info: "OfficesOfficesPageInfo" = Field(alias="pageInfo")


class OfficesOfficesEdges(BaseModel):
    node: "OfficesOfficesEdgesNode"


OfficesOfficesEdgesNode = OfficeCard


class OfficesOfficesPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


Offices.model_rebuild()
OfficesOffices.model_rebuild()
OfficesOfficesEdges.model_rebuild()
