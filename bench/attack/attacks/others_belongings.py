"""Changes in an editor's own territory that affect another one: closing, merging, new parents."""

from __future__ import annotations

from typing import Any

from bench.attack.enrolled import attack
from bench.attack.ground import Answer, Ground, told_of

REFUSED = "OUT_OF_TERRITORY"
_PSC, _EDUCATION, _CITY = "Office:akm-akkol-psc", "Office:akm-akkol-education", "Office:akm-kokshetau-psc"
_GIVE = """mutation { provisionSet(officeId: "%s", expectedVersion: 1,
  serviceId: "PublicService:preschool-queue", roles: [DECIDES],
  jurisdictionUnitIds: ["District:akm-kokshetau"], reason: "a decree",
  evidence: ["decree"]) { userErrors { code message } } }"""
_ERRORS = "userErrors { code message } } }"
_UPDATE = f"""mutation($id: ID!, $patch: OfficePatchInput!) {{ officeUpdate(id: $id, expectedVersion: 1,
  patch: $patch, reason: "so be it") {{ {_ERRORS}"""
TRIED: dict[str, tuple[str, dict[str, Any]]] = {
    "closing the office that gives it": (
        f"""mutation($id: ID!) {{ officeClose(id: $id, expectedVersion: 2, on: "2026-01-01",
          reason: "closed") {{ {_ERRORS}""",
        {"id": _EDUCATION},
    ),
    "merging that office away": (
        f"""mutation($into: ID!, $from: ID!) {{ officeMerge(intoId: $into, expectedVersion: 1, fromId: $from,
          fromExpectedVersion: 2, reason: "one house") {{ {_ERRORS}""",
        {"into": _PSC, "from": _EDUCATION},
    ),
}
NAMED: dict[str, tuple[str, dict[str, Any]]] = {
    "as its head": (_UPDATE, {"id": _PSC, "patch": {"parentId": _CITY}}),
    "as the head of a new office": (
        f"""mutation($patch: OfficePatchInput!) {{ officeCreate(office: $patch, reason: "new",
          evidence: ["a letter"]) {{ {_ERRORS}""",
        {
            "patch": {
                "kind": "PSC_BRANCH",
                "category": "psc_branch",
                "nameRu": "Центр на площади",
                "settlementId": "Settlement:akm-akkol-akkol-g",
                "parentId": _CITY,
            }
        },
    ),
    "as its successor": (
        f"""mutation($id: ID!, $named: [ID!]) {{ officeClose(id: $id, expectedVersion: 1, on: "2026-01-01",
          successorIds: $named, reason: "closed") {{ {_ERRORS}""",
        {"id": _PSC, "named": [_CITY]},
    ),
}


def _tried(ground: Ground, how: tuple[str, dict[str, Any]]) -> Answer:
    document, variables = how
    return ground.ask(document, ground.token("akm-akkol"), **variables)


def _enrol_ending(how: str) -> None:
    """Register the attack that ends a service of another territory in one way."""

    @attack(f"Akkol ends a service of the city by {how}", refused=REFUSED)
    def ends(ground: Ground) -> str:
        """Before, an editor with the right to do so lets the office of Akkol serve the city."""
        ground.ask(_GIVE % _EDUCATION, ground.token("*", role="admin", subject="chief"))
        return told_of([_tried(ground, TRIED[how])])


def _enrol_naming(how: str) -> None:
    """Register the attack that names an office of another territory in one way."""

    @attack(f"Akkol names an office of the city {how}", refused=REFUSED)
    def names(ground: Ground) -> str:
        """An office of another territory is named, though its editors have not agreed: it is refused."""
        return told_of([_tried(ground, NAMED[how])])


for _how in TRIED:
    _enrol_ending(_how)
for _how in NAMED:
    _enrol_naming(_how)
