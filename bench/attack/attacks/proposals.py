"""Proposals of anonymous clients: how they load editors, reviewers and memory."""

from __future__ import annotations

import threading
import time

from bench.attack.attacks.changes import UPDATE
from bench.attack.crowd import send_all
from bench.attack.enrolled import attack
from bench.attack.ground import Answer, Ground, ask, told_of

SUBMIT = """mutation($patch: OfficePatchInput!, $evidence: [String!]!) {
  correctionSubmit(officeId: "Office:akm-akkol-psc", baseVersion: 1, patch: $patch, evidence: $evidence) {
    correction { id } userErrors { code } } }"""
QUEUE = "{ corrections(first: 200) { totalCount edges { node { evidence changes { before after } } } } }"
_TRIED = 10
_LONGEST_EDIT_S = 0.25
_LONGEST_PAGE = 2_000_000
"""Bytes of an answer: a page of the queue may hold 1,000,000 of the proposals' own, plus JSON."""


@attack("200 proposals with 40,000 letters of evidence", refused="INVALID RATE_LIMITED", growth=1.2)
def long_evidence(ground: Ground) -> str:
    """By an account without an hourly limit: evidence above the limit is refused."""
    return told_of(_filed(ground, letters=2_000, pieces=20))


@attack("200 proposals as long as they may be, a page of them", refused="ANSWERED", growth=1.2)
def longest(ground: Ground) -> str:
    """200 proposals of the greatest length; then a reviewer requests the whole queue."""
    answers = _filed(ground, letters=990, pieces=10)
    with ground.client(ground.token("*", role="reviewer", subject="reviewer")) as client:
        page = client.post(ground.server.url, json={"query": QUEUE})
    too_long = ["PAGE_TOO_LONG"] if len(page.content) > _LONGEST_PAGE else []
    return " ".join([told_of([*answers, page.json()]), *too_long])


def _filed(ground: Ground, letters: int, pieces: int) -> list[Answer]:
    """The answers to 200 proposals, each with so many pieces of evidence of so many letters."""
    payloads = []
    for number in range(ground.times(200)):
        evidence = [f"{number}.{piece} ".ljust(letters, "я") for piece in range(pieces)]
        variables = {"patch": {"nameRu": f"Отдел {number}"}, "evidence": evidence}
        payloads.append({"query": SUBMIT, "variables": variables})
    headers = {"authorization": f"Bearer {ground.token('*')}"}
    return send_all(ground.server.url, payloads, connections=4, headers=headers)


@attack("58 documents of 10 proposals tried, an editor beside", refused="ANSWERED RATE_LIMITED")
def tried(ground: Ground) -> str:
    """Dry runs without a token. The changes of an editor must not wait for them."""
    over, waits_s = threading.Event(), list[float]()
    editing = threading.Thread(target=_edit, args=(ground, over, waits_s))
    editing.start()
    try:
        time.sleep(0.5)
        payloads = [{"query": _document(number)} for number in range(ground.times(58))]
        outcome = told_of(send_all(ground.server.url, payloads, connections=20))
        time.sleep(0.5)
    finally:
        over.set()
        editing.join()
    print(f"  the editor waited {max(waits_s) * 1000:.0f} ms at most, of {len(waits_s)} changes")
    return f"{outcome} EDITOR_WAITED" if max(waits_s) > _LONGEST_EDIT_S else outcome


def _document(number: int) -> str:
    fields = " ".join(
        f'p{one}: correctionSubmit(officeId: "Office:akm-akkol-education", baseVersion: 1, dryRun: true, '
        f'patch: {{nameRu: "Отдел {number}.{one}"}}, evidence: ["seen"]) {{ userErrors {{ code }} }}'
        for one in range(_TRIED)
    )
    return f"mutation {{ {fields} }}"


def _edit(ground: Ground, over: threading.Event, waits_s: list[float]) -> None:
    """Change an office repeatedly and note how long each change took."""
    version = 1
    with ground.client(ground.token("*", subject="editor")) as client:
        while not over.is_set():
            began = time.monotonic()
            patch = {"nameRu": f"Отдел {version}"}
            answer = ask(
                client, ground.server.url, UPDATE, id="Office:akm-akkol-psc", expected=version, patch=patch
            )
            waits_s.append(time.monotonic() - began)
            assert not answer["data"]["officeUpdate"]["userErrors"], answer
            version += 1
            over.wait(0.05)
