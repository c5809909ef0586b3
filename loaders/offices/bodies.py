"""Bodies that a paragraph of an act names with their address, where no annex lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from pathlib import Path

from loaders.printed import OfficeRecord
from loaders.seeds.citations import CitationToken, format_citation, parse_citation
from loaders.seeds.files import join_values
from loaders.seeds.folder import TableKey
from loaders.seeds.lookup_files import read_seed_lookup
from loaders.seeds.rows import EntryRow
from model.lookup_offices import NamedBodies, NamedBody


@dataclass(frozen=True, slots=True)
class Body:
    """A body as a paragraph prints it.

    `posts` are citations of other rows or whole tables that print the body or its officials.
    """

    record: OfficeRecord
    is_nationwide: bool
    posts: tuple[str, ...]
    is_named: bool = True
    """Whether the paragraph gives the body a role; otherwise it only prints its contacts."""

    @property
    def table(self) -> TableKey:
        """The table that holds the paragraph's row: that of the standard, without annex."""
        return TableKey(self.record.act, self.record.standard, None)

    @property
    def entry(self) -> EntryRow:
        """The paragraph's facts as a printed row: name, address, phones, e-mails, websites."""
        record = self.record
        reached = (*record.phones, *record.emails, *record.websites)
        cells = join_values((record.name, record.address or "", *reached))
        return EntryRow(record.line, "", "", "", "", cells)

    @property
    def _place(self) -> tuple[str, int | None, int | None, int]:
        return self.record.act, self.record.standard, self.record.annex, self.record.line

    def officials(self, records: Iterable[OfficeRecord]) -> list[OfficeRecord]:
        """The records among these that `posts` cites; the body's own row is left out."""
        cited = [parse_citation(post) for post in self.posts]
        return [
            record
            for record in records
            for post in cited
            if (record.act, record.standard, record.annex, record.line) != self._place
            and (post.act, post.standard, post.annex) == (record.act, record.standard, record.annex)
            and post.line in (None, record.line)
        ]


def read_bodies(path: Path | Traversable) -> tuple[Body, ...]:
    """The bodies of a file; none if the file is missing. Raises BadSeedError by body."""
    if not path.is_file():
        return ()
    return tuple(body for entry in read_seed_lookup(path, NamedBodies).bodies for body in _bodies(entry))


def _bodies(entry: NamedBody) -> Iterator[Body]:
    """The body as its paragraph names it, then once for each other paragraph with its contacts."""
    named = _body(entry)
    yield named
    places = [(entry.standard, entry.line), *((each.standard, each.line) for each in entry.reached)]
    tokens = [format_citation(CitationToken(entry.act, standard, None, line)) for standard, line in places]
    for paragraph in entry.reached:
        record = replace(
            named.record,
            line=paragraph.line,
            standard=paragraph.standard,
            street=None,
            house=None,
            address=None,
            postcode=paragraph.postcode,
            phones=paragraph.phones,
            emails=paragraph.emails,
            websites=paragraph.websites,
        )
        yield Body(record, entry.nationwide, tuple(tokens), is_named=False)


def _body(entry: NamedBody) -> Body:
    """The body of an entry, by its paragraph."""
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
