"""Why a district, okrug or settlement of the acts has no code of the classifier, as rows of `uncoded.csv`.

Where exactly one unit of a parent has no code, and exactly one code of that parent has no unit, the two may
be one place under two names - or a village that was abolished and another that was founded: a question to
people, never a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from geo.toponyms import mild_key
from loaders.seeds.files import split_values
from loaders.seeds.rows import AreaRow, UncodedRow, UnitChangeRow, UnitCodeRow
from loaders.territory.kato import Kato, KatoUnit
from loaders.territory.kato_names import MAIN_KINDS, is_place, okrug_code
from store.kinds import ChangeKind, Level

_ENDED = frozenset({ChangeKind.ABOLISHED, ChangeKind.MERGED})
_SOUGHT = (Level.DISTRICT, Level.RURAL_OKRUG, Level.SETTLEMENT)


class Why(StrEnum):
    """What is known of a unit without a code; the first that holds."""

    FORMER = "former"
    """It bore a code until a change."""
    ABOLISHED = "abolished"
    """A source tells that it was abolished or joined to another."""
    TWIN = "twin"
    """The list of its okrug has the same village under another name."""
    RENAMED = "renamed?"
    """It and one code are left of its parent: perhaps it was renamed, nobody has shown it."""
    HOMONYM = "homonym"
    """Its name is that of a settlement in another okrug of the district, which may be another one."""
    SCATTERED = "scattered"
    """An okrug whose villages stand in other okrugs today."""
    NUMBER = "number"
    """A railway stop by its number, which the classifier does not list there."""
    ABSENT = "absent"
    """Nothing in its district is called so: abolished, renamed or printed otherwise."""


def why_uncoded(
    areas: Sequence[AreaRow],
    changes: Iterable[UnitChangeRow],
    former: Iterable[UnitCodeRow],
    twins: Mapping[str, Sequence[str]],
    kato: Kato,
) -> tuple[UncodedRow, ...]:
    """A row for each district, okrug and settlement without a code, by unit.

    `changes` tell which were abolished, `former` which codes ended, `twins` are names of today by settlement.
    """
    asked = _Asked(areas, changes, former, twins, kato)
    rows = [asked.row(area) for area in areas if not area.kato and area.level in _SOUGHT]
    return tuple(sorted(rows, key=lambda row: row.unit))


class _Asked:
    def __init__(
        self,
        areas: Sequence[AreaRow],
        changes: Iterable[UnitChangeRow],
        former: Iterable[UnitCodeRow],
        twins: Mapping[str, Sequence[str]],
        kato: Kato,
    ) -> None:
        self._kato = kato
        self._twins = twins
        self._areas = {area.id: area for area in areas}
        self._taken = {area.kato for area in areas if area.kato}
        self._children: dict[str, list[AreaRow]] = {}
        for area in areas:
            self._children.setdefault(area.parent, []).append(area)
        self._ended = {
            unit: change
            for change in changes
            if ChangeKind(change.kind) in _ENDED
            for unit in split_values(change.before)
            if unit not in split_values(change.after)
        }
        self._former = {row.unit: row for row in former}

    def row(self, area: AreaRow) -> UncodedRow:
        """Why this unit has no code."""
        ended, former = self._ended.get(area.id), self._former.get(area.id)
        if former is not None:
            return UncodedRow(area.id, Why.FORMER, former.kato, f"until {former.until}: {former.source}")
        if ended is not None:
            return UncodedRow(area.id, Why.ABOLISHED, "", f"{ended.on or 'no day told'}: {ended.source}")
        if area.id in self._twins:
            return UncodedRow(area.id, Why.TWIN, "", f"listed as {self._twins[area.id][0]} too")
        uncoded, free = self._left_of(area.parent, area.level)
        if len(uncoded) == len(free) == 1:
            return UncodedRow(area.id, Why.RENAMED, free[0].code, f"only {free[0].printed} is left, too")
        return self._okrug(area) if area.level == Level.RURAL_OKRUG else self._settlement(area)

    def _okrug(self, area: AreaRow) -> UncodedRow:
        codes = {okrug_code(each.kato) for each in self._children.get(area.id, ()) if each.kato}
        held = sorted(self._kato.units[code].printed for code in codes if code in self._kato.units)
        if held:
            return UncodedRow(area.id, Why.SCATTERED, "", f"its villages stand in {', '.join(held)}")
        return UncodedRow(area.id, Why.ABSENT, "", f"no okrug is called {_name(area)}")

    def _settlement(self, area: AreaRow) -> UncodedRow:
        name = _name(area)
        key = mild_key(name)
        same = [place for place in self._of_district(area) if mild_key(place.name) == key]
        if same:
            told = ", ".join(f"{place.printed} {place.code}" for place in same)
            code = same[0].code if len(same) == 1 and same[0].code not in self._taken else ""
            return UncodedRow(area.id, Why.HOMONYM, code, told)
        if any(char.isdigit() for char in key):
            return UncodedRow(area.id, Why.NUMBER, "", f"no stop there is called {name}")
        return UncodedRow(area.id, Why.ABSENT, "", f"no settlement of the district is called {name}")

    def _of_district(self, area: AreaRow) -> Iterable[KatoUnit]:
        """The classifier's settlements in the areas where those of the unit's district stand today."""
        district = area
        while district.level != Level.DISTRICT and district.parent in self._areas:
            district = self._areas[district.parent]
        inside = [district, *self._children.get(district.id, ())]
        coded = [each for one in inside for each in self._children.get(one.id, ()) if each.kato]
        for code in sorted({f"{each.kato[:4]}00000" for each in coded}):
            yield from (unit for unit in self._kato.below(code) if is_place(unit))

    def _left_of(self, parent: str, level: str) -> tuple[list[AreaRow], list[KatoUnit]]:
        """Units of one parent without a code, and codes of that parent without a unit."""
        holder = self._areas.get(parent)
        if holder is None or holder.kato not in self._kato.units or level == Level.DISTRICT:
            return [], []
        inside = [each for each in self._children[parent] if each.level == level and not each.kato]
        of_okrug = level == Level.SETTLEMENT
        units = self._kato.below(holder.kato) if of_okrug else self._kato.children(holder.kato)
        free = [unit for unit in units if unit.code not in self._taken and is_place(unit) == of_okrug]
        return inside, [unit for unit in free if not of_okrug or unit.kind in MAIN_KINDS]


def _name(area: AreaRow) -> str:
    return area.name_ru or area.name_kk
