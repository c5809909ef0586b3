"""How answers are packed on their way: zstd, brotli or gzip, as the client reads them.

The bytes of an answer depend on the packing, and a strong tag identifies bytes (RFC 9110 section 8.8.1). So
every tag of this server is weak: it identifies the content, and is the same for each encoding.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type, remove_compress_type

LEAST_BYTES = 1_000
"""Smaller answers would not get smaller."""
PACKED_TYPES = frozenset(
    {
        "application/atom+xml",
        "application/geo+json",
        "application/geo+json-seq",
        "application/graphql-response+json",
        "application/json",
        "application/jsonl",
        "application/ld+json",
        "application/manifest+json",
        "application/n-quads",
        "application/n-triples",
        "application/ndjson",
        "application/openapi+json",
        "application/problem+json",
        "application/rdf+xml",
        "application/schema+json",
        "application/vnd.oai.openapi+json",
        "application/vnd.mapbox-vector-tile",
        "application/x-ndjson",
        "application/xml",
        "image/svg+xml",
        "text/css",
        "text/csv",
        "text/html",
        "text/javascript",
        "text/plain",
        "text/tab-separated-values",
        "text/turtle",
        "text/xml",
    }
)
"""Media types that are packed; the library knows some of them, the others are registered here."""
_LIVE = "text/event-stream"

for _media in PACKED_TYPES:
    add_compress_type(_media)
# A packer would hold some megabytes of memory for each subscriber, to shorten events of a few hundred bytes.
remove_compress_type(_LIVE)


class Packing:
    """Compresses answers of 1,000 bytes and more, and sets the headers that caches need."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = CompressMiddleware(app, minimum_size=LEAST_BYTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on.

        The answer is compressed as the client accepts, and gets `Vary` and a weak ETag.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def described(message: Message) -> None:
            if message["type"] == "http.response.start":
                _describe(MutableHeaders(raw=message["headers"]))
            await send(message)

        await self.app(scope, receive, described)


def varies_by(*names: str) -> bytes:
    """The value of `Vary` for an answer that depends on these headers and may be compressed."""
    headers = MutableHeaders({"vary": ", ".join(names)})
    _describe(headers)
    return headers["vary"].encode()


def _describe(headers: MutableHeaders) -> None:
    """Add `Accept-Encoding` to `Vary` for types that are compressed, and make the ETag weak."""
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    vary = [each.strip() for each in ",".join(headers.getlist("vary")).split(",")]
    # An answer without content (304) has the headers that it would have with content (RFC 9110 section
    # 15.4.5); so does a small one: another answer of the same address may be large.
    if not media or media in PACKED_TYPES:
        vary.append("Accept-Encoding")
    once = {each.lower(): each for each in vary if each}
    if once:
        headers["vary"] = ", ".join(once.values())
    tag = headers.get("etag")
    if tag is not None and not tag.startswith("W/"):
        headers["etag"] = f"W/{tag}"
