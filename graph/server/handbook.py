"""The documentation as a site under `/docs`, where `make docs` built it.

The pages have inline scripts. Each page is sent with the hashes of its own scripts, so that the policy still
refuses any other script, and every request to another host.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from graph.server.assets import PACKINGS, codings
from graph.server.console import HEADERS
from model.program_files import built_page

PATH = "/docs"
StrPath = str | os.PathLike[str]
NOT_BUILT = (
    "The documentation is not built on this server. `make docs` builds it in a checkout; its pages are in "
    "the folder `docs` of the source.\n"
)
_INLINE = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_POLICY = (
    "default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; worker-src 'self' blob:; object-src 'none'; frame-ancestors 'none'; "
    "base-uri 'self'; form-action 'none'"
)
_PAGES_REMEMBERED = 500


def docs_folder() -> Path | None:
    """Folder of the built documentation; None if it was not built."""
    folder = built_page() / "docs"
    return folder if (folder / "index.html").is_file() else None


def handbook_routes(folder: Path | None) -> list[BaseRoute]:
    """Routes of the documentation. Without a folder every address is 404 and says how to build it."""
    return [
        # Relative, so that it also works below the path of a proxy.
        Route(PATH, lambda _: RedirectResponse("docs/", 308)),
        Mount(PATH, _not_built() if folder is None else _Pages(directory=folder, html=True)),
    ]


class _Pages(StaticFiles):
    """Serves the files of the built site. Each page gets its own content security policy."""

    def file_response(
        self, full_path: StrPath, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or its packed twin if the client accepts that, with the headers of this server."""
        plain = super().file_response(full_path, stat_result, scope, status_code)
        if not isinstance(plain, FileResponse):
            return plain  # the client has a fresh copy
        file = Path(full_path)
        headers = {**HEADERS, "etag": plain.headers["etag"], "vary": "accept-encoding"}
        if plain.media_type == "text/html":
            headers["content-security-policy"] = page_policy(file, stat_result.st_mtime_ns)
        taken = codings(Headers(scope=scope).get("accept-encoding", ""))
        for coding, ending in PACKINGS:
            twin = file.with_name(file.name + ending)
            if coding in taken and twin.is_file():
                headers["content-encoding"] = coding
                return FileResponse(twin, status_code, headers, plain.media_type, stat_result=twin.stat())
        return FileResponse(file, status_code, headers, plain.media_type, stat_result=stat_result)


@lru_cache(_PAGES_REMEMBERED)
def page_policy(file: Path, changed_ns: int) -> str:
    """The content security policy of a page, with the hashes of its inline scripts.

    `changed_ns`, when the file last changed, is only part of the cache key.
    """
    scripts = dict.fromkeys(_INLINE.findall(file.read_bytes()))
    hashes = (b64encode(sha256(script).digest()).decode() for script in scripts)
    return _POLICY.format(hashes="".join(f" 'sha256-{text}'" for text in hashes))


def _not_built() -> PlainTextResponse:
    return PlainTextResponse(NOT_BUILT, 404, {"x-content-type-options": "nosniff"})
