"""The tree of units while it is built: ids are made once, names and rows gathered, known ids kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from geo.names.toponyms import mild_key, skeleton_key, slug
from loaders.seeds.rows import AreaRow, ToponymRow
from loaders.territory.akimat_names import stem_key
from model.enums import Level

_COARSELY_ALIKE = 75.0
_ALIKE = 88.0
"""Likeness (0-100) of mild keys from which two spellings inside one unit are one place."""


@dataclass(frozen=True, slots=True)
class KnownUnits:
    """The units in the seeds with their names: their ids are reused and never given to another unit."""

    areas: tuple[AreaRow, ...] = ()
    toponyms: tuple[ToponymRow, ...] = ()


@dataclass(slots=True, eq=False)
class GrowingUnit:
    """A unit with everything read about it so far.

    `spellings` maps each further printed name to the citation of its first row; `root` is the name without
    type word, for keys; `word` is the printed type word of a place.
    """

    id: str
    level: Level
    parent: str
    name_ru: str
    root: str
    name_kk: str = ""
    word: str = ""
    kato: str = ""
    geonames: str = ""
    whosonfirst: str = ""
    wikidata: str = ""
    population: str = ""
    is_seat: bool = False
    basis: list[str] = field(default_factory=list)
    spellings: dict[str, str] = field(default_factory=dict)
    former: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Earlier name to the day it ended (ISO date or empty) and its source."""
    kazakh: list[str] = field(default_factory=list)
    """Names in Kazakh rows, in the order of reading."""

    def cite(self, citation: str) -> None:
        """Record a row that names the unit; for a region or district only the first row of each table."""
        if not citation or citation in self.basis:
            return
        if self.level in (Level.REGION, Level.DISTRICT):
            table = citation.rpartition("/l")[0]
            if any(known.rpartition("/l")[0] == table for known in self.basis):
                return
        self.basis.append(citation)

    def spelled(self, name: str, citation: str, *, is_kazakh: bool = False) -> None:
        """Record a printed name; it is a further spelling unless it is one of the unit's own names.

        A name in a Kazakh row is also recorded as such.
        """
        if name and is_kazakh:
            self.kazakh.append(name)
        if name and name not in (self.name_ru, self.name_kk, self.root):
            self.spellings.setdefault(name, citation)

    @property
    def names(self) -> tuple[str, ...]:
        """All names, each once, the unit's own first."""
        return tuple(dict.fromkeys(n for n in (self.root, self.name_kk, *self.spellings) if n))


class UnitTree:
    """Units by id and by parent. `add` gives ids to new units, `keep` takes units with theirs."""

    def __init__(self, known: KnownUnits) -> None:
        self.units: dict[str, GrowingUnit] = {}
        self._children: dict[str, list[GrowingUnit]] = {}
        names: dict[str, list[str]] = {}
        for toponym in known.toponyms:
            names.setdefault(toponym.unit, []).append(toponym.name)
        self._known_ids = {area.id for area in known.areas}
        self._known: dict[tuple[str, str, str], list[str]] = {}
        # Own names take precedence over further spellings: a spelling may equal another unit's own name.
        for rank in range(3):
            for area in known.areas:
                for name in ((area.name_ru,), (area.name_kk,), names.get(area.id, ()))[rank]:
                    if name:
                        self._known.setdefault((area.level, area.parent, mild_key(name)), []).append(area.id)

    def children(self, parent: str, level: Level | None = None) -> tuple[GrowingUnit, ...]:
        """The units directly in `parent`, of one level if given, in the order of adding."""
        return tuple(u for u in self._children.get(parent, ()) if level is None or u.level is level)

    def below(self, parent: str) -> Iterable[GrowingUnit]:
        """All units in `parent`, at any depth."""
        for unit in self.children(parent):
            yield unit
            yield from self.below(unit.id)

    def settlements(self, parent: str) -> tuple[GrowingUnit, ...]:
        """All settlements in `parent`, at any depth."""
        return tuple(unit for unit in self.below(parent) if unit.level is Level.SETTLEMENT)

    def add(self, unit: GrowingUnit, minted: str) -> GrowingUnit:
        """Add a unit and return it. It gets its known id, else `minted`, with `-2`, `-3` if that is taken."""
        known = self._known.get((unit.level.value, unit.parent, mild_key(unit.name_ru or unit.name_kk)), ())
        unit.id = next((id_ for id_ in known if id_ not in self.units), "") or self._free(minted)
        self.units[unit.id] = unit
        self._children.setdefault(unit.parent, []).append(unit)
        return unit

    def keep(self, unit: GrowingUnit) -> None:
        """Add a unit with the id that it has."""
        self.units[unit.id] = unit
        self._children.setdefault(unit.parent, []).append(unit)

    def _free(self, minted: str) -> str:
        """The id, with the first number from 2 that makes it unused if it is taken."""
        candidate, number = minted, 1
        while candidate in self.units or candidate in self._known_ids:
            number += 1
            candidate = f"{minted}-{number}"
        return candidate

    def add_settlement(
        self, parent: GrowingUnit, name: str, *, is_town: bool = False, is_kazakh: bool = False
    ) -> GrowingUnit:
        """Add a new settlement and return it.

        The id of a town in a unit with its own name ends with `-g`: `akm-akkol-akkol-g`. With `is_kazakh` the
        name is Kazakh, else Russian.
        """
        part = slug(name) or "x"
        own = is_town and parent.id.removesuffix("-g").split("-")[-part.count("-") - 1 :] == part.split("-")
        minted = f"{parent.id.removesuffix('-g')}-g" if own else f"{parent.id}-{part}"
        if minted == parent.id:
            minted = f"{parent.id}-{part}"
        unit = GrowingUnit("", Level.SETTLEMENT, parent.id, "", name, word="город" if is_town else "")
        unit.name_ru, unit.name_kk = ("", name) if is_kazakh else (name, "")
        return self.add(unit, minted)


def same_place(candidates: Sequence[GrowingUnit], name: str) -> GrowingUnit | None:
    """The only candidate that `name` spells: by mild key, then by likeness.

    None if there is none or several. A name with digits must be equal.
    """
    if not (key := mild_key(name)):
        return None
    exact = [u for u in candidates if any(mild_key(n) == key for n in u.names)]
    if exact:
        return exact[0] if len(exact) == 1 else None
    if any(char.isdigit() for char in key):
        return None
    alike = [u for u in candidates if any(_is_alike(mild_key(n), key) for n in u.names)]
    if not alike:
        alike = [u for u in candidates if any(_is_coarsely_alike(n, name) for n in u.names)]
    return alike[0] if len(alike) == 1 else None


def _is_coarsely_alike(one: str, other: str) -> bool:
    """Whether two names may be one name in two languages: `Ақтүбек` and `Актюбек`."""
    left, right = skeleton_key(one), skeleton_key(other)
    return len(left) >= 4 and left == right and fuzz.ratio(mild_key(one), mild_key(other)) >= _COARSELY_ALIKE


def _is_alike(one: str, other: str) -> bool:
    if one[:1] != other[:1] or min(len(one), len(other)) < 4:
        return False
    return fuzz.ratio(one, other) >= _ALIKE


def same_root(one: str, other: str) -> bool:
    """Whether two names have the same root: `Наумовский` and `Наумовка`."""
    if stem_key(one) == stem_key(other):
        return True
    return len(skeleton_key(one)) >= 3 and skeleton_key(one) == skeleton_key(other)
