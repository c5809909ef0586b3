"""The names of all records of an edition, as entries of a word index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from geo.names.word_index import Entry, Subject, WordIndex, entry_of
from geo.units.changed_offices import ChangedOffices
from geo.units.composed_names import names_with_composed
from geo.units.edition_index import Atlas, AtlasStep
from geo.units.importance import importances
from model.edition import Edition, Name, Office, Unit
from model.enums import Language, Level, NameStatus
from model.lookup_facts import Renames
from model.lookup_words import EverydayWords
from model.lookups import lookup

_RUNGS = {Level.RURAL_OKRUG: 0, Level.SETTLEMENT: 1, Level.DISTRICT: 2, Level.REGION: 3}
"""Offices of a district rank before those of its villages."""


def word_index(atlas: Atlas) -> WordIndex:
    """An index of every name of the edition, of any period, and of the everyday names of its records.

    Misprinted names of units are left out.
    """
    return WordIndex([*_entries(atlas), *_everyday(atlas)])


def carried_on(words: WordIndex, step: AtlasStep) -> WordIndex:
    """The index for a later edition in which a few offices changed."""
    offices = step.changed.after.values()
    names = (*_office_entries(step.edition, offices), *_everyday_offices(step.edition, offices))
    return words.replaced(_records(step.changed), names)


def _records(changed: ChangedOffices) -> list[tuple[Subject, str]]:
    return [(Subject.OFFICE, office_id) for office_id in sorted(changed.ids)]


def _entries(atlas: Atlas) -> Iterator[Entry]:
    """An entry for every name, former name and title of the units, services, offices and acts."""
    edition, known = atlas.edition, importances(atlas)
    for unit in edition.units.values():
        yield from (_unit_entry(edition, unit, name, known) for name in unit.names if _is_shown(name))
    for former, slug in atlas.lineage.former_names():
        borne = Name(former.value, former.language, NameStatus.FORMER)
        yield _unit_entry(edition, edition.units[slug], borne, known)
    for row in lookup(Renames).names:
        if row.unit in edition.units:
            borne = Name(row.name, row.language, NameStatus.FORMER)
            yield _unit_entry(edition, edition.units[row.unit], borne, known)
    for service in edition.services.values():
        yield from (entry_of(Subject.SERVICE, service.id, name) for name in service.names)
    yield from _office_entries(edition, edition.offices.values())
    for act in edition.acts.values():
        yield from (entry_of(Subject.ACT, act.id, name) for name in act.titles)
        language = act.languages[0] if act.languages else Language.KK
        yield entry_of(Subject.ACT, act.id, Name(act.number, language))


def _office_entries(edition: Edition, offices: Iterable[Office]) -> Iterator[Entry]:
    for office in offices:
        inside = _chain(edition, office.located_in)
        for name in names_with_composed(edition, office):
            yield entry_of(Subject.OFFICE, office.id, name, office.position, inside, _reach(edition, office))


def _everyday(atlas: Atlas) -> Iterator[Entry]:
    """Everyday names of offices, regions and services that acts name differently."""
    words, edition, known = lookup(EverydayWords), atlas.edition, importances(atlas)
    yield from _everyday_offices(edition, edition.offices.values())
    for slug, called in words.units.items():
        if slug in edition.units:
            unit = edition.units[slug]
            yield from (_unit_entry(edition, unit, name, known, is_borne=False) for name in _variants(called))
    for slug, service in words.services.items():
        if slug in edition.services:
            called = {each: (service.short.of(each), *service.words.get(each, ())) for each in Language}
            yield from (entry_of(Subject.SERVICE, slug, name, is_borne=False) for name in _variants(called))


def _everyday_offices(edition: Edition, offices: Iterable[Office]) -> Iterator[Entry]:
    called = lookup(EverydayWords).categories
    of_category = {code: _variants(words) for code, words in called.items()}
    for office in offices:
        inside = _chain(edition, office.located_in or office.territory_id)
        for name in of_category.get(office.category, ()):
            reach = _reach(edition, office)
            yield entry_of(Subject.OFFICE, office.id, name, office.position, inside, reach, is_borne=False)


def _variants(called: Mapping[Language, Sequence[str]]) -> list[Name]:
    return [
        Name(value, language, NameStatus.VARIANT) for language, values in called.items() for value in values
    ]


def _is_shown(name: Name) -> bool:
    return name.status is not NameStatus.MISPRINT


def _unit_entry(
    edition: Edition, unit: Unit, name: Name, importance: Mapping[str, float], *, is_borne: bool = True
) -> Entry:
    inside = tuple(ancestor.id for ancestor in edition.ancestors(unit.id))
    known = importance[unit.id]
    return entry_of(Subject.UNIT, unit.id, name, unit.position, inside, known, is_borne=is_borne)


def _reach(edition: Edition, office: Office) -> float:
    """The importance of an office among equal hits.

    An office of a district comes before the offices of its villages.
    """
    unit = edition.units.get(office.territory_id or "")
    return float(_RUNGS[unit.level]) if unit else 0.0


def _chain(edition: Edition, unit_id: str | None) -> tuple[str, ...]:
    if unit_id is None:
        return ()
    return unit_id, *(ancestor.id for ancestor in edition.ancestors(unit_id))
