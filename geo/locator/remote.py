"""Remote geocoders as the last stage of the locator: asked only where nothing offline bears the name.

What they answer may win only when it is checked: the point lies in the district that the surroundings name,
the label names the place that was asked for, and it is a settlement or finer. Two geocoders that contradict
each other leave the question open. Nobody is asked unless KENSE_GEOCODERS says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

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
from model.enums import Language, Level
from store.reading.geocoder_cache import GeocoderCache

_COUNTRY = "Казахстан"


@dataclass(frozen=True, slots=True)
class RemoteFound:
    """What the geocoders answered: the checked place, those refused and why, and who failed."""

    place: RemotePlace | None
    refused: tuple[tuple[RemotePlace, Sentence], ...] = ()
    failures: tuple[str, ...] = ()


class RemoteStage:
    """Asks geocoders in order, remembers their answers and checks them against the registry."""

    def __init__(
        self, atlas: Atlas, geocoders: Sequence[RemoteGeocoder], cache: GeocoderCache | None = None
    ) -> None:
        self._atlas = atlas
        self._geocoders = tuple(geocoders)
        self._cache = cache

    def candidate(self, name: str, street: str | None, within: Unit) -> Candidate | None:
        """A place of that name (and street) in the unit, None where no answer stands the check."""
        found = self.find(name, street, within)
        if found.place is None:
            return None
        place = found.place
        told = Sentence(PlaceStep.REMOTE_FOUND, {"name": name, "geocoder": place.geocoder})
        credit = Sentence(PlaceStep.CREDIT, {"label": place.label})
        return Candidate(
            unit=within,
            locality=None,
            point=Point(place.lon, place.lat),
            precision=place.precision,
            stage=Stage.REMOTE,
            confidence=confidence_of(Stage.REMOTE),
            evidence=(told, credit),
            rejected=tuple(Rejected(as_printed(each.label), why) for each, why in found.refused),
            is_within=True,
            source=f"{place.geocoder}:{place.source_id}",
        )

    def find(self, name: str, street: str | None, within: Unit) -> RemoteFound:
        """Ask all geocoders for a place in the unit; one that fails is passed over and told of."""
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
            for place in places:
                why = self._objection(place, name, within)
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
        key = f"{geocoder.name} {geocoder.address.url}"
        known = None if self._cache is None else self._cache.answer(key, question)
        if known is not None:
            return tuple(RemotePlace.of_row(row) for row in known)
        places = geocoder.ask(question)
        if self._cache is not None:
            self._cache.keep(key, question, [place.as_row() for place in places])
        return places

    def _objection(self, place: RemotePlace, name: str, within: Unit) -> Sentence | None:
        """Why a place may not win, None when nothing speaks against it."""
        if place.precision not in TRUSTED:
            return Sentence(Objection.TOO_COARSE)
        if not is_named(place.label, name):
            return Sentence(Objection.OTHER_NAME)
        chain = self._atlas.chain(within.id)
        district = next((unit for unit in chain if unit.level is Level.DISTRICT), chain[-1])
        if all(each.unit.id != district.id for each in units_at(self._atlas, Point(place.lon, place.lat))):
            return Sentence(Objection.OUTSIDE)
        return None


def is_named(label: str, name: str) -> bool:
    """Whether a part of a label by commas is a spelling of the name."""
    wanted = mild_key(strip_type(name)[0])
    if not wanted:
        return False
    keys = (mild_key(strip_type(part)[0]) for part in label.split(","))
    return any(fuzz.ratio(wanted, key) >= FUZZY_ALIKE for key in keys if key)


def _contradicts(place: RemotePlace, best: RemotePlace) -> bool:
    apart = geodesic_m(Point(place.lon, place.lat), Point(best.lon, best.lat))
    return apart > place.precision.error_m + best.precision.error_m
