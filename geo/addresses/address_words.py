"""The vocabulary of addresses, read from `seeds/lookups/address_words.yaml`."""

import re
from dataclasses import dataclass
from functools import cache

from model.lookup_words import AddressWords, VillageLists
from model.lookups import lookup

LOCALITIES = frozenset(
    {"city", "village", "settlement", "aul", "station", "siding", "farm", "state_farm", "plot", "place"}
)
THOROUGHFARES = frozenset(
    {"street", "avenue", "lane", "dead_end", "road", "boulevard", "square", "microdistrict", "quarter"}
)


@dataclass(frozen=True, slots=True)
class AddressWord:
    """One announcing word, the part that it announces, and where it may stand.

    `before` and `after`: before or after the name. `kind` is the full type word of a locality. A `plain`
    word (улица, көшесі) is not kept with the name of the thoroughfare; other types are.
    """

    part: str
    before: bool
    after: bool
    kind: str | None
    plain: bool
    is_abbreviation: bool


@cache
def address_words() -> dict[str, tuple[AddressWord, ...]]:
    """What each announcing word may announce; the words have no full stop.

    A word may have several meanings, such as `а`.
    """
    words: dict[str, list[AddressWord]] = {}
    listed = lookup(AddressWords)
    for place, parts in (("before", listed.before), ("after", listed.after), ("either", listed.either)):
        for part, entry in parts.items():
            for word in entry.words:
                words.setdefault(word, []).append(
                    AddressWord(
                        part.removesuffix("_ru"),
                        place != "after",
                        place != "before",
                        entry.kind,
                        entry.plain,
                        len(word) <= 4,
                    )
                )
    return {word: tuple(meanings) for word, meanings in words.items()}


@cache
def glued_words() -> re.Pattern[str]:
    """A pattern for abbreviations printed without a blank: `ул.Абая`, `4мкр.`, `д.102`.

    Also matches the place where only a blank is missing.
    """
    short = sorted(
        (re.escape(word) for word, meanings in address_words().items() if meanings[0].is_abbreviation),
        key=len,
        reverse=True,
    )
    return re.compile(
        rf"(?<![\w/-])({'|'.join(short)}|к)\.(?=[^\s,.])|(?<=\d)-?(?=(?:мкр|квартал|кв-л|ш/а|үй|ғимарат)\b)|(?<=к-сі)(?=\d)"
    )


@cache
def ambiguous_words() -> frozenset[str]:
    """Kazakh abbreviations that stand for either a locality or a street (`к.`)."""
    return frozenset(lookup(AddressWords).ambiguous)


@cache
def never_streets() -> frozenset[str]:
    """Localities that have houses but no streets, so that a `к.` after their name is never a street."""
    return frozenset(lookup(AddressWords).never_streets)


def part_from_street(name: str) -> tuple[str, str | None]:
    """Split a locality from the street printed right after it without an announcing word: `Шарбакты Дружба`.

    Only for localities in the lookup. For other names: the whole name and None.
    """
    for locality in lookup(AddressWords).localities_before_streets:
        if name.startswith(f"{locality} "):
            return locality, name.removeprefix(locality).strip()
    return name, None


@cache
def torn_names() -> dict[str, str]:
    """Names of villages that were split at the end of a printed line, each mapped to the whole name."""
    return dict(lookup(VillageLists).torn)


@cache
def no_house_words() -> frozenset[str]:
    """The ways to print "without number" (`б/н`), in lower case."""
    return frozenset(lookup(AddressWords).no_house)


@cache
def region_abbreviations() -> dict[str, str]:
    """Abbreviations of regions such as `ШҚО`, each mapped to the full name of the region."""
    return dict(lookup(AddressWords).regions)
