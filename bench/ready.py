"""A server of fixed bytes on the web server that Kense uses: no program behind it can be faster.

`bench.beside_postgraphile` starts it; KENSE_READY_FOLDER holds a file for each path.
"""

from __future__ import annotations

import os
from pathlib import Path

from starlette.types import Receive, Scope, Send

_READY = {f"/{path.name}": path.read_bytes() for path in Path(os.environ["KENSE_READY_FOLDER"]).iterdir()}


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer each request with the bytes of the file for its path."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    body = _READY[scope["path"]]
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
