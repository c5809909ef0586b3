"""The collections, in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Mapping

from graph.ogc.collection import Collection
from graph.ogc.coverage import COVERAGE
from graph.ogc.offices import OFFICES
from graph.ogc.provisions import PROVISIONS
from graph.ogc.units import SETTLEMENTS, UNITS

COLLECTIONS: Mapping[str, Collection] = {
    each.id: each for each in (OFFICES, UNITS, SETTLEMENTS, PROVISIONS, COVERAGE)
}
