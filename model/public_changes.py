"""The log of changes of public records: what each edition changed, and positions in the log.

A mirror takes a dump of an edition, then every change since. The changes from one edition to the next are
stored as blocks of lines. If they are not known, the log has a gap, and the mirror takes a new dump.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, overload

from model.edition_key import EditionKey
from model.enums import RecordKind
from model.errors import UsageError

MOST_EDITIONS = 20_000
"""Number of editions whose changes are kept; those of earlier ones are pruned."""
_SECONDS_BEHIND = 60
"""A server may lag behind another by seconds: an unknown edition younger than that may still arrive here."""
_POSITION = re.compile(r"([1-9][0-9]{0,17})-([0-9a-f]{1,18})(?:([.r])([0-9]{1,18}))?")


class BadPositionError(UsageError):
    """The text is not a position in the log of changes."""


class EditionGoneError(UsageError):
    """The log does not have the edition of a position: it was pruned, or belongs to another registry."""


class EditionAheadError(UsageError):
    """The edition of a position is newer than the newest one here; it may arrive within seconds."""


class Position(NamedTuple):
    """A place in the log: after an edition, after one of its changes, or after one of its revisions."""

    key: EditionKey
    taken: int | None = None
    """Number of changes of the edition that were taken; None for all."""
    revision: int | None = None
    """The last revision of the edition that was taken; None for all."""

    @classmethod
    def of(cls, text: str) -> Position:
        """Read `NUMBER-IDENTITY`, with `.COUNT` inside its changes or `rREVISION` inside its revisions.

        Raises BadPositionError.

        >>> Position.of("12-62f0").key, Position.of("12-62f0.3").taken, Position.of("12-62f0r45").revision
        (EditionKey(number=12, identity='62f0'), 3, 45)
        """
        match = _POSITION.fullmatch(text)
        if match is None:
            raise BadPositionError(
                f"{text[:60]!r} is not a position: pass the edition that a dump or a page of changes names"
            )
        number, identity, kind, count = match.groups()
        key = EditionKey(int(number), identity)
        if kind == "r":
            return cls(key, revision=int(count))
        return cls(key, taken=int(count) if kind else None)

    def __str__(self) -> str:
        if self.revision is not None:
            return f"{self.key}r{self.revision}"
        return str(self.key) if self.taken is None else f"{self.key}.{self.taken}"


@dataclass(frozen=True, slots=True)
class ChangeBlock:
    """A part of the changes that one edition made, in order, as compressed lines."""

    key: EditionKey
    follows: EditionKey
    """The edition to which the changes of `key` are applied."""
    first: int
    """Number of changes of the same edition in earlier blocks."""
    count: int
    packed: bytes = field(repr=False)
    is_last: bool = True
    """Whether this is the last block of its edition."""

    def lines(self) -> list[bytes]:
        """Each change as a line of canonical JSON (`model.public_records`); empty if there are none."""
        return zlib.decompress(self.packed).split(b"\n") if self.count else []


def pack(lines: Sequence[bytes]) -> bytes:
    """Lines compressed, as a block stores them."""
    return zlib.compress(b"\n".join(lines))


class Change(NamedTuple):
    """One change of a public record."""

    block: ChangeBlock
    place: int
    """Its index in the block."""

    @property
    def number(self) -> int:
        """The number of the change within its edition, from 1."""
        return self.block.first + self.place + 1

    @property
    def position(self) -> Position:
        """The position in the log right after this change."""
        is_last = self.block.is_last and self.place + 1 == self.block.count
        return Position(self.block.key, taken=None if is_last else self.number)


class Changes(Sequence[Change]):
    """The changes in consecutive blocks, without the first `skipped`. Blocks are decompressed when read."""

    def __init__(self, blocks: Sequence[ChangeBlock], skipped: int = 0) -> None:
        self.blocks = blocks
        self._ends: list[int] = []
        total = -skipped
        for block in blocks:
            total += block.count
            self._ends.append(total)

    def __len__(self) -> int:
        return max(0, self._ends[-1]) if self._ends else 0

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> list[Change]: ...
    def __getitem__(self, index: int | slice) -> Change | list[Change]:
        """The change at an index, or the changes of a slice.

        Raises IndexError for an index outside; a negative index is outside.
        """
        if isinstance(index, slice):
            return [self._at(one) for one in range(*index.indices(len(self)))]
        return self._at(index)

    def __iter__(self) -> Iterator[Change]:
        return (self._at(one) for one in range(len(self)))

    def _at(self, index: int) -> Change:
        if not 0 <= index < len(self):
            raise IndexError(index)
        place = bisect_left(self._ends, index + 1)
        block = self.blocks[place]
        return Change(block, index - (self._ends[place] - block.count))


@dataclass(frozen=True, slots=True)
class ChangeLog:
    """All blocks that are kept, in the order of editions; a field of every edition."""

    blocks: tuple[ChangeBlock, ...] = ()

    def followed_by(self, later: Sequence[ChangeBlock]) -> ChangeLog:
        """The log with the blocks of later editions added; editions beyond the newest 20,000 are removed."""
        if not later:
            return self
        blocks = (*self.blocks, *later)
        oldest = blocks[-1].key.number - MOST_EDITIONS
        if blocks[0].key.number > oldest:
            return ChangeLog(blocks)
        return ChangeLog(blocks[bisect_left(blocks, oldest + 1, key=_number) :])

    def key_of(self, number: int) -> EditionKey | None:
        """The key of the edition with that number; None if the log does not know it."""
        place = bisect_left(self.blocks, number, key=_number)
        if place < len(self.blocks) and self.blocks[place].key.number == number:
            return self.blocks[place].key
        place = bisect_left(self.blocks, number, key=_followed)
        if place < len(self.blocks) and self.blocks[place].follows.number == number:
            return self.blocks[place].follows
        return None

    def check(self, key: EditionKey, newest: EditionKey, now: datetime) -> None:
        """Raise EditionGoneError or EditionAheadError for an edition that is not in the log.

        `newest` is the edition in service. A later edition of the last minute is ahead; any other unknown one
        is gone.
        """
        if key in (newest, self.key_of(key.number)):
            return
        if key.number > newest.number and _is_young(key, newest, now):
            raise EditionAheadError(
                f"the edition {key} is newer than {newest}, the newest one here: ask again in a second"
            )
        raise EditionGoneError(
            f"the changes since the edition {key} are not known here: they were pruned, or it is an edition "
            "of another registry, or was lost. Take a new dump (/changes/start), and then the changes since "
            "its edition"
        )

    def since(self, position: Position, newest: EditionKey, now: datetime) -> Changes:
        """The changes after a position up to `newest`; at a gap, a single change that asks for a new dump.

        Raises EditionGoneError, EditionAheadError, and BadPositionError for a count above the number of
        changes of the edition, or a position inside revisions.
        """
        if position.revision is not None:
            raise BadPositionError(
                f"{position} is a position of officeChanged, not one of the log of changes"
            )
        self.check(position.key, newest, now)
        key, taken = position.key, position.taken
        blocks = list(self._after(key) if taken is None else self._from(key))
        if taken is not None:
            made = sum(block.count for block in blocks if block.key == key)
            if taken > made:
                raise BadPositionError(
                    f"the position is after change {taken} of edition {key}, which has {made}: "
                    "use a position that the server gave"
                )
        reached = blocks[-1].key if blocks else key
        if reached != newest:
            blocks.append(_gap(reached, newest))
        return Changes(blocks, taken or 0)

    def _after(self, key: EditionKey) -> Iterator[ChangeBlock]:
        """The blocks that follow an edition, up to the first gap."""
        place = bisect_left(self.blocks, key.number, key=_followed)
        before, last = key, key
        for block in self.blocks[place:]:
            if block.key != last:
                before = last
            if block.follows != before:
                return
            yield block
            last = block.key

    def _from(self, key: EditionKey) -> Iterator[ChangeBlock]:
        """The blocks of an edition and of those after it, up to the first gap."""
        place = bisect_left(self.blocks, key.number, key=_number)
        for block in self.blocks[place:]:
            if block.key != key:
                break
            yield block
        yield from self._after(key)


def _gap(before: EditionKey, newest: EditionKey) -> ChangeBlock:
    """A block with one change: the mirror has to take a new dump."""
    line = f'{{"id":"{newest}","kind":"{RecordKind.NEW_DUMP}","record":null}}'
    return ChangeBlock(key=newest, follows=before, first=0, count=1, packed=pack([line.encode()]))


def _number(block: ChangeBlock) -> int:
    return block.key.number


def _followed(block: ChangeBlock) -> int:
    return block.follows.number


def _is_young(key: EditionKey, newest: EditionKey, now: datetime) -> bool:
    """Whether an edition was published after the newest known edition, and in the last minute."""
    made_at_us, newest_us = int(key.identity, 16), int(newest.identity, 16)
    return made_at_us > newest_us and abs(now.timestamp() - made_at_us / 1e6) <= _SECONDS_BEHIND
