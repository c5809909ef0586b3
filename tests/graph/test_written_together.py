"""The head of an answer waits for its body, and for no more than a round of the event loop."""

from __future__ import annotations

import asyncio
from typing import cast

from graph.server.written_together import MOST_COPIED_BYTES, WrittenTogether

HEAD = b"HTTP/1.1 200 OK\r\n\r\n"


class Written:
    """A transport that notes each write: on a socket their borders are lost."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.is_closed = False

    def write(self, data: bytes) -> None:
        assert not self.is_closed
        self.pieces.append(data)

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed


def written(*rounds: tuple[bytes, ...], closes: bool = False) -> list[bytes]:
    """The writes to the socket for those of an answer, in rounds of the event loop."""
    noted = Written()

    async def answer() -> None:
        together = WrittenTogether(cast(asyncio.Transport, noted), asyncio.get_running_loop())
        for pieces in rounds:
            for piece in pieces:
                together.write(piece)
            await asyncio.sleep(0)
        if closes:
            together.close()
            assert together.is_closing()

    asyncio.run(answer())
    return noted.pieces


def test_head_and_body_are_one_write() -> None:
    assert written((HEAD, b"{}")) == [HEAD + b"{}"]
    assert written((HEAD, b"{}", b"more")) == [HEAD + b"{}", b"more"]


def test_a_long_piece_is_not_copied() -> None:
    body = b"x" * (MOST_COPIED_BYTES + 1)
    assert written((HEAD, body)) == [HEAD, body]


def test_the_head_of_a_stream_does_not_wait_for_its_first_event() -> None:
    assert written((HEAD,), (b"event",)) == [HEAD, b"event"]


def test_nothing_is_lost_where_the_connection_is_closed() -> None:
    assert written((HEAD, b""), closes=True) == [HEAD]
    assert written((HEAD,), closes=True) == [HEAD]


def test_a_head_is_written_before_its_connection_is_closed_at_once() -> None:
    noted = Written()

    async def answer() -> None:
        together = WrittenTogether(cast(asyncio.Transport, noted), asyncio.get_running_loop())
        together.write(HEAD)
        together.close()
        await asyncio.sleep(0)

    asyncio.run(answer())
    assert noted.pieces == [HEAD]
