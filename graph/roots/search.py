"""The root `search`: finds records by name."""

from collections.abc import Iterable
from enum import Enum
from typing import Annotated, Any

import strawberry

from geo.earth.point import Point
from geo.locator.searching import find_named
from geo.names.fuzzy_search import NameHit, ranked
from geo.names.word_index import Subject
from graph.served.context import Registry
from graph.served.locators import locator_of
from graph.served.name_index import search_of
from graph.terms.connections import PageInfo, Window, cut_page, page_size
from graph.terms.limits import short_text, spend
from graph.types.acts import LegalAct, find_act
from graph.types.areas import District, Region, RuralOkrug, Settlement, find_unit
from graph.types.offices import Office, find_office
from graph.types.services import PublicService, find_service
from model.enums import Language


@strawberry.enum(description="How a search hit matched.")
class MatchType(Enum):
    """How the text matched a name, the surest kind first."""

    EXACT = "EXACT"
    PREFIX = "PREFIX"
    FUZZY = "FUZZY"
    TRANSLITERATED = "TRANSLITERATED"
    FORMER_NAME = "FORMER_NAME"


SearchHit = Annotated[
    Office | PublicService | Region | District | RuralOkrug | Settlement | LegalAct,
    strawberry.union("SearchHit", description="Things a search can find."),
]


@strawberry.type(description="A hit with the reason why it matches.")
class SearchEdge:
    """A record found, and the name by which it was found."""

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
    """A page of hits of the search, best first."""

    edges: list[SearchEdge] = strawberry.field(description="The hits of this page.")
    page_info: PageInfo = strawberry.field(description="What lies on either side of the page.")


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
    window: Window,
) -> SearchConnection:
    """A page of the records whose names match the text, best first.

    Raises BadInputError above 300 characters.
    """
    spend(5)
    asked = short_text(text, "text")
    hits = find_named(
        search_of(registry),
        locator_of(registry),
        asked,
        autocomplete=autocomplete,
        languages=languages or (),
        most=_most(window),
        near=near,
    )
    return hits_page(registry, hits, near, window)


def hits_page(
    registry: Registry, found: Iterable[NameHit], near: Point | None, window: Window
) -> SearchConnection:
    """A page of hits, best first. Among equally good ones those nearer to `near` come first."""
    page = cut_page(ranked(found, near), lambda hit: hit.key, window)
    edges = [_edge(registry, page.cursor(hit), hit.found) for hit in page.items]
    return SearchConnection(edges=edges, page_info=page.info)


def _most(window: Window) -> int | None:
    """The number of best hits that are enough for the first page.

    None for any other page: all hits are needed.
    """
    size, _ = page_size(window.first, window.last)
    is_first_page = size is not None and not window.after and not window.before
    return size + 1 if is_first_page and size is not None else None


def _edge(registry: Registry, cursor: str, hit: NameHit) -> SearchEdge:
    node: Any = _FIND[hit.entry.subject](registry, hit.entry.slug)
    return SearchEdge(
        cursor=cursor,
        node=node,
        score=hit.score,
        match_type=MatchType(hit.match.value),
        matched_text=hit.entry.name.value,
        matched_language=hit.entry.name.language,
    )
