"""The target of an attack: a server for it alone with a copy of a loaded store, and clients."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import sqlalchemy as sa

from changes.development import issue_token
from changes.identity import AccountRole
from loaders.loading.load import load
from loaders.seeds import Seeds
from store.tables.engine import make_engine
from store.tables.schema import migrate
from tests.stress.servers import Server, servers

ANSWER_S = 120.0
"""Timeout in seconds of an attacker's requests."""
Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ground:
    """A running server, its folder and store, and the scale of the attack."""

    server: Server
    home: Path
    database: sa.URL
    scale: float = 1.0
    """Factor of the usual counts: below 1 in tests, above 1 for `--deep`."""

    @property
    def pid(self) -> int:
        """The process id of the server."""
        assert self.server.process is not None
        return self.server.process.pid

    def times(self, count: int, least: int = 1) -> int:
        """A number of repetitions, multiplied by the scale; at least `least`."""
        return max(least, round(count * self.scale))

    def token(self, *territories: str, role: str = "editor", subject: str = "attacker") -> str:
        """A valid token, signed with the development key."""
        return issue_token(self.home, subject, [AccountRole(role)], territories, hours=1)

    @contextmanager
    def client(self, token: str | None = None, connections: int = 100) -> Iterator[httpx2.Client]:
        """A client that reuses its connections; with `token`, it sends that."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        limits = httpx2.Limits(max_connections=connections, max_keepalive_connections=connections)
        with httpx2.Client(timeout=ANSWER_S, headers=headers, limits=limits) as client:
            yield client

    def ask(self, query: str, token: str | None = None, **variables: Any) -> Answer:
        """The answer to one request, sent over a new connection."""
        with self.client(token) as client:
            return ask(client, self.server.url, query, **variables)


def ask(client: httpx2.Client, url: str, query: str, **variables: Any) -> Answer:
    """The answer to one request."""
    found: dict[str, Any] = client.post(url, json={"query": query, "variables": variables}).json()
    return found


def codes_of(answer: Answer) -> list[str]:
    """The error codes in an answer: of errors, and of user errors of mutations. Empty if there are none."""
    errors = [str((error.get("extensions") or {}).get("code")) for error in answer.get("errors") or ()]
    roots = (answer.get("data") or {}).values()
    told = [root["userErrors"] for root in roots if isinstance(root, Mapping) and "userErrors" in root]
    return errors + [one["code"] for problems in told for one in problems]


def told_of(answers: Iterable[Answer]) -> str:
    """The error codes of several answers, each once; `ANSWERED` stands for an answer without any."""
    found = [code for answer in answers for code in (codes_of(answer) or ["ANSWERED"])]
    return " ".join(dict.fromkeys(found))


def loaded_store(folder: Path, seeds: Seeds) -> Path:
    """Load seeds into a new file in the folder, and return its path; each attack gets a copy."""
    file = folder / "loaded.sqlite3"
    engine = make_engine(sa.make_url(f"sqlite:///{file}"))
    migrate(engine)
    load(engine, seeds)
    engine.dispose()
    return file


@contextmanager
def ground(loaded: Path, folder: Path, settings: Mapping[str, str], scale: float = 1.0) -> Iterator[Ground]:
    """Run a server with the default limits and a copy of a loaded store, in an empty folder."""
    database = sa.make_url(f"sqlite:///{shutil.copy(loaded, folder / 'kense.sqlite3')}")
    with servers(database, folder, 1, settings) as (server,):
        yield Ground(server, folder, database, scale)
