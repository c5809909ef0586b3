"""The registry as a Python object: one edition in memory, queried without a server.

    from kense import open_registry

    registry = open_registry(language="ru")
    answer = registry.office_for("preschool-queue", "Кына, Аккольский район")
    print(answer.outcome, [serving.office.name for serving in answer.offices])

A point is longitude, then latitude, in WGS84 degrees. The errors are those of `model.errors`:
UsageError for a question that cannot be answered, StoreError for a store that cannot be read.
"""

from __future__ import annotations

import os
from datetime import date

from rich.console import Console

from geo.asking.answering import LineAnswers
from geo.earth.point import Point
from geo.jurisdiction.jurisdiction import office_for
from geo.jurisdiction.nearest import NEAREST_PSC_M, nearest_psc
from geo.locator.candidates import LocateQuery
from geo.locator.places import PlaceFound, PlaceQuery, find_place
from geo.units.containment import units_at
from loaders.loading.store_runs import run_first_load
from model.edition import Edition
from model.enums import Language
from model.errors import UsageError
from model.settings import Settings
from python_api.results import (
    LineAnswer,
    LocatedPlace,
    NearOffice,
    ServiceAnswer,
    UnitAtPoint,
    WhoServes,
)
from python_api.shown import Showing
from store.reading.editions import load_edition
from store.tables.engine import make_engine

LONGEST_TEXT = 300
"""Most characters of a text, as in the GraphQL API."""
_UNIT_TYPES = frozenset({"Region", "District", "RuralOkrug", "Settlement"})

Place = str | tuple[float, float] | Point
"""A name, an address, a code or an id; or a point as (longitude, latitude) in degrees."""


class Registry:
    """One edition of the registry. It never changes: open it again to see a newer edition."""

    def __init__(self, edition: Edition, language: Language = Language.KK) -> None:
        self.edition = edition
        """All records of the edition by id, for questions that no method answers."""
        self._answers = LineAnswers(edition)
        self._atlas = self._answers.atlas
        self._showing = Showing(edition, language)

    def services(self) -> tuple[ServiceAnswer, ...]:
        """All public services, by id."""
        return tuple(self._showing.service(service) for _, service in sorted(self.edition.services.items()))

    def office_for(self, service: str, place: Place, *, as_of: date | None = None) -> WhoServes:
        """Which offices serve `place` for `service`, and why.

        `service` is an id, with or without `PublicService:`. `place` is a text as people write it, the id of
        a unit, a KATO code, or (longitude, latitude). Without `as_of` the latest known law answers. A place
        that is unknown or not clear is an answer too: see `outcome`. Raises NotFoundError for an unknown
        service, InvalidPoint, and UsageError for an empty text or one of more than 300 characters.
        """
        service_id = _short(service, "service").removeprefix("PublicService:")
        resolution = office_for(self._atlas, service_id, self._place(place), as_of)
        return self._showing.who_serves(resolution)

    def nearest_psc(
        self, lon: float, lat: float, *, limit: int = 5, max_distance_m: float = NEAREST_PSC_M
    ) -> tuple[NearOffice, ...]:
        """The public service centres nearest to a point, nearest first, at most `limit`.

        Centres that are closed today are left out, and those farther than `max_distance_m` metres. Raises
        InvalidPoint, and UsageError for a negative limit or distance.
        """
        if not max_distance_m >= 0:
            raise UsageError(f"max_distance_m must not be negative, got {max_distance_m}")
        offices = nearest_psc(self._atlas, Point(lon=lon, lat=lat), _limit(limit), max_distance_m)
        return tuple(map(self._showing.near, offices))

    def locate(
        self, text: str, *, district: str | None = None, region: str | None = None, limit: int = 5
    ) -> tuple[LocatedPlace, ...]:
        """The places that a text may mean, the surest first, at most `limit`.

        Empty if the text names no place. `district` and `region` name a unit around the place, by a current
        or a former name. Raises UsageError for an empty text, one of more than 300 characters, and a negative
        limit.
        """
        query = LocateQuery(_short(text, "text"), district, region)
        return tuple(map(self._showing.located, self._answers.locator.locate(query)[: _limit(limit)]))

    def units_at(self, lon: float, lat: float) -> tuple[UnitAtPoint, ...]:
        """The units that contain a point, from the region to the settlement. Empty outside Kazakhstan.

        Raises InvalidPoint.
        """
        containing = units_at(self._atlas, Point(lon=lon, lat=lat))
        return tuple(map(self._showing.unit_at_point, containing))

    def ask(self, text: str, *, near: tuple[float, float] | Point | None = None) -> LineAnswer:
        """Answer one line that names a service and a place, in any order and language.

        `near`, (longitude, latitude), is the place if the line names none. Raises UsageError for an empty
        line or one of more than 300 characters, and InvalidPoint.
        """
        origin = None if near is None else _point(near)
        asked = self._answers.understood(_short(text, "text"), origin)
        return self._showing.line(asked, self._answers.offices(asked, origin))

    def _place(self, place: Place) -> PlaceFound:
        """The units that a text, id, code or point may mean. Raises UsageError, InvalidPoint."""
        if not isinstance(place, str):
            query = PlaceQuery(point=_point(place))
        elif (unit_id := _unit_id(_short(place, "place"))) in self.edition.units:
            query = PlaceQuery(unit_id=unit_id)
        else:
            query = PlaceQuery(name=place)
        return find_place(self._atlas, query, self._answers.locator)


def open_registry(database: str | None = None, *, language: Language | str = Language.KK) -> Registry:
    """Read the newest edition of a store into memory. That takes about two seconds and 300 MB.

    `database` is the URL of a store; the default is KENSE_DATABASE_URL, else the embedded store. An empty
    store is first loaded with the shipped seeds, which takes half a minute and shows a bar on a terminal.
    `language` is the language of names and sentences in the answers: `kk`, `ru` or `en`. Raises
    BadSettingError, StoreError, and UsageError for another language.
    """
    shown_in = _language(language)
    settings = Settings.from_environment(os.environ).with_database("database", database)
    run_first_load(settings, Console(stderr=True))
    engine = make_engine(settings.database_url)
    try:
        return Registry(load_edition(engine), shown_in)
    finally:
        engine.dispose()


def _language(language: Language | str) -> Language:
    if language not in list(Language):
        known = ", ".join(each.value for each in Language)
        raise UsageError(f"language must not be {language!r}: use one of {known}")
    return Language(language)


def _point(place: tuple[float, float] | Point) -> Point:
    if isinstance(place, Point):
        return place
    if len(place) != 2:
        raise UsageError(f"a point must be (longitude, latitude), got {place!r}")
    return Point(lon=place[0], lat=place[1])


def _unit_id(place: str) -> str:
    """The id without the type in front, as in `Settlement:akm-akkol-karasai-kyna`.

    Other texts are unchanged.
    """
    kind, colon, slug = place.partition(":")
    return slug if colon and kind in _UNIT_TYPES else place


def _short(text: str, argument: str) -> str:
    """The text, unchanged. Raises UsageError if it is blank or has more than 300 characters."""
    if not text.strip():
        raise UsageError(f"{argument} is empty")
    if len(text) > LONGEST_TEXT:
        raise UsageError(f"{argument} has {len(text)} characters, more than {LONGEST_TEXT}")
    return text


def _limit(limit: int) -> int:
    if limit < 0:
        raise UsageError(f"limit must not be negative, got {limit}")
    return limit
