"""Carries out changes: each in one writing transaction, checked against the newest edition.

Writers exclude each other (store.engine.writing), so that a change is checked against the state that it
changes. The answer to a request with an idempotency key is stored in the same transaction: a request that is
repeated after a lost answer gets the first result, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine

from changes.authority import Right, known_territories, refusal, refusal_of_place, units_of
from changes.fields import same_value, value_of
from changes.identity import ANONYMOUS, Identity
from changes.import_outcomes import LineOutcome, answer_of_lines, lines_of_answer
from changes.patches import PatchReader
from changes.problems import Conflict, Problem, RefusedError, UserErrorCode, refuse
from changes.touched import known_in, touches
from geo.locator.locator import Locator
from geo.units.edition_index import Atlas
from geo.units.ground import Ground
from model.edition import Edition, Office, Position
from model.errors import CommitUnknownError, StoreError
from model.location_attempts import LOCATED_AGAIN
from model.office_changes import FieldChange, Revision
from store.log.answered_requests import (
    BadKeyError,
    KeyReusedError,
    answer_of,
    checked_key,
    digest_of,
    keep_answer,
)
from store.log.revision_log import KnownLog
from store.log.revisions import NewRevision, record_revisions
from store.reading.editions import newer_edition
from store.reading.noting import note_changes
from store.tables.engine import reading, writing
from store.tables.schema import check_revision


@dataclass(frozen=True, slots=True)
class Served:
    """The edition that this process serves, with its geography."""

    edition: Edition
    atlas: Atlas
    locator: Locator


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """What a change did: the changed offices, the new version of the first, a correction's number..."""

    office_ids: tuple[str, ...] = ()
    version: int | None = None
    """New version of the first office; None if no revision was made."""
    correction_id: int | None = None
    unchanged: int = 0
    """How many lines of an import change nothing."""
    problems: tuple[Problem, ...] = ()
    """Problems of lines of an import that were left out, as the caller allowed."""
    lines: tuple[LineOutcome, ...] = ()
    """The outcome of every line of an import."""
    secret: str | None = None
    """Proves who filed an anonymous proposal: shown once, stored nowhere."""
    job_id: int | None = None
    """Number of the job that was put into the queue."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a change; for a dry run also the edition as it would be, which is never published."""

    done: ChangeResult
    edition: Edition | None = None


@dataclass(frozen=True, slots=True)
class ChangeContext:
    """What the work of one request needs: its transaction, the newest edition, and its client."""

    connection: Connection
    edition: Edition
    patches: PatchReader
    identity: Identity | None
    actor: str
    ground: Ground
    """The area of the client's territories."""

    def office(self, office_id: str, *path: str) -> Office:
        """The office, or the one it was merged into; `path` names the argument. Raises RefusedError."""
        office = self.edition.offices.get(self.edition.current_id(office_id))
        if office is None:
            raise refuse(UserErrorCode.NOT_FOUND, f"no office has the id {office_id!r}", *(path or ("id",)))
        return office

    def demand(self, right: Right, unit_ids: Iterable[str | None], *path: str) -> None:
        """Raise RefusedError unless the client has the right over all the units; without units, over any."""
        refused = refusal(self.edition, self.identity, right, unit_ids)
        if refused is not None:
            code = UserErrorCode.OUT_OF_TERRITORY if refused.out_of_territory else UserErrorCode.FORBIDDEN
            raise refuse(code, refused.message, *path)

    def record(
        self, revisions: Sequence[NewRevision], summary: str, evidence: Sequence[str] = ()
    ) -> tuple[Revision, ...]:
        """Append revisions to the log in the client's name, and return them; see `record_revisions`."""
        # The edition is the newest in this transaction: what it shows of the log is not read again.
        known = KnownLog(self.edition.number, self.edition.revisions)
        return record_revisions(self.connection, revisions, self.actor, summary, evidence, known)

    def outside(self, right: Right, changes: Iterable[FieldChange]) -> tuple[Problem, ...]:
        """A problem if changes move an office to a point outside the client's territory, else no problem.

        The problem has no word that confirms it. No problem either for a client without the right anywhere:
        `demand` refuses that client.
        """
        after = {change.field: change.after for change in changes}.get("location")
        if not isinstance(after, Position):
            return ()
        refused = refusal_of_place(self.edition, self.ground, self.identity, right, after)
        if refused is None or not refused.out_of_territory:
            return ()
        found = ", where the address is found: give the location" if after.method == LOCATED_AGAIN else ""
        return (Problem(UserErrorCode.OUT_OF_TERRITORY, f"{refused.message}{found}", ("location",)),)

    def demand_place(self, right: Right, changes: Iterable[FieldChange], *path: str) -> None:
        """Raise RefusedError if changes move an office to a point outside the client's territory."""
        problems = self.outside(right, changes)
        if problems:
            raise RefusedError(problem.under(*path) for problem in problems)

    def demand_touched(
        self,
        right: Right,
        office: Office,
        changes: Iterable[FieldChange],
        *path: str,
        upon: Edition | None = None,
    ) -> None:
        """Raise RefusedError unless the right holds over all other offices and units that the changes affect.

        `upon` is the edition whose services and branches count; by default that of the request.
        """

        def is_mine(one: Office) -> bool:
            return refusal(self.edition, self.identity, right, units_of(one)) is None

        is_known = known_in(self.edition, is_mine)
        for touch in touches(upon or self.edition, office, changes, is_known):
            refused = refusal(self.edition, self.identity, right, touch.unit_ids)
            if refused is not None:
                code = UserErrorCode.OUT_OF_TERRITORY if refused.out_of_territory else UserErrorCode.FORBIDDEN
                raise refuse(code, f"{touch.what}: {refused.message}", *path)

    def demand_result(self, right: Right, office_id: str, changes: Iterable[FieldChange], *path: str) -> None:
        """Raise RefusedError unless the right holds over the office as it is after its revision was written.

        For changes that return fields to the values of the acts: only the tables know these, once the
        revision is written.
        """
        after = newer_edition(self.connection, self.edition)
        office = after.offices[after.current_id(office_id)]
        self.demand(right, units_of(office), *path)
        known = self.edition.offices.get(office.id)
        before = None if known is None else known.position
        if not same_value(before, office.position):
            self.demand_place(right, [FieldChange("location", before, office.position)], *path)
        made = [replace(change, after=value_of(after, office, change.field)) for change in changes]
        real = [change for change in made if not same_value(change.before, change.after)]
        self.demand_touched(right, office, real, *path, upon=after)

    def demand_version(self, office: Office, expected: int, fields: Iterable[str], *path: str) -> None:
        """Raise RefusedError unless `expected`, the version that the author saw, is the current version.

        An older version is a CONFLICT; the error names those of `fields` that were changed since. A version
        that never existed is INVALID.
        """
        if office.version == expected:
            return
        if expected > office.version or expected < 1:
            raise refuse(
                UserErrorCode.INVALID,
                f"{office.id} has had no version {expected}: it is at {office.version}",
                *(path or ("expectedVersion",)),
            )
        since = self._changed_since(office, expected)
        clash = tuple(sorted(since & set(fields)))
        error = refuse(
            UserErrorCode.CONFLICT,
            f"{office.id} is at version {office.version}, not {expected}: somebody changed "
            f"{', '.join(sorted(since)) or 'it'} first",
            *(path or ("expectedVersion",)),
        )
        raise RefusedError(error.problems, Conflict(office.id, office.version, clash))

    def demand_version_or_apart(
        self, office: Office, base: int, changes: Iterable[FieldChange], *path: str
    ) -> None:
        """Raise RefusedError if a correction's fields were changed after version `base`.

        `base` is the version that the author saw. An older version is accepted if only other fields were
        changed since. Raises as well if there was no version `base`.
        """
        if not 1 <= base <= office.version:
            message = f"{office.id} has had no version {base}: it is at {office.version}"
            raise refuse(UserErrorCode.INVALID, message, *(path or ("baseVersion",)))
        wanted = {change.field for change in changes}
        if wanted & self._changed_since(office, base):
            self.demand_version(office, base, wanted, *(path or ("baseVersion",)))

    def _changed_since(self, office: Office, version: int) -> set[str]:
        return {
            change.field
            for revision in self.edition.revisions.get(office.id, ())
            if revision.version > version
            for change in revision.changes
        }


Change = Callable[[ChangeContext], ChangeResult]


class _Rehearsed(Exception):  # noqa: N818 - never leaves this module
    """Raised to roll a dry run back; carries its outcome to `carry_out`."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


class _Outdated(Exception):  # noqa: N818 - never leaves this module
    """Other seeds were loaded meanwhile: the geography in memory is not that of the store's edition."""


class ChangeService:
    """Carries out changes of one client. `served` returns the newest edition that this process knows."""

    def __init__(
        self,
        engine: Engine,
        served: Callable[[], Served],
        catch_up: Callable[[Edition | None], object],
        identity: Identity | None,
        client: str,
        *,
        until: float | None = None,
    ) -> None:
        """`catch_up` makes this process serve the newest edition of the store.

        Its argument is the edition that a committed change made, or None if that was not read. `until` is the
        moment of the monotonic clock at which the time of the request ends.
        """
        self._until = until
        self._engine = engine
        self._served = served
        self._catch_up = catch_up
        self._identity = identity
        self._actor = identity.subject if identity is not None else f"{ANONYMOUS}{client}"

    def carry_out(
        self, work: Change, request: Any, key: str | None = None, *, dry_run: bool = False
    ) -> Outcome:
        """Do the work in one transaction, and let this process serve the edition that results.

        With an idempotency key that was used before, returns the stored result of the first request;
        `request` is compared, and the key with another request is refused. A dry run is rolled back. Raises
        RefusedError, and then nothing is stored; StoreError if the store cannot be written: the same request
        may be sent again with the same key; CommitUnknownError if it is unknown whether the change is stored.
        """
        for _ in range(3):
            try:
                done, made = self._attempt(work, request, key, dry_run)
            except _Outdated:
                self._catch_up(None)
                continue
            except _Rehearsed as rehearsed:
                return rehearsed.outcome
            self._catch_up(made)
            self._check_shown(done)
            return Outcome(done)
        raise StoreError("the registry is being loaded anew: try again")

    def rehearse(self, work: Change, key: str | None = None) -> Outcome:
        """Do work that writes nothing on the newest edition; no waiting for writers. A key's form is checked.

        Raises RefusedError, and StoreError if the store cannot be read.
        """
        if key is not None:
            self._kept(key)
        for _ in range(3):
            with reading(self._engine) as connection:
                served = self._served()
                edition = newer_edition(connection, served.edition)
                if edition.units is served.edition.units:
                    return Outcome(work(self._case(connection, served, edition)))
            self._catch_up(None)
        raise StoreError("the registry is being loaded anew: try again")

    def _check_shown(self, done: ChangeResult) -> None:
        """Raise CommitUnknownError unless this process serves the stored change.

        A standby that was promoted to primary since the commit may lack it.
        """
        if done.version is None or not done.office_ids:
            return
        edition = self._served().edition
        office = edition.offices.get(edition.current_id(done.office_ids[0]))
        if office is None or office.version < done.version:
            raise CommitUnknownError("the newest edition of the store lacks a change that was stored")

    def _case(self, connection: Connection, served: Served, edition: Edition) -> ChangeContext:
        patches = PatchReader(edition, served.atlas, served.locator)
        ground = Ground(served.atlas, known_territories(edition, self._identity))
        return ChangeContext(connection, edition, patches, self._identity, self._actor, ground)

    def _attempt(
        self, work: Change, request: Any, key: str | None, dry_run: bool
    ) -> tuple[ChangeResult, Edition | None]:
        """The result, and the new edition if it was read. Raises _Rehearsed and _Outdated."""
        with writing(self._engine, self._until) as connection:
            check_revision(connection)
            # Read now: while this writer waited for others, their changes were put into service here.
            served = self._served()
            edition = newer_edition(connection, served.edition)
            if edition.units is not served.edition.units:
                raise _Outdated
            kept = None if key is None else self._kept(key)  # a dry run reports a bad one, too
            keyed = None if kept is None or dry_run else (kept, digest_of(request))
            if keyed is not None:
                answered = self._answered(connection, *keyed)
                if answered is not None:
                    return _done_of(answered), None
            done = work(self._case(connection, served, edition))
            if dry_run:
                raise _Rehearsed(Outcome(done, newer_edition(connection, edition)))
            made = note_changes(connection, edition, may_read_whole=False)  # a request has no time for that
            if keyed is not None:
                keep_answer(connection, self._actor, *keyed, answer=_answer(done))
            return done, made

    def _kept(self, key: str) -> str:
        try:
            return checked_key(key, is_of_stranger=self._identity is None)
        except BadKeyError as error:
            raise refuse(UserErrorCode.INVALID, str(error), "idempotencyKey") from None

    def _answered(self, connection: Connection, key: str, digest: str) -> dict[str, Any] | None:
        """The stored answer to the same request with this key; None if new. Raises RefusedError."""
        try:
            return answer_of(connection, self._actor, key, digest)
        except KeyReusedError as error:
            # The owner of an anonymous client's key is unknown: it is only reported as a clash.
            code = UserErrorCode.CONFLICT if self._identity is None else UserErrorCode.INVALID
            raise refuse(code, str(error), "idempotencyKey") from None


def _answer(done: ChangeResult) -> dict[str, Any]:
    return {
        "office_ids": list(done.office_ids),
        "version": done.version,
        "correction_id": done.correction_id,
        "unchanged": done.unchanged,
        "problems": [asdict(problem) for problem in done.problems],
        **({"lines": answer_of_lines(done.lines)} if done.lines else {}),
        **({} if done.job_id is None else {"job_id": done.job_id}),
    }


def _done_of(answer: dict[str, Any]) -> ChangeResult:
    """The result that a stored answer holds; values that an answer of an older program lacks are empty."""
    # Answers that an earlier program stored hold less.
    problems = tuple(_problem_of(each) for each in answer.get("problems", ()))
    lines = lines_of_answer(answer.get("lines", ()))
    return replace(
        ChangeResult(**answer), office_ids=tuple(answer["office_ids"]), problems=problems, lines=lines
    )


def _problem_of(kept: dict[str, Any]) -> Problem:
    return Problem(UserErrorCode(kept["code"]), kept["message"], tuple(kept["path"]), kept["confirm"])
