"""The list of attacks. Each registers itself, so that a new attack is a new file in `attacks/`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.attack.ground import Ground

Play = Callable[[Ground], str]
"""Attacks a server; returns the codes of the answers: those of refusals, or ANSWERED."""


@dataclass(frozen=True, slots=True)
class Attack:
    """An attack and its goals."""

    name: str
    play: Play
    refused: frozenset[str]
    """Words that the result may contain; empty where only the figures count."""
    is_deep: bool
    settings: Callable[[Path], Mapping[str, str]]
    """Settings of its server, from the server's folder."""
    longest_wait_ms: float
    growth: float | None
    """How many times its memory before the attack the server may hold afterwards; None: any."""
    growth_mb: float | None = None
    """How many megabytes more than before the server may hold afterwards; None: any."""


_enrolled: dict[str, Attack] = {}


def attack(
    name: str,
    *,
    refused: str = "",
    is_deep: bool = False,
    settings: Callable[[Path], Mapping[str, str]] = lambda _: {},
    longest_wait_ms: float = 250,
    growth: float | None = None,
    growth_mb: float | None = None,
) -> Callable[[Play], Play]:
    """Register a function as an attack. Raises ValueError for a name that is in use.

    `refused` lists the words that its result may contain, separated by spaces; empty allows any.
    """

    def enrol(play: Play) -> Play:
        if name in _enrolled:
            raise ValueError(f"two attacks are called {name!r}")
        words = frozenset(refused.split())
        _enrolled[name] = Attack(name, play, words, is_deep, settings, longest_wait_ms, growth, growth_mb)
        return play

    return enrol


def attacks(*, deep: bool = False) -> Iterator[Attack]:
    """All attacks in the order of their files; slow ones only with `deep`."""
    from bench.attack import attacks as folder

    for module in sorted(pkgutil.iter_modules(folder.__path__), key=lambda found: found.name):
        importlib.import_module(f"{folder.__name__}.{module.name}")
    yield from (one for one in _enrolled.values() if deep or not one.is_deep)
