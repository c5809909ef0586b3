"""A text without commas, cut where names that are known meet: `Кына Акколь`, `Акмола Акколь Кына`."""

from __future__ import annotations

from collections.abc import Callable

from geo.addresses.line_parts import PartKind, line_parts
from geo.locator.place_readings import Reading

_MOST_WORDS = 8
"""Words of a part that is cut; a longer one is no list of names."""


def by_words(reading: Reading, is_name: Callable[[str], bool]) -> tuple[Reading, ...]:
    """Readings of the same text with its parts cut between known names; none where a part does not divide."""
    parts: list[str] = []
    for part in (reading.head, *reading.around):
        cut = [part] if is_name(part) or _says_what_it_is(part) else _cut(part.split(" "), is_name)
        if cut is None:
            return ()
        parts += cut
    heads = dict.fromkeys((0, len(parts) - 1)) if len(parts) > 1 else {}
    return tuple(
        Reading(parts[at], tuple(parts[:at] + parts[at + 1 :]), reading.street, reading.postcode)
        for at in heads
    )


def _says_what_it_is(part: str) -> bool:
    return any(each.kind is not PartKind.BARE for each in line_parts(part))


def _cut(words: list[str], is_name: Callable[[str], bool]) -> list[str] | None:
    """The words as known names, the longest first; None where some word begins none."""
    if len(words) > _MOST_WORDS:
        return None
    cut: list[str] = []
    while words:
        lengths = range(min(len(words), _MOST_WORDS - 1), 0, -1)
        length = next((each for each in lengths if is_name(" ".join(words[:each]))), None)
        if length is None:
            return None
        cut.append(" ".join(words[:length]))
        words = words[length:]
    return cut
