"""Doubtful pairs of rows for a person, and the decisions that `kense reconcile` follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from loaders.offices.join_evidence import Placed
from loaders.seeds.citations import BadCitationError, parse_citation
from loaders.seeds.files import BadSeedError, write_text
from loaders.seeds.lookup_files import read_seed_lookup
from model.errors import UsageError
from model.lookup_offices import Join, Joins

DOUBTS_FILE = "doubts.csv"
"""In the folder of seeds: the pairs that the last `kense reconcile` left open."""


class UndecidableError(UsageError):
    """A decision names a pair without a doubt, or a pair that is decided already, or gives no reason."""


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """A row of `doubts.csv`: two rows, by citation, that may be one office; `reasons` are joined by `|`."""

    row: str
    other: str
    score: str
    name: str
    other_name: str
    reasons: str

    @classmethod
    def of(cls, row: Placed, other: Placed, score: int, reasons: Iterable[str]) -> Doubt:
        """The doubt about two rows, with the points and reasons of their comparison."""
        return cls(row.token, other.token, str(score), row.record.name, other.record.name, "|".join(reasons))


class Decisions:
    """Persons' decisions whether two rows are of one office (`seeds/lookups/joins.yaml`)."""

    def __init__(self, verdicts: Mapping[frozenset[str], bool]) -> None:
        self._verdicts = verdicts
        self._partners: dict[str, list[str]] = defaultdict(list)
        for pair in verdicts:
            left, right = sorted(pair)
            self._partners[left].append(right)
            self._partners[right].append(left)

    def __len__(self) -> int:
        return len(self._verdicts)

    def also(self, pairs: Iterable[tuple[str, str]]) -> Decisions:
        """These decisions, and further pairs of rows of one office.

        A pair that a person decided keeps that decision.
        """
        same = {frozenset(pair): True for pair in pairs}
        return Decisions({**same, **self._verdicts})

    def verdict(self, row: str, other: str) -> bool | None:
        """True if the rows are of one office, False if of two, None if nobody decided."""
        return self._verdicts.get(frozenset((row, other)))

    def partners(self, row: str) -> list[str]:
        """The rows that decisions compare with `row`; empty if there are none."""
        return self._partners.get(row, [])


def read_decisions(path: Path | Traversable) -> Decisions:
    """The decisions of a file; none if the file is missing.

    The file has `joins:`, a list of `{rows: [citation, citation], same: true|false, why: text}`. Raises
    BadSeedError for anything else and for two decisions of one pair that differ.
    """
    if not path.is_file():
        return Decisions({})
    verdicts: dict[frozenset[str], bool] = {}
    for number, join in enumerate(read_seed_lookup(path, Joins).joins or (), 1):
        where = f"{path}: decision {number}"
        pair = _pair(join, where)
        if verdicts.setdefault(pair, join.same) is not join.same:
            raise BadSeedError(f"{where} contradicts an earlier one of {sorted(pair)}")
    return Decisions(verdicts)


def _pair(join: Join, where: str) -> frozenset[str]:
    """The two citations of a decision. Raises BadSeedError if they are equal or not valid."""
    if join.rows[0] == join.rows[1]:
        raise BadSeedError(f"{where}: `rows` names two different rows")
    try:
        for row in join.rows:
            parse_citation(row)
    except BadCitationError as error:
        raise BadSeedError(f"{where}: {error}") from None
    return frozenset(join.rows)


def decide(path: Path, doubts: Iterable[Doubt], rows: tuple[str, str], same: bool, why: str) -> None:
    """Append one decision to a file of decisions; the rest of the file, comments included, is kept.

    Only a pair in `doubts` that is not decided can be decided, so that a typing error in a citation does not
    join unrelated rows. Raises UndecidableError for another pair or an empty reason, and BadSeedError for a
    file that cannot be read.
    """
    if not why.strip():
        raise UndecidableError("say why: --why TEXT, for those who read the decision later")
    row, other = rows
    if read_decisions(path).verdict(row, other) is not None:
        raise UndecidableError(f"{row} and {other} are decided already in {path}")
    if frozenset(rows) not in {frozenset((doubt.row, doubt.other)) for doubt in doubts}:
        raise UndecidableError(f"{row} and {other} are not a doubtful pair: `kense review` lists them")
    reason = yaml.safe_dump(" ".join(why.split()), allow_unicode=True, width=10_000).splitlines()[0]
    entry = f"  - rows: [{row}, {other}]\n    same: {str(same).lower()}\n    why: {reason}\n"
    kept = path.read_text(encoding="utf-8") if path.is_file() else "joins:\n"
    write_text(path, kept.rstrip("\n") + "\n" + entry)
