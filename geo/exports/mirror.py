"""The public dump of an edition: a mirror of the registry starts from it (docs/mirroring.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import orjson

from geo.exports.attribution import ATTRIBUTION, LICENSES
from model.edition import Edition
from model.public_records import public_lines

_FORMAT = 1


def mirror_dump(edition: Edition) -> Iterator[bytes]:
    """Lines of JSON.

    The first names the edition, then a line for each public record, the last has their count. Equal editions
    give equal bytes. The last line also has the SHA-256 of all lines before it.
    """
    digest, count = hashlib.sha256(), -1
    head = {
        "attribution": ATTRIBUTION,
        "edition": str(edition.key),
        "kense_mirror": _FORMAT,
        "licenses": LICENSES,
    }
    for line in _lines(orjson.dumps(head), edition):
        count += 1
        digest.update(line)
        yield line
    yield orjson.dumps({"records": count, "sha256": digest.hexdigest()}) + b"\n"


def _lines(head: bytes, edition: Edition) -> Iterator[bytes]:
    yield head + b"\n"
    for line in public_lines(edition):
        yield line + b"\n"
