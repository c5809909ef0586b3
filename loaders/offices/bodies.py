"""Bodies that a paragraph of an act names with their address, where no annex lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from loaders.printed import OfficeRecord
from loaders.seeds.citations import parse_citation
from loaders.seeds.files import BadSeedError, join_values
from loaders.seeds.folder import TableKey
from loaders.seeds.rows import EntryRow
from model.enums import OfficeKind
from model.yaml_files import parse_yaml


@dataclass(frozen=True, slots=True)
class Body:
    """A body as its paragraph names it; `posts` cite the rows or tables that print its officials."""

    record: OfficeRecord
    is_nationwide: bool
    posts: tuple[str, ...]

    @property
    def table(self) -> TableKey:
        """Where the paragraph stands: a table without annex."""
        return TableKey(self.record.act, self.record.standard, None)

    @property
    def entry(self) -> EntryRow:
        """The printed facts as a row: name, address, phones, e-mails, sites."""
        record = self.record
        reached = (*record.phones, *record.emails, *record.websites)
        cells = join_values((record.name, record.address or "", *reached))
        return EntryRow(record.line, "", "", "", "", cells)

    def officials(self, records: Iterable[OfficeRecord]) -> list[OfficeRecord]:
        """The records among these that print officials of the body."""
        cited = [parse_citation(post) for post in self.posts]
        return [
            record
            for record in records
            for post in cited
            if (post.act, post.standard, post.annex) == (record.act, record.standard, record.annex)
            and post.line in (None, record.line)
        ]


def read_bodies(path: Path | Traversable) -> tuple[Body, ...]:
    """The bodies of a file, none where it is not there; raises BadSeedError with the body that is wrong."""
    if not path.is_file():
        return ()
    content = parse_yaml(path.read_text(encoding="utf-8"))
    bodies: list[Body] = []
    for number, entry in enumerate(content["bodies"], 1):
        try:
            bodies.append(_body(entry))
        except (KeyError, ValueError) as error:
            raise BadSeedError(f"{path}: body {number}: {error!r} is missing or wrong") from None
    return tuple(bodies)


def _body(entry: Mapping[str, object]) -> Body:
    record = OfficeRecord(
        act=str(entry["act"]),
        line=int(str(entry["line"])),
        standard=None if entry["standard"] is None else int(str(entry["standard"])),
        annex=None,
        kind=OfficeKind(str(entry["kind"])).value,
        category=str(entry["category"]),
        name=str(entry["name"]),
        region=str(entry["region"]),
        locality=str(entry["locality"]),
        street=str(entry["street"]),
        house=str(entry["house"]),
        postcode=str(entry["postcode"]) if "postcode" in entry else None,
        address=str(entry["address"]),
        phones=tuple(map(str, _list(entry["phones"]))),
        emails=tuple(map(str, _list(entry.get("emails") or ()))),
        websites=tuple(map(str, _list(entry.get("websites") or ()))),
    )
    return Body(record, bool(entry["nationwide"]), tuple(map(str, _list(entry.get("posts") or ()))))


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{value!r} is no list")
    return value
