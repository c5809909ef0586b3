from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class Services(BaseModel):
    public_services: Optional["ServicesPublicServices"] = Field(alias="publicServices")


class ServicesPublicServices(BaseModel):
    edges: list["ServicesPublicServicesEdges"]
    page_info: "ServicesPublicServicesPageInfo" = Field(alias="pageInfo")


class ServicesPublicServicesEdges(BaseModel):
    node: "ServicesPublicServicesEdgesNode"


class ServicesPublicServicesEdgesNode(BaseModel):
    id: str
    register_number: Optional[str] = Field(alias="registerNumber")
    name: str
    short_name: Optional[str] = Field(alias="shortName")


class ServicesPublicServicesPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


Services.model_rebuild()
ServicesPublicServices.model_rebuild()
ServicesPublicServicesEdges.model_rebuild()
