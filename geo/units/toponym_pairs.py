"""Names of villages that are known in both languages, by their folded spelling.

`Карасу` and `Қарасу` are one name wherever a village has it: an okrug that acts name in one language takes
the other from a village of the same name, when none of its own has both names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from rapidfuzz.fuzz import ratio

from geo.names.toponyms import mild_key
from model.edition import Name, Unit
from model.enums import Language, Level, NameStatus
from model.lookup_offices import NamePatterns
from model.lookups import lookup

OTHER = {Language.KK: Language.RU, Language.RU: Language.KK}
"""The other of the two languages in which acts print names."""
_ALIKE = 75.0
"""Likeness (0-100) of mild keys from which a village's names in two languages are of one period."""
_AGREED = 0.8
"""Share of the villages with a name that must agree on its spelling in the other language."""

Spellings = Mapping[str, Counter[str]]
"""Folded name to its spelling in another language, with the number of villages that have both."""


def counterpart(unit: Unit, own: Name, language: Language) -> str | None:
    """The unit's name in another language, former if `own` is former, else official.

    None where it has none or several.
    """
    standing = NameStatus.FORMER if own.status is NameStatus.FORMER else NameStatus.OFFICIAL
    found = {name.value for name in unit.names if name.language is language and name.status is standing}
    return found.pop() if len(found) == 1 else None


def village_names(village: Unit, own: Language, other: Language) -> Iterator[tuple[str, str]]:
    """Names of a village in one language, each with the name in the other; former names with former names.

    Names that are not similar are left out, because then the village was renamed in one language: `Алгабас`
    is not `Доғалаң`.
    """
    for name in village.names:
        there = counterpart(village, name, other) if name.language is own else None
        if there is not None and ratio(mild_key(name.value), mild_key(there)) >= _ALIKE:
            yield name.value, there


class ToponymPairs:
    """The names of all villages of a set of units, each in the other language."""

    def __init__(self, units: Mapping[str, Unit]) -> None:
        self.units = units
        self._spellings: dict[Language, Spellings] = {}

    def other_name(self, root: str, language: Language, *, is_adjective: bool) -> str | None:
        """The spelling of a name in `language`.

        None where no village has it, or more than 20 % of those with it are spelled otherwise. An adjective
        (`Карасуский`) takes the name before its ending, but never from a village whose Kazakh name has a
        Russian ending: the okrug's name differs from it.
        """
        counted = self._in(language).get(mild_key(root), Counter())
        patterns = lookup(NamePatterns)
        if not counted and is_adjective:
            for ending in (suffix for suffix in patterns.russian_suffixes if root.endswith(suffix)):
                counted = self._in(language).get(mild_key(root.removesuffix(ending)), Counter())
                if counted:
                    break
        barred = tuple(patterns.russian_endings) if is_adjective else ()
        known = {name: times for name, times in counted.items() if not name.endswith(barred)}
        if not known:
            return None
        name, times = max(known.items(), key=lambda item: (item[1], item[0]))
        return name if times >= _AGREED * sum(known.values()) else None

    def _in(self, language: Language) -> Spellings:
        """The names of villages in `language`, counted by the mild key of the name in the other language."""
        if language not in self._spellings:
            spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
            for unit in self.units.values():
                if unit.level is Level.SETTLEMENT:
                    for here, there in village_names(unit, OTHER[language], language):
                        spellings[mild_key(here)][there] += 1
            self._spellings[language] = spellings
        return self._spellings[language]


_latest: list[ToponymPairs] = []


def toponym_pairs(units: Mapping[str, Unit]) -> ToponymPairs:
    """The pairs of these units. The latest are kept, because consecutive editions share their units."""
    if not _latest or _latest[0].units is not units:
        _latest[:] = [ToponymPairs(units)]
    return _latest[0]
