"""Units that may have been renamed since the acts: a question to people, never a fact.

Where exactly one unit of a parent has no code of the classifier, and exactly one code of that parent has no
unit, the two may be one place under two names - or a village that was abolished and another that was founded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo.toponyms import TypeWord
from loaders.seeds.rows import AreaRow, RenamingRow
from loaders.territory.kato import Kato, KatoUnit
from loaders.territory.kato_names import is_place
from store.kinds import Level

_INHABITED = frozenset({TypeWord.VILLAGE, TypeWord.TOWN, TypeWord.KENT})
"""Words of the classifier for places that an act would list; stops and winterings are not."""


def possible_renamings(areas: Sequence[AreaRow], kato: Kato) -> tuple[RenamingRow, ...]:
    """The pairs, by unit; okrugs under their district, settlements under their okrug."""
    taken = {area.kato for area in areas if area.kato}
    children: dict[str, list[AreaRow]] = {}
    for area in areas:
        children.setdefault(area.parent, []).append(area)
    found: list[RenamingRow] = []
    for parent in areas:
        if parent.kato not in kato.units:
            continue
        is_okrug = parent.level == Level.RURAL_OKRUG
        if not is_okrug and parent.level != Level.DISTRICT:
            continue
        level = Level.SETTLEMENT if is_okrug else Level.RURAL_OKRUG
        uncoded = [each for each in children.get(parent.id, ()) if each.level == level and not each.kato]
        free = [unit for unit in _candidates(kato, parent.kato, is_okrug) if unit.code not in taken]
        if len(uncoded) == 1 and len(free) == 1:
            name = uncoded[0].name_ru or uncoded[0].name_kk
            found.append(RenamingRow(uncoded[0].id, name, free[0].code, free[0].printed))
    return tuple(sorted(found, key=lambda row: row.unit))


def _candidates(kato: Kato, code: str, of_okrug: bool) -> Iterable[KatoUnit]:
    if of_okrug:
        return (unit for unit in kato.below(code) if is_place(unit) and unit.kind in _INHABITED)
    return (unit for unit in kato.children(code) if not is_place(unit))
