"""Remote geocoders as the last stage of the locator: asked only where nothing offline has the name.

An answer counts only if it passes the check: the point lies in the district that the surroundings name, the
label names the requested place, and it is a settlement or finer. Two geocoders that contradict each other
leave the question open. None is asked unless KENSE_GEOCODERS names it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from geo.addresses.address_words import THOROUGHFARES, address_words
from geo.earth.point import Point, geodesic_m
from geo.explanations.place_texts import Objection, PlaceStep
from geo.explanations.sentence import Sentence, as_printed
from geo.gazetteer.confidence import confidence_of
from geo.locator.candidates import Candidate, Rejected
from geo.locator.geocoders import GeocoderFailedError, RemoteGeocoder, RemotePlace
from geo.names.ladder import FUZZY_ALIKE, Stage
from geo.names.shown_name import name_in
from geo.names.toponyms import mild_key, strip_type
from geo.units.containment import units_at
from geo.units.edition_index import TRUSTED, Atlas
from model.edition import Unit
from model.enums import Language, Level, Precision
from store.reading.geocoder_cache import GeocoderCache

_COUNTRY = "Казахстан"
_FINER = frozenset({Precision.BUILDING, Precision.STREET})
_STREET_ALIKE = 72.0
"""Likeness (0-100) of mild keys from which two words are grammatical cases of one name: `Абая`, `Абай`."""
_WORD = re.compile(r"[^\W_]+")
_HOUSE = re.compile(r"\d[\w/-]*")
_HOUSE_AT_END = re.compile(r"[\s,.№]+(?P<house>\d[\w/-]*(?:\s?[«\"']?[^\W\d_][»\"']?)?)\s*$")
"""`94`, `12/1`, `189 «а»`."""
_NO_HOUSE = re.compile(r"[^\w/-]")
Check = Callable[[RemotePlace], Sentence | None]
"""Returns the reason against a place; None for an acceptable one."""


@dataclass(frozen=True, slots=True)
class RemoteFound:
    """The answers of geocoders: the place that passed the checks, None if no place passed.

    `refused` are other places with the reasons against them, `failures` the messages of geocoders that
    failed.
    """

    place: RemotePlace | None
    refused: tuple[tuple[RemotePlace, Sentence], ...] = ()
    failures: tuple[str, ...] = ()


class RemoteStage:
    """Asks geocoders in order, caches their answers and checks these against the registry."""

    def __init__(
        self, atlas: Atlas, geocoders: Sequence[RemoteGeocoder], cache: GeocoderCache | None = None
    ) -> None:
        self._atlas = atlas
        self._geocoders = tuple(geocoders)
        self._cache = cache

    def candidate(self, name: str, street: str | None, within: Unit) -> Candidate | None:
        """A place with that name (and street) in the unit; None where no answer passes the checks."""
        answers = self.find(name, street, within)
        if answers.place is None:
            return None
        place = answers.place
        sentence = Sentence(PlaceStep.REMOTE_FOUND, {"name": name, "geocoder": place.geocoder})
        credit = Sentence(PlaceStep.CREDIT, {"label": place.label})
        return Candidate(
            unit=within,
            locality=None,
            point=Point(place.lon, place.lat),
            precision=place.precision,
            stage=Stage.REMOTE,
            confidence=confidence_of(Stage.REMOTE),
            evidence=(sentence, credit),
            rejected=tuple(Rejected(as_printed(each.label), why) for each, why in answers.refused),
            is_within=True,
            source=f"{place.geocoder}:{place.source_id}",
        )

    @property
    def geocoders(self) -> tuple[RemoteGeocoder, ...]:
        """The geocoders, in the order in which they are asked."""
        return self._geocoders

    def find(self, name: str, street: str | None, within: Unit, check: Check | None = None) -> RemoteFound:
        """Ask all geocoders for a place in the unit; one that fails is skipped and reported.

        `street` may end with the number of a house. `check` may return a further objection to a place. No
        place is found where two good answers contradict each other.
        """
        question = self._question(name, street, within)
        good: list[RemotePlace] = []
        refused: list[tuple[RemotePlace, Sentence]] = []
        failures: list[str] = []
        for geocoder in self._geocoders:
            try:
                places = self._answer(geocoder, question)
            except GeocoderFailedError as error:
                failures.append(str(error))
                continue
            for place in (_honest(each, street) for each in places):
                why = self._objection(place, name, street, within) or (check(place) if check else None)
                if why is None:
                    good.append(place)
                else:
                    refused.append((place, why))
        if not good:
            return RemoteFound(None, tuple(refused), tuple(failures))
        best = min(good, key=lambda place: place.precision.error_m)  # of equals the first geocoder's
        rivals = [place for place in good if _contradicts(place, best)]
        if rivals:
            why = Sentence(Objection.CONTRADICTORY)
            refused += [(place, why) for place in (best, *rivals)]
            return RemoteFound(None, tuple(refused), tuple(failures))
        return RemoteFound(best, tuple(refused), tuple(failures))

    def _question(self, name: str, street: str | None, within: Unit) -> str:
        around = [name_in(unit.names, Language.RU, unit.id) for unit in self._atlas.chain(within.id)]
        parts = [*([street] if street else []), name, *around, _COUNTRY]
        return ", ".join(dict.fromkeys(" ".join(part.split()) for part in parts))

    def _answer(self, geocoder: RemoteGeocoder, question: str) -> tuple[RemotePlace, ...]:
        """The places of a geocoder, from the cache if it has the question. Raises GeocoderFailedError."""
        key = f"{geocoder.name} {geocoder.address.url}"
        known = None if self._cache is None else self._cache.answer(key, question)
        if known is not None:
            return tuple(RemotePlace.of_row(row) for row in known)
        places = geocoder.ask(question)
        if self._cache is not None:
            self._cache.keep(key, question, [place.as_row() for place in places])
        return places

    def _objection(self, place: RemotePlace, name: str, street: str | None, within: Unit) -> Sentence | None:
        """Why a place is refused; None where nothing speaks against it."""
        if place.precision not in TRUSTED:
            return Sentence(Objection.TOO_COARSE)
        if not is_named(place.label, name):
            return Sentence(Objection.OTHER_NAME)
        if street is not None and place.precision in _FINER and not is_on_street(place.label, street, name):
            return Sentence(Objection.OTHER_STREET)
        chain = self._atlas.chain(within.id)
        district = next((unit for unit in chain if unit.level is Level.DISTRICT), chain[-1])
        if all(each.unit.id != district.id for each in units_at(self._atlas, Point(place.lon, place.lat))):
            return Sentence(Objection.OUTSIDE)
        return None


def is_named(label: str, name: str) -> bool:
    """Whether a part of a comma-separated label is the name, in any spelling."""
    wanted = mild_key(strip_type(name)[0])
    if not wanted:
        return False
    keys = (mild_key(strip_type(part)[0]) for part in label.split(","))
    return any(fuzz.ratio(wanted, key) >= FUZZY_ALIKE for key in keys if key)


def is_on_street(label: str, street: str, name: str) -> bool:
    """Whether a label names the street, in any grammatical case, apart from the name of the place.

    Numbers in the street's name must occur; a house number at the end of `street` need not.
    """
    words, _ = _street_and_house(street)
    wanted = max(words, key=len, default="")
    if not wanted:
        return False
    parts = [part for part in label.split(",") if not is_named(part, name)]
    there = [mild_key(word) for part in parts for word in _WORD.findall(part)]
    if not all(number in there for number in words if number.isdigit()):
        return False
    return any(fuzz.ratio(mild_key(wanted), word) >= _STREET_ALIKE for word in there if word)


def _street_and_house(street: str) -> tuple[list[str], str | None]:
    """The words of a street's name without its type word, and the house after it or None."""
    house = _HOUSE_AT_END.search(street)
    name = street[: house.start()] if house is not None else street
    words = [word for word in _WORD.findall(name.casefold()) if not _announces(word)]
    return words, _NO_HOUSE.sub("", house["house"]).casefold() if house is not None else None


def _announces(word: str) -> bool:
    """Whether the word announces a street or a house and is not a name."""
    return any(each.part == "house" or each.part in THOROUGHFARES for each in address_words().get(word, ()))


def _honest(place: RemotePlace, street: str | None) -> RemotePlace:
    """The place with the precision that its label proves.

    With another house number in the label it is only STREET.
    """
    house = None if street is None else _street_and_house(street)[1]
    if place.precision is not Precision.BUILDING or house is None:
        return place
    numbers = {word.casefold() for word in _HOUSE.findall(place.label)}
    return place if house in numbers else replace(place, precision=Precision.STREET)


def _contradicts(place: RemotePlace, best: RemotePlace) -> bool:
    """Whether two places are farther apart than both errors together."""
    apart = geodesic_m(Point(place.lon, place.lat), Point(best.lon, best.lat))
    return apart > place.precision.error_m + best.precision.error_m
