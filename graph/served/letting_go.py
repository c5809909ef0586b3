"""Frees a replaced registry piece by piece, in a thread beside the requests.

Freeing a registry at once blocks the interpreter for a tenth of a second: some hundred thousand objects go
with its last reference. So the pieces of its large collections are held a little longer, and dropped one
after the other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from threading import Thread
from time import sleep
from typing import Any

_ROOMS = ("graph.", "geo.", "model.")
"""Packages whose objects are searched."""
_DEPTH = 4
"""Depth of the search for collections: the registry's edition and atlas, and their attributes."""
_FEW = 100
"""A mapping up to this size holds large things, such as derivations; a larger one holds records."""
_PIECE = 500
_LATER_S = 1.0
"""Delay until the registry's requests are answered: its last holder would free all of it at once."""
_PAUSE_S = 0.001


def let_go(registry: object) -> Thread:
    """Free the large collections of a registry that is no longer used, in a thread from 1 s later on.

    Returns the thread.
    """
    pieces = deque(pieces_of(registry))
    thread = Thread(target=_drop, args=(pieces,), name="kense-letting-go", daemon=True)
    thread.start()
    return thread


def pieces_of(registry: object) -> Iterator[list[Any]]:
    """The contents of the collections in the registry, at most 500 items in a piece.

    An item may be in several.
    """
    seen: set[int] = set()
    level = [registry]
    for _ in range(_DEPTH):
        deeper: list[object] = []
        for thing in level:
            for value in _attributes(thing):
                if id(value) in seen:
                    continue
                seen.add(id(value))
                if isinstance(value, Mapping | list | tuple | set | frozenset):
                    yield from _pieces(list(value))
                    if isinstance(value, Mapping):
                        yield from _pieces(list(value.values()))
                        if len(value) <= _FEW:
                            deeper += [each for each in value.values() if _is_ours(each)]
                elif _is_ours(value):
                    deeper.append(value)
        level = deeper


def _is_ours(value: object) -> bool:
    return type(value).__module__.startswith(_ROOMS)


def _attributes(thing: object) -> Iterator[Any]:
    """The values of all attributes of an object, those in slots included."""
    yield from getattr(thing, "__dict__", {}).values()
    for base in type(thing).__mro__:
        slots = base.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            value = getattr(thing, name, None)
            if value is not None:
                yield value


def _pieces(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _PIECE):
        yield values[start : start + _PIECE]


def _drop(pieces: deque[list[Any]]) -> None:
    sleep(_LATER_S)
    while pieces:  # outermost first: what a collection held is still in a later piece
        pieces.popleft()
        sleep(_PAUSE_S)
