"""Work done before the first request needs it: before an edition enters service, or soon after that."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from geo.units.division import turning_days
from graph.served.context import Registry

Work = TypeVar("Work", bound=Callable[[Registry], object])

_prepared: list[Callable[[Registry], object]] = []
_precomputed: list[Callable[[Registry], object]] = []


def prepared(work: Work) -> Work:
    """Register work for `prepare` (a decorator).

    For what every request needs: it delays the start of a server. What a request can make on first use is
    `precomputed` instead.
    """
    _prepared.append(work)
    return work


def prepare(registry: Registry) -> None:
    """Do all work that is registered as `prepared`, before an edition enters service."""
    for work in _prepared:
        work(registry)


def precomputed(work: Work) -> Work:
    """Register work for `warm` (a decorator): what is expensive on first use and then cached."""
    _precomputed.append(work)
    return work


def warm(registry: Registry) -> None:
    """Do all work that is registered as `precomputed`, in the background.

    Takes a second for the whole country.
    """
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
