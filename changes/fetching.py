"""Fetches a small document over HTTP: with a limit of time and of size, without redirects.

A socket's time limit applies to each wait: a sender of one byte per second keeps it open for hours. So the
request runs in a separate thread, which is waited for at most the total time; then its socket is shut, which
ends the thread wherever it reads.
"""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR, socket
from threading import Thread
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from model.errors import RegistryError

THREAD = "kense-fetching"
_CHUNK = 65_536


class FetchError(RegistryError):
    """The document could not be fetched: no answer in time, another status than 2xx, or too large."""


def fetch(url: str, within_s: float, most_bytes: int) -> bytes:
    """The document at an address of http or https. Raises FetchError after `within_s` seconds at the latest.

    Also for more than `most_bytes`, and for any status but 2xx, such as a redirect. Proxies of the
    environment (`https_proxy`, `no_proxy`) are used.
    """
    call = _Call(url, within_s, most_bytes)
    answer: Future[bytes] = Future()
    Thread(target=call.carry_out, args=(answer,), name=THREAD, daemon=True).start()
    try:
        return answer.result(timeout=within_s)
    except TimeoutError as error:
        call.stop()
        raise FetchError(f"{url} did not answer within {within_s:g} s") from error
    except (OSError, HTTPException, ValueError) as error:
        raise FetchError(f"{url} gave no answer: {error}") from error


class _Call:
    """One request, and the socket by which it can be ended from another thread."""

    def __init__(self, url: str, within_s: float, most_bytes: int) -> None:
        self._url = url
        self._within_s = within_s
        self._end = monotonic() + within_s
        self._most_bytes = most_bytes
        self._socket: socket | None = None
        self._is_over = False

    def carry_out(self, answer: Future[bytes]) -> None:
        """Put the document or the error into `answer`. Runs in the thread of its own."""
        try:
            answer.set_result(self._document())
        except Exception as error:  # raised again where it is waited for
            answer.set_exception(error)

    def stop(self) -> None:
        """End the request from another thread, wherever it waits."""
        self._is_over = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(SHUT_RDWR)

    def connected(self, by: socket) -> None:
        """Record the socket. Raises TimeoutError if the request was stopped before."""
        self._socket = by
        if self._is_over:
            raise TimeoutError("too late")

    def _document(self) -> bytes:
        """The body of the response.

        Raises FetchError for another status than 2xx, and errors of the network.
        """
        opener = OpenerDirector()
        for handler in (
            ProxyHandler(),
            _Plain(self),
            _Secure(self),
            UnknownHandler(),
            HTTPDefaultErrorHandler(),
            HTTPErrorProcessor(),
        ):
            opener.add_handler(handler)
        try:
            with opener.open(Request(self._url), timeout=self._within_s) as response:  # noqa: S310
                return self._body(response)
        except HTTPError as error:
            error.close()
            raise FetchError(f"{self._url} answered with the status {error.code}") from None

    def _body(self, response: HTTPResponse) -> bytes:
        """The body of a response. Raises FetchError if it is too large, TimeoutError after the total time."""
        body = bytearray()
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > self._most_bytes:
                raise FetchError(f"{self._url} gave more than {self._most_bytes} bytes")
            if monotonic() > self._end:
                raise TimeoutError("too slow")
        return bytes(body)


class _PlainConnection(HTTPConnection):
    def __init__(self, call: _Call, host: str, **options: Any) -> None:
        super().__init__(host, **options)
        self._call = call

    def connect(self) -> None:
        super().connect()
        self._call.connected(self.sock)


class _SecureConnection(HTTPSConnection):
    def __init__(self, call: _Call, host: str, **options: Any) -> None:
        super().__init__(host, **options)
        self._call = call

    def connect(self) -> None:
        super().connect()
        self._call.connected(self.sock)


class _Plain(HTTPHandler):
    def __init__(self, call: _Call) -> None:
        super().__init__()
        self._call = call

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_PlainConnection, self._call), req)


class _Secure(HTTPSHandler):
    def __init__(self, call: _Call) -> None:
        super().__init__()
        self._call = call

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_SecureConnection, self._call), req)
