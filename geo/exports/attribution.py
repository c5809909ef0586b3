"""Credits and licences of the data in every export; NOTICE lists the sources in full."""

from geo.gazetteer.gazetteer import OPENSTREETMAP

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
"""Licence of most positions; the facts of legal acts are not under copyright."""
OPENSTREETMAP_LICENSE = "https://opendatacommons.org/licenses/odbl/1-0/"
"""Licence of the positions whose source is `openstreetmap`."""
LICENSES = (LICENSE, OPENSTREETMAP_LICENSE)
"""Licences of an export that may hold positions of either kind."""
ATTRIBUTION = (
    "Kense, from the legal acts cited. Positions and names of places: GeoNames (https://www.geonames.org/), "
    "CC BY 4.0; Who's On First (http://whosonfirst.mapzen.com#License); "
    "boundaries: Mesoshapes, CC0, generalised; "
    "© OpenStreetMap contributors (https://www.openstreetmap.org/copyright), ODbL 1.0."
)
_OF_SOURCE = {
    "geonames": "GeoNames (https://www.geonames.org/), CC BY 4.0",
    "whosonfirst": "Who's On First (http://whosonfirst.mapzen.com#License)",
    OPENSTREETMAP: "© OpenStreetMap contributors (https://www.openstreetmap.org/copyright), ODbL 1.0",
}


def attribution_of(source: str | None) -> str | None:
    """The credit that a position requires by its `Position.source`; None where it requires none."""
    return _OF_SOURCE.get(source or "")


def license_of(source: str | None) -> str:
    """The licence of a position by its source.

    It is ODbL for OpenStreetMap, CC BY 4.0 for all others and for None.
    """
    return OPENSTREETMAP_LICENSE if source == OPENSTREETMAP else LICENSE
