"""Finding anything by its name."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

import strawberry

from geo.point import Point, geodesic_m
from geo.toponyms import exact_key, mild_key
from graph.acts import LegalAct, find_act
from graph.areas import District, Region, RuralOkrug, Settlement, find_unit
from graph.connections import Key, PageInfo, cut_page
from graph.context import Registry
from graph.limits import short_text, spend
from graph.offices import Office, find_office
from graph.services import PublicService, find_service
from graph.wordbook import Entry, Subject, words_of
from store.kinds import Language, NameStatus


@strawberry.enum(description="How a search hit matched.")
class MatchType(Enum):
    """From the surest on."""

    EXACT = "EXACT"
    PREFIX = "PREFIX"
    FUZZY = "FUZZY"
    TRANSLITERATED = "TRANSLITERATED"
    FORMER_NAME = "FORMER_NAME"


SearchHit = Annotated[
    Office | PublicService | Region | District | RuralOkrug | Settlement | LegalAct,
    strawberry.union("SearchHit", description="Things a search can find."),
]


@strawberry.type(description="A hit with the reason it is one.")
class SearchEdge:
    """What was found, and by which of its names."""

    cursor: str = strawberry.field(description="Opaque cursor of this edge.")
    node: SearchHit = strawberry.field(description="What was found.")
    score: float = strawberry.field(
        description="1 for a whole name spelled so, less for parts and other spellings."
    )
    match_type: MatchType = strawberry.field(description="How the name matched.")
    matched_text: str = strawberry.field(description="The name that matched.")
    matched_language: Language | None = strawberry.field(description="Its language.")


@strawberry.type(description="Page of hits.")
class SearchConnection:
    """Hits, best first."""

    edges: list[SearchEdge] = strawberry.field(description="The hits of this page.")
    page_info: PageInfo = strawberry.field(description="What lies on either side of the page.")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry, how it matched, and metres to the point that decides between equals."""

    entry: Entry
    match: MatchType
    score: float
    distance_m: float

    @property
    def key(self) -> Key:
        """Best first; of equals places before services, offices and acts, nearer ones first, then by name."""
        subject = list(Subject).index(self.entry.subject)
        return -self.score, subject, self.distance_m, self.entry.exact, self.entry.slug


_FAR = 1e9
"""Stands for no distance, in metres: cursors are JSON, which has no infinity."""

_FIND = {
    Subject.UNIT: find_unit,
    Subject.SERVICE: find_service,
    Subject.OFFICE: find_office,
    Subject.ACT: find_act,
}


def search_page(
    registry: Registry,
    text: str,
    languages: Iterable[Language] | None,
    near: Point | None,
    autocomplete: bool,
    window: tuple[Any, Any, Any, Any],
) -> SearchConnection:
    """A page of hits; `window` is after, before, first, last."""
    spend(5)
    wanted = frozenset(languages) if languages else None
    entries = words_of(registry).find(short_text(text, "text"), whole_words=not autocomplete)
    best: dict[tuple[Subject, str], Hit] = {}
    for entry in entries:
        if wanted is not None and entry.name.language not in wanted:
            continue
        hit = _hit(entry, text, near)
        known = best.get((entry.subject, entry.slug))
        if known is None or hit.key < known.key:
            best[entry.subject, entry.slug] = hit
    ordered = sorted(best.values(), key=lambda hit: hit.key)
    page = cut_page(ordered, lambda hit: hit.key, *window)
    edges = [_edge(registry, cursor, hit) for cursor, hit in zip(page.cursors, page.items, strict=True)]
    return SearchConnection(edges=edges, page_info=page.info)


def _hit(entry: Entry, text: str, near: Point | None) -> Hit:
    match, score = _match(entry, text)
    metres = _FAR
    if near is not None and entry.position is not None:
        metres = math.floor(geodesic_m(near, entry.position))
    return Hit(entry, match, score, metres)


def _match(entry: Entry, text: str) -> tuple[MatchType, float]:
    exact, mild = exact_key(text), mild_key(text)
    former = entry.name.status is NameStatus.FORMER
    if entry.exact == exact:
        return (MatchType.FORMER_NAME, 0.9) if former else (MatchType.EXACT, 1.0)
    if entry.mild == mild:
        return (MatchType.FORMER_NAME, 0.85) if former else (MatchType.TRANSLITERATED, 0.95)
    if former:
        return MatchType.FORMER_NAME, 0.5
    if entry.exact.startswith(exact):
        return MatchType.PREFIX, 0.8
    return MatchType.PREFIX, 0.7 if entry.mild.startswith(mild) else 0.6


def _edge(registry: Registry, cursor: str, hit: Hit) -> SearchEdge:
    node: Any = _FIND[hit.entry.subject](registry, hit.entry.slug)
    return SearchEdge(
        cursor=cursor,
        node=node,
        score=hit.score,
        match_type=hit.match,
        matched_text=hit.entry.name.value,
        matched_language=hit.entry.name.language,
    )
