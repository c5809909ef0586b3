"""Splits a text without commas between known names: `Кына Акколь`, `село Баршино Бестамак`."""

from __future__ import annotations

from collections.abc import Callable

from geo.locator.place_readings import Reading

_MOST_WORDS = 8
"""Most words of a part that is split; a longer one is not a list of names."""
_MOST_HEADS = 4


def by_words(reading: Reading, is_name: Callable[[str], bool]) -> tuple[Reading, ...]:
    """Readings with every part split into known names, the first or last of a split part as the place.

    Empty where a part is not made of known names only, or none needs splitting.
    """
    parts: list[str] = []
    heads: list[int] = []
    for part in (reading.head, *reading.around):
        cut = [part] if is_name(part) else _cut(part.split(" "), is_name)
        if cut is None:
            return ()
        if len(cut) > 1:  # the place stands first or last among them
            heads += [len(parts) + len(cut) - 1, len(parts)]
        parts += cut
    return tuple(
        Reading(parts[at], tuple(parts[:at] + parts[at + 1 :]), reading.street, reading.postcode)
        for at in heads[:_MOST_HEADS]
    )


def _cut(words: list[str], is_name: Callable[[str], bool]) -> list[str] | None:
    """The words joined to known names, each as long as possible.

    None for more than eight words, and where no known name begins at some word.
    """
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
