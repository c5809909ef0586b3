"""Questions with many slots, some of them bad, as a map or a router asks them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Asked = tuple[str, dict[str, Any]]
"""A document and its variables."""

OFFICE = """id kind category version updatedAt name(language: RU) names { value language }
  contacts { kind value } location { latitude longitude precision }
  settlement { id name parent { id name } ancestors { id name level } }
  schedules { purpose openingHours breaks }
  provisions(first: 5) { totalCount edges { node {
    id roles service { id name(language: RU) } basis { act { number adoptedOn } annex row } } } }"""
"""A card of an office as a page shows it."""
SCREEN = f"offices(first: 200) {{ edges {{ node {{ {OFFICE} }} }} }}"
_NODES = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ id ... on Office {{ {OFFICE} }} }} }}"
_ENTITIES = f"query($of: [_Any!]!) {{ _entities(representations: $of) {{ ... on Office {{ {OFFICE} }} }} }}"
_OFFICES_FOR = """query($places: [PlaceInput!]!) {
  officesFor(serviceId: "PublicService:preschool-queue", places: $places) {
    outcome explanation { text } place { id name ancestors { id name } }
    provisions { roles office { id name(language: RU) contacts { kind value } location { latitude } }
      basis { act { number adoptedOn } annex row } } } }"""


def spoilt(ids: Sequence[str], bad: int) -> list[str]:
    """The ids with `bad` unknown ones among them, evenly spread, the first id included."""
    wrong = {index * len(ids) // bad for index in range(bad)} if bad else set()
    return [f"Office:gone-{index}" if index in wrong else one for index, one in enumerate(ids)]


def nodes_of(ids: Sequence[str], bad: int) -> Asked:
    """Offices by their ids."""
    return _NODES, {"ids": spoilt(ids, bad)}


def entities_of(ids: Sequence[str], bad: int) -> Asked:
    """The same as entities for a router."""
    return _ENTITIES, {"of": [{"__typename": "Office", "id": one} for one in spoilt(ids, bad)]}


def offices_for(villages: Sequence[str], bad: int) -> Asked:
    """The offices for each place; a bad slot contains no place."""
    places = [{"unitId": one} if one in villages else {} for one in spoilt(villages, bad)]
    return _OFFICES_FOR, {"places": places}


def beside_an_unknown_office() -> Asked:
    """A page of offices, and one office that does not exist."""
    return f'{{ {SCREEN} office(id: "Office:gone") {{ id }} }}', {}
