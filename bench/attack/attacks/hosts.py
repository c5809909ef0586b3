"""Requests with a foreign Host header, and changes to a server that is read-only."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2

from bench.attack.enrolled import attack
from bench.attack.ground import ANSWER_S, Answer, Ground, ask, told_of

_REBOUND = {"host": "rebound.example", "origin": "http://rebound.example", "sec-fetch-site": "same-origin"}
_PROPOSE = """mutation { correctionSubmit(officeId: "Office:akm-akkol-psc", baseVersion: 1,
  patch: {nameRu: "Другое имя"}, evidence: ["I saw it"]) { correction { id } userErrors { code } } }"""
_TIMES = 50


@attack("changes from a page whose name was led here", refused="UNKNOWN_HOST")
def rebound(ground: Ground) -> str:
    """DNS rebinding: a browser takes the page for one of this server, and sends an editor's token."""
    headers = _REBOUND | {"authorization": f"Bearer {ground.token('akm')}"}
    with httpx2.Client(headers=headers) as client:
        return told_of(ask(client, ground.server.url, _PROPOSE) for _ in range(ground.times(_TIMES)))


@attack("links that begin with the name of a stranger", refused="ANSWERED")
def strange_links(ground: Ground) -> str:
    """Links in answers must not begin with a foreign host: a shared cache would serve them to others."""
    with httpx2.Client(headers=_REBOUND) as client:
        tiles = client.get(ground.server.url.replace("/graphql", "/tiles/offices.json")).text
        moved = client.get(f"{ground.server.url}/").headers.get("location", "")
    return "LED_AWAY" if "rebound.example" in tiles + moved else "ANSWERED"


_HEADS = (
    "GET {path} HTTP/1.1\r\n",
    "GET {path} HTTP/1.1\r\nhost: localhost\r\nhost: localhost\r\n",
    "GET http://localhost{path} HTTP/1.1\r\n",
    "GET {path} HTTP/2.0\r\n",
    "BREW {path} HTTP/1.1\r\nhost: localhost\r\n",
)


@attack("requests for no host, for two, and what is no request", refused="BAD_REQUEST")
def hostless(ground: Ground) -> str:
    """Requests without a Host header, with two, and text that is no HTTP; to the API and to a health path."""
    return told_of(
        _raw(ground.server.port, head.format(path=path))
        for head in _HEADS
        for path in ("/healthz", "/graphql")
    )


def _raw(port: int, head: str) -> Answer:
    """The answer to a request that is sent as text."""
    with socket.create_connection(("127.0.0.1", port), ANSWER_S) as opened:
        opened.sendall(f"{head}connection: close\r\n\r\n".encode())
        told = b"".join(iter(lambda: opened.recv(65_536), b""))
    found: dict[str, Any] = json.loads(told.partition(b"\r\n\r\n")[2])
    return found


def _only_answers(_: Path) -> Mapping[str, str]:
    return {"KENSE_READ_ONLY": "on"}


@attack("changes asked of a server that only answers", refused="READ_ONLY", settings=_only_answers)
def read_only(ground: Ground) -> str:
    """Changes by an anonymous client and by an editor are refused."""
    answers: list[Mapping[str, Any]] = []
    for token in (None, ground.token("akm")):
        with ground.client(token) as client:
            answers += [
                ask(client, ground.server.url, _PROPOSE) for _ in range(ground.times(_TIMES) // 2 + 1)
            ]
    return told_of(answers)
