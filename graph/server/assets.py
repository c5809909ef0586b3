"""Files of the built page, read once: packed at build time, named by their content, cached by browsers.

Starlette's own static files support neither packed twins beside a file nor names that never change content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from graph.served.tags import is_known

PACKINGS = (("br", ".br"), ("gzip", ".gz"))
"""Codings and the endings of the packed twins, the smallest first."""
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_AN_HOUR = "public, max-age=3600"
_ASKED_AGAIN = "no-cache"
_SCRIPTS = {".js", ".mjs"}
_TYPES = {".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file, with its compressed copies by coding."""

    content: bytes
    media_type: str
    packed: Mapping[str, bytes]
    digest: str
    """Digest of the content, for a file whose name does not contain it."""

    def best(self, accept_encoding: str) -> tuple[bytes, str | None]:
        """The smallest form of the file that the client accepts, and its coding.

        The coding is None for the plain file.
        """
        taken = codings(accept_encoding)
        for coding, content in self.packed.items():
            if coding in taken:
                return content, coding
        return self.content, None


def read_assets(folder: Path) -> dict[str, Asset]:
    """All files of a folder by name, packed twins included with their plain file.

    Empty for a missing folder.
    """
    if not folder.is_dir():
        return {}
    endings = tuple(ending for _, ending in PACKINGS)
    plain = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.endswith(endings))
    return {path.name: _asset(path) for path in plain}


def asset_answer(assets: Mapping[str, Asset], request: Request) -> Response:
    """The file named by the last part of the path, cacheable for ever; 404 if there is none.

    The file's name holds a hash of the content, so the name is the ETag.
    """
    name: str = request.path_params["name"]
    return _answer(assets.get(name), name, {"cache-control": _FOR_EVER}, request)


def named_answer(
    assets: Mapping[str, Asset], name: str, request: Request, *, shared: bool = False
) -> Response:
    """A file whose name stays and whose content changes; 404 if there is none. Browsers ask again each time.

    `shared` is for a file that other sites load: it may be cached for an hour.
    """
    asset = assets.get(name)
    headers = {"cache-control": _ASKED_AGAIN}
    if shared:
        headers = {"cache-control": _FOR_AN_HOUR, "cross-origin-resource-policy": "cross-origin"}
    return _answer(asset, "" if asset is None else asset.digest, headers, request)


def _answer(asset: Asset | None, tag: str, headers: dict[str, str], request: Request) -> Response:
    """The file in the form that the client accepts; 304 if it has it, 404 if there is none."""
    if asset is None:
        return Response("no such file\n", 404, media_type="text/plain")
    content, coding = asset.best(request.headers.get("accept-encoding", ""))
    tag = f'"{tag}{"" if coding is None else f"-{coding}"}"'
    headers |= {"etag": tag, "vary": "accept-encoding", "x-content-type-options": "nosniff"}
    if is_known(tag, request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    if coding is not None:
        headers["content-encoding"] = coding
    return Response(content, media_type=asset.media_type, headers=headers)


def _asset(path: Path) -> Asset:
    twins = {coding: path.with_name(path.name + ending) for coding, ending in PACKINGS}
    packed = {coding: twin.read_bytes() for coding, twin in twins.items() if twin.is_file()}
    content = path.read_bytes()
    return Asset(content, _media_type(path), packed, hashlib.sha256(content).hexdigest()[:16])


def _media_type(path: Path) -> str:
    # The machine's table of types may call a script anything; browsers run modules of this type only.
    if path.suffix in _SCRIPTS:
        return "text/javascript"
    return _TYPES.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream"


def codings(accept_encoding: str) -> set[str]:
    """The codings of an `Accept-Encoding` header. One with weight 0 is left out (RFC 9110 section 12.5.3)."""
    taken = set()
    for part in accept_encoding.lower().split(","):
        coding, _, weight = part.strip().partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            taken.add(coding.strip())
    return taken
