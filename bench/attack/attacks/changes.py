"""Change after change: the registries that were replaced have to go, and nobody waits for that."""

from __future__ import annotations

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, ask, codes_of

UPDATE = """mutation($id: ID!, $expected: Int!, $patch: OfficePatchInput!) {
  officeUpdate(id: $id, expectedVersion: $expected, patch: $patch, reason: "another name") {
    office { version } userErrors { code message } } }"""
OFFICE = "Office:akm-akkol-psc"
_CHANGES, _DEEP = 850, 5_000


def update_one(ground: Ground, count: int) -> str:
    """Change the name of one office so many times, one change after the other."""
    told = dict[str, None]()
    with ground.client(ground.token("*")) as client:
        for version in range(1, count + 1):
            patch = {"nameRu": f"Аккольский районный отдел {version}"}
            answer = ask(client, ground.server.url, UPDATE, id=OFFICE, expected=version, patch=patch)
            told.update(dict.fromkeys(codes_of(answer) or ["ANSWERED"]))
    return " ".join(told)


@attack("850 changes of one office", refused="ANSWERED", longest_wait_ms=50, growth=1.3)
def changes_of_one(ground: Ground) -> str:
    """Accepted, every one of them."""
    return update_one(ground, ground.times(_CHANGES))


@attack("5,000 changes of one office", refused="ANSWERED", is_deep=True, longest_wait_ms=50, growth=1.3)
def many_changes_of_one(ground: Ground) -> str:
    """The same for long."""
    return update_one(ground, ground.times(_DEEP))
