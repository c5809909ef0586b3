from datetime import date
from typing import Any, Optional, Union

from .base_client import BaseClient
from .base_model import UNSET, UnsetType
from .enums import LanguageCode
from .input_types import BoundingBoxInput, OfficeFilterInput, PlaceInput
from .locate import Locate
from .nearest_centres import NearestCentres
from .office import Office
from .office_on import OfficeOn
from .offices import Offices
from .pins import Pins
from .services import Services
from .who_serves import WhoServes


def gql(q: str) -> str:
    return q


class KenseClient(BaseClient):
    def who_serves(
        self,
        service_id: str,
        place: PlaceInput,
        as_of: Union[Optional[date], UnsetType] = UNSET,
        language: Union[Optional[LanguageCode], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> WhoServes:
        query = gql("""
            query WhoServes($serviceId: ID!, $place: PlaceInput!, $asOf: Date, $language: LanguageCode = RU) {
              officeFor(serviceId: $serviceId, place: $place, asOf: $asOf) {
                outcome
                lawStatus
                place {
                  __typename
                  ...UnitLine
                }
                candidates {
                  __typename
                  ...UnitLine
                }
                provisions {
                  roles
                  office {
                    ...OfficeCard
                  }
                }
                explanation {
                  text(language: $language)
                }
              }
            }

            fragment OfficeCard on Office {
              id
              kind
              name(language: $language)
              address(language: $language) {
                full
                postalCode
              }
              location {
                latitude
                longitude
                precision
                errorMeters
              }
              contacts {
                kind
                value
              }
            }

            fragment UnitLine on AdministrativeUnit {
              __typename
              id
              level
              katoCode
              name(language: $language)
            }
            """)
        variables: dict[str, object] = {
            "serviceId": service_id,
            "place": place,
            "asOf": as_of,
            "language": language,
        }
        response = self.execute(
            query=query, operation_name="WhoServes", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WhoServes.model_validate(data)

    def office(
        self,
        id: str,
        language: Union[Optional[LanguageCode], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Office:
        query = gql("""
            query Office($id: ID!, $language: LanguageCode = RU) {
              office(id: $id) {
                ...OfficeCard
                schedules {
                  purpose
                  openingHours
                  timeZone
                }
                openNow {
                  state
                  nextChangeAt
                }
              }
            }

            fragment OfficeCard on Office {
              id
              kind
              name(language: $language)
              address(language: $language) {
                full
                postalCode
              }
              location {
                latitude
                longitude
                precision
                errorMeters
              }
              contacts {
                kind
                value
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "language": language}
        response = self.execute(
            query=query, operation_name="Office", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Office.model_validate(data)

    def office_on(
        self,
        id: str,
        as_of: Union[Optional[date], UnsetType] = UNSET,
        at_version: Union[Optional[int], UnsetType] = UNSET,
        language: Union[Optional[LanguageCode], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> OfficeOn:
        query = gql("""
            query OfficeOn($id: ID!, $asOf: Date, $atVersion: Int, $language: LanguageCode = RU) {
              officeView(id: $id, asOf: $asOf, atVersion: $atVersion) {
                id
                asOf
                atVersion
                name(language: $language)
                contacts {
                  kind
                  value
                }
                office {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "id": id,
            "asOf": as_of,
            "atVersion": at_version,
            "language": language,
        }
        response = self.execute(
            query=query, operation_name="OfficeOn", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OfficeOn.model_validate(data)

    def offices(
        self,
        filter_: Union[Optional[OfficeFilterInput], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        language: Union[Optional[LanguageCode], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Offices:
        query = gql("""
            query Offices($filter: OfficeFilterInput, $first: Int = 50, $after: String, $language: LanguageCode = RU) {
              offices(filter: $filter, first: $first, after: $after) {
                totalCount
                edges {
                  node {
                    ...OfficeCard
                  }
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
            }

            fragment OfficeCard on Office {
              id
              kind
              name(language: $language)
              address(language: $language) {
                full
                postalCode
              }
              location {
                latitude
                longitude
                precision
                errorMeters
              }
              contacts {
                kind
                value
              }
            }
            """)
        variables: dict[str, object] = {
            "filter": filter_,
            "first": first,
            "after": after,
            "language": language,
        }
        response = self.execute(
            query=query, operation_name="Offices", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Offices.model_validate(data)

    def nearest_centres(
        self,
        latitude: float,
        longitude: float,
        first: Union[Optional[int], UnsetType] = UNSET,
        language: Union[Optional[LanguageCode], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> NearestCentres:
        query = gql("""
            query NearestCentres($latitude: Float!, $longitude: Float!, $first: Int = 3, $language: LanguageCode = RU) {
              nearestPsc(to: {latitude: $latitude, longitude: $longitude}, first: $first) {
                originIsAbroad
                edges {
                  distanceMeters
                  errorMeters
                  node {
                    ...OfficeCard
                  }
                }
              }
            }

            fragment OfficeCard on Office {
              id
              kind
              name(language: $language)
              address(language: $language) {
                full
                postalCode
              }
              location {
                latitude
                longitude
                precision
                errorMeters
              }
              contacts {
                kind
                value
              }
            }
            """)
        variables: dict[str, object] = {
            "latitude": latitude,
            "longitude": longitude,
            "first": first,
            "language": language,
        }
        response = self.execute(
            query=query, operation_name="NearestCentres", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return NearestCentres.model_validate(data)

    def pins(
        self,
        bounding_box: BoundingBoxInput,
        zoom: int,
        filter_: Union[Optional[OfficeFilterInput], UnsetType] = UNSET,
        language: Union[Optional[LanguageCode], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Pins:
        query = gql("""
            query Pins($boundingBox: BoundingBoxInput!, $zoom: Int!, $filter: OfficeFilterInput, $language: LanguageCode = RU) {
              officePins(boundingBox: $boundingBox, zoom: $zoom, filter: $filter) {
                count
                location {
                  latitude
                  longitude
                  precision
                  errorMeters
                }
                office {
                  id
                  name(language: $language)
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "boundingBox": bounding_box,
            "zoom": zoom,
            "filter": filter_,
            "language": language,
        }
        response = self.execute(
            query=query, operation_name="Pins", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Pins.model_validate(data)

    def services(
        self,
        text: Union[Optional[str], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        language: Union[Optional[LanguageCode], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Services:
        query = gql("""
            query Services($text: String, $first: Int = 50, $after: String, $language: LanguageCode = RU) {
              publicServices(text: $text, first: $first, after: $after) {
                edges {
                  node {
                    id
                    registerNumber
                    name(language: $language)
                    shortName(language: $language)
                  }
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "text": text,
            "first": first,
            "after": after,
            "language": language,
        }
        response = self.execute(
            query=query, operation_name="Services", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Services.model_validate(data)

    def locate(
        self,
        text: str,
        first: Union[Optional[int], UnsetType] = UNSET,
        language: Union[Optional[LanguageCode], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Locate:
        query = gql("""
            query Locate($text: String!, $first: Int = 5, $language: LanguageCode = RU) {
              locate(text: $text, first: $first) {
                unit {
                  __typename
                  ...UnitLine
                }
                confidence
                isCertain
              }
            }

            fragment UnitLine on AdministrativeUnit {
              __typename
              id
              level
              katoCode
              name(language: $language)
            }
            """)
        variables: dict[str, object] = {
            "text": text,
            "first": first,
            "language": language,
        }
        response = self.execute(
            query=query, operation_name="Locate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Locate.model_validate(data)
