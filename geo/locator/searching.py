"""Search that understands places: combines the word index with the locator.

Unfinished words, offices, services and acts are found by their words. A text that names a place with its
surroundings is read as officeFor and locate read it, so that all three put the same place first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from geo.earth.point import Point
from geo.locator.candidates import LocateQuery
from geo.locator.finder import Hit
from geo.locator.locator import Locator
from geo.locator.understanding import Understood
from geo.names.fuzzy_search import Match, NameHit, NameSearch
from geo.names.ladder import Stage
from geo.names.latin_words import with_type_words
from geo.names.word_index import Subject
from model.enums import Language

_SEVERAL_WORDS = re.compile(r"[\W\d]")
_CERTAIN, _PROPOSED, _AMONG = 0.95, 0.6, 0.94
"""Scores of a place that is certain, of a proposed one, and of one of several namesakes."""
_MATCH: Mapping[Stage, Match] = {
    Stage.CODE: Match.EXACT,
    Stage.POSTCODE: Match.EXACT,
    Stage.EXACT: Match.EXACT,
    Stage.TIGHT: Match.EXACT,
    Stage.MILD: Match.TRANSLITERATED,
    Stage.WORDED: Match.TRANSLITERATED,
    Stage.RENAMED: Match.FORMER_NAME,
}


def find_named(
    search: NameSearch,
    locator: Locator,
    text: str,
    *,
    autocomplete: bool = True,
    languages: Iterable[Language] = (),
    most: int | None = None,
    near: Point | None = None,
) -> list[NameHit]:
    """The best name of each record that the text may mean, unsorted.

    `most` limits the hits of the word index to the first ones by `ranked`, those nearer to `near` first among
    equals. Hits of the locator come in addition. With `autocomplete` the words may be unfinished; empty
    `languages` means all.
    """
    scored = search.scored(with_type_words(text), autocomplete=autocomplete, languages=languages)
    # The beginning of one word does not name a place yet: the word index alone answers it.
    asks = not scored.best or _SEVERAL_WORDS.search(text) is not None or locator.is_name(text)
    read = locator.understood(LocateQuery(text)) if asks else None
    wanted = frozenset(languages)
    better: dict[tuple[Subject, str], NameHit] = {}
    for hit in (*_places(search, read, wanted), *_offices(search, locator, read, wanted)):
        record = hit.entry.subject, hit.entry.slug
        known = (
            better[record].score
            if record in better
            else scored.best[record][0]
            if record in scored.best
            else -1
        )
        if hit.score > known:
            better[record] = hit
    return [*scored.first(len(scored.best) if most is None else most, near, better), *better.values()]


def _places(search: NameSearch, read: Understood | None, languages: frozenset[Language]) -> Iterable[NameHit]:
    """Names of the units that the locator understands, or proposes, as hits with their scores."""
    if read is None:
        return
    hits = read.hits or read.elsewhere
    score = _PROPOSED if not read.is_certain else _CERTAIN if len(hits) == 1 else _AMONG
    for hit in hits:
        if hit.unit is not None and (
            made := _named(search, Subject.UNIT, hit.unit.id, hit, score, languages)
        ):
            yield made


def _offices(
    search: NameSearch, locator: Locator, read: Understood | None, languages: frozenset[Language]
) -> Iterable[NameHit]:
    """Offices with the post code, where the text is nothing but a post code."""
    if read is None or read.stage is not Stage.POSTCODE:
        return
    for office in locator.offices_at(read.case.search.name):
        made = _named(search, Subject.OFFICE, office.id, read.hits[0], _PROPOSED, languages)
        if made is not None:
            yield made


def _named(
    search: NameSearch, subject: Subject, slug: str, hit: Hit, score: float, languages: frozenset[Language]
) -> NameHit | None:
    """The first name of a record in the requested languages as a hit; None if the record has no such name."""
    entries = search.index.entries_of(subject, slug)
    entry = next((each for each in entries if not languages or each.name.language in languages), None)
    if entry is None:
        return None
    own = hit.former or hit.variant
    shown = replace(entry, name=own) if own is not None and subject is Subject.UNIT else entry
    return NameHit(shown, _MATCH.get(hit.stage, Match.FUZZY), score)
