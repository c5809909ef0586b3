"""Bodies that a paragraph of an act names with their address, where no annex lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from loaders.printed import OfficeRecord
from loaders.seeds.citations import parse_citation
from loaders.seeds.files import join_values
from loaders.seeds.folder import TableKey
from loaders.seeds.lookup_files import read_seed_lookup
from loaders.seeds.rows import EntryRow
from model.lookup_offices import NamedBodies, NamedBody


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
    return tuple(map(_body, read_seed_lookup(path, NamedBodies).bodies))


def _body(entry: NamedBody) -> Body:
    record = OfficeRecord(
        act=entry.act,
        line=entry.line,
        standard=entry.standard,
        annex=None,
        kind=entry.kind.value,
        category=entry.category,
        name=entry.name,
        region=entry.region,
        locality=entry.locality,
        street=entry.street,
        house=entry.house,
        postcode=entry.postcode,
        address=entry.address,
        phones=entry.phones,
        emails=entry.emails,
        websites=entry.websites,
    )
    return Body(record, entry.nationwide, entry.posts)
