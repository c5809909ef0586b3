"""Joins records into offices: rows that prove to be printings of one office, with the reasons.

The printings of one table repeat the same offices, other acts name them in another language. Tables are
taken one after another, the fullest act first; inside one table a row is matched to at most one known
office, best evidence first, so that two rows of one list stay two offices. A pair with some evidence but
too little is listed, not joined; a person's decision (`loaders.offices.review`) overrules the points.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from geo.names.toponyms import mild_key
from loaders.offices.join_evidence import DOUBT, JOIN, Dossier, Placed, compare, is_vague, keys_of
from loaders.offices.minting import mint
from loaders.offices.review import Decisions, Doubt
from loaders.printed import OfficeRecord
from loaders.problems import Problem
from loaders.seeds.rows import OfficeRow, RekeyedRow
from model.enums import Level

DECIDED = 1000
"""Points of a pair that a person decided or from which an id was minted."""


@dataclass(frozen=True, slots=True)
class Join:
    """A row joined to an office that earlier rows made, with points and reasons."""

    row: str
    office: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficesBuilt:
    """The directory: the offices, the office of each row, the joins, the doubtful pairs and the problems."""

    offices: tuple[OfficeRow, ...]
    office_of: Mapping[str, str]
    """Citation of a row to the id of its office."""
    joins: tuple[Join, ...]
    doubts: tuple[Doubt, ...]
    rekeyed: tuple[RekeyedRow, ...]
    problems: tuple[Problem, ...]


def reconcile(
    rows: Sequence[Placed],
    known: Iterable[OfficeRow],
    decisions: Decisions,
    retired: Iterable[str] = (),
    settled: Mapping[str, str] | None = None,
) -> OfficesBuilt:
    """The offices in `rows`; ids of `known` offices are kept, `retired` ids never reused.

    A known office is found by the row from which its id was made (`OfficeRow.key`); an office whose row is
    missing stays unchanged and is a problem. `settled` maps citations of rows to the offices they were joined
    to before: these rows are not matched again, but others are matched with them.
    """
    kept = {office.key: office for office in known}
    matching = _Matching(kept, decisions)
    ordered, before = sorted(rows, key=_Order(rows)), settled or {}
    matching.settle((row for row in ordered if row.token in before), before)
    others = (row for row in ordered if row.token not in before)
    for _, printing in groupby(others, key=lambda row: (row.table, row.family)):
        matching.take(list(printing))
    offices, rekeyed = mint(matching.dossiers, kept, retired)
    office_of = {row.token: dossier.office_id for dossier in matching.dossiers for row in dossier.rows}
    joins = tuple(
        Join(token, office_of[token], score, reasons)
        for token, (score, reasons) in sorted(matching.reasons.items())
    )
    doubts = tuple(
        sorted(doubt for doubt in matching.doubts if decisions.verdict(doubt.row, doubt.other) is None)
    )
    return OfficesBuilt(
        offices=tuple(sorted(offices, key=lambda office: office.id)),
        office_of=office_of,
        joins=joins,
        doubts=doubts,
        rekeyed=tuple(rekeyed),
        problems=tuple(sorted(matching.problems + _lost(kept, office_of))),
    )


def _lost(kept: Mapping[str, OfficeRow], office_of: Mapping[str, str]) -> list[Problem]:
    """A problem for each known office whose key row is missing."""
    return [
        Problem("lost row", key, f"the row that {office.id} was minted from is no longer read")
        for key, office in kept.items()
        if key not in office_of
    ]


class _Order:
    """Sort key of rows: the fullest act first, paragraphs before tables, then table, family and line."""

    def __init__(self, rows: Sequence[Placed]) -> None:
        self._sizes = Counter(row.act for row in rows)

    def __call__(self, row: Placed) -> tuple[int, bool, tuple[str, int, int], str, int]:
        in_table = row.record.annex is not None
        return -self._sizes[row.act], in_table, row.table, row.family, row.record.line


@dataclass(frozen=True, slots=True)
class _Pair:
    score: int
    row: Placed
    office: Dossier
    reasons: tuple[str, ...]


class _Matching:
    """The offices so far, and the matching of the rows of one more table and family with them."""

    def __init__(self, kept: Mapping[str, OfficeRow], decisions: Decisions) -> None:
        self.dossiers: list[Dossier] = []
        self.reasons: dict[str, tuple[int, tuple[str, ...]]] = {}
        self.doubts: list[Doubt] = []
        self.problems: list[Problem] = []
        self._kept = kept
        self._decisions = decisions
        self._index: dict[tuple[str, str, str], list[Dossier]] = defaultdict(list)
        self._of_token: dict[str, Dossier] = {}

    def settle(self, rows: Iterable[Placed], office_of: Mapping[str, str]) -> None:
        """Assign rows to the offices to which they were joined before."""
        offices: dict[str, Dossier] = {}
        for row in rows:
            self._add(row, offices.get(office_of[row.token]))
            offices.setdefault(office_of[row.token], self._of_token[row.token])

    def take(self, printing: list[Placed]) -> None:
        """Match the rows of one table and family with offices.

        Decided pairs come first, then those with most points; other rows make new offices. Doubtful pairs are
        added.
        """
        pairs = sorted(
            (pair for pair in self._pairs(printing) if pair.score >= DOUBT),
            key=lambda pair: (-pair.score, pair.row.record.line, pair.office.rows[0].token),
        )
        taken: dict[int, Placed] = {}
        placed: dict[int, Dossier] = {}
        for pair in pairs:
            row_id, office_id = id(pair.row), id(pair.office)
            if pair.score < JOIN or row_id in placed:
                continue
            if office_id in taken and not self._is_repeat(pair, taken[office_id]):
                continue
            self._report_tie(pair, pairs, placed, taken)
            taken[office_id] = pair.row
            placed[row_id] = pair.office
            self.reasons[pair.row.token] = (pair.score, pair.reasons)
        seen: dict[str, list[Placed]] = defaultdict(list)
        for row in printing:
            before = seen[row.home]
            office = placed.get(id(row)) or self._decided(row) or self._printed_twice(row, before)
            self._add(row, office)
            placed[id(row)] = self._of_token[row.token]
            before.append(row)
        self._list_doubts(pairs, placed)

    def _pairs(self, printing: list[Placed]) -> Iterable[_Pair]:
        """Each row with each office that shares a key with it, with points."""
        in_printing = Counter(row.territory for row in printing if row.territory)
        for row in printing:
            for office in self._candidates(row):
                is_alone = (
                    row.territory is not None
                    and not is_vague(row, office)
                    and in_printing[row.territory] == 1
                    and self._rivals(row, row.territory) == 1
                )
                yield self._judged(row, office, *compare(row, office, is_alone))

    def _rivals(self, row: Placed, territory: str) -> int:
        """The number of offices of the territory that may be the row's office."""
        return sum(not is_vague(row, office) for office in self._index[row.family, "home", territory])

    def _judged(self, row: Placed, office: Dossier, score: int, reasons: tuple[str, ...]) -> _Pair:
        """The pair with its points; a person's decision replaces them by DECIDED or 0."""
        verdicts = {self._decisions.verdict(row.token, other.token) for other in office.rows}
        if True in verdicts:
            return _Pair(DECIDED, row, office, ("decided by a person",))
        return _Pair(0 if False in verdicts else score, row, office, reasons)

    def _candidates(self, row: Placed) -> list[Dossier]:
        """The offices that share a key with a row or that a decision names."""
        dossiers: dict[int, Dossier] = {}
        for kind, value in keys_of(row):
            for office in self._index[row.family, kind, value]:
                dossiers[id(office)] = office
        for token in self._decisions.partners(row.token):
            if token in self._of_token:
                dossiers[id(self._of_token[token])] = self._of_token[token]
        return list(dossiers.values())

    def _is_repeat(self, pair: _Pair, first: Placed) -> bool:
        """Whether a table prints one office in two rows, or a person decided so."""
        if pair.score == DECIDED:
            return True
        return _is_same_print(pair.row, first)

    def _decided(self, row: Placed) -> Dossier | None:
        """The office that a person's decision gives to a row, also within one table.

        None without a decision.
        """
        for token in self._decisions.partners(row.token):
            if self._decisions.verdict(row.token, token) and token in self._of_token:
                self.reasons[row.token] = (DECIDED, ("decided by a person",))
                return self._of_token[token]
        return None

    def _printed_twice(self, row: Placed, before: list[Placed]) -> Dossier | None:
        """The office of an earlier row that prints the same; it becomes a problem.

        None without such a row.
        """
        for other in before:
            if _is_same_print(row, other):
                self.problems.append(Problem("printed twice", row.token, f"the same office as {other.token}"))
                self.reasons[row.token] = (JOIN, ("printed twice in one table",))
                return self._of_token[other.token]
        return None

    def _report_tie(
        self, pair: _Pair, pairs: list[_Pair], placed: Mapping[int, Dossier], taken: Mapping[int, Placed]
    ) -> None:
        # The pairs are sorted: an equal rival of the same row is adjacent; the earlier row of the list wins.
        """Add a doubt for another free office with the same points for the row."""
        for rival in pairs:
            if rival.score < pair.score:
                return
            is_free = id(rival.office) not in taken and id(rival.row) not in placed
            if (
                rival.score == pair.score < DECIDED
                and rival.row is pair.row
                and rival is not pair
                and is_free
            ):
                self.doubts.append(
                    Doubt.of(pair.row, rival.office.rows[0], rival.score, (*rival.reasons, "tie"))
                )

    def _list_doubts(self, pairs: list[_Pair], placed: Mapping[int, Dossier]) -> None:
        """Add a doubt for each pair with some points whose row made a new office."""
        for pair in pairs:
            is_other = placed[id(pair.row)] is not pair.office
            is_new = placed[id(pair.row)].rows[0] is pair.row
            if is_other and is_new and pair.score < DECIDED:
                self.doubts.append(Doubt.of(pair.row, pair.office.rows[0], pair.score, pair.reasons))

    def _add(self, row: Placed, office: Dossier | None) -> None:
        """Add a row to an office, or to a new office for None."""
        if office is None:
            office = Dossier(row.family)
            self.dossiers.append(office)
        office.add(row)
        self._of_token[row.token] = office
        for kind, value in office.clues():
            offices = self._index[row.family, kind, value]
            if not any(known is office for known in offices):
                offices.append(office)


def _is_same_print(row: Placed, other: Placed) -> bool:
    """Whether two rows of one table print one office.

    They have the same place and name, and a telephone, village or address in common. Two rows of one akim
    with a telephone or a settlement each are two of his offices (act 1119-1/2: lines 12719, 12792 and 12848),
    each for the villages of its row.
    """
    record, twin = row.record, other.record
    if row.home != other.home:
        return False
    if row.level is Level.RURAL_OKRUG and row.family == "okrug_akimat":
        return _is_one_desk(record, twin)
    if row.name_key != other.name_key:
        return False
    if not set(record.phones).isdisjoint(twin.phones) or not row.villages.isdisjoint(other.villages):
        return True
    if row.address_key and row.address_key == other.address_key:
        return True
    # Two rows with different phones may be two offices; where one prints none, the postcode decides.
    is_silent = not (record.phones and twin.phones)
    return is_silent and record.postcode is not None and record.postcode == twin.postcode


def _is_one_desk(record: OfficeRecord, twin: OfficeRecord) -> bool:
    """Whether two rows of one akim print one settlement and a common telephone.

    The names may differ, and a missing value contradicts nothing (lines 14007 and 14055).
    """
    seats = [mild_key(each.locality) for each in (record, twin) if each.locality]
    is_one_place = len(set(seats)) < 2
    calls_alike = not set(record.phones).isdisjoint(twin.phones) or not (record.phones and twin.phones)
    return is_one_place and calls_alike
