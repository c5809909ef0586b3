"""Clients that write and read during a fault, their answers, and the comparison with the store at the end.

Each change has a name of its own and an idempotency key, and is sent again with that key until it is accepted
or refused. Readers remember the newest edition in an answer: a later answer from an older one is an error.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
from sqlalchemy import Engine, select

from store.tables import tables
from store.tables.engine import reading

UPDATE = """mutation($id: ID!, $seen: Int!, $patch: OfficePatchInput!, $reason: String!, $key: String!) {
  officeUpdate(id: $id, expectedVersion: $seen, patch: $patch, reason: $reason, idempotencyKey: $key) {
    office { name(language: RU) version } revision { version } query { edition { number } }
    userErrors { code ... on VersionConflictUserError { currentVersion } } } }"""
READ = "{ edition { number } }"
ANSWER_S = 20.0
_PAUSE_S = 0.05


@dataclass(slots=True)
class History:
    """The answers that all clients got, and what was wrong with them."""

    accepted: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Reason of each accepted change to its office and to the version in the answer."""
    refused: set[str] = field(default_factory=set)
    """Reasons of refused changes: the store must not contain them."""
    accepted_at: list[float] = field(default_factory=list)
    editions: dict[int, float] = field(default_factory=dict)
    """The time at which each edition was first acknowledged."""
    codes: Counter[str] = field(default_factory=Counter)
    """Codes of answers that neither accept nor refuse; such a change is sent again."""
    reads: int = 0
    reads_failed: int = 0
    went_back: list[str] = field(default_factory=list)
    wrong_answers: list[str] = field(default_factory=list)
    """Acceptances whose record differs from the change that was sent."""
    stale_s: float = 0.0
    """Longest time in which a reader still got an older edition than an acknowledged one."""
    admitted_s: float = 0.0
    """The part of that time in which /readyz reported ready."""

    def writes_back_s(self, since: float) -> float:
        """The longest time in seconds between two accepted changes, from the moment `since` on."""
        moments = [since, *sorted(one for one in self.accepted_at if one >= since)]
        return max((after - before for before, after in itertools.pairwise(moments)), default=0.0)


class Clients:
    """Threads that write and read until they are stopped."""

    def __init__(
        self,
        *,
        write: Sequence[str],
        read: Sequence[str],
        token: str,
        offices: Sequence[str],
        says_edition: bool = True,
        seed: int = 7,
    ) -> None:
        """`write` and `read` are GraphQL addresses. If writing at one fails, the next is tried.

        `says_edition` lets readers send the newest edition that they saw, as clients of several servers do.
        """
        self._says_edition = says_edition
        self.history = History()
        self._write, self._read, self._token = list(write), list(read), token
        self._offices, self._seed = list(offices), seed
        self._stop = threading.Event()
        self._lock = threading.Lock()

    @contextmanager
    def running(self, writers: int = 3) -> Iterator[History]:
        """Run the clients while the context is open. Raises AssertionError if one does not end."""
        jobs = [threading.Thread(target=self._edit, args=(number,), daemon=True) for number in range(writers)]
        jobs += [threading.Thread(target=self._look, args=(url,), daemon=True) for url in self._read]
        for job in jobs:
            job.start()
        try:
            yield self.history
        finally:
            self._stop.set()
            for job in jobs:
                job.join(ANSWER_S * 2)
                assert not job.is_alive(), "a client hangs"

    def _edit(self, number: int) -> None:
        """Send changes of random offices until stopped."""
        chance = random.Random(self._seed + number)
        seen: Counter[str] = Counter()
        headers = {"authorization": f"Bearer {self._token}"}
        with httpx2.Client(timeout=ANSWER_S, headers=headers) as client:
            for turn in itertools.count():
                if self._stop.is_set():
                    return
                office = chance.choice(self._offices)
                self._change(client, office, f"chaos {number}-{turn}", seen, number)
                self._stop.wait(_PAUSE_S)

    def _change(self, client: httpx2.Client, office: str, reason: str, seen: Counter[str], at: int) -> None:
        """Send one change until it is accepted or refused, for up to 20 s more after the end of the run."""
        expected = seen[office] or 1
        name = f"Отдел {reason}"
        variables = {
            "id": f"Office:{office}", "seen": expected, "reason": reason,
            "key": f"key of {reason} {self._seed}",
            "patch": {"nameRu": name, "nameKk": f"Бөлім {reason}"},
        }  # fmt: skip
        end: float | None = None
        for attempt in itertools.count():
            told = self._told(client, self._write[(at + attempt) % len(self._write)], variables)
            if told is not None:
                self._note(told, office, reason, name, seen)
                return
            if self._stop.is_set():
                end = end or time.monotonic() + ANSWER_S
                if time.monotonic() > end:
                    self.history.codes["NEVER_TOLD"] += 1
                    return
            time.sleep(_PAUSE_S)

    def _told(self, client: httpx2.Client, url: str, variables: dict[str, Any]) -> dict[str, Any] | None:
        """The server's decision on a change.

        None if it gave none, so that the change has to be sent again.
        """
        try:
            answer = client.post(url, json={"query": UPDATE, "variables": variables})
            body = answer.json()
        except (httpx2.TransportError, ValueError) as error:
            self.history.codes[type(error).__name__] += 1
            return None
        if body.get("errors"):
            for told in body["errors"]:
                self.history.codes[told["extensions"]["code"]] += 1
            return None
        return dict(body["data"]["officeUpdate"])

    def _note(self, told: dict[str, Any], office: str, reason: str, name: str, seen: Counter[str]) -> None:
        """Record that a change was accepted or refused."""
        history = self.history
        if told["userErrors"]:
            history.refused.add(reason)
            for error in told["userErrors"]:
                history.codes[error["code"]] += error["code"] != "CONFLICT"
            # After a lost answer the version is unknown: the next refusal contains the current one.
            seen[office] = told["userErrors"][0].get("currentVersion") or 1
            return
        version = told["revision"]["version"]
        seen[office] = version
        with self._lock:
            history.accepted[reason] = office, version
            history.accepted_at.append(time.monotonic())
            history.editions.setdefault(told["query"]["edition"]["number"], time.monotonic())
            if told["office"]["version"] == version and told["office"]["name"] != name:
                history.wrong_answers.append(f"{reason}: {told['office']}")

    def _look(self, url: str) -> None:
        """Read the edition until stopped, and record answers from an older edition than before."""
        newest, history = 0, self.history
        with httpx2.Client(timeout=ANSWER_S) as client:
            while not self._stop.is_set():
                asked_at = time.monotonic()
                try:
                    seen = {"kense-edition": str(newest)} if self._says_edition else {}
                    # By GET: a proxy may repeat it at another server where one dies during the request.
                    answer = client.get(url, params={"query": READ}, headers=seen)
                    number = answer.json()["data"]["edition"]["number"] if answer.status_code == 200 else None
                except (httpx2.TransportError, ValueError, KeyError):
                    number = None
                history.reads += 1
                if number is None:
                    history.reads_failed += 1
                    time.sleep(_PAUSE_S)
                    continue
                if number < newest:
                    history.went_back.append(f"{url}: {newest} then {number}")
                self._note_age(client, url, number, asked_at)
                newest = number
                time.sleep(_PAUSE_S / 2)

    def _note_age(self, client: httpx2.Client, url: str, number: int, asked_at: float) -> None:
        """Record for how long this reader still got an older edition than an acknowledged one."""
        history = self.history
        with self._lock:
            later = [moment for edition, moment in history.editions.items() if edition > number]
        age_s = asked_at - min(later, default=asked_at)
        history.stale_s = max(history.stale_s, age_s)
        if age_s > 1:
            ready = client.get(url.replace("/graphql", "/readyz")).status_code == 200
            history.admitted_s = max(history.admitted_s, age_s if ready else 0.0)


def lost_and_wrong(engine: Engine, history: History) -> tuple[list[str], list[str]]:
    """Accepted changes that the store lacks, and sentences on all that differs from the answers."""
    table = tables.revision
    with reading(engine) as connection:
        rows = connection.execute(select(table.c.summary, table.c.office_id, table.c.version)).all()
    times = Counter(row.summary for row in rows)
    made = {row.summary: (row.office_id, row.version) for row in rows}
    lost = [reason for reason in history.accepted if not times[reason]]
    wrong = [f"{reason} is stored {count} times" for reason, count in times.items() if count > 1]
    wrong += [f"{reason} was refused and is stored" for reason in history.refused if times[reason]]
    wrong += [
        f"{reason} was told {what}, the store says {made[reason]}"
        for reason, what in history.accepted.items()
        if reason in made and made[reason] != what
    ]
    return lost, [*wrong, *history.went_back, *history.wrong_answers]
