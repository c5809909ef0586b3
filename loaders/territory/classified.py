"""The classifier of 2022 as evidence for the positions of the acts' units.

It has no coordinates, but the tree: which settlements a district and an okrug have, what they are called
today, and which is an okrug's centre (its code ends with 100).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.gazetteer.known_places import KnownPlaces
from geo.names.toponyms import strip_type
from loaders.seeds.rows import AreaRow
from loaders.territory.divisions import Divisions
from loaders.territory.kato import Kato, KatoUnit
from loaders.territory.kato_match import match_upper
from loaders.territory.kato_names import centre_code, homes, is_called_by_okrug, is_place
from model.enums import Level
from model.lookup_places import Places
from model.lookups import lookup


@dataclass(frozen=True, slots=True)
class Centre:
    """The centre of an okrug: today's name, and the id of the matching settlement of the acts or ""."""

    name: str
    unit: str = ""


@dataclass(frozen=True)
class Classified:
    """The names of settlements in the classifier, and today's names by settlement of the acts.

    `centres` are the centres of okrugs by okrug of the acts.
    """

    known: KnownPlaces
    present: Mapping[str, tuple[str, ...]]
    centres: Mapping[str, Centre]

    @classmethod
    def of(cls, kato: Kato | None, areas: Sequence[AreaRow], divisions: Divisions) -> Classified:
        """The classifier compared with the units of the acts; empty if `kato` is None."""
        if kato is None:
            return cls(KnownPlaces(), {}, {})
        held = _Held(kato, areas)
        by_shape = held.names_by_shape(divisions, lookup(Places))
        present = held.present_names()
        return cls(KnownPlaces(by_shape, held.names_by_okrug()), present, held.centres(present))


class _Held:
    """Compares the classifier's tree with the units of the acts, okrug by okrug."""

    def __init__(self, kato: Kato, areas: Sequence[AreaRow]) -> None:
        self._kato = kato
        self._areas = {area.id: area for area in areas}
        self._children: dict[str, list[AreaRow]] = {}
        for area in areas:
            self._children.setdefault(area.parent, []).append(area)
        self._code_of = self._okrug_codes()

    def names_by_shape(self, divisions: Divisions, places: Places) -> Mapping[str, list[str]]:
        """Names of the classifier's settlements by the polygon of their former district."""
        shaped: dict[str, list[str]] = {}
        for district, codes in match_upper(self._kato, divisions, places).areas.items():
            names = (unit.name for code in codes for unit in self._settlements(code))
            shaped.setdefault(divisions.districts[district].shape, []).extend(names)
        return shaped

    def names_by_okrug(self) -> Mapping[str, list[str]]:
        """Names of the classifier's settlements by okrug of the acts.

        Okrugs without a counterpart are left out.
        """
        return {
            okrug: [unit.name for unit in self._settlements(code)] for okrug, code in self._code_of.items()
        }

    def _settlements(self, code: str) -> Iterable[KatoUnit]:
        return (unit for unit in self._kato.below(code) if is_place(unit))

    def _okrug_codes(self) -> Mapping[str, str]:
        """The code of today's okrug by okrug of the acts, as far as it is known."""
        okrugs = [area for area in self._areas.values() if area.level == Level.RURAL_OKRUG]
        own = {area.id: area.kato for area in okrugs if area.kato}
        inside = {
            area.id: [each.kato for each in self._children.get(area.id, ()) if each.kato] for area in okrugs
        }
        return homes(own, inside, self._kato.units)

    def present_names(self) -> Mapping[str, tuple[str, ...]]:
        """Today's names by settlement: by its code, or by that of the same village under another name."""
        names_of: dict[str, list[str]] = {}
        coded = {area.id: area.kato for area in self._areas.values() if area.level == Level.SETTLEMENT}
        for unit, code in coded.items():
            if code in self._kato.units:  # a classifier of another year may lack it
                names_of.setdefault(unit, []).append(self._kato.units[code].name)
        for okrug, code in self._code_of.items():
            for seat, twin in self._twins(okrug, centre_code(code)):
                names_of[seat.id] = [self._kato.units[twin.kato].name]
                names_of[twin.id].append(_name(seat))
        return {unit: tuple(dict.fromkeys(names)) for unit, names in names_of.items()}

    def _twins(self, okrug: str, centre: str) -> list[tuple[AreaRow, AreaRow]]:
        """Pairs of settlements that are one village under two names; empty for an okrug without a code.

        The first is a seat with the okrug's name, the second the okrug's centre in the classifier.
        """
        inside = self._children.get(okrug, ())
        twins = [settlement for settlement in inside if settlement.kato == centre in self._kato.units]
        area = self._areas[okrug]
        if not twins or not area.kato:
            return []
        names = [strip_type(name)[0] for name in (area.name_ru, area.name_kk) if name]
        listed = [unit.name for unit in self._settlements(area.kato)]
        return [
            (settlement, twins[0])
            for settlement in inside
            if settlement.seat == "yes"
            and not settlement.kato
            and is_called_by_okrug(_name(settlement), names, listed)
        ]

    def centres(self, present: Mapping[str, Sequence[str]]) -> Mapping[str, Centre]:
        """The centre of each okrug in the classifier, and its settlement by code, else by today's name."""
        centre_of: dict[str, Centre] = {}
        for okrug, code in self._code_of.items():
            centre = self._kato.units.get(centre_code(code))
            if centre is not None:
                inside = self._children.get(okrug, ())
                coded = [each.id for each in inside if each.kato == centre.code]
                named = [each.id for each in inside if centre.name in present.get(each.id, ())]
                centre_of[okrug] = Centre(centre.name, next(iter((*coded, *named)), ""))
        return centre_of


def _name(area: AreaRow) -> str:
    return area.name_ru or area.name_kk
