"""The documentation as a site under `/docs`, where `make docs` built it.

The pages hold scripts inline. Each page is sent with the hashes of just its own scripts, so that the policy
still refuses any other script, and whatever is asked of another host.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from graph.server.console import HEADERS
from model.program_files import built_page

PATH = "/docs"
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
    """The folder of the built documentation; None where it was not built."""
    folder = built_page() / "docs"
    return folder if (folder / "index.html").is_file() else None


def handbook_routes(folder: Path | None) -> list[BaseRoute]:
    """Routes of the documentation; without a folder every address says how to build it."""
    return [
        # Relative, so that it holds below the path of a proxy, too.
        Route(PATH, lambda _: RedirectResponse("docs/", 308)),
        Mount(PATH, _not_built() if folder is None else _Pages(directory=folder, html=True)),
    ]


class _Pages(StaticFiles):
    """The files of the site, each page with a policy of its own."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file of a path, with the headers of this server."""
        answer = await super().get_response(path, scope)
        headers = MutableHeaders(raw=answer.raw_headers)
        headers.update(HEADERS)
        if isinstance(answer, FileResponse) and answer.media_type == "text/html":
            file = Path(answer.path)
            headers["content-security-policy"] = page_policy(file, file.stat().st_mtime_ns)
        return answer


@lru_cache(_PAGES_REMEMBERED)
def page_policy(file: Path, changed_ns: int) -> str:
    """The policy of a page: its own inline scripts, by their hashes. `changed_ns` says of which state."""
    scripts = dict.fromkeys(_INLINE.findall(file.read_bytes()))
    hashes = (b64encode(sha256(script).digest()).decode() for script in scripts)
    return _POLICY.format(hashes="".join(f" 'sha256-{text}'" for text in hashes))


def _not_built() -> PlainTextResponse:
    return PlainTextResponse(NOT_BUILT, 404, {"x-content-type-options": "nosniff"})
