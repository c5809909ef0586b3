"""Numbered pages and checked parameters, as HSDS requires them. A page has at most 200 entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from starlette.requests import Request

from geo.exports.attribution import ATTRIBUTION, LICENSES
from graph.exports.answers import parameters
from graph.terms.connections import PAGE_SIZE, page_size
from graph.terms.errors import BadInputError

Item = TypeVar("Item")
_PAGING = ("page", "per_page", "format")
_NO_TAXONOMY = ("taxonomy_id", "taxonomy_term_id")
_MOST_DIGITS = 9
_WORDS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Given:
    """The parameters of a request by name. Each may be given once."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, request: Request, names: Sequence[str] = ()) -> Given:
        """The parameters of a request.

        Raises BadInputError for a parameter that is repeated or not supported. Unknown parameters are
        ignored.
        """
        known = parameters(request, lists=[], singles=[*names, *_PAGING, *_NO_TAXONOMY])
        values = {name: given[0] for name, given in known.items()}
        for name in _NO_TAXONOMY:
            if name in values:
                raise BadInputError(f"{name} is not supported: services have no taxonomy")
        if values.get("format", "json") != "json":
            raise BadInputError(f"format must be json, got {values['format'][:40]!r}")
        return cls(values)

    def whole(self, name: str, default: int) -> int:
        """A whole number of at least 1, `default` if the parameter is absent. Raises BadInputError."""
        text = self.values.get(name)
        if text is None:
            return default
        if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and int(text) > 0):
            raise BadInputError(f"{name} must be a whole number of at least 1, got {text[:40]!r}")
        return int(text)

    def flag(self, name: str) -> bool:
        """`true` or `false`; False if absent. Raises BadInputError for other words."""
        text = self.values.get(name, "false")
        if text not in _WORDS:
            raise BadInputError(f"{name} must be true or false, got {text[:40]!r}")
        return _WORDS[text]

    def moment(self, name: str) -> datetime | None:
        """A date and time with its time zone. None if absent. Raises BadInputError."""
        text = self.values.get(name)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise BadInputError(
                f"{name} must be a moment with a time zone such as 2026-01-01T00:00:00Z, got {text[:40]!r}"
            )
        return moment


@dataclass(frozen=True, slots=True)
class NumberedPage(Generic[Item]):
    """One page of a list, and the counts that HSDS requires."""

    items: Sequence[Item]
    head: Mapping[str, Any]

    @classmethod
    def of(cls, found: Sequence[Item], given: Given) -> NumberedPage[Item]:
        """The page that `page` and `per_page` request (default: the first, 50 entries).

        Empty after the last page. Raises BadInputError for wrong numbers.
        """
        number = given.whole("page", 1)
        size, _ = page_size(given.whole("per_page", PAGE_SIZE), None)
        size = size or PAGE_SIZE
        items = found[(number - 1) * size : number * size]
        pages = max(1, -(-len(found) // size))
        head = {
            "total_items": len(found),
            "total_pages": pages,
            "page_number": number,
            "size": len(items),
            "first_page": number == 1,
            "last_page": number >= pages,
            "empty": not items,
            "licenses": LICENSES,
            "attribution": ATTRIBUTION,
        }
        return cls(items, head)
