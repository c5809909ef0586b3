"""How many rows of one list are joined to rows of another, and why the others are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from loaders.checks.twin_search import Traces, TwinSearch
from loaders.offices.review import Doubt
from loaders.seeds.citations import CitationToken, format_citation, parse_citation
from loaders.seeds.folder import Seeds, TableKey
from loaders.seeds.rows import OfficeRow, RecordRow


@dataclass(frozen=True, slots=True)
class JoinTarget:
    """Rows of the tables `rows` should be of one office with a row of the tables `to` (citations of tables).

    `reasons` gives for single rows, by citation, why they have no such row in the tables `to`.
    """

    name: str
    rows: tuple[str, ...]
    to: tuple[str, ...]
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unjoined:
    """A row whose office has no row in the other tables, with the reason and a search for it."""

    row: str
    office: str
    name: str
    reason: str
    traces: Traces


@dataclass(frozen=True, slots=True)
class Joined:
    """The result of a target: the number of joined rows, of all rows, and each row that is not joined."""

    name: str
    joined: int
    rows: int
    unjoined: tuple[Unjoined, ...]

    @property
    def with_traces(self) -> int:
        """The number of rows not joined although the other list prints their telephone, postcode or name."""
        return sum(one.traces.is_overlooked for one in self.unjoined)


def measure_joins(seeds: Seeds, doubts: Sequence[Doubt], targets: Iterable[JoinTarget]) -> tuple[Joined, ...]:
    """Measure every target on the records of seeds."""
    directory = _Directory(seeds, doubts)
    return tuple(directory.measure(target) for target in targets)


class _Directory:
    def __init__(self, seeds: Seeds, doubts: Sequence[Doubt]) -> None:
        self.seeds = seeds
        self.records = seeds.records
        self.offices = {office.id: office for office in seeds.offices}
        self.tables: dict[str, set[TableKey]] = defaultdict(set)
        self.in_territory: dict[str, list[OfficeRow]] = defaultdict(list)
        self.doubts = {token: doubt for doubt in doubts for token in (doubt.row, doubt.other)}
        for key, rows in seeds.records.items():
            for row in rows:
                self.tables[row.office].add(key)
        for office in seeds.offices:
            self.in_territory[office.territory].append(office)

    def measure(self, target: JoinTarget) -> Joined:
        """The result of one target."""
        own, to = set(map(_key, target.rows)), set(map(_key, target.to))
        rows = [(key, row) for key in sorted(own) for row in self.records.get(key, ())]
        lone = [(key, row) for key, row in rows if not self.tables[row.office] & to]
        search = TwinSearch(self.seeds, to)
        unjoined = tuple(self._unjoined(key, row, target, to, search) for key, row in lone)
        return Joined(target.name, len(rows) - len(lone), len(rows), unjoined)

    def _unjoined(
        self, key: TableKey, row: RecordRow, target: JoinTarget, to: set[TableKey], search: TwinSearch
    ) -> Unjoined:
        token = format_citation(CitationToken(key.act, key.standard, key.annex, row.line))
        reason = target.reasons.get(token) or self._reason(token, row, to)
        return Unjoined(token, row.office, row.name, reason, search.traces(row))

    def _reason(self, token: str, row: RecordRow, to: set[TableKey]) -> str:
        """Why a row is not joined: a doubtful pair, other contacts, or no row for its territory."""
        doubt = self.doubts.get(token)
        if doubt is not None:
            other = doubt.other if doubt.row == token else doubt.row
            return f"{doubt.score} points of evidence for {other}, a person should decide"
        office = self.offices[row.office]
        near = [
            other.id
            for other in self.in_territory[office.territory]
            if other.id != office.id and other.category == office.category and self.tables[other.id] & to
        ]
        if near:
            return f"no phone, postcode or address in common with {', '.join(sorted(near)[:3])}"
        return f"the other list has no row for {office.territory or 'its territory'}"


def _key(table: str) -> TableKey:
    cited = parse_citation(table)
    return TableKey(cited.act, cited.standard, cited.annex)
