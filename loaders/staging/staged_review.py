"""The differences that a staged act would make: its candidate edition compared with the published one.

An office that the new act does not name stays, and is listed for a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select

from geo.contradictions.contradictions import Contradiction, contradictions
from loaders.directory.seeded import cite
from loaders.loading.reopening import questioned
from loaders.offices.review import DOUBTS_FILE, Doubt
from loaders.printed import Unread
from loaders.seeds.files import read_rows
from loaders.seeds.folder import Seeds, read_seeds
from loaders.seeds.record_rows import office_record
from loaders.staging.candidate import candidate_edition
from loaders.staging.kept_candidate import find_candidate, note_candidate
from loaders.staging.staged import Manifest, staged_seeds
from model.edition import Citation, Edition, Office, Provision, Unit
from store.reading.edition_file import EditionFile
from store.reading.kept_edition import load_kept_edition
from store.tables import tables
from store.tables.engine import reading

_IDENTITY = ("category", "territory_id", "located_in", "parent_id")


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A field of an office with different values in the two editions.

    A value without citation is empty, derived, or set by a person.
    """

    office_id: str
    field: str
    before: str
    before_cited: Citation | None
    after: str
    after_cited: Citation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenedCorrection:
    """The new act prints another value for a field that a person changed: a person must decide again.

    `correction` is the number of the correction, None if a person changed the office directly.
    """

    correction: int | None
    office_id: str
    field: str
    corrected: str
    version: int
    printed: str
    cited: Citation


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A part of a cell of the new act that no rule understood, with the citation of its row."""

    row: str
    piece: Unread


@dataclass(frozen=True, slots=True)
class StagedReview:
    """Everything that a person should see before `kense activate`.

    `new_units`, `new_offices`, `changed` and `contradictions` come from the new act. `other_*` come from
    newer rules of the program, which join the same rows differently than when the published seeds were made;
    `kense reconcile` alone would show them. `unnamed` are offices of the same class and territory that the
    act no longer names. `orphaned` are ids with people's changes that would have no office; an activation
    fails if there are any.
    """

    manifest: Manifest
    published: int
    new_units: tuple[Unit, ...]
    new_offices: tuple[Office, ...]
    changed: tuple[ChangedField, ...]
    other_changes: tuple[ChangedField, ...]
    other_new_offices: tuple[Office, ...]
    rekeyed: tuple[tuple[str, str], ...]
    new_provisions: int
    contradictions: tuple[Contradiction, ...]
    unnamed: tuple[Office, ...]
    ended: tuple[Provision, ...]
    """Provisions whose last day differs from the published one, such as those of a deleted row."""
    reopened: tuple[ReopenedCorrection, ...]
    doubts: tuple[Doubt, ...]
    unread: tuple[UnreadCell, ...]
    orphaned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A review and the two editions that it compares."""

    review: StagedReview
    published: Edition
    new: Edition


def review_staged(
    engine: Engine, act: str, kept: EditionFile | None = None, home: Path | None = None
) -> StagedReview:
    """Compare a staged act with the published edition; writes nothing to the store.

    `kept` is the edition file of the store, `home` the folder with cached candidates. Raises StagingError and
    StoreError.
    """
    return compare_staged(engine, act, kept, home).review


def compare_staged(
    engine: Engine, act: str, kept: EditionFile | None = None, home: Path | None = None
) -> Compared:
    """The comparison of `review_staged` together with both editions.

    `kept` is the edition file of the store; in `home` the candidate edition is cached.
    """
    with staged_seeds(engine, act) as (manifest, folder):
        seeds, doubts = read_seeds(folder), tuple(read_rows(folder / DOUBTS_FILE, Doubt))
    published = load_kept_edition(engine, kept)
    candidate = find_candidate(engine, home, manifest, published.key)
    if candidate is None:
        candidate = candidate_edition(engine, seeds)
        note_candidate(engine, home, manifest, published.key, candidate)
    new = candidate.edition
    changes = tuple(_changed_fields(published, new))
    offices = tuple(office for office in new.offices.values() if office.id not in published.offices)
    units = (unit for unit in new.units.values() if unit.id not in published.units)
    review = StagedReview(
        manifest=manifest,
        published=published.number,
        new_units=tuple(unit for unit in units if _cites(act, unit.citations)),
        new_offices=tuple(office for office in offices if _cites(act, office.citations)),
        changed=tuple(one for one in changes if _is_of(act, one.after_cited)),
        other_changes=tuple(one for one in changes if not _is_of(act, one.after_cited)),
        other_new_offices=tuple(office for office in offices if not _cites(act, office.citations)),
        rekeyed=tuple(sorted((o, n) for o, n in new.rekeyed.items() if o not in published.rekeyed)),
        new_provisions=sum(_cites(act, provision.basis) for provision in new.provisions.values()),
        contradictions=_new_contradictions(act, published, new),
        unnamed=tuple(_unnamed(act, published, new)),
        ended=tuple(_ended(published, new)),
        reopened=tuple(_reopened(engine, act, new, seeds)),
        doubts=tuple(one for one in doubts if act in (one.row.split("/")[0], one.other.split("/")[0])),
        unread=tuple(_unread(seeds, act)),
        orphaned=candidate.orphaned,
    )
    return Compared(review, published, new)


def _is_of(act: str, citation: Citation | None) -> bool:
    return citation is not None and citation.act_id == act


def _cites(act: str, citations: Iterable[Citation]) -> bool:
    return any(citation.act_id == act for citation in citations)


def _shown(office: Office) -> dict[str, tuple[str, Citation | None]]:
    """By field: the shown value and the row from which it was read, None if no row is known."""
    shown: dict[str, tuple[str, Citation | None]] = {}
    for one in office.provenance:
        if one.wins:
            shown.setdefault(one.field, (one.value, one.citation))
    for field in _IDENTITY:
        shown[field] = (getattr(office, field) or "", None)
    return shown


def _changed_fields(published: Edition, new: Edition) -> Iterable[ChangedField]:
    """The fields with different values, of offices in both editions."""
    for office_id in sorted(published.offices.keys() & new.offices.keys()):
        before, after = _shown(published.offices[office_id]), _shown(new.offices[office_id])
        for field in sorted(before.keys() | after.keys()):
            old, new_value = before.get(field, ("", None)), after.get(field, ("", None))
            if old[0] != new_value[0]:
                yield ChangedField(office_id, field, *old, *new_value)


def _new_contradictions(act: str, published: Edition, new: Edition) -> tuple[Contradiction, ...]:
    """Contradictions with a value of the act that the published edition does not have."""
    of_act = [one for one in contradictions(new) if _cites(act, (side.citation for side in one.values))]
    if not of_act:
        return ()  # reading the published edition as well takes a second
    known = {(one.id, frozenset(side.value for side in one.values)) for one in contradictions(published)}
    return tuple(one for one in of_act if (one.id, frozenset(side.value for side in one.values)) not in known)


def _unnamed(act: str, published: Edition, new: Edition) -> Iterable[Office]:
    """Published offices that a list of the act should name by class and territory, but does not.

    The territory of a list is, region by region, the smallest unit that contains all offices of the class
    that the act names there: a list of one district does not concern the others.
    """
    named = {office.id for office in new.offices.values() if _cites(act, office.citations)}
    scopes: dict[str, set[str]] = defaultdict(set)
    chains: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for office_id in named:
        chain = _chain(new.offices[office_id], new.units)
        if chain:
            chains[new.offices[office_id].category, chain[0]].append(chain)
    for (category, _), of_region in chains.items():
        shared = [units[0] for units in zip(*of_region, strict=False) if len(set(units)) == 1]
        scopes[category].add(shared[-1])
    for office in sorted(published.offices.values(), key=lambda office: office.id):
        inside = scopes.get(office.category, set()) & set(_chain(office, published.units))
        if inside and office.id not in named and new.rekeyed.get(office.id) not in named:
            yield office


def _chain(office: Office, units: Mapping[str, Unit]) -> list[str]:
    """The units from the region down to the office's territory, or to its location if it has no territory."""
    chain: list[str] = []
    unit = units.get(office.territory_id or office.located_in or "")
    while unit is not None:
        chain.append(unit.id)
        unit = units.get(unit.parent_id or "")
    return chain[::-1]


def _ended(published: Edition, new: Edition) -> Iterable[Provision]:
    """Provisions of both editions with different last days."""
    for provision in new.provisions.values():
        before = published.provisions.get(provision.id)
        if before is not None and before.validity.until != provision.validity.until:
            yield provision


def _reopened(engine: Engine, act: str, new: Edition, seeds: Seeds) -> Iterable[ReopenedCorrection]:
    """Values set by persons that a row of the act, or a row that it ends, contradicts."""
    numbers = _correction_numbers(engine)
    ended = {
        (key.act, row.line)
        for key, rows in seeds.entries.items()
        for row in rows
        if row.ended_by.partition("/")[0] == act
    }
    for office in new.offices.values():
        for corrected, printed in questioned(office, {act}, ended):
            if corrected.version is not None and printed.citation is not None:
                yield ReopenedCorrection(
                    correction=numbers.get((office.id, corrected.version)),
                    office_id=office.id,
                    field=corrected.field,
                    corrected=corrected.value,
                    version=corrected.version,
                    printed=printed.value,
                    cited=printed.citation,
                )


def _correction_numbers(engine: Engine) -> dict[tuple[str, int], int]:
    """The number of the accepted correction by office and version."""
    correction, revision = tables.correction, tables.revision
    joined = correction.join(revision, correction.c.revision_id == revision.c.id)
    with reading(engine) as connection:
        found = connection.execute(
            select(correction.c.id, revision.c.office_id, revision.c.version).select_from(joined)
        )
        return {(row.office_id, row.version): row.id for row in found}


def _unread(seeds: Seeds, act: str) -> Iterable[UnreadCell]:
    """The unread parts of cells in the rows of the act."""
    for key in sorted(
        (key for key in seeds.records if key.act == act), key=lambda k: (k.standard or 0, k.annex or 0)
    ):
        for row in seeds.records[key]:
            record = office_record(key, row)
            for piece in record.unread:
                yield UnreadCell(cite(record), piece)
