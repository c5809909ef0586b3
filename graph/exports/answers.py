"""What all exports share: the ETag of the edition, refusals with a code, strictly read parameters."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from graphql import GraphQLError
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from geo.exports.attribution import LICENSES
from graph.execution.accounts import Asker
from graph.execution.turns import Turns
from graph.served.context import Reception, Registry
from graph.served.tags import edition_tag, is_known
from graph.terms.errors import NOT_READY, BadInputError, RateLimitedError, code_of, coded, rate_limited
from graph.terms.links import link_tag
from model.errors import NotFoundError, UsageError
from model.public_changes import EditionAheadError, EditionGoneError

_NOT_READY_HEADERS = {"retry-after": "2"}
AskerOf = Callable[[HTTPConnection], Asker]
"""Whose account a request is charged to."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """A long answer whose pieces are made while it is sent."""

    pieces: Iterable[bytes]
    media_type: str
    file_name: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers."""


Make = Callable[[Request, Registry], Response | Streamed]
Refuse = Callable[[GraphQLError, int, Mapping[str, str] | None], Response]
"""Makes the answer of a refusal from an error with a code, a status and further headers."""
DependsOn = Callable[[Request], str]
"""What an answer depends on besides its address and the edition: it belongs to the tag."""
FILTERS = ("bbox", "kind", "level", "service", "within")
"""All filters of the exports."""
MOST_PARAMETERS = 50
"""Of one address; each is compared with the filters."""
_ALIKE = 0.75
"""Similarity to a filter from which on a name is taken for it misspelt: one wrong letter of four."""
_LICENSED = ", ".join(f'<{each}>; rel="license"' for each in LICENSES)
"""Value of the header `Link` (RFC 8288)."""


class NoSuchPathError(NotFoundError):
    """The path of a request names nothing (404).

    An unknown id in a parameter is a bad request (400) instead.
    """


class Exports:
    """Wraps functions that make answers into endpoints that answer from the edition in service."""

    def __init__(self, reception: Reception, turns: Turns, asker_of: AskerOf, stamp: str) -> None:
        self.reception = reception
        self.turns = turns
        self.asker_of = asker_of
        self.stamp = stamp
        """Changes with the program, so that an answer of an older one is not taken for fresh."""

    def endpoint(
        self, make: Make, *, refuse: Refuse | None = None, depends_on: DependsOn | None = None
    ) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint that answers 200, 304 or a refusal. The answer is made in turns of its client.

        `refuse` makes refusals in the form of another protocol. `depends_on` is what an answer depends on
        besides address and edition. Before the first edition the answer is 503.
        """
        refused = refuse or _refusal

        async def answer(request: Request) -> Response:
            registry = self.reception.registry
            if registry is None:
                message = "no edition of the registry is loaded yet"
                return refused(coded(message, NOT_READY), 503, _NOT_READY_HEADERS)
            more = [depends_on(request)] if depends_on is not None else []
            tag = edition_tag(registry.edition, self.stamp, *more)
            asker, key = self.asker_of(request), hash((request.url.path, request.url.query))
            try:
                made = await self.turns.run(asker, key, lambda: make(request, registry))
            except RateLimitedError as error:
                return _limited(error, refused)
            except UsageError as error:
                status, headers = _status_of(error)
                return refused(coded(str(error), code_of(error)), status, headers)
            if isinstance(made, Streamed):
                made = _streaming(made, self.turns.in_slices(asker, hash((key, "pieces")), made.pieces))
            return _fresh(request, tag, made)

        return answer

    def page_endpoint(self, make: Make, refuse: Refuse) -> Callable[[Request], Awaitable[Response]]:
        """Like `endpoint`, for a page.

        Clients that accept HTML get refusals by `refuse`, others with a code.
        """
        for_people = self.endpoint(make, refuse=refuse, depends_on=link_tag)
        for_programs = self.endpoint(make, depends_on=link_tag)

        async def answer(request: Request) -> Response:
            is_person = "text/html" in request.headers.get("accept", "")
            return await (for_people if is_person else for_programs)(request)

        return answer

    def cheap_endpoint(self, make: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint for what needs no edition, takes almost no time and has no ETag.

        A client in debt gets 429.
        """

        async def answer(request: Request) -> Response:
            try:
                return await self.turns.run_cheap(self.asker_of(request), lambda: make(request))
            except RateLimitedError as error:
                return _limited(error)

        return answer


def _status_of(error: UsageError) -> tuple[int, Mapping[str, str] | None]:
    """Status (503, 410, 404 or 400) for a client's error, and further headers or None."""
    if isinstance(error, EditionAheadError):
        return 503, _NOT_READY_HEADERS
    if isinstance(error, EditionGoneError):
        return 410, None
    return (404 if isinstance(error, NoSuchPathError) else 400), None


def _fresh(request: Request, tag: str, made: Response) -> Response:
    """The answer with its ETag and licences, or 304 if the client has it already.

    Redirects are left as they are.
    """
    if made.status_code >= 300:
        return made
    links = ", ".join(filter(None, (made.headers.get("link"), _LICENSED)))
    headers = {"etag": tag, "cache-control": "public, no-cache", "link": links}
    if "vary" in made.headers:
        headers["vary"] = made.headers["vary"]
    if is_known(tag, request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    made.headers.update(headers)
    return made


def _streaming(made: Streamed, pieces: AsyncIterator[bytes]) -> Response:
    headers = {"content-disposition": f'inline; filename="{made.file_name}"', **made.headers}
    return StreamingResponse(pieces, media_type=made.media_type, headers=headers)


def parameters(request: Request, lists: Iterable[str], singles: Iterable[str]) -> Mapping[str, list[str]]:
    """The values of each parameter. Those of `lists` may be repeated or separated by commas.

    Unknown parameters are ignored, as programs add `_`, `key` or `v` by themselves. Raises BadInputError for
    a name that looks like a filter and is not one here (else the answer would hold everything), for one of
    `singles` that is given twice, and above 50 parameters.
    """
    allowed = [*lists, *singles]
    values: dict[str, list[str]] = {}
    given = request.query_params.multi_items()
    if len(given) > MOST_PARAMETERS:
        raise BadInputError(f"an address has at most {MOST_PARAMETERS} parameters, not {len(given)}")
    for name, value in given:
        if name not in allowed:
            if not looks_like_filter(name, (*FILTERS, *allowed)):
                continue
            here = f"{', '.join(sorted(allowed))} are" if allowed else "there are none"
            raise BadInputError(f"{name[:40]!r} is not a parameter here: {here}")
        if name not in lists and name in values:
            raise BadInputError(f"{name} is given twice")
        parts = value.split(",") if name in lists else [value]
        values.setdefault(name, []).extend(part.strip() for part in parts)
    return values


def looks_like_filter(name: str, filters: Sequence[str] = FILTERS) -> bool:
    """Whether a name is one of `filters` (default: those of any export), or resembles such a name.

    >>> [looks_like_filter(name) for name in ("kind", "servise", "BBox", "_", "key", "callback")]
    [True, True, True, False, False, False]
    """
    short = name[: 2 * max(map(len, filters))].lower()
    return bool(get_close_matches(short, filters, 1, _ALIKE))


def members(kind: Any, name: str, given: Iterable[str]) -> list[Any]:
    """The members of an enumeration with these values. Raises BadInputError, which lists all values."""
    try:
        return [kind(value) for value in given]
    except ValueError:
        raise BadInputError(f"{name} is one of {', '.join(member.value for member in kind)}") from None


def _limited(error: RateLimitedError, refused: Refuse | None = None) -> Response:
    headers = {"retry-after": str(error.retry_after_s)}
    return (refused or _refusal)(rate_limited(error), 429, headers)


def _refusal(error: GraphQLError, status: int, headers: Mapping[str, str] | None = None) -> Response:
    body = {"errors": [error.formatted]}
    return JSONResponse(body, status, headers={"cache-control": "no-store", **(headers or {})})
