"""Why a district, okrug or settlement of the acts has no code of the classifier, as rows of `uncoded.csv`.

Where exactly one unit of a parent has no code, and exactly one code of that parent has no unit, the two may
be one place under two names, or an abolished village and a newly founded one: a question for people, never a
fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from geo.names.name_variants import is_number
from geo.names.toponyms import mild_key
from loaders.seeds.files import split_values
from loaders.seeds.rows import AreaRow, UncodedRow, UnitChangeRow, UnitCodeRow
from loaders.territory.kato import Kato, KatoUnit
from loaders.territory.kato_names import MAIN_KINDS, is_place, okrug_code
from model.enums import ChangeKind, Level

_SOUGHT = (Level.DISTRICT, Level.RURAL_OKRUG, Level.SETTLEMENT)


class Why(StrEnum):
    """What is known about a unit without a code; the first reason that applies."""

    ABOLISHED = "abolished"
    """A source states that it was abolished or merged into another."""
    RAISED = "raised"
    """Another unit replaced it and has the code."""
    FORMER = "former"
    """It had a code until a change."""
    TWIN = "twin"
    """The list of its okrug has the same village under another name."""
    HOMONYM = "homonym"
    """A settlement in another okrug of the district has its name, and may be another place."""
    RENAMED = "renamed?"
    """Under its parent only this unit and one code are left: it may have been renamed, without proof."""
    MERGED = "merged"
    """An okrug whose villages are in one other okrug today."""
    SCATTERED = "scattered"
    """An okrug whose villages are in several okrugs today."""
    NUMBER = "number"
    """Its name is only a number, a railway stop or a section of a farm, which the district lacks."""
    ABSENT = "absent"
    """Nothing in its district has the name: abolished, renamed or printed differently."""


_LEFT: Mapping[ChangeKind, Why] = {
    ChangeKind.ABOLISHED: Why.ABOLISHED,
    ChangeKind.MERGED: Why.ABOLISHED,
    ChangeKind.RAISED: Why.RAISED,
}


def why_uncoded(
    areas: Sequence[AreaRow],
    changes: Iterable[UnitChangeRow],
    former: Iterable[UnitCodeRow],
    twins: Mapping[str, Sequence[str]],
    kato: Kato,
) -> tuple[UncodedRow, ...]:
    """A row for each district, okrug and settlement without a code, by unit.

    `changes` show which were abolished, `former` which codes ended; `twins` are today's names by settlement.
    """
    asked = _Asked(areas, changes, former, twins, kato)
    rows = [asked.row(area) for area in areas if not area.kato and area.level in _SOUGHT]
    return tuple(sorted(rows, key=lambda row: row.unit))


class _Asked:
    """Finds the reason for each unit without a code."""

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
        self._left = {
            unit: change
            for change in changes
            if ChangeKind(change.kind) in _LEFT
            for unit in split_values(change.before)
            if unit not in split_values(change.after)
        }
        self._former = {row.unit: row for row in former}

    def row(self, area: AreaRow) -> UncodedRow:
        """The row of a unit: the first reason that applies, and a code that it may have, else ""."""
        left, former = self._left.get(area.id), self._former.get(area.id)
        code = former.kato if former is not None else ""
        if left is not None:
            text = f"{left.on or 'no day told'}: {left.source}"
            return UncodedRow(area.id, _LEFT[ChangeKind(left.kind)], code, text)
        if former is not None:
            until = f"until {former.until}" if former.until else "until a day that is not told"
            return UncodedRow(area.id, Why.FORMER, code, f"{until}: {former.source}")
        if area.id in self._twins:
            return UncodedRow(area.id, Why.TWIN, "", f"listed as {self._twins[area.id][0]} too")
        namesakes = self._namesakes(area)
        if namesakes:
            told = ", ".join(f"{place.printed} {place.code}" for place in namesakes)
            is_free = len(namesakes) == 1 and namesakes[0].code not in self._taken
            return UncodedRow(area.id, Why.HOMONYM, namesakes[0].code if is_free else "", told)
        uncoded, free = self._left_of(area.parent, area.level)
        if len(uncoded) == len(free) == 1:
            return UncodedRow(area.id, Why.RENAMED, free[0].code, f"only {free[0].printed} is left, too")
        if area.level == Level.RURAL_OKRUG:
            return self._okrug(area)
        kind = "district" if area.level == Level.DISTRICT else "settlement of the district"
        reason = Why.NUMBER if is_number(_name(area)) else Why.ABSENT
        return UncodedRow(area.id, reason, "", f"no {kind} is called {_name(area)}")

    def _okrug(self, area: AreaRow) -> UncodedRow:
        """The row of an okrug, by the okrugs in which its villages are today."""
        codes = {okrug_code(each.kato) for each in self._children.get(area.id, ()) if each.kato}
        held = sorted(self._kato.units[code].printed for code in codes if code in self._kato.units)
        if held:
            reason = Why.MERGED if len(held) == 1 else Why.SCATTERED
            return UncodedRow(area.id, reason, "", f"its villages stand in {', '.join(held)}")
        return UncodedRow(area.id, Why.ABSENT, "", f"no okrug is called {_name(area)}")

    def _namesakes(self, area: AreaRow) -> list[KatoUnit]:
        """The classifier's settlements in the district with a settlement's name; none for other units."""
        if area.level != Level.SETTLEMENT:
            return []
        key = mild_key(_name(area))
        return [place for place in self._of_district(area) if mild_key(place.name) == key]

    def _of_district(self, area: AreaRow) -> Iterable[KatoUnit]:
        """The classifier's settlements in today's units with land of the unit's district."""
        district = area
        while district.level != Level.DISTRICT and district.parent in self._areas:
            district = self._areas[district.parent]
        inside = [district, *self._children.get(district.id, ())]
        coded = [each for one in inside for each in self._children.get(one.id, ()) if each.kato]
        for code in sorted({f"{each.kato[:4]}00000" for each in coded}):
            yield from (unit for unit in self._kato.below(code) if is_place(unit))

    def _left_of(self, parent: str, level: str) -> tuple[list[AreaRow], list[KatoUnit]]:
        """The units of a level in a parent without a code, and that parent's codes without a unit.

        Empty for districts or a parent without a code.
        """
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
