"""Sizes and digests of the files that the server gives as a whole, and the catalogue of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from geo.exports.linked.cpsv import services_json_ld
from geo.exports.linked.dcat import Distribution, Measure, catalogue_json_ld, measured
from geo.jurisdiction.law import today_in_kazakhstan
from graph.exports.features import chosen_units, office_pieces, unit_pieces
from graph.exports.mirrors import start_pieces
from graph.served.context import Registry
from graph.served.registry import Derivation
from graph.types.office_filter import OfficeFilterInput
from model.enums import Level
from model.lookup_distributions import Distributions
from model.lookups import lookup

_MOST_KEPT = 64
"""Measures of an edition: few addresses lead to a server."""
Pieces = Callable[[Registry, str], Iterable[bytes]]
_WHOLE: dict[str, Pieces] = {
    "/offices.geojson": lambda registry, _: office_pieces(registry, OfficeFilterInput()),
    "/units.geojson": lambda registry, _: unit_pieces(
        registry, chosen_units(registry, None, frozenset(Level), None, None)
    ),
    "/services.jsonld": lambda registry, base: services_json_ld(
        registry.edition, today_in_kazakhstan(), base
    ),
    "/changes/start": lambda registry, _: start_pieces(registry),
}
"""By path, what it answers without parameters; the base of links counts where there are some."""


class _Measures(dict[tuple[str, date, str], Measure]):
    """Size and digest of an export, by path, day and beginning of its links."""


MEASURES = Derivation("measures of exports", lambda _: _Measures())


def catalogue_pieces(registry: Registry, base: str) -> Iterator[bytes]:
    """The catalogue in pieces. While exports are measured for the first time that day, the pieces are empty.

    Each of these lets other requests take a turn.
    """
    known, day = registry.derived(MEASURES), today_in_kazakhstan()
    routes = lookup(Distributions).routes
    for path in routes:
        for measure in () if (path, day, base) in known else measured(_WHOLE[path](registry, base)):
            if measure is None:
                yield b""
            else:
                _keep(known, (path, day, base), measure)
    distributions = [
        Distribution(name=path, url=base + path, about=about, measure=known[path, day, base])
        for path, about in routes.items()
    ]
    yield catalogue_json_ld(registry.edition, base, distributions)


def _keep(known: _Measures, key: tuple[str, date, str], measure: Measure) -> None:
    if len(known) >= _MOST_KEPT:
        known.clear()
    known[key] = measure
