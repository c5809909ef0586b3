"""Lists of 200 things to find, of which one, ten or all cannot be found: the others are to be answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.attack.enrolled import attack
from bench.attack.ground import Answer, Ground, ask, codes_of

NODES = "query($of: [ID!]!) { nodes(ids: $of) { id } }"
ENTITIES = "query($of: [_Any!]!) { _entities(representations: $of) { __typename } }"
OFFICES_FOR = """query($of: [PlaceInput!]!) {
  officesFor(serviceId: "PublicService:preschool-queue", places: $of) { outcome } }"""
_SLOTS = 200
_TIMES = 20

LISTS: dict[str, tuple[str, Callable[[bool], Any]]] = {
    "nodes": (NODES, lambda bad: "Office:nobody" if bad else "Office:akm-akkol-psc"),
    "_entities": (
        ENTITIES,
        lambda bad: {"__typename": "Office", "id": 5 if bad else "Office:akm-akkol-psc"},
    ),
    "officesFor": (
        OFFICES_FOR,
        lambda bad: {"unitId": "Settlement:nowhere" if bad else "Settlement:akm-akkol-karasai-kyna"},
    ),
}


def _enrol(root: str, bad: int) -> None:
    query, slot = LISTS[root]
    wanted = "DATA CODES" if bad < _SLOTS else "CODES"

    @attack(f"{root} of {_SLOTS}, {bad} bad, {_TIMES} times", refused=wanted)
    def slots(ground: Ground) -> str:
        given = [slot(number < bad) for number in range(_SLOTS)]
        with ground.client() as client:
            answers = [ask(client, ground.server.url, query, of=given) for _ in range(ground.times(_TIMES))]
        return " ".join(dict.fromkeys(word for answer in answers for word in _told(answer, root)))


def _told(answer: Answer, root: str) -> list[str]:
    """Whether data came back, and whether a code stands for each failure; INTERNAL is none."""
    found = (answer.get("data") or {}).get(root)
    words = ["DATA"] if found and any(one is not None for one in found) else []
    codes = set(codes_of(answer))
    if codes & {"INTERNAL", "None"}:
        return [*words, *sorted(codes)]
    return [*words, "CODES"] if codes or found is not None else words


for _root in LISTS:
    for _bad in (1, 10, _SLOTS):
        _enrol(_root, _bad)
