"""Long documents, accepted and refused: how much is parsed before a refusal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

from bench.attack.crowd import over_one_socket, send_all
from bench.attack.enrolled import attack
from bench.attack.ground import Ground, told_of
from bench.worst_documents import DOCUMENTS

REFUSED = (
    "LIMIT_EXCEEDED PAYLOAD_TOO_LARGE BAD_REQUEST BAD_USER_INPUT GRAPHQL_PARSE_FAILED "
    "GRAPHQL_VALIDATION_FAILED"
)
"""Any ordinary code of a refusal."""
DEAR = "ANSWERED LIMIT_EXCEEDED DEADLINE_EXCEEDED RATE_LIMITED BAD_USER_INPUT NOT_FOUND"
"""Codes that costly queries may get; some of them name unknown ids."""
_LONG = 1_000_000
_ESCAPE = chr(92) + "u0041"
_TIMES = 5
_GROWTH_MB = 20
"""Memory in MB that documents may leave behind when each is sent once."""

LONG: dict[str, Callable[[int], str]] = {
    "a string": lambda size: f'{{ search(text: "{"a" * size}") {{ edges {{ score }} }} }}',
    "a block string": lambda size: f'{{ search(text: """{" a" * (size // 2)}""") {{ edges {{ score }} }} }}',
    "escapes": lambda size: f'{{ search(text: "{_ESCAPE * (size // 7)}") {{ edges {{ score }} }} }}',
    "a name": lambda size: f"{{ {'a' * size} }}",
    "a number": lambda size: f"{{ offices(first: {'9' * size}) {{ totalCount }} }}",
}
"""Documents of `size` bytes in JSON that consist of one literal."""


def _enrol(literal: str, document: Callable[[int], str]) -> None:
    """Register the attack by documents of one kind of literal."""

    @attack(f"{_TIMES} documents of 1 MB, one of {literal}", refused=REFUSED)
    def long_literal(ground: Ground) -> str:
        payload = {"query": document(ground.times(_LONG))}
        with ground.client() as client:
            return told_of(client.post(ground.server.url, json=payload).json() for _ in range(_TIMES))


for _literal, _document in LONG.items():
    _enrol(_literal, _document)


@attack(
    "520 refused documents of 11.7 kB",
    refused="GRAPHQL_VALIDATION_FAILED LIMIT_EXCEEDED RATE_LIMITED",
    growth_mb=_GROWTH_MB,
)
def refused_documents(ground: Ground) -> str:
    """No document is sent twice, so that no cache answers."""
    count = ground.times(520)
    payloads = [{"query": _wrong(number)} for number in range(count)]
    return told_of(send_all(ground.server.url, payloads, connections=8))


def _wrong(number: int) -> str:
    fields = " ".join(f"nameOf{number}At{index}" for index in range(11_700 // 18))
    return f"{{ offices {{ edges {{ node {{ {fields} }} }} }} }}"[:11_700]


@attack("520 accepted documents of 4 kB", refused="ANSWERED RATE_LIMITED", growth_mb=_GROWTH_MB)
def accepted_documents(ground: Ground) -> str:
    """No document is sent twice, so that no cache answers."""
    return told_of(send_all(ground.server.url, _accepted(ground.times(520)), connections=8))


@attack("520 persisted documents of 4 kB", refused="ANSWERED RATE_LIMITED", growth_mb=_GROWTH_MB)
def persisted_documents(ground: Ground) -> str:
    """Each document is registered by its hash (automatic persisted queries)."""
    payloads = _accepted(ground.times(520))
    for payload in payloads:
        sha256 = hashlib.sha256(payload["query"].encode()).hexdigest()
        payload["extensions"] = {"persistedQuery": {"version": 1, "sha256Hash": sha256}}
    return told_of(send_all(ground.server.url, payloads, connections=8))


def _accepted(count: int) -> list[dict[str, Any]]:
    return [
        {"query": "{ edition { " + " ".join(f"number{number}x{n}: number" for n in range(90)) + " } }"}
        for number in range(count)
    ]


@attack("520 searches for 290 letters", refused=f"{REFUSED} ANSWERED RATE_LIMITED", growth_mb=_GROWTH_MB)
def long_variables(ground: Ground) -> str:
    """Each search has words that no search had before."""
    query = "query($text: String!) { search(text: $text, first: 1) { edges { score } } }"
    texts = (
        " ".join(f"село{number * 30 + word}" for word in range(30)) for number in range(ground.times(520))
    )
    payloads = [{"query": query, "variables": {"text": text[:290]}} for text in texts]
    return told_of(send_all(ground.server.url, payloads, connections=8))


@attack("a line of 1,000 words", refused="BAD_USER_INPUT")
def long_line(ground: Ground) -> str:
    """A text of 1,000 words, far longer than a person types: it is refused."""
    query = "query($text: String!) { ask(text: $text) { question leftOut } }"
    payloads = [{"query": query, "variables": {"text": "детский " * 1_000}}] * ground.times(50)
    return told_of(send_all(ground.server.url, payloads, connections=8))


@attack("520 lines of misspelt words", refused=f"{REFUSED} ANSWERED RATE_LIMITED", growth_mb=_GROWTH_MB)
def misspelt_lines(ground: Ground) -> str:
    """As many words as are read of a text. Each is new and is compared with all known words."""
    query = "query($text: String!) { ask(text: $text) { question didYouMean leftOut } }"
    texts = (
        " ".join(f"дтски{chr(1072 + word)}{number:04}"[::-1] for word in range(24))
        for number in range(ground.times(520))
    )
    payloads = [{"query": query, "variables": {"text": text[:290]}} for text in texts]
    return told_of(send_all(ground.server.url, payloads, connections=8))


@attack("60 dear queries over one WebSocket", refused=DEAR)
def over_a_socket(ground: Ground) -> str:
    """60 costly queries, all at once."""
    payloads = [{"query": document} for document in dear(ground.times(60))]
    return told_of(over_one_socket(ground.server.url, payloads))


def dear(count: int) -> list[str]:
    """`count` of the most costly documents; some occur again if there are fewer."""
    return list(islice(cycle(DOCUMENTS.values()), count))
