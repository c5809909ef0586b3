"""When a name of the acts and a name of the classifier are one, and which pairs of two lists they make.

The more exact a likeness, the larger the area in which it counts: the same name, or one in other words, is
proof in a whole district where it is unique; respellings and likeness count only inside one okrug, and
respellings only between two names that fit each other and no other name.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import TypeVar

from rapidfuzz import fuzz

from geo.names.name_variants import consonant_key, is_abbreviated, is_one_word_of, worded_key
from geo.names.toponyms import TypeWord, mild_key, skeleton_key
from loaders.territory.akimat_names import stem_key
from loaders.territory.kato import KatoUnit
from loaders.territory.unit_tree import GrowingUnit

Agreement = Callable[[str, str], bool]
_Okrug = TypeVar("_Okrug")

MAIN_KINDS = (TypeWord.VILLAGE, TypeWord.TOWN, TypeWord.KENT)
_ALIKE = 90.0
_OKRUG_ALIKE = 85.0
_LEFT_ALIKE = 83.0
"""Likeness (0-100) of mild keys from which two names of one okrug may be spellings of one name."""


def is_place(unit: KatoUnit) -> bool:
    """Whether a row of the classifier is a settlement: a code without three zeros at its end, or a town.

    `г.Семей` 101010000 is a settlement; `г.а.Алтай` and `Семей Г.А.`, the territories of akims of towns, are
    not.
    """
    is_town = unit.printed.startswith("г.") and not unit.printed.startswith("г.а.")
    return is_town or not unit.code.endswith("000")


def okrug_code(code: str) -> str:
    """The code of the okrug that contains the settlement with this code."""
    return f"{code[:6]}000"


def centre_code(code: str) -> str:
    """The code of an okrug's centre by the okrug's own code: the first of its settlements."""
    return f"{code[:6]}100"


def homes(
    own: Mapping[_Okrug, str], inside: Mapping[_Okrug, Iterable[str]], known: Container[str]
) -> Mapping[_Okrug, str]:
    """The code of today's okrug by okrug.

    It is the okrug's own code, else the code of the only okrug with all its settlements. `own` are the codes
    of okrugs, `inside` the codes of the settlements of each okrug, `known` all existing codes. A village or
    town with an akim of its own has the code of a settlement: it contains no others and is left out.
    """
    home_codes = dict(own)
    taken = set(own.values())
    for okrug, settlements in inside.items():
        codes = {okrug_code(code) for code in settlements}
        if okrug not in home_codes and len(codes) == 1 and not codes & taken and next(iter(codes)) in known:
            home_codes[okrug] = codes.pop()
    return {okrug: code for okrug, code in home_codes.items() if code.endswith("000")}


def pair_okrugs(okrugs: Sequence[GrowingUnit], holders: Sequence[KatoUnit]) -> dict[GrowingUnit, KatoUnit]:
    """Okrugs with their units of the classifier, by stem, then by skeleton, then by likeness.

    Each pair is made only if nothing else fits; others are left out.
    """
    paired: dict[GrowingUnit, KatoUnit] = {}
    for agrees in (_same_stem, _same_skeleton, _okrugs_alike):
        for unit in okrugs:
            if unit in paired:
                continue
            free = [holder for holder in holders if holder not in paired.values()]
            fits = [holder for holder in free if any(agrees(name, holder.name) for name in unit.names)]
            if len(fits) > 1:
                fits = [holder for holder in fits if (holder.kind is TypeWord.OKRUG) == (not unit.word)]
            rivals = [u for u in okrugs if u not in paired and fits and agrees(u.root, fits[0].name)]
            if len(fits) == 1 and len(rivals) <= 1:
                paired[unit] = fits[0]
    return paired


def pair_settlements(
    settlements: Sequence[GrowingUnit], inside: Sequence[KatoUnit]
) -> list[tuple[GrowingUnit, KatoUnit]]:
    """Settlements of one okrug with those of the classifier: equal names first, then very similar ones.

    Others are left out.
    """
    pairs: list[tuple[GrowingUnit, KatoUnit]] = []
    used: set[str] = set()
    for agrees in (is_same, _much_alike):
        for unit in settlements:
            if any(unit is done for done, _ in pairs):
                continue
            best = by_kind([p for p in inside if p.code not in used and agree(unit, p, agrees)], unit)
            if best is not None:
                pairs.append((unit, best))
                used.add(best.code)
    return pairs


def pair_left(
    settlements: Sequence[GrowingUnit], free: Iterable[KatoUnit]
) -> list[tuple[GrowingUnit, KatoUnit]]:
    """Pairs of settlements left in two lists of one okrug whose names fit only each other."""
    pairs = [(unit, place) for place in free for unit in settlements if agree(unit, place, is_called)]
    ours = Counter(unit.id for unit, _ in pairs)
    theirs = Counter(place.code for _, place in pairs)
    return [(unit, place) for unit, place in pairs if ours[unit.id] == theirs[place.code] == 1]


def pair_alone(
    wanted: Sequence[GrowingUnit],
    ours: Sequence[GrowingUnit],
    places: Sequence[KatoUnit],
    taken: Iterable[str],
    agrees: Agreement,
) -> list[tuple[GrowingUnit, KatoUnit]]:
    """Pairs for those of `wanted` whose name only one of `ours` and one of `places` has in the district.

    `ours` are all settlements of the acts there, `places` all of the classifier. A place with a code in
    `taken` gives no pair.
    """
    used = set(taken)
    pairs = []
    for unit in wanted:
        best = by_kind([place for place in places if agree(unit, place, agrees)], unit)
        if best is None or best.code in used:
            continue
        if sum(agree(other, best, agrees) for other in ours) == 1:
            pairs.append((unit, best))
    return pairs


def is_called_by_okrug(seat: str, okrug: Iterable[str], inside: Iterable[str]) -> bool:
    """Whether a seat has the name of its okrug and no village in the okrug has it.

    `Рощинское` is the seat of the Рощинский okrug, whose centre is Пеньково.
    """
    return any(
        _same_stem(seat, name) or skeleton_key(seat) == skeleton_key(name) for name in okrug
    ) and not any(is_respelled(seat, name) for name in inside)


def agree(unit: GrowingUnit, place: KatoUnit, agrees: Agreement) -> bool:
    """Whether any name of a unit agrees with a name of the classifier, by the function `agrees`."""
    return any(agrees(name, place.name) for name in unit.names)


def by_kind(fits: Sequence[KatoUnit], unit: GrowingUnit) -> KatoUnit | None:
    """The only candidate, or of several the only town, kent or village.

    None otherwise. A wintering ground, for example, may have the same name. For a town only towns count.
    """
    if len(fits) > 1:
        wanted = (TypeWord.TOWN,) if unit.word == "город" else MAIN_KINDS
        fits = [place for place in fits if place.kind in wanted]
    return fits[0] if len(fits) == 1 else None


def is_same(one: str, other: str) -> bool:
    """Whether two names have the same mild key."""
    return mild_key(one) == mild_key(other)


def is_worded_alike(one: str, other: str) -> bool:
    """Whether two names differ only in words or case: `Котлованный` and `Котлованное`."""
    return any(len(fold(one)) >= 4 and fold(one) == fold(other) for fold in (worded_key, stem_key))


def is_called(printed: str, name: str) -> bool:
    """Whether a printed name may mean this settlement: another spelling, or one word of its name."""
    return is_respelled(printed, name) or is_one_word_of(printed, name)


def is_respelled(one: str, other: str) -> bool:
    """Whether two names in one okrug may be spellings of one name.

    It is proof only if neither name fits another name.
    """
    if any(fold(one) == fold(other) != "" for fold in (worded_key, skeleton_key, consonant_key)):
        return True
    if is_abbreviated(one, other):
        return True
    left, right = mild_key(one), mild_key(other)
    has_digits = any(char.isdigit() for char in left + right)
    return not has_digits and left[:1] == right[:1] and fuzz.ratio(left, right) >= _LEFT_ALIKE


def _same_stem(one: str, other: str) -> bool:
    return stem_key(one) == stem_key(other)


def _same_skeleton(one: str, other: str) -> bool:
    return len(skeleton_key(one)) >= 3 and skeleton_key(one) == skeleton_key(other)


def _okrugs_alike(one: str, other: str) -> bool:
    left, right = stem_key(one), stem_key(other)
    return left[:1] == right[:1] and len(left) >= 5 and fuzz.ratio(left, right) >= _OKRUG_ALIKE


def _much_alike(one: str, other: str) -> bool:
    """Whether two names of five or more letters, without digits, are at least 90 of 100 alike."""
    left, right = mild_key(one), mild_key(other)
    if left[:1] != right[:1] or min(len(left), len(right)) < 5 or any(c.isdigit() for c in left + right):
        return False
    return fuzz.ratio(left, right) >= _ALIKE
