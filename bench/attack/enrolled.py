"""The list of attacks: each enrols itself, so that a new one is a file of its own in `attacks/`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.attack.ground import Ground

Play = Callable[[Ground], str]
"""Attacks a server; returns what it was told: codes of refusals, or that it was answered."""


@dataclass(frozen=True, slots=True)
class Attack:
    """What is played, and what is to come of it."""

    name: str
    play: Play
    refused: frozenset[str]
    """What it may be told, each word of it; empty where only the figures count."""
    is_deep: bool
    settings: Callable[[Path], Mapping[str, str]]
    """Settings of its server, given the server's folder."""
    longest_wait_ms: float
    growth: float | None
    """How many times the memory before it the server may hold after it; None where that is no matter."""
    growth_mb: float | None = None
    """How many megabytes more the server may hold after it than before; None where that is no matter."""


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
    """Enrol a function as an attack; `refused` are the words of which what it is told may consist."""

    def enrol(play: Play) -> Play:
        if name in _enrolled:
            raise ValueError(f"two attacks are called {name!r}")
        words = frozenset(refused.split())
        _enrolled[name] = Attack(name, play, words, is_deep, settings, longest_wait_ms, growth, growth_mb)
        return play

    return enrol


def attacks(*, deep: bool = False) -> Iterator[Attack]:
    """All attacks in the order of their files, the deep ones only where they are asked for."""
    from bench.attack import attacks as folder

    for module in sorted(pkgutil.iter_modules(folder.__path__), key=lambda found: found.name):
        importlib.import_module(f"{folder.__name__}.{module.name}")
    yield from (one for one in _enrolled.values() if deep or not one.is_deep)
