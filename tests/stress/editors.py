"""Editors that change a few offices all at once, readers that look for torn records, and what came of it.

Every update writes one number into two names: a record with two different numbers is torn. Every request
bears a key of its own and is sent again with it until it is answered by an acceptance or a refusal, whatever
fails on the way.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import Engine, select

from changes.development import issue_token
from changes.identity import AccountRole
from store.tables import tables
from store.tables.engine import reading
from tests.stress.servers import Server

UPDATE = """mutation($id: ID!, $expected: Int!, $patch: OfficePatchInput!, $reason: String!, $key: String!) {
  officeUpdate(id: $id, expectedVersion: $expected, patch: $patch, reason: $reason, idempotencyKey: $key) {
    office { version } revision { version } query { edition { number } } userErrors { code message
    ... on VersionConflictUserError { currentVersion } } } }"""
READ = """query($ids: [ID!]!) { edition { number } nodes(ids: $ids) { ... on Office {
  id version ru: name(language: RU) kk: name(language: KK) } } }"""
_NUMBER = re.compile(r"\d+")
_ANSWER_S = 120.0


@dataclass(slots=True)
class Told:
    """What the editors and readers were told."""

    accepted: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Reason of each accepted update: the office, and the version it was said to have made."""
    refused: Counter[str] = field(default_factory=Counter)
    """Updates refused, by code."""
    refused_reasons: set[str] = field(default_factory=set)
    failures: Counter[str] = field(default_factory=Counter)
    """Answers that were neither: typed errors and lost connections, each sent again with the same key."""
    reads: int = 0
    failed_reads: int = 0
    torn: list[Any] = field(default_factory=list)
    took_back: list[Any] = field(default_factory=list)
    """Reads of a server that told an older edition than before, and answers older than what they did."""
    lags_s: list[float] = field(default_factory=list)
    """From an answer to its edition being served by every other process."""
    seconds: float = 0.0


class Editing:
    """So many editors with so many updates each on the first offices of a store."""

    def __init__(
        self,
        servers: Sequence[Server],
        home: Path,
        offices: Sequence[str],
        editors: int,
        updates: int,
        seed: int = 6,
    ) -> None:
        self.servers = servers
        self.offices = offices
        self.editors = editors
        self.each = -(-updates // editors)
        self.told = Told()
        self._chance = random.Random(seed)
        self._versions = dict.fromkeys(offices, 1)
        token = issue_token(home, "stress", [AccountRole.EDITOR], ["*"], hours=4)
        self._headers = {"authorization": f"Bearer {token}"}
        self._numbers = iter(range(1, 10**9))
        self._served: dict[str, int] = {}

    def run(self) -> Told:
        """Everything until the last request is answered."""
        asyncio.run(self._run())
        return self.told

    async def _run(self) -> None:
        limits = httpx2.Limits(max_connections=400, max_keepalive_connections=400)
        async with httpx2.AsyncClient(limits=limits, timeout=_ANSWER_S, headers=self._headers) as client:
            began = time.monotonic()
            readers = [asyncio.create_task(self._read(client, server)) for server in self.servers]
            await asyncio.gather(*(self._edit(client, number) for number in range(self.editors)))
            self.told.seconds = time.monotonic() - began
            for reader in readers:
                reader.cancel()
            await asyncio.gather(*readers, return_exceptions=True)

    async def _edit(self, client: httpx2.AsyncClient, editor: int) -> None:
        for update in range(self.each):
            office = self._chance.choice(self.offices)
            number = next(self._numbers)
            reason = f"editor {editor}, update {update}"
            variables = {
                "id": f"Office:{office}",
                "expected": self._versions[office],
                "patch": {"nameRu": f"Отдел {number}", "nameKk": f"Бөлім {number}"},
                "reason": reason,
                "key": f"{editor}-{update}-{number}",
            }
            await self._send(client, office, reason, variables)

    async def _send(
        self, client: httpx2.AsyncClient, office: str, reason: str, variables: dict[str, Any]
    ) -> None:
        """Send it until it is accepted or refused, to whichever server."""
        while True:
            server = self._chance.choice(self.servers)
            try:
                answer = await client.post(server.url, json={"query": UPDATE, "variables": variables})
                body = answer.json()
            except (httpx2.TransportError, ValueError) as error:
                await self._failed(type(error).__name__)
                continue
            if body.get("errors"):
                await self._failed(body["errors"][0]["extensions"]["code"])
                continue
            payload = body["data"]["officeUpdate"]
            if payload["userErrors"]:
                refusal = payload["userErrors"][0]
                self.told.refused[refusal["code"]] += 1
                self.told.refused_reasons.add(reason)
                self._versions[office] = max(refusal.get("currentVersion") or 0, self._versions[office])
            else:
                # The office is shown as it is by then: others may have changed it since, above all where
                # the answer was lost and the same request came again.
                made, now = payload["revision"]["version"], payload["office"]["version"]
                self.told.accepted[reason] = (office, made)
                if now < made:
                    self.told.took_back.append((server.port, office, made, now))
                self._versions[office] = max(now, self._versions[office])
                if len(self.told.accepted) % 10 == 0:
                    await self._measure(client, server, payload["query"]["edition"]["number"])
            return

    async def _failed(self, what: str) -> None:
        self.told.failures[what] += 1
        await asyncio.sleep(0.2)

    async def _measure(self, client: httpx2.AsyncClient, writer: Server, number: int) -> None:
        """How long until every other process serves the edition."""
        began = time.monotonic()
        for server in self.servers:
            while server is not writer and time.monotonic() - began < 30:
                try:
                    ready = (await client.get(server.ready_url)).json()
                except (httpx2.TransportError, ValueError):
                    return  # it is down: nothing can be measured
                if ready.get("edition", 0) >= number:
                    break
                await asyncio.sleep(0.01)
        self.told.lags_s.append(time.monotonic() - began)

    async def _read(self, client: httpx2.AsyncClient, server: Server) -> None:
        ids = [f"Office:{office}" for office in self.offices]
        newest = 0
        while True:
            try:
                answer = await client.post(server.url, json={"query": READ, "variables": {"ids": ids}})
                data = answer.json()["data"]
            except (httpx2.TransportError, ValueError, KeyError):
                self.told.failed_reads += 1
                newest = 0  # it may have been started again
                await asyncio.sleep(0.2)
                continue
            self.told.reads += 1
            if data["edition"]["number"] < newest:
                self.told.took_back.append((server.port, newest, data["edition"]["number"]))
            newest = data["edition"]["number"]
            for one in data["nodes"]:
                if one["version"] > 1 and _NUMBER.findall(one["ru"]) != _NUMBER.findall(one["kk"]):
                    self.told.torn.append(one)
            await asyncio.sleep(0.05)


def agree_within_s(servers: Sequence[Server], number: int) -> float:
    """Seconds until all servers serve an edition. Raises AssertionError after ten."""
    began = time.monotonic()
    for server in servers:
        while True:
            if httpx2.get(server.ready_url).json()["edition"] >= number:
                break
            assert time.monotonic() - began < 10, f"{server.url} stays behind {number}"
            time.sleep(0.01)
    return time.monotonic() - began


def newest_edition(engine: Engine) -> int:
    """Number of the newest edition of the store."""
    with reading(engine) as connection:
        numbers: list[int] = list(connection.scalars(select(tables.edition.c.number)))
    return max(numbers)


def wrongs_of_log(engine: Engine, offices: Sequence[str], told: Told) -> list[str]:
    """What the log of the store tells otherwise than the editors were told; empty when all is right."""
    revision, office, edition = tables.revision, tables.office, tables.edition
    with reading(engine) as connection:
        rows = connection.execute(
            select(revision).where(revision.c.office_id.in_(offices)).order_by(revision.c.version)
        ).all()
        newest = dict(
            connection.execute(select(office.c.id, office.c.version).where(office.c.id.in_(offices))).all()
        )
        editions = sorted(connection.scalars(select(edition.c.number)))
    wrongs = []
    logged = Counter(row.summary for row in rows)
    wrongs += [
        f"accepted, but {logged[one]} times in the log: {one}" for one in told.accepted if logged[one] != 1
    ]
    wrongs += [f"refused, but in the log: {one}" for one in told.refused_reasons if logged[one]]
    unknown = set(logged) - set(told.accepted)
    wrongs += [f"in the log, but nobody was told: {one}" for one in sorted(unknown)]
    for one in offices:
        versions = [row.version for row in rows if row.office_id == one]
        if versions != list(range(2, newest[one] + 1)):
            wrongs.append(f"{one} is at {newest[one]} with the versions {versions}")
    made = {row.summary: (row.office_id, row.version) for row in rows}
    wrongs += [
        f"{reason} was told {what}, the log says {made.get(reason)}"
        for reason, what in told.accepted.items()
        if made.get(reason) != what
    ]
    if editions != list(range(1, len(editions) + 1)):
        wrongs.append("the numbers of editions have gaps")
    return wrongs
