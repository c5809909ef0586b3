"""Clients without a token: a second role, another client's proposal, forged addresses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.attack.enrolled import attack
from bench.attack.ground import Answer, Ground, ask, told_of
from tests.issuer import ISSUER, claims, signed
from tests.slow_issuer import HEAD, slow_issuer

_OFFICE = "Office:akm-akkol-psc"
_SUBMIT = f"""mutation($name: String!, $key: String) {{
  correctionSubmit(officeId: "{_OFFICE}", baseVersion: 1, patch: {{nameRu: $name}},
    evidence: ["I saw it"], idempotencyKey: $key) {{
    secret correction {{ id evidence }} userErrors {{ code }} }} }}"""
_ACCEPT = """mutation($id: ID!) { correctionReview(id: $id, decision: ACCEPT, note: "yes") {
  correction { status } userErrors { code } } }"""
_WITHDRAW = """mutation($id: ID!, $secret: String) { correctionWithdraw(id: $id, secret: $secret) {
  correction { evidence } userErrors { code } } }"""
_OWN = "query($id: ID!, $secret: String!) { correction(id: $id, secret: $secret) { evidence } }"
_VERSION = f'{{ office(id: "{_OFFICE}") {{ version }} }}'
_KEY = "0f8b3c5d7e9a1b2c4d6e8f0a1b3c5d7e"


def _submitted(ground: Ground, **variables: Any) -> dict[str, Any]:
    found: dict[str, Any] = ground.ask(_SUBMIT, name="Другое имя", **variables)["data"]["correctionSubmit"]
    return found


@attack("a reviewer accepts what he proposed without a token", refused="FORBIDDEN")
def alone(ground: Ground) -> str:
    """A reviewer proposes without a token and accepts it himself, three times: the office stays unchanged."""
    number = _submitted(ground)["correction"]["id"]
    token = ground.token("akm-akkol", role="reviewer", subject="himself")
    first, *again = (ground.ask(_ACCEPT, token, id=number) for _ in range(3))
    changed = ground.ask(_VERSION)["data"]["office"]["version"] != 1
    return "ACCEPTED_ALONE" if changed or first.get("errors") else told_of(again)


@attack("a stranger shows made-up secrets", refused="FORBIDDEN NOT_FOUND")
def made_up(ground: Ground) -> str:
    """Made-up secrets, to withdraw and to read the proposal of another client with the same address."""
    filed = _submitted(ground)
    number, secret = filed["correction"]["id"], filed["secret"]
    answers = [
        ground.ask(document, id=number, secret=shown)
        for document in (_WITHDRAW, _OWN)
        for shown in ("", secret[:-1], secret.upper() + "x", "a" * 32)
    ]
    return "SHOWN" if "I saw it" in str(answers) else told_of(answers)


_NODES = """query($id: ID!, $r: [_Any!]!) { node(id: $id) { ... on Correction { evidence } }
  nodes(ids: [$id]) { ... on Correction { evidence } }
  _entities(representations: $r) { ... on Correction { evidence } } }"""


@attack("others ask for a proposal by its id", refused="NOT_FOUND")
def by_id(ground: Ground) -> str:
    """An anonymous client, a reader and a reviewer of another territory ask for a proposal.

    Each asks right after the proposal's own reviewer, who may see it.
    """
    number = _submitted(ground)["correction"]["id"]
    asked: dict[str, Any] = {"id": number, "r": [{"__typename": "Correction", "id": number}]}
    tokens = [None, ground.token("akm-akkol", role="reader"), ground.token("akm-kokshetau", role="reviewer")]
    answers = []
    for token in tokens:
        reviewer = ground.ask(_NODES, ground.token("akm-akkol", role="reviewer"), **asked)
        if str(reviewer).count("I saw it") != 3:
            return "HIDDEN_FROM_ITS_REVIEWER"
        answers.append(ground.ask(_NODES, token, **asked))
    return "SHOWN" if "I saw it" in str(answers) else told_of(answers)


@attack("a stranger uses the key of another one", refused="CONFLICT INVALID")
def same_key(ground: Ground) -> str:
    """The idempotency key of another client is sent with another request, and keys that are easy to guess."""
    _submitted(ground, key=_KEY)
    answers = [ground.ask(_SUBMIT, name="Третье имя", key=key) for key in (_KEY, "k", "1" * 30)]
    return "SHOWN" if "I saw it" in str(answers) else told_of(answers)


@attack("changes under made-up addresses", refused="RATE_LIMITED FORBIDDEN")
def many_addresses(ground: Ground) -> str:
    """Each request claims another address: the server still counts one client."""
    forwarded = [
        "198.51.100.{}",
        "<script>{}</script>",
        "a" * 3_000 + "{}",
        "[2001:db8::{}]:1",
        "unknown, 10.0.0.{}",
    ]
    answers: list[Answer] = []
    with ground.client() as client:
        for number in range(90):
            client.headers["x-forwarded-for"] = forwarded[number % len(forwarded)].format(number)
            answers.append(ask(client, ground.server.url, _WITHDRAW, id="Correction:1"))
    words = told_of(answers)
    return words if "RATE_LIMITED" in words.split() else "ESCAPED"


_DRIPPING: dict[Path, tuple[ExitStack, str]] = {}


def _with_a_dripping_issuer(home: Path) -> dict[str, str]:
    """Settings with an issuer that sends its keys byte by byte."""
    stack = ExitStack()
    url = stack.enter_context(slow_issuer(HEAD + b"content-length: 200000\r\n\r\n", b" " * 1_000_000))
    _DRIPPING[home] = stack, url
    return {"KENSE_AUTH_KEYS": url, "KENSE_AUTH_ISSUER": ISSUER}


@attack(
    "20 tokens while the issuer sends its keys byte by byte",
    refused="KEYS_UNAVAILABLE",
    settings=_with_a_dripping_issuer,
)
def dripping(ground: Ground) -> str:
    """Each is refused within seconds because no keys are available; readers are not delayed."""
    stack, _ = _DRIPPING.pop(ground.home)
    token = signed(claims(), headers={"kid": "first"})
    with stack, ThreadPoolExecutor(20) as crowd:
        waiting = [crowd.submit(ground.ask, "{ viewer { subject } }", token) for _ in range(20)]
        return told_of(one.result() for one in waiting)
