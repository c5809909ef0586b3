"""How records of each kind are shown. Code refers to a kind by name; the schema type registers its functions.

Types of the schema refer to each other in both directions, files of the program only downwards. A type
registers when its file is imported; code that refers to it uses the kind (graph/types/kinds.py) and imports
no type.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from changes.identity import Identity
from graph.served.registry import Registry
from graph.terms.connections import Window
from graph.terms.node import slug_of
from model.errors import NotFoundError

View = TypeVar("View")
Pages = TypeVar("Pages")

Find = Callable[[Registry, str], View | None]
"""Returns the view of a slug; None where the edition has no such record."""
FindFor = Callable[[Registry, str, Identity | None], View | None]
"""The same for a client, where some clients may not see every record."""
MakePage = Callable[[Registry, Sequence[Any], Window, date | None], Pages]
"""Gives the page of records that a window cuts out, each as of a day where one is given."""


class Kind(Generic[View, Pages]):
    """One kind of record: finds the views of its records by slug or global id, and makes pages of views."""

    def __init__(self, name: str, unknown: str, slug: Callable[[str], str] | None = None) -> None:
        """`unknown` is the message for an unknown id, with `{id}` in it.

        `slug` reads the slug from a global id (default: `name:SLUG`).
        """
        self.name = name
        self._unknown = unknown
        self._slug = slug or (lambda node_id: slug_of(node_id, name))
        self._find: Find[View] | None = None
        self._find_for: FindFor[View] | None = None
        self._page: MakePage[Pages] | None = None

    def enrol(
        self,
        find: Find[View],
        page: MakePage[Pages] | None = None,
        *,
        find_for: FindFor[View] | None = None,
    ) -> None:
        """Register the functions that show the kind.

        Without `find_for` every client sees the results of `find`. Raises ValueError if the kind is
        registered already. `page` makes pages of the kind's views.
        """
        if self._find is not None:
            raise ValueError(f"{self.name} is shown in two ways")
        self._find, self._page, self._find_for = find, page, find_for

    def find(self, registry: Registry, slug: str) -> View | None:
        """The view of a slug. None for an unknown slug. Raises LookupError if no type is registered."""
        if self._find is None:
            raise LookupError(f"no imported type shows {self.name}")
        return self._find(registry, slug)

    def find_for(self, registry: Registry, slug: str, identity: Identity | None) -> View | None:
        """The view of a slug for a client. None if there is no such record, or the client may not see it."""
        if self._find_for is None:
            return self.find(registry, slug)
        return self._find_for(registry, slug, identity)

    def show(self, registry: Registry, slug: str) -> View:
        """The view of a record that the edition refers to. Raises NotFoundError if it is missing."""
        view = self.find(registry, slug)
        if view is None:
            raise self._not_found(f"{self.name}:{slug}")
        return view

    def must(self, registry: Registry, node_id: str) -> View:
        """The view of a global id.

        Raises BadInputError for the id of another kind, NotFoundError for an unknown id.
        """
        view = self.find(registry, self._slug(node_id))
        if view is None:
            raise self._not_found(node_id)
        return view

    def page(
        self, registry: Registry, records: Sequence[Any], window: Window, day: date | None = None
    ) -> Pages:
        """A page of records. Raises LookupError if the kind was registered without pages."""
        if self._page is None:
            raise LookupError(f"no imported type shows pages of {self.name}")
        return self._page(registry, records, window, day)

    def _not_found(self, node_id: str) -> NotFoundError:
        return NotFoundError(self._unknown.format(id=repr(node_id)))
