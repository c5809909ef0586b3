"""Public records, which mirrors hold, as lines of canonical JSON, and the difference of two editions.

Not public: what people wrote about changes and who they are (revisions, corrections), how the value of a
field was chosen (provenance), attempts to locate, and the printed text around citations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
import orjson
from shapely import MultiPolygon
from shapely.geometry import mapping

from model.edition import Edition
from model.enums import RecordKind

Records = Mapping[str, Any]


def public_line(kind: RecordKind, record_id: str, record: Any) -> bytes:
    """One record as canonical JSON: sorted keys, no spaces, no empty members; `null` for a removed one."""
    shown = None if record is None else _filled(_shown(record))
    return orjson.dumps({"id": record_id, "kind": kind.value, "record": shown}, option=orjson.OPT_SORT_KEYS)


def public_lines(edition: Edition) -> Iterator[bytes]:
    """All public records of an edition, by kind and id."""
    for kind in sorted(_RECORDS):
        records = _RECORDS[kind](edition)
        for record_id in sorted(records):
            yield public_line(kind, record_id, records[record_id])


def differences(before: Edition, after: Edition) -> list[bytes]:
    """The lines that turn the public records of one edition into those of another, by kind and id."""
    return [
        line
        for kind in sorted(_RECORDS)
        for line in differing(kind, _RECORDS[kind](before), _RECORDS[kind](after))
    ]


def differing(kind: RecordKind, before: Records, after: Records) -> list[bytes]:
    """The lines of the records of one kind that were added, changed or removed."""
    if before is after:
        return []
    ids = [one for one, record in after.items() if before.get(one) is not record]
    ids += [one for one in before if one not in after]
    lines = []
    for one in sorted(ids):
        line = public_line(kind, one, after.get(one))
        if line != public_line(kind, one, before.get(one)):
            lines.append(line)
    return lines


def _replaced_ids(edition: Edition) -> Records:
    return edition.rekeyed


def _by_content(records: Any) -> Records:
    """Records without an id, keyed by a digest of their content."""
    return {
        hashlib.sha256(msgspec.json.encode(record, order="sorted")).hexdigest()[:16]: record
        for record in records
    }


_RECORDS: Mapping[RecordKind, Callable[[Edition], Records]] = {
    RecordKind.AMENDMENT: lambda edition: _by_content(edition.amendments),
    RecordKind.BOUNDARY: lambda edition: edition.boundaries,
    RecordKind.LEGAL_ACT: lambda edition: edition.acts,
    RecordKind.OFFICE: lambda edition: edition.offices,
    RecordKind.ORGANIZATION: lambda edition: edition.organizations,
    RecordKind.PROVISION: lambda edition: edition.provisions,
    RecordKind.PUBLIC_SERVICE: lambda edition: edition.services,
    RecordKind.REPLACED_ID: _replaced_ids,
    RecordKind.SERVICE_PASSPORT: lambda edition: edition.passports,
    RecordKind.UNIT: lambda edition: edition.units,
    RecordKind.UNIT_CHANGE: lambda edition: _by_content(edition.changes),
}
_PRIVATE = ("provenance",)
"""Keys of records that are not given to mirrors."""


def _shown(record: Any) -> Any:
    if isinstance(record, str):
        return {"id": record}  # the id that replaced another
    shown = msgspec.to_builtins(record, enc_hook=_shape)
    for name in _PRIVATE:
        shown.pop(name, None)
    return shown


def _shape(value: Any) -> Any:
    if isinstance(value, MultiPolygon):
        return mapping(value)
    raise TypeError(f"{type(value).__name__} is not a part of a public record")


def _filled(value: Any) -> Any:
    """The value without members that say nothing; whole lists of coordinates stay as they are."""
    if isinstance(value, dict):
        return {
            name: _filled(part)
            for name, part in value.items()
            if part is not None and part != [] and part != {} and part != ()
        }
    if isinstance(value, list):
        return [_filled(part) for part in value]
    return value
