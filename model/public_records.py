"""Public records, which mirrors copy, as lines of canonical JSON, and the difference of two editions.

Not public: what people wrote about changes and who they are (revisions, corrections), how the value of a
field was chosen (provenance), attempts to locate, and the printed text around citations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import orjson
from shapely import MultiPolygon
from shapely.geometry import mapping

from model.edition import Edition
from model.enums import RecordKind

Records = Mapping[str, Any]


def public_line(kind: RecordKind, record_id: str, record: Any) -> bytes:
    """One record as canonical JSON: sorted keys, no spaces, no empty members.

    `record` None means that it was removed.
    """
    shown = None if record is None else _filled(_shown(record))
    return orjson.dumps({"id": record_id, "kind": kind.value, "record": shown}, option=orjson.OPT_SORT_KEYS)


def public_lines(edition: Edition) -> Iterator[bytes]:
    """All public records of an edition, by kind and id."""
    for kind in sorted(_RECORDS):
        records = _records(kind, edition)
        for record_id in sorted(records):
            yield public_line(kind, record_id, records[record_id])


def differences(before: Edition, after: Edition) -> list[bytes]:
    """The lines that turn the public records of `before` into those of `after`, by kind and id."""
    few = _laid_over(before, after)
    return [
        line
        for kind in sorted(_RECORDS)
        if _RECORDS[kind](before) is not _RECORDS[kind](after)
        for line in _differing(kind, _records(kind, before), _records(kind, after), few.get(kind))
    ]


def _laid_over(before: Edition, after: Edition) -> Mapping[RecordKind, Collection[str]]:
    """Ids of the offices and provisions that may differ. Empty if all records have to be compared."""
    if after.laid_over is None or after.laid_over[0] != before.key:
        return {}
    offices = after.laid_over[1]
    given = {
        provision_id
        for edition in (before, after)
        for office_id in offices
        for provision_id in edition.provisions_of_office.get(office_id, ())
    }
    return {RecordKind.OFFICE: offices, RecordKind.PROVISION: given}


def _differing(
    kind: RecordKind, before: Records, after: Records, ids: Collection[str] | None
) -> Iterator[bytes]:
    """The lines of the records of one kind that were added, changed or removed.

    `ids` contains all that may differ; None compares all records.
    """
    known = before.keys() | after.keys() if ids is None else ids
    for one in sorted(one for one in known if before.get(one) is not after.get(one)):
        line = public_line(kind, one, after.get(one))
        if line != public_line(kind, one, before.get(one)):
            yield line


def _records(kind: RecordKind, edition: Edition) -> Records:
    """The records of one kind by id. Those without an id are keyed by a digest of their content."""
    found = _RECORDS[kind](edition)
    if isinstance(found, Mapping):
        return found
    return {
        hashlib.sha256(msgspec.json.encode(record, order="sorted")).hexdigest()[:16]: record
        for record in found
    }


_RECORDS: Mapping[RecordKind, Callable[[Edition], Records | Sequence[Any]]] = {
    RecordKind.AMENDMENT: lambda edition: edition.amendments,
    RecordKind.BOUNDARY: lambda edition: edition.boundaries,
    RecordKind.LEGAL_ACT: lambda edition: edition.acts,
    RecordKind.OFFICE: lambda edition: edition.offices,
    RecordKind.ORGANIZATION: lambda edition: edition.organizations,
    RecordKind.PROVISION: lambda edition: edition.provisions,
    RecordKind.PUBLIC_SERVICE: lambda edition: edition.services,
    RecordKind.REPLACED_ID: lambda edition: edition.rekeyed,
    RecordKind.SERVICE_PASSPORT: lambda edition: edition.passports,
    RecordKind.UNIT: lambda edition: edition.units,
    RecordKind.UNIT_CHANGE: lambda edition: edition.changes,
}
_PRIVATE = ("provenance",)
"""Keys of records that are not given to mirrors."""


def _shown(record: Any) -> Any:
    """A record as plain values, without what is not public."""
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
    """The value without empty members; lists of coordinates stay as they are."""
    if isinstance(value, dict):
        return {
            name: _filled(part)
            for name, part in value.items()
            if part is not None and part != [] and part != {} and part != ()
        }
    if isinstance(value, list):
        return [_filled(part) for part in value]
    return value
