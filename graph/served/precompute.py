"""Work done in the background, soon after an edition enters service, so that no request waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from geo.units.division import turning_days
from graph.served.context import Registry

Work = TypeVar("Work", bound=Callable[[Registry], object])

_precomputed: list[Callable[[Registry], object]] = []


def precomputed(work: Work) -> Work:
    """Register a computation that is expensive on first use and cached, when a file is imported."""
    _precomputed.append(work)
    return work


def warm(registry: Registry) -> None:
    """Do all registered work; a second or two for the country."""
    for work in _precomputed:
        work(registry)


@precomputed
def _trees_of_services(registry: Registry) -> None:
    for service in registry.edition.services:
        registry.atlas.tree_of_service(service)


@precomputed
def _offices_inside_units(registry: Registry) -> None:
    for day in turning_days(registry.edition):
        registry.offices_inside("", day)
