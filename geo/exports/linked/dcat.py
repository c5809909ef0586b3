"""The catalogue of complete downloads, as DCAT-AP 3: data sets, distributions with sizes and digests.

A distribution names one licence: that of OpenStreetMap where it contains a position from there, because that
licence must be passed on, else the licence of the other positions. Its rights statement credits all sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

import orjson

from geo.earth.box import KAZAKHSTAN
from geo.exports.attribution import ATTRIBUTION, LICENSE, OPENSTREETMAP_LICENSE, license_of
from geo.exports.linked.iris import CATALOGUE_PATH, COUNTRY
from model.edition import Edition, Office, Unit
from model.lookup_distributions import CataloguedFile, Distributions, Positions
from model.lookups import lookup
from model.program_files import PROGRAM

MEDIA_TYPE = "application/ld+json"
_EU = "http://publications.europa.eu/resource/authority/"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_LANGUAGES = (f"{_EU}language/KAZ", f"{_EU}language/RUS")
_THEME = f"{_EU}data-theme/GOVE"
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measure:
    """The size of a distribution in bytes, and its SHA-256 in hexadecimal digits."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """One download of a data set; `url` may be relative to the catalogue."""

    name: str
    url: str
    about: CataloguedFile
    measure: Measure


def measured(pieces: Iterable[bytes]) -> Iterator[Measure | None]:
    """Reads the pieces.

    Yields None after each, so that other requests run between, and last the measure of all together.
    """
    digest, size = sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        yield None
    yield Measure(size, digest.hexdigest())


@cache
def catalogue_context() -> Node:
    """The JSON-LD context; the catalogue contains it, so that no reader has to fetch it."""
    path = PROGRAM / "geo" / "exports" / "linked" / "catalogue_context.json"
    read: Node = orjson.loads(path.read_bytes())
    return read


def catalogue_json_ld(edition: Edition, base: str, distributions: Iterable[Distribution]) -> bytes:
    """The catalogue of an edition as JSON-LD, with the given distributions.

    `base` is the public address of the server and begins each IRI.
    """
    nodes = list(_Catalogue(edition, base).nodes(list(distributions)))
    return orjson.dumps({"@context": catalogue_context(), "@graph": nodes})


class _Catalogue:
    """The nodes of the catalogue of an edition."""

    def __init__(self, edition: Edition, base: str) -> None:
        self._edition, self._base, self._iri = edition, base, f"{base}{CATALOGUE_PATH}"
        self._words = lookup(Distributions)

    def nodes(self, known: Sequence[Distribution]) -> Iterator[Node]:
        """All nodes of the catalogue.

        A data set refers only to those of its distributions that are `known`.
        """
        yield self._catalogue()
        yield from self._shared()
        for name in self._words.datasets:
            yield self._dataset(name, [each for each in known if each.about.dataset == name])
        yield from self._services()
        for media in sorted({each.about.media for each in known}):
            yield {"id": _media_iri(media), "type": "dct:MediaType"}
        for kind in sorted({each.about.type for each in known}):
            yield {"id": f"{_EU}file-type/{kind}", "type": "dct:MediaTypeOrExtent"}
        for each in known:
            yield from self._distribution(each)

    def _part(self, name: str) -> str:
        return f"{self._iri}#{name}"

    def _catalogue(self) -> Node:
        return {
            "id": self._iri,
            "type": "dcat:Catalog",
            "title": self._words.catalogue.nodes(),
            "description": self._words.about.nodes(),
            "publisher": self._part("publisher"),
            "homepage": f"{self._base}/",
            "modified": self._edition.published_at.isoformat(),
            "language": list(_LANGUAGES),
            "territory": COUNTRY,
            "dataset": [self._part(name) for name in self._words.datasets],
            "service": [self._part(f"service:{path}") for path in self._words.services],
        }

    def _shared(self) -> Iterator[Node]:
        """The nodes to which several parts of the catalogue refer: country, publisher, licences, rights."""
        west, south, east, north = KAZAKHSTAN
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        ring = ", ".join(f"{lon} {lat}" for lon, lat in corners)
        yield {"id": COUNTRY, "type": "dct:Location", "bbox": f"POLYGON(({ring}))"}
        yield {"id": f"{self._base}/", "type": "foaf:Document"}
        name = self._words.publisher.nodes()
        yield {"id": self._part("publisher"), "type": "foaf:Agent", "name": name}
        # The label names the theme for readers, as the list of themes is on another server.
        yield {
            "id": _THEME,
            "type": "skos:Concept",
            "prefLabel": [{"@value": "Government and public sector", "@language": "en"}],
        }
        for language in _LANGUAGES:
            yield {"id": language, "type": "dct:LinguisticSystem"}
        for licence in (LICENSE, OPENSTREETMAP_LICENSE):
            yield {"id": licence, "type": "dct:LicenseDocument"}
        credit = [{"@value": ATTRIBUTION, "@language": "en"}]
        yield {"id": self._part("rights"), "type": "dct:RightsStatement", "label": credit}
        yield {"id": self._part("provenance"), "type": "dct:ProvenanceStatement", "label": credit}
        yield {"id": _SHA256, "type": "spdx:ChecksumAlgorithm"}

    def _dataset(self, name: str, known: Sequence[Distribution]) -> Node:
        words = self._words.datasets[name]
        node = {
            "id": self._part(name),
            "type": "dcat:Dataset",
            "identifier": name,
            "title": words.title.nodes(),
            "description": words.about.nodes(),
            "publisher": self._part("publisher"),
            "modified": self._edition.published_at.isoformat(),
            "version": str(self._edition.number),
            "theme": _THEME,
            "language": list(_LANGUAGES),
            "territory": COUNTRY,
            "provenance": self._part("provenance"),
        }
        own = [self._part(f"file:{each.name}") for each in known]
        return {**node, "distribution": own} if own else node

    def _services(self) -> Iterator[Node]:
        """The node of each interface (API) that serves data sets."""
        for path, service in self._words.services.items():
            described = (
                {} if service.described is None else {"endpointDescription": self._base + service.described}
            )
            yield {
                "id": self._part(f"service:{path}"),
                "type": "dcat:DataService",
                "title": service.title.nodes(),
                "endpointURL": self._base + path,
                **described,
                "servesDataset": [self._part(name) for name in service.datasets],
                "license": self.licence_of(("offices", "units")),
            }

    def _distribution(self, given: Distribution) -> Iterator[Node]:
        """The node of a distribution, and one for its checksum."""
        iri = self._part(f"file:{given.name}")
        yield {
            "id": iri,
            "type": "dcat:Distribution",
            "title": [{"@value": given.name, "@language": "en"}],
            "accessURL": given.url,
            "downloadURL": given.url,
            "mediaType": _media_iri(given.about.media),
            "format": f"{_EU}file-type/{given.about.type}",
            "byteSize": str(given.measure.size),
            "checksum": f"{iri}.sha256",
            "modified": self._edition.published_at.isoformat(),
            "license": self.licence_of(self._words.datasets[given.about.dataset].positions),
            "rights": self._part("rights"),
        }
        yield {
            "id": f"{iri}.sha256",
            "type": "spdx:Checksum",
            "algorithm": _SHA256,
            "checksumValue": given.measure.digest,
        }

    def licence_of(self, positions: Sequence[Positions]) -> str:
        """The licence of a file with the positions of such records.

        It is ODbL if a position comes from OpenStreetMap, else CC BY 4.0.
        """
        held: dict[Positions, Iterable[Office | Unit]] = {
            "offices": self._edition.offices.values(),
            "units": self._edition.units.values(),
        }
        places = (each.position for name in positions for each in held[name])
        licences = {license_of(place.source) for place in places if place is not None}
        return OPENSTREETMAP_LICENSE if OPENSTREETMAP_LICENSE in licences else LICENSE


def _media_iri(media: str) -> str:
    return f"http://www.iana.org/assignments/media-types/{media}"
