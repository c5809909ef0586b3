"""Changes beyond an editor's rights: offices moved to another territory, proposals of others withdrawn."""

from __future__ import annotations

from typing import Any

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, told_of

_ALMATY = {"latitude": 43.2567, "longitude": 76.9286}
REFUSED = "OUT_OF_TERRITORY FORBIDDEN INVALID"

PUT: dict[str, tuple[str, dict[str, Any]]] = {
    "an update": (
        """mutation($patch: OfficePatchInput!, $confirm: [String!]) { officeUpdate(id: "Office:akm-akkol-psc",
          expectedVersion: 1, patch: $patch, reason: "moved", confirm: $confirm) {
          office { id } userErrors { code message ... on ValidationUserError { confirm } } } }""",
        {"patch": {"location": _ALMATY}},
    ),
    "a new office": (
        """mutation($patch: OfficePatchInput!, $confirm: [String!]) { officeCreate(office: $patch,
          reason: "new", evidence: ["a letter"], confirm: $confirm) {
          office { id } userErrors { code message ... on ValidationUserError { confirm } } } }""",
        {
            "patch": {
                "kind": "PSC_BRANCH",
                "category": "psc_branch",
                "nameRu": "Центр обслуживания населения",
                "settlementId": "Settlement:akm-akkol-akkol-g",
                "location": _ALMATY,
            }
        },
    ),
    "an import": (
        """mutation($csv: String!, $confirm: [String!]) { officesImport(csv: $csv, reason: "moved",
          confirm: $confirm) { accepted userErrors { code message
          ... on ValidationUserError { confirm } } } }""",
        {"csv": "id,version,latitude,longitude\\nakm-akkol-psc,1,43.2567,76.9286\\n".replace("\\n", "\n")},
    ),
    "an accepted proposal": (
        """mutation($patch: OfficePatchInput!) { correctionSubmit(officeId: "Office:akm-akkol-psc",
          baseVersion: 1, patch: $patch, evidence: ["I saw it"]) {
          correction { id } userErrors { code message } } }""",
        {"patch": {"location": _ALMATY}},
    ),
}


_ACCEPT = """mutation($id: ID!) { correctionReview(id: $id, decision: ACCEPT, note: "yes") {
  correction { id } userErrors { code message } } }"""


def _enrol(how: str) -> None:
    """Register the attack that moves an office to another territory in one way."""
    document, variables = PUT[how]

    @attack(f"Akkol puts a centre into Almaty by {how}", refused=REFUSED)
    def put(ground: Ground) -> str:
        """Each warning is confirmed, as an attacker would do: the change is refused all the same."""
        token = ground.token("akm-akkol")
        answer = ground.ask(document, token, **variables)
        confirm = _doubts(answer)
        if confirm:
            answer = ground.ask(document, token, **variables, confirm=confirm)
        filed = (answer.get("data") or {}).get("correctionSubmit") or {}
        if filed.get("correction"):  # anybody may propose it; acceptance needs the right to the territory
            for name in ("accomplice", "another"):  # an anonymous proposal needs two reviewers
                reviewer = ground.token("akm-akkol", role="reviewer", subject=name)
                answer = ground.ask(_ACCEPT, reviewer, id=filed["correction"]["id"])
        return told_of([answer])


def _doubts(answer: Any) -> list[str]:
    """The words that confirm the warnings in an answer."""
    roots = (answer.get("data") or {}).values()
    told = [error for root in roots if root for error in root["userErrors"]]
    return [error["confirm"] for error in told if error.get("confirm")]


for _how in PUT:
    _enrol(_how)


@attack("a stranger takes another one's proposal back", refused="FORBIDDEN NOT_FOUND UNAUTHENTICATED")
def withdrawn(ground: Ground) -> str:
    """A client withdraws a proposal whose number it guessed."""
    submit = """mutation { correctionSubmit(officeId: "Office:akm-akkol-psc", baseVersion: 1,
      patch: {nameRu: "Другое имя"}, evidence: ["I saw it"]) { correction { id } userErrors { code } } }"""
    number = ground.ask(submit)["data"]["correctionSubmit"]["correction"]["id"]
    withdraw = "mutation($id: ID!) { correctionWithdraw(id: $id) { correction { id } userErrors { code } } }"
    return told_of([ground.ask(withdraw, id=number)])
