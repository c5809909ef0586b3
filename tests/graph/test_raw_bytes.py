"""A connection bounds the requests that wait on it, the pieces of a body, and what its reader leaves.

The applications behind it are small, and run in this process.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from graph.server import connections
from graph.server.connections import LEAST_PIECE_BYTES, MOST_SMALL_PIECES, MOST_WAITING, LimitedHttp

GET = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n"
LAST = GET.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n")
CHUNKED = (
    b"POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
    b"transfer-encoding: chunked\r\n\r\n"
)
PATIENCE_S = 15


def chunks(length: int, size: int) -> bytes:
    """A body in chunks of `size` bytes (RFC 9112, section 7.1)."""
    return b"%x\r\n%s\r\n" % (size, b" " * size) * (length // size) + b"0\r\n\r\n"


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to an application behind LimitedHttp, in this process."""
    config = uvicorn.Config(app, lifespan="off", log_level="critical")
    state, loop = ServerState(), asyncio.get_running_loop()
    config.load()
    listening = await loop.create_server(lambda: LimitedHttp(config, state, {}), "127.0.0.1", 0)
    async with listening:
        reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname())
        try:
            yield reader, writer
        finally:
            writer.close()


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Read the body, and answer its length."""
    length = 0
    while (message := await receive())["type"] == "http.request":
        length += len(message["body"])
        if not message["more_body"]:
            break
    else:
        return
    headers = [(b"content-length", b"%d" % len(str(length)))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": str(length).encode()})


async def received(sent: bytes) -> bytes:
    """What the server answers until it closes the connection."""
    async with serving(echo) as (reader, writer), asyncio.timeout(PATIENCE_S):
        writer.write(sent)
        return await reader.read()


def refusal(told: bytes) -> tuple[bytes, str]:
    """Status and code of the only response."""
    head, _, body = told.partition(b"\r\n\r\n")
    return head.split()[1], json.loads(body)["errors"][0]["extensions"]["code"]


def test_as_many_requests_as_may_wait_are_answered() -> None:
    told = asyncio.run(received(GET * MOST_WAITING + LAST))
    assert told.count(b"HTTP/1.1 200") == MOST_WAITING + 1


@pytest.mark.parametrize("more", [1, 1_000])
def test_more_requests_at_once_than_may_wait_are_refused(more: int) -> None:
    told = asyncio.run(received(GET * (MOST_WAITING + 1 + more)))
    assert refusal(told) == (b"400", "BAD_REQUEST")


@pytest.mark.parametrize(("length", "size"), [(MOST_SMALL_PIECES, 1), (200_000, LEAST_PIECE_BYTES + 36)])
def test_a_body_in_many_pieces_is_read(length: int, size: int) -> None:
    told = asyncio.run(received(CHUNKED + chunks(length, size) + LAST))
    assert b"\r\n\r\n%dHTTP/1.1 200" % length in told, told[:300]


def test_a_body_in_too_many_too_small_pieces_is_refused() -> None:
    told = asyncio.run(received(CHUNKED + chunks(MOST_SMALL_PIECES + 1, 1)))
    assert refusal(told) == (b"400", "BAD_REQUEST")


def test_requests_of_a_client_that_is_gone_are_not_answered() -> None:
    begun: list[str] = []
    is_gone = asyncio.Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        begun.append(scope["path"])
        while (await receive())["type"] != "http.disconnect":
            pass
        is_gone.set()

    async def scene() -> None:
        async with serving(app) as (_, writer):
            writer.write(GET * 10)
            await writer.drain()
            writer.close()
            async with asyncio.timeout(PATIENCE_S):
                await is_gone.wait()
            await asyncio.sleep(0)
        assert begun == ["/healthz"]

    asyncio.run(scene())


def test_a_reader_who_takes_nothing_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "STALL_S", 0.2)
    is_dropped = asyncio.Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": bytes(32_000_000), "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass
        is_dropped.set()

    async def scene() -> None:
        async with serving(app) as (_, writer), asyncio.timeout(PATIENCE_S):
            writer.write(GET)
            await is_dropped.wait()

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("first", "more", "is_over"),
    [
        (GET, GET * 100, False),
        (CHUNKED, b"1\r\n \r\n" * 2_000, False),
        (CHUNKED, b"1\r\n \r\n" * 2_000, True),
    ],
)
def test_no_refusal_is_written_into_an_answer(first: bytes, more: bytes, *, is_over: bool) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"begun", "more_body": not is_over})
        while (await receive())["type"] != "http.disconnect":
            pass

    async def scene() -> bytes:
        async with serving(app) as (reader, writer), asyncio.timeout(PATIENCE_S):
            writer.write(first)
            told = await reader.readuntil(b"begun\r\n")
            writer.write(more)
            with suppress(ConnectionError):
                told += await reader.read()
            return told

    told = asyncio.run(scene())
    assert told.count(b"HTTP/1.1") == 1
    assert b"BAD_REQUEST" not in told


@pytest.mark.parametrize(
    ("made_by", "names"),
    [
        (HttpToolsProtocol.__init__, {"pipeline", "flow", "cycle", "parser", "transport"}),
        (
            RequestResponseCycle.__init__,
            {"body", "disconnected", "message_event", "response_started", "response_complete"},
        ),
    ],
)
def test_uvicorn_keeps_the_parts_that_are_assumed(made_by: Callable[..., None], names: set[str]) -> None:
    assert names <= set(made_by.__code__.co_names)
