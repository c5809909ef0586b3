"""`/changes/start` and `/changes`: a public dump of the edition in service, and the changes since one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import urlencode

import orjson
from starlette.requests import Request
from starlette.responses import Response

from geo.exports.mirror import mirror_dump
from geo.exports.streams import in_pieces
from graph.exports.answers import Streamed, parameters
from graph.served.context import Registry
from graph.terms.errors import BadInputError
from graph.terms.limits import spend
from graph.terms.links import link_base
from model.public_changes import Change, Position

MEDIA_TYPE = "application/jsonl"
MOST_CHANGES = 1_000
_USUAL = 500
_PAGE_BYTES = 4_000_000


def start(request: Request, registry: Registry) -> Streamed:
    """`/changes/start`: the public dump with which a mirror begins, as JSON lines."""
    parameters(request, lists=[], singles=[])
    return Streamed(start_pieces(registry), MEDIA_TYPE, "kense-mirror.jsonl")


def start_pieces(registry: Registry) -> Iterator[bytes]:
    """The public dump of the edition, in pieces for streaming."""
    return in_pieces(mirror_dump(registry.edition))


def changes(request: Request, registry: Registry) -> Response:
    """`/changes`: a page of changes after `since`, as JSON lines.

    The last line has the address of the next page. A page has at most `first` changes (default 500, at most
    1,000) and about 4 MB. Raises BadInputError and BadPositionError for wrong parameters, EditionGoneError
    for a position too old, EditionAheadError for one of a newer edition.
    """
    given = parameters(request, lists=[], singles=["first", "since"])
    if "since" not in given:
        raise BadInputError("since is missing: the edition of a dump, which /changes/start gives")
    edition = registry.edition
    position, most = Position.of(given["since"][0]), _size(given.get("first"))
    found = edition.change_log.since(position, edition.key, datetime.now(UTC))
    lines, last = _page(islice(iter(found), most))
    has_more = len(lines) < len(found)
    reached = str(last.position) if has_more and last is not None else str(edition.key)
    query = {"since": reached} | ({"first": str(most)} if "first" in given else {})
    following = f"{link_base(request)}/changes?{urlencode(query)}"
    end = orjson.dumps({"more": has_more, "next": following, "position": reached})
    body = b"".join(line + b"\n" for line in (*lines, end))
    return Response(body, media_type=MEDIA_TYPE, headers={"link": f'<{following}>; rel="next"'})


def _page(found: Iterable[Change]) -> tuple[list[bytes], Change | None]:
    """The lines of the first changes that fit on a page, and the last of these changes (None without any).

    A page has 4 MB, but at least one line.
    """
    lines, size = list[bytes](), 0
    last: Change | None = None
    for change, line in _with_lines(found):
        size += len(line)
        if lines and size > _PAGE_BYTES:
            break
        lines.append(b'{"edition":"' + str(change.block.key).encode() + b'",' + line[1:])
        last = change
    spend(len(lines) + 1)
    return lines, last


def _with_lines(found: Iterable[Change]) -> Iterator[tuple[Change, bytes]]:
    """Each change with its JSON line. Each compressed block is unpacked once."""
    block, lines = None, list[bytes]()
    for change in found:
        if change.block is not block:
            block, lines = change.block, change.block.lines()
        yield change, lines[change.place]


def _size(given: list[str] | None) -> int:
    """The number of changes on a page: 500 without the parameter.

    Raises BadInputError outside of 1 to 1,000.
    """
    if given is None:
        return _USUAL
    text = given[0]
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= MOST_CHANGES):
        raise BadInputError(f"first is a whole number from 1 to {MOST_CHANGES:,}, got {text[:20]!r}")
    return int(text)
