"""Reads the query of an address: a service, a place, a day, a typed line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from geo.earth.point import Point
from geo.locator.places import PlaceFound, PlaceQuery, find_place
from graph.served.locators import locator_of
from graph.served.registry import Registry
from graph.terms.errors import BadInputError
from graph.terms.limits import short_text
from graph.terms.node import unit_slug
from graph.types.acts import day_of

MOST_PARAMETERS = 50
"""Most parameters of an address, as for exports."""


@dataclass(frozen=True, slots=True)
class Question:
    """The parameters of an address. Texts as written, empty where absent."""

    service: str = ""
    place: str = ""
    point: str = ""
    name: str = ""
    ask: str = ""
    as_of: str = ""
    offices: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no parameter is given."""
        return self == Question()

    @property
    def has_place(self) -> bool:
        """Whether a place is given, by id, point or name."""
        return bool(self.place or self.point or self.name)


def question_of(parameters: Mapping[str, str]) -> Question:
    """The question in the parameters of an address; unknown parameters are ignored.

    Raises BadInputError for more than 50 parameters, and for one of more than 300 characters.
    """
    if len(parameters) > MOST_PARAMETERS:
        raise BadInputError(f"an address has at most {MOST_PARAMETERS} parameters, not {len(parameters)}")

    def of(name: str) -> str:
        return short_text(parameters.get(name, "").strip(), name)

    return Question(
        service=of("service").removeprefix("PublicService:"),
        place=of("place"),
        point=of("point"),
        name=of("name"),
        ask=of("ask"),
        as_of=of("asOf"),
        offices=parameters.get("offices", ""),
    )


def place_of(registry: Registry, question: Question) -> PlaceFound:
    """The units that the question may mean. An id goes before a point, a point before a name.

    Raises BadInputError for an invalid id or point, InvalidPoint outside of WGS 84.
    """
    if question.place:
        unit_id = registry.edition.current_id(unit_slug(question.place))
        return find_place(registry.atlas, PlaceQuery(unit_id=unit_id))
    if question.point:
        return find_place(registry.atlas, PlaceQuery(point=point_of(question.point)))
    return find_place(registry.atlas, PlaceQuery(name=question.name), locator_of(registry))


def point_of(text: str) -> Point:
    """The point of a text such as `53.28,69.38`, latitude first. Raises BadInputError, InvalidPoint.

    >>> point_of("53.28,69.38")
    Point(lon=69.38, lat=53.28)
    """
    lat, comma, lon = text.partition(",")
    try:
        return Point(lon=float(lon), lat=float(lat))
    except ValueError:
        pass
    raise BadInputError(f"point is {text!r}{'' if comma else ', without a comma'}: write latitude,longitude")


def day_asked(question: Question) -> date | None:
    """The day of the parameter `asOf`. None without it. Raises BadInputError if it is no day."""
    if not question.as_of:
        return None
    try:
        return day_of(date.fromisoformat(question.as_of))
    except ValueError:
        raise BadInputError(f"asOf is {question.as_of!r}: write a day as 2026-03-01") from None
