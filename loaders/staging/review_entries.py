"""The review of a staged act as entries of a job's result: what begins, changes and ends, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from loaders.offices.review import Doubt
from loaders.problems import Problem
from loaders.seeds.citations import cited, parse_citation
from loaders.staging.staged import BLOCKED
from loaders.staging.staged_review import ChangedField, Compared
from model.act_results import (
    ChangeEntry,
    DoubtEntry,
    DoubtRow,
    Effect,
    Entries,
    NoticeEntry,
    NoticeKind,
    ProblemEntry,
    ResultSection,
    Subject,
    TotalEntry,
    UnreadEntry,
)
from model.edition import Citation, Edition, Name, Office, Provision, Unit
from model.enums import Language, Level

_COARSE = frozenset({Level.REGION, Level.DISTRICT})
"""The unit levels for which changes are counted."""


def review_entries(compared: Compared) -> Entries:
    """All entries of the review by section."""
    review = compared.review
    changes = [*_begun(compared), *_changed(compared), *_ended(compared)]
    return {
        ResultSection.CHANGES: changes,
        ResultSection.TOTALS: _totals(changes),
        ResultSection.PROBLEMS: problem_entries(review.manifest.problems),
        ResultSection.DOUBTS: [_doubt(compared.new, doubt) for doubt in review.doubts],
        ResultSection.UNREAD: [
            UnreadEntry(source=one.row, cell=one.piece.cell, text=one.piece.text, reason=one.piece.reason)
            for one in review.unread
        ],
        ResultSection.NOTICES: list(_notices(compared)),
    }


def problem_entries(problems: Iterable[Problem]) -> list[ProblemEntry]:
    """Problems of a staging as entries; `is_blocked` tells those that keep a part of the act out."""
    return [
        ProblemEntry(kind=one.kind, where=one.where, text=one.text, is_blocked=one.kind in BLOCKED)
        for one in problems
    ]


def _begun(compared: Compared) -> Iterator[ChangeEntry]:
    """New units, offices and provisions."""
    review, new = compared.review, compared.new
    for unit in review.new_units:
        yield _of_unit(new, unit)
    for offices, is_by_act in ((review.new_offices, True), (review.other_new_offices, False)):
        for office in offices:
            yield _of_office(new, office, Effect.BEGINS, is_by_act=is_by_act)
    known = compared.published.provisions
    for provision in new.provisions.values():
        if provision.id not in known:
            is_by_act = any(one.act_id == review.manifest.act for one in provision.basis)
            yield _of_provision(new, provision, Effect.BEGINS, is_by_act=is_by_act)


def _changed(compared: Compared) -> Iterator[ChangeEntry]:
    """Fields of offices that change, those changed by the act first."""
    review = compared.review
    for fields, is_by_act in ((review.changed, True), (review.other_changes, False)):
        for field in fields:
            yield _of_field(compared.new, field, is_by_act=is_by_act)


def _ended(compared: Compared) -> Iterator[ChangeEntry]:
    """Provisions with another last day or without a successor, and offices that are gone."""
    published, new = compared.published, compared.new
    for provision in compared.review.ended:
        yield _of_provision(new, provision, Effect.ENDS)
    for gone in published.provisions.keys() - new.provisions.keys():
        yield _of_provision(published, published.provisions[gone], Effect.ENDS)
    for gone in published.offices.keys() - new.offices.keys():
        if new.rekeyed.get(gone) is None:
            yield _of_office(published, published.offices[gone], Effect.ENDS)


def _of_unit(edition: Edition, unit: Unit) -> ChangeEntry:
    territory, name = _territory(edition, unit.parent_id)
    return ChangeEntry(
        effect=Effect.BEGINS,
        subject=Subject.UNIT,
        id=unit.id,
        name=_named(unit.names),
        territory_id=territory,
        territory_name=name,
        after_source=_source(unit.citations),
    )


def _of_office(edition: Edition, office: Office, effect: Effect, *, is_by_act: bool = True) -> ChangeEntry:
    territory, name = _territory(edition, office.territory_id or office.located_in)
    source = _source(office.citations)
    return ChangeEntry(
        effect=effect,
        subject=Subject.OFFICE,
        id=office.id,
        name=_named(office.names),
        territory_id=territory,
        territory_name=name,
        before_source=source if effect is Effect.ENDS else None,
        after_source=source if effect is Effect.BEGINS else None,
        is_by_act=is_by_act,
    )


def _of_provision(
    edition: Edition, provision: Provision, effect: Effect, *, is_by_act: bool = True
) -> ChangeEntry:
    """A provision as an entry, with the district or region of its first unit; none if it is nationwide."""
    office = edition.offices.get(provision.office_id)
    of_office = None if office is None else office.territory_id or office.located_in
    unit = next(iter(provision.unit_ids), of_office)
    territory, name = (None, "") if provision.is_nationwide else _territory(edition, unit)
    until = provision.validity.until
    source = _source(provision.basis)
    return ChangeEntry(
        effect=effect,
        subject=Subject.PROVISION,
        id=provision.id,
        name=_named(office.names) if office is not None else "",
        territory_id=territory,
        territory_name=name,
        service_id=provision.service_id,
        before_source=source if effect is Effect.ENDS else None,
        after_source=source if effect is Effect.BEGINS else None,
        until=until.isoformat() if effect is Effect.ENDS and until is not None else None,
        is_by_act=is_by_act,
    )


def _of_field(edition: Edition, changed: ChangedField, *, is_by_act: bool) -> ChangeEntry:
    """A changed field of an office as an entry."""
    office = edition.offices[changed.office_id]
    territory, name = _territory(edition, office.territory_id or office.located_in)
    return ChangeEntry(
        effect=Effect.CHANGES,
        subject=Subject.OFFICE,
        id=office.id,
        name=_named(office.names),
        territory_id=territory,
        territory_name=name,
        field=changed.field,
        before=changed.before or None,
        before_source=None if changed.before_cited is None else cited(changed.before_cited),
        after=changed.after or None,
        after_source=None if changed.after_cited is None else cited(changed.after_cited),
        is_by_act=is_by_act,
    )


def _totals(changes: Iterable[ChangeEntry]) -> list[TotalEntry]:
    """The numbers of changes by territory and service, in the order of ids."""
    counts: Counter[tuple[str, str, Effect]] = Counter()
    names: dict[str, str] = {}
    for one in changes:
        key = one.territory_id or "", one.service_id or ""
        counts[*key, one.effect] += 1
        names[key[0]] = one.territory_name
    return [
        TotalEntry(
            territory_id=territory or None,
            territory_name=names[territory],
            service_id=service or None,
            begins=counts[territory, service, Effect.BEGINS],
            changes=counts[territory, service, Effect.CHANGES],
            ends=counts[territory, service, Effect.ENDS],
        )
        for territory, service in sorted({key[:2] for key in counts})
    ]


def _doubt(edition: Edition, doubt: Doubt) -> DoubtEntry:
    return DoubtEntry(
        row=_row(edition, doubt.row, doubt.name),
        other=_row(edition, doubt.other, doubt.other_name),
        reasons=tuple(doubt.reasons.split("|")) if doubt.reasons else (),
    )


def _row(edition: Edition, token: str, name: str) -> DoubtRow:
    """A row of a doubtful pair; cells with names of persons are masked.

    Without cells if the edition does not have the row.
    """
    place = parse_citation(token)
    annex = None if place.annex is None else str(place.annex)
    citation = Citation(
        act_id=place.act, language=Language.RU, standard=place.standard, annex=annex, line=place.line
    )
    printed = edition.printed.row_of(citation)
    if printed is None:
        return DoubtRow(source=token, name=name)
    (row,) = printed.table.rows(printed.place, printed.place + 1)
    return DoubtRow(source=token, name=name, columns=tuple(printed.table.columns), cells=tuple(row.cells))


def _notices(compared: Compared) -> Iterator[NoticeEntry]:
    """New services, corrections opened again, contradictions, offices not named, ids replaced or orphaned."""
    review = compared.review
    for draft in review.manifest.drafts:
        text = draft.title if draft.id else f"{draft.title}: it has no id yet and is left out"
        yield NoticeEntry(NoticeKind.DRAFT_SERVICE, draft.id or "", text)
    for one in review.reopened:
        text = f"{one.field}: {one.corrected} by version {one.version}; {one.printed} ({cited(one.cited)})"
        yield NoticeEntry(NoticeKind.CORRECTION_REOPENED, one.office_id, text)
    for found in review.contradictions:
        sides = "; ".join(f"{side.value} ({cited(side.citation)})" for side in found.values)
        yield NoticeEntry(NoticeKind.CONTRADICTION, found.id, sides)
    for office in review.unnamed:
        yield NoticeEntry(NoticeKind.NO_LONGER_NAMED, office.id, _named(office.names))
    for old, replaced_by in review.rekeyed:
        yield NoticeEntry(NoticeKind.ID_REPLACED, old, replaced_by)
    for orphan in review.orphaned:
        text = "people changed this office, and the act removes it: the act cannot be published like this"
        yield NoticeEntry(NoticeKind.CHANGE_WITHOUT_OFFICE, orphan, text)


def _territory(edition: Edition, unit_id: str | None) -> tuple[str | None, str]:
    """The id and name of the district, else region, that contains a unit; None and "" if there is none."""
    unit = _known(edition.units, unit_id)
    while unit is not None and unit.level not in _COARSE:
        unit = _known(edition.units, unit.parent_id)
    return (None, "") if unit is None else (unit.id, _named(unit.names))


def _known(units: Mapping[str, Unit], unit_id: str | None) -> Unit | None:
    return None if unit_id is None else units.get(unit_id)


def _named(names: Sequence[Name]) -> str:
    """The Russian name, as in `kense review`, else the first name; empty without a name."""
    russian = next((name.value for name in names if name.language is Language.RU), None)
    return russian or (names[0].value if names else "")


def _source(citations: Sequence[Citation]) -> str | None:
    return cited(citations[0]) if citations else None
