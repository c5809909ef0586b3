"""Looks for the positions of units and offices that need one: first in the store's gazetteer, then remotely.

Units come before offices, settlements before wider units: an office without a street has the position of its
unit. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from changes.geography import doubt_about
from geo.earth.point import geodesic_m
from geo.explanations.place_texts import Objection
from geo.explanations.sentence import Sentence
from geo.exports.attribution import attribution_of
from geo.gazetteer.confidence import confidence_of
from geo.gazetteer.gazetteer import Gazetteer
from geo.locator.candidates import LocateQuery
from geo.locator.geocoders import RemotePlace
from geo.locator.locator import Locator
from geo.locator.position_needs import (
    RANK,
    Need,
    Standing,
    need_of_office,
    need_of_unit,
    needs_of,
    standing_of,
)
from geo.locator.remote import RemoteFound, RemoteStage
from geo.locator.unit_places import UnitPlaces
from geo.names.ladder import Stage
from geo.names.shown_name import name_in
from geo.units.edition_index import TRUSTED, Atlas
from model.edition import Edition, Position, Unit
from model.enums import Language, Level, PositionState, PositionTrouble, Precision
from model.location_attempts import GEOCODED, LocationAttempt

_MOST_NOTES = 5
_NEVER_AGAIN = frozenset({PositionTrouble.TAKEN_AWAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one search found: the position to write, or None, and the attempt to keep.

    `attempt` is None if a geocoder failed: the search will be tried again. `is_released` marks an office
    whose position returns to that of the acts, because the address it was located from was changed.
    """

    need: Need
    version: int
    """Version of the office that was looked at; 0 for a unit."""
    after: Position | None
    attempt: LocationAttempt | None
    is_released: bool = False
    failures: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """How the position changes: `new`, `finer`, `coarser`, `moved`, `gone` or `same`.

        `gone`: it returns to that of the acts. `same`: nothing is to be written.
        """
        before = self.need.position
        if self.is_released:
            return "gone"
        if self.after is None:
            return "same"
        if before is None:
            return "new"
        finer = RANK[before.precision] - RANK[self.after.precision]
        return "moved" if finer == 0 else "finer" if finer > 0 else "coarser"

    @property
    def moved_km(self) -> float:
        """Kilometres between the position before and after; 0 if either is missing."""
        if self.need.position is None or self.after is None:
            return 0.0
        return geodesic_m(self.need.position, self.after) / 1000


class LocationSearch:
    """The search for positions in one edition.

    `sources` names the gazetteer and its state, as attempts keep it.
    """

    def __init__(
        self,
        edition: Edition,
        gazetteer: Gazetteer | None,
        sources: Sequence[str],
        remote: Callable[[Atlas], RemoteStage | None],
    ) -> None:
        self.edition = edition
        self._gazetteer = gazetteer
        self._sources = tuple(sources) if gazetteer is not None else ()
        self._make_remote = remote
        self._stand_upon(Atlas.of(edition))
        self._found: dict[str, Position] = {}

    def _stand_upon(self, atlas: Atlas) -> None:
        """Use the units and positions of this atlas from now on."""
        self._atlas = atlas
        self._locator = Locator(atlas, self._gazetteer)
        self._remote = self._make_remote(atlas)
        self._places = UnitPlaces(atlas, self._gazetteer)
        geocoders = () if self._remote is None else self._remote.geocoders
        self._asked = (*self._sources, *(geocoder.public_name for geocoder in geocoders))

    def count(self) -> int:
        """How many units and offices a search is worthwhile for."""
        return sum(map(self._is_open, needs_of(self.edition)))

    def units(self) -> Iterator[Finding]:
        """Findings for units that need a position: settlements, then rural okrugs, districts, regions."""
        units = self.edition.units
        for level in (Level.SETTLEMENT, Level.RURAL_OKRUG, Level.DISTRICT, Level.REGION):
            for unit in [each for each in units.values() if each.level is level]:
                need = need_of_unit(unit)
                if self._is_open(need):
                    finding = self._settlement(unit, need) if level is Level.SETTLEMENT else self._wide(need)
                    if finding.after is not None:
                        self._found[unit.id] = finding.after
                    yield finding

    def offices(self) -> Iterator[Finding]:
        """Findings for offices that need a position; positions that `units` found before are used."""
        if self._found:
            moved = {
                unit_id: replace(self.edition.units[unit_id], position=at)
                for unit_id, at in self._found.items()
            }
            self._found = {}
            self.edition = replace(self.edition, units={**self.edition.units, **moved})
            self._stand_upon(Atlas.of(self.edition))
        for office in self.edition.offices.values():
            need = need_of_office(self.edition, office)
            if need is not None and self._is_open(need):
                yield self._office(need, office.version)

    def _is_open(self, need: Need) -> bool:
        """Whether a search is worthwhile: nothing was tried yet, or a source has changed since.

        False if a position was found, or a person removed it.
        """
        standing = standing_of(self.edition, need)
        if standing.state is PositionState.NEEDS_GEOCODING:
            return True
        if standing.state is PositionState.LOCATED or standing.trouble in _NEVER_AGAIN:
            return False
        return standing.attempt is None or not set(self._sources_of(need)) <= set(standing.attempt.sources)

    def _sources_of(self, need: Need) -> tuple[str, ...]:
        """The sources of a search, each with its state.

        If all states are equal, a new search finds nothing new.
        """
        if need.is_office:
            exact = self._exact(need.unit_id)
            return (*self._asked, f"unit {exact.precision if exact is not None else ''}".strip())
        unit = self.edition.units[need.id]
        if unit.level is Level.SETTLEMENT:
            return self._asked
        placed = len(self._places.spots(unit.id))
        return (f"{placed} places inside",)

    def _settlement(self, unit: Unit, need: Need) -> Finding:
        """The finding for a settlement: by the gazetteer, else by the geocoders."""
        place = self._places.settlement(unit)
        remote, name = None, name_in(unit.names, Language.RU, unit.id)
        if place.position is None and self._remote is not None and unit.parent_id is not None:
            above = self.edition.units[unit.parent_id]
            remote = self._remote.find(name, None, above, self._check(need, None))
        found = place.position or _position(remote)
        if found is not None and place.position is None:
            self._places.take(unit, found)
        return self._concluded(need, 0, found, remote, place.trouble)

    def _wide(self, need: Need) -> Finding:
        place = self._places.territory(self.edition.units[need.id])
        return self._concluded(need, 0, place.position, None, place.trouble)

    def _office(self, need: Need, version: int) -> Finding:
        """The finding for an office.

        Geocoders are asked only if what is found without a network is coarser than wanted.
        """
        if need.unit_id is None:
            return self._concluded(need, version, None, None, PositionTrouble.NO_PLACE)
        finding, remote = self._offline(need), None
        if self._remote is not None and (finding is None or RANK[finding.precision] > RANK[need.wanted]):
            remote = self._ask(self._remote, need)
            at = _position(remote)
            if at is not None and (finding is None or RANK[at.precision] < RANK[finding.precision]):
                finding = at
        trouble = PositionTrouble.NOT_FOUND
        if self._remote is None and finding is not None and finding.precision in TRUSTED:
            trouble = PositionTrouble.NO_GEOCODER
        return self._concluded(need, version, finding, remote, trouble)

    def _ask(self, remote: RemoteStage, need: Need) -> RemoteFound | None:
        """The geocoders' answer for the office's address.

        None if the name of its town is unknown, and if the town's position is known but the address has no
        street.
        """
        unit = self.edition.units[need.unit_id or ""]
        town = self._exact_unit(unit.id)
        named = need.address.locality if need.address is not None else None
        name = name_in(town.names, Language.RU, town.id) if town is not None else named
        if name is None or (need.street is None and town is not None):
            return None
        return remote.find(name, need.street, town or unit, self._check(need, need.street))

    def _check(self, need: Need, street: str | None) -> Callable[[RemotePlace], Sentence | None]:
        """A function that says why a geocoder's place is not usable; it returns None if it is.

        Reasons: unknown licence, not a settlement though no street was asked for, too far from the unit.
        """

        def check(place: RemotePlace) -> Sentence | None:
            if attribution_of(place.data[0]) is None:
                return Sentence(Objection.UNKNOWN_LICENCE)
            if street is None and place.precision is not Precision.SETTLEMENT:
                return Sentence(Objection.OTHER_KIND)
            above = need.unit_id if need.is_office else self.edition.units[need.id].parent_id
            if above is not None and doubt_about(self._atlas, _at(place), above) is not None:
                return Sentence(Objection.FAR)
            return None

        return check

    def _offline(self, need: Need) -> Position | None:
        """The position of the settlement or town around the office.

        Without it, the position of the place that the office's address surely names. None if there is no such
        place.
        """
        exact = self._exact(need.unit_id)
        if exact is not None:
            return replace(exact, method=GEOCODED, spread_m=None)
        if need.address is None:
            return None
        chain = self._atlas.chain(need.unit_id or "")
        around = next((unit for unit in chain if unit.level is Level.DISTRICT), chain[-1])
        query = LocateQuery(need.address.full, language=need.address.language, within=around.id)
        best = self._locator.answer(query).best
        if best is None or not best.is_certain or best.precision not in TRUSTED:
            return None
        source, _, source_id = (best.source_id or "").partition(":")
        point = best.point
        return Position(
            lon=point.lon,
            lat=point.lat,
            precision=best.precision,
            method=GEOCODED,
            confidence=best.confidence,
            source=source or None,
            source_id=source_id or None,
        )

    def _exact(self, unit_id: str | None) -> Position | None:
        unit = None if unit_id is None else self._exact_unit(unit_id)
        return None if unit is None else unit.position

    def _exact_unit(self, unit_id: str) -> Unit | None:
        """The unit, or the nearest unit around it, whose position is exact to the settlement.

        None if no unit has such a position.
        """
        chain = self._atlas.chain(unit_id)
        return next((each for each in chain if each.position and each.position.precision in TRUSTED), None)

    def _concluded(
        self,
        need: Need,
        version: int,
        found: Position | None,
        remote: RemoteFound | None,
        trouble: PositionTrouble | None,
    ) -> Finding:
        """The finding to write.

        A new position counts only if it is finer than the old position, or if the address behind the old
        position was changed.
        """
        standing = standing_of(self.edition, need)
        after = found if found is not None and _is_better(need, standing, found) else None
        released = standing.is_stale and after is None and need.is_office
        failures = remote.failures if remote is not None else ()
        at = after or need.position
        is_reached = at is not None and not released and RANK[at.precision] <= RANK[need.wanted]
        is_by_remote = after is not None and remote is not None and remote.place is not None
        if is_reached or (is_by_remote and after is not None and after.precision in _FINE):
            trouble, failures = None, ()
        elif remote is not None and remote.refused and remote.place is None:
            trouble = PositionTrouble.REFUSED
        attempt = LocationAttempt(
            subject=need.subject,
            question=need.question,
            sources=self._sources_of(need),
            position=after,
            trouble=trouble,
            notes=_notes(remote, after),
            tried_at=datetime.now(UTC),
        )
        return Finding(
            need=need,
            version=version,
            after=after,
            attempt=None if failures else attempt,
            is_released=released,
            failures=failures,
        )


_FINE = frozenset({Precision.BUILDING, Precision.STREET})


def _is_better(need: Need, standing: Standing, found: Position) -> bool:
    """Whether `found` replaces the position: there is none, its address was changed, or `found` is finer."""
    before = need.position
    return before is None or standing.is_stale or RANK[found.precision] < RANK[before.precision]


def _at(place: RemotePlace) -> Position:
    """The position of a geocoder's place."""
    source, source_id = place.data
    sure = confidence_of(Stage.REMOTE)
    return Position(
        lon=place.lon,
        lat=place.lat,
        precision=place.precision,
        method=GEOCODED,
        confidence=sure,
        source=source,
        source_id=source_id,
    )


def _position(remote: RemoteFound | None) -> Position | None:
    return None if remote is None or remote.place is None else _at(remote.place)


def _notes(remote: RemoteFound | None, after: Position | None) -> tuple[str, ...]:
    """The label of the place that was used, and refused answers with the reason, in English. At most five."""
    if remote is None:
        return ()
    place = remote.place
    taken = [f"{place.geocoder}: {place.label}"] if place is not None and after is not None else []
    refused = [f"{each.geocoder}: {each.label} – {why.text(Language.EN)}" for each, why in remote.refused]
    return tuple([*taken, *refused][:_MOST_NOTES])
