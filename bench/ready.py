"""Ready bytes from the server that Kense runs on: what no program behind it can be faster than.

Started by `bench.beside_postgraphile`; KENSE_READY_FOLDER holds a file for each path that is asked.
"""

from __future__ import annotations

import os
from pathlib import Path

from starlette.types import Receive, Scope, Send

_READY = {f"/{path.name}": path.read_bytes() for path in Path(os.environ["KENSE_READY_FOLDER"]).iterdir()}


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer each request with the bytes of its path."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    body = _READY[scope["path"]]
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
