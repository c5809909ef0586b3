"""A mirror by docs/mirroring.md, and people who change its source at random."""

from __future__ import annotations

import json
import random
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import Message
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any
from urllib.error import HTTPError

import uvicorn
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from geo.exports.mirror import mirror_dump
from loaders.seeds import Seeds
from loaders.seeds.rows import RekeyedRow
from model.program_files import PROGRAM
from store.reading.editions import load_edition
from store.tables.engine import make_engine
from tests.changing import EDUCATION, ChangingClient
from tests.lived_in import CREATE, MERGE, SUBMIT

GONE = "akm-akkol-karasai-akimat"
"""An office that other seeds lack; what people changed of it goes to the one that stands for it."""
_TRIED = " userErrors { code message }"
UPDATE = """mutation($id: ID!, $seen: Int!, $patch: OfficePatchInput!) { officeUpdate(id: $id,
  expectedVersion: $seen, patch: $patch, reason: "a letter of Aigul", evidence: ["her testimony"]) {%s } }"""
CLOSE = """mutation($id: ID!, $seen: Int!) { officeClose(id: $id, expectedVersion: $seen, on: "2026-01-01",
  reason: "it moved", evidence: ["decree"]) {%s } }"""
REVERT = """mutation($id: ID!, $seen: Int!, $to: Int!) { officeRevert(id: $id, expectedVersion: $seen,
  toVersion: $to, reason: "it was right") {%s } }"""
GIVE = """mutation($id: ID!, $seen: Int!, $service: ID!, $roles: [ProvisionRole!]!, $units: [ID!]) {
  provisionSet(officeId: $id, expectedVersion: $seen, serviceId: $service, roles: $roles, reason: "so it is",
  evidence: ["decree"], jurisdictionUnitIds: $units) {%s } }"""
REVIEW = """mutation($id: ID!, $decision: ReviewDecision!) { correctionReview(id: $id, decision: $decision,
  note: "a note of Serik") {%s } }"""
PRIVATE = ("a letter of Aigul", "her testimony", "a note of Serik", "I saw it", "aigul", "serik", "it opened")
"""What people write of changes, and who they are: no part of it leaves with a mirror."""


def client_program() -> str:
    """The program of the document."""
    text = (PROGRAM / "docs" / "mirroring.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)
    return str(found)


def client_module(ask: Callable[[str], bytes]) -> Any:
    """The program as a module that sends requests by `ask`."""
    module = ModuleType("mirror")
    exec(compile(client_program(), "docs/mirroring.md", "exec"), module.__dict__)
    module.__dict__["ask"] = ask
    return module


class Mirror:
    """A copy of the registry that a client keeps; counts what it receives."""

    def __init__(self, client: ChangingClient) -> None:
        self._client = client
        self._program = client_module(self._ask)
        self.taken: Counter[str] = Counter()
        """Requests by path."""
        self.seen: list[bytes] = []
        """What came with changes."""
        self._copy = self._program.read(self._ask("/changes/start"))

    def _ask(self, address: str) -> bytes:
        answer = self._client.http.get(address)
        if answer.status_code == 410:  # as the program of the document hears of it
            raise HTTPError(address, 410, answer.text, Message(), None)
        assert answer.status_code == 200, answer.text
        self.taken[address.partition("?")[0]] += 1
        if address.startswith("/changes?"):
            self.seen.append(answer.content)
        return bytes(answer.content)

    def follow(self) -> bytes:
        """Read the changes; returns the copy as a dump."""
        self._copy = self._program.follow("", *self._copy)
        return bytes(self._program.written(*self._copy))


def dump_of(engine: Engine) -> bytes:
    """The public dump of the newest edition, read whole from the store."""
    return b"".join(mirror_dump(load_edition(engine)))


class People:
    """Editors and reviewers who use everything in the API, at random."""

    def __init__(self, client: ChangingClient, seed: int) -> None:
        self._client = client
        self._rng = random.Random(seed)
        self.done: Counter[str] = Counter()
        """What was carried out, by kind."""
        self._kinds = {
            "update": 8,
            "create": 1,
            "close": 1,
            "merge": 1,
            "give": 3,
            "correct": 2,
            "decide": 3,
            "revert": 2,
        }

    def act(self) -> None:
        """Try one action; a refused one is fine, and changes nothing."""
        (kind,) = self._rng.choices(list(self._kinds), list(self._kinds.values()))
        offices = self._client.edition.offices
        office = offices[self._rng.choice(list(offices))]
        payload = getattr(self, f"_{kind}")(office)
        if payload is not None and not payload["userErrors"]:
            self.done[kind] += 1

    def _seen(self, document: str, office: Any, **variables: Any) -> dict[str, Any]:
        return self._client.tried(
            document % _TRIED, id=f"Office:{office.id}", seen=office.version, **variables
        )

    def _update(self, office: Any) -> dict[str, Any]:
        number = self._rng.randrange(10_000)
        patch: dict[str, Any] = self._rng.choice(
            [
                {"nameKk": f"Кеңсе «{number}»"},
                {"nameRu": None},
                {"contacts": [{"kind": "PHONE", "value": f"+7716383{number:04}"}]},
                {"openingHours": f"Mo-Fr 09:00-1{number % 8 + 1}:30"},
                {"openingHours": None},
                {"postalCode": f"02{number:04}"},
                {"location": {"latitude": 51.9 + number / 1e5, "longitude": 70.9 + number / 1e5}},
                {"settlementId": f"Settlement:{self._settlement()}"},
            ]
        )
        return self._seen(UPDATE, office, patch=patch)

    def _settlement(self) -> str:
        units = self._client.edition.units.values()
        return self._rng.choice([unit.id for unit in units if unit.level.value == "SETTLEMENT"])

    def _create(self, office: Any) -> dict[str, Any]:
        return self._client.tried(CREATE % (f"Settlement:{self._settlement()}", office.id))

    def _merge(self, office: Any) -> dict[str, Any] | None:
        other = self._client.edition.offices[self._rng.choice(list(self._client.edition.offices))]
        if len(self._client.edition.offices) < 8:
            return None
        document = MERGE.replace("expectedVersion: 1", f"expectedVersion: {office.version}", 1)
        document = document.replace("fromExpectedVersion: 1", f"fromExpectedVersion: {other.version}")
        return self._client.tried(document % (office.id, other.id))

    def _close(self, office: Any) -> dict[str, Any] | None:
        return None if len(self._client.edition.offices) < 8 else self._seen(CLOSE, office)

    def _give(self, office: Any) -> dict[str, Any]:
        roles = self._rng.choice([[], ["ACCEPTS_APPLICATIONS"], ["DECIDES", "ISSUES_RESULT"]])
        service = self._rng.choice(sorted(self._client.edition.services))
        units = [f"Settlement:{self._settlement()}"] if roles else None
        return self._seen(GIVE, office, service=f"PublicService:{service}", roles=roles, units=units)

    def _correct(self, office: Any) -> dict[str, Any]:
        self._client.sign_in("*", role="editor", subject="aigul")
        try:
            name = f"Отдел {self._rng.randrange(1_000)}"
            return self._client.tried(SUBMIT % (office.id, office.version, name))
        finally:
            self._client.sign_in("*")

    def _decide(self, _: Any) -> dict[str, Any] | None:
        waiting = [
            one.id for one in self._client.edition.corrections.values() if one.status.value == "SUBMITTED"
        ]
        if not waiting:
            return None
        self._client.sign_in("*", role="reviewer", subject="serik")
        try:
            number, decision = self._rng.choice(waiting), self._rng.choice(["ACCEPT", "ACCEPT", "REJECT"])
            return self._client.tried(REVIEW % _TRIED, id=f"Correction:{number}", decision=decision)
        finally:
            self._client.sign_in("*")

    def _revert(self, office: Any) -> dict[str, Any] | None:
        if office.version < 2:
            return None
        return self._seen(REVERT, office, to=self._rng.randrange(1, office.version))


def other(seeds: Seeds) -> Seeds:
    """The seeds after a possible activated act: other services, positions and people, one office less."""
    return replace(
        seeds,
        offices=tuple(row for row in seeds.offices if row.id != GONE),
        records={
            key: tuple(row for row in rows if row.office != GONE) for key, rows in seeds.records.items()
        },
        provisions=tuple(row for row in seeds.provisions if row.office != GONE),
        positions=tuple(
            replace(row, lat=f"{float(row.lat) + 0.01:.5f}")
            for row in seeds.positions
            if row.subject != f"office:{GONE}"
        ),
        areas=tuple(replace(row, population="1234") if row.population else row for row in seeds.areas),
        services=tuple(replace(row, name_ru=f"{row.name_ru} (новое)") for row in seeds.services),
        rekeyed=(*seeds.rekeyed, RekeyedRow(GONE, EDUCATION, "one house")),
    )


def changes(client: ChangingClient, since: str, **more: str) -> list[dict[str, Any]]:
    answer = client.http.get("/changes", params={"since": since, **more})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.content.splitlines()]


def key(client: ChangingClient) -> str:
    return str(client.edition.key)


def sqlite_copy(empty: Path, folder: Path) -> Engine:
    """A copy of an empty store."""
    return make_engine(make_url(f"sqlite:///{shutil.copy(empty, folder)}"))


@contextmanager
def served_on_a_port(client: ChangingClient) -> Iterator[str]:
    """The address of the client's server, for programs that ask over the network."""
    config = uvicorn.Config(client.http.app, host="127.0.0.1", port=0, lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < end
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
