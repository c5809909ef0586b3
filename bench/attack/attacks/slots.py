"""Lists of 200 ids of which one, ten or all are unknown: the others must be answered."""

from __future__ import annotations

from typing import Any

from bench.attack.enrolled import attack
from bench.attack.ground import Answer, Ground, ask, codes_of

NODES = "query($of: [ID!]!) { nodes(ids: $of) { id } }"
ENTITIES = "query($of: [_Any!]!) { _entities(representations: $of) { __typename } }"
OFFICES_FOR = """query($of: [PlaceInput!]!) {
  officesFor(serviceId: "PublicService:preschool-queue", places: $of) { outcome } }"""
WANTED = "DATA NOTHING_FOUND BAD_USER_INPUT NOT_FOUND"
_SLOTS = 200
_TIMES = 20

LISTS: dict[str, tuple[str, Any, Any]] = {
    "nodes": (NODES, "Office:akm-akkol-psc", "nobody"),
    "_entities": (
        ENTITIES,
        {"__typename": "Office", "id": "Office:akm-akkol-psc"},
        {"__typename": "Office", "id": "nobody"},
    ),
    "officesFor": (OFFICES_FOR, {"unitId": "Settlement:akm-akkol-karasai-kyna"}, {"unitId": "nobody"}),
}
"""By root field: its document, an id that exists, and one that does not."""


def _enrol(root: str, bad: int) -> None:
    """Register the attack on one root field with `bad` unknown ids among 200."""
    query, existing, lost = LISTS[root]

    @attack(
        f"{root} of {_SLOTS}, {bad} bad, {_TIMES} times",
        refused=WANTED,
    )
    def slots(ground: Ground) -> str:
        """Data for each id that exists, and an error code for each that does not."""
        given = [lost] * bad + [existing] * (_SLOTS - bad)
        with ground.client() as client:
            answers = [ask(client, ground.server.url, query, of=given) for _ in range(ground.times(_TIMES))]
        words = [word for answer in answers for word in _told(answer, root, _SLOTS - bad)]
        return " ".join(dict.fromkeys(words))


def _told(answer: Answer, root: str, wanted: int) -> list[str]:
    """DATA, NOTHING_FOUND or DATA_LOST, then the error codes.

    DATA_LOST: fewer than `wanted` of the entries have data.
    """
    found = [one for one in (answer.get("data") or {}).get(root) or () if one is not None]
    whole = "NOTHING_FOUND" if not wanted else "DATA"
    return [whole if len(found) >= wanted else "DATA_LOST", *dict.fromkeys(codes_of(answer))]


for _root in LISTS:
    for _bad in (1, 10, _SLOTS):
        _enrol(_root, _bad)


@attack("_entities of 13,000, one in thirteen answered", refused=WANTED)
def many_representations(ground: Ground) -> str:
    """The first 1,000 get data. Every later one gets an error in its place of the list."""
    given = [{"__typename": "Office", "id": "Office:akm-akkol-psc"}] * 13_000
    with ground.client() as client:
        return " ".join(_told(ask(client, ground.server.url, ENTITIES, of=given), "_entities", 1_000))
