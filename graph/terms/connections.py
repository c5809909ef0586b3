"""Relay pages: a cursor is the sort key and the id of an edge, so that it stays valid in a new edition.

A page is cut out of a list that is already in order. `after` and `before` bound it from both ends and need
not name an entry that still exists; `first` or `last` then take from one end. Sizes are clamped to 200.
"""

import base64
import binascii
import inspect
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from inspect import Parameter
from typing import Annotated, Any, ClassVar, Generic, NamedTuple, TypeVar, get_args

import orjson
import strawberry

from graph.libraries.strawberry_schema import Cost, ListSize, with_signature
from graph.terms.errors import BadInputError
from graph.terms.limits import spend

PAGE_SIZE = 50
MAX_PAGE_SIZE = 200

T = TypeVar("T")
N = TypeVar("N")
K = TypeVar("K")
R = TypeVar("R")
C = TypeVar("C", bound="Connection[Any]")
Key = tuple[Any, ...]

After = Annotated[str | None, strawberry.argument(description="Cursor: only what comes after it (Relay).")]
Before = Annotated[str | None, strawberry.argument(description="Cursor: only what comes before it (Relay).")]
First = Annotated[
    int | None, strawberry.argument(description="How many from the start; 50 when absent, 200 at most.")
]
Last = Annotated[
    int | None, strawberry.argument(description="How many from the end; 200 at most, not with `first`.")
]

_WINDOW: dict[str, Any] = {"after": After, "before": Before, "first": First, "last": Last}
COUNT_COST = Cost(weight=5)


class Window(NamedTuple):
    """The requested part of a list, by the four arguments of Relay. None (or UNSET) is an absent argument."""

    after: str | None = None
    before: str | None = None
    first: int | None = None
    last: int | None = None


def windowed(resolver: Callable[..., R]) -> Callable[..., R]:
    """A resolver decorator.

    The field gets the four arguments of Relay, passed to the resolver as `window`.
    """

    def with_window(
        *given: Any,
        after: str | None = None,
        before: str | None = None,
        first: int | None = None,
        last: int | None = None,
        **named: Any,
    ) -> R:
        return resolver(*given, window=Window(after, before, first, last), **named)

    own = inspect.signature(resolver)
    kept = [one for name, one in own.parameters.items() if name != "window"]
    added = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=strawberry.UNSET, annotation=kind)
        for name, kind in _WINDOW.items()
    ]
    annotations = {name: kind for name, kind in resolver.__annotations__.items() if name != "window"}
    with_signature(with_window, resolver, own.replace(parameters=[*kept, *added]), {**annotations, **_WINDOW})
    return with_window


def list_size(*, slice_required: bool = True) -> ListSize:
    """The `@listSize` directive, by which a router estimates the size of a page.

    `slice_required`: `first` or `last` must be given.
    """
    return ListSize(
        slicing_arguments=["first", "last"],
        sized_fields=["edges"],
        require_one_slicing_argument=strawberry.UNSET if slice_required else False,
        assumed_size=strawberry.UNSET,
    )


@strawberry.federation.type(shareable=True, description="Relay page info.")
class PageInfo:
    """Whether there are items before and after a page, and the cursors of its first and last item."""

    has_next_page: bool = strawberry.field(description="Whether more follows the last edge.")
    has_previous_page: bool = strawberry.field(description="Whether something precedes the first edge.")
    start_cursor: str | None = strawberry.field(
        description="Cursor of the first edge; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(description="Cursor of the last edge; null on an empty page.")


class _Ends(PageInfo):
    """A PageInfo whose cursors are made on access. They are None for an empty page."""

    def __init__(self, page: "Page[Any]", *, has_next_page: bool, has_previous_page: bool) -> None:
        self.has_next_page, self.has_previous_page = has_next_page, has_previous_page
        self._page = page

    @property
    def start_cursor(self) -> str | None:  # type: ignore[override]  # read like the attribute of the type
        return self._page.cursor(self._page.items[0]) if self._page.items else None

    @property
    def end_cursor(self) -> str | None:  # type: ignore[override]
        return self._page.cursor(self._page.items[-1]) if self._page.items else None


class _Item:
    """An edge of a page, whose cursor and node are made on access."""

    is_made_anew = True
    """Each request makes its own, so that no part of an answer can be kept for it."""

    def __init__(self, page: "Page[Any]", item: Any, view: Callable[[Any], object]) -> None:
        self._page, self._item, self._view = page, item, view

    @property
    def cursor(self) -> str:
        return self._page.cursor(self._item)

    @property
    def node(self) -> object:
        return self._view(self._item)


class _Shown:
    """A page as a connection, whose edges are made on access."""

    is_made_anew = True
    lazy_edge: ClassVar[Callable[..., Any]]

    def __init__(self, page: "Page[Any]", view: Callable[[Any], object]) -> None:
        self._page, self._view = page, view

    @property
    def edges(self) -> list[Any]:
        return [self.lazy_edge(self._page, item, self._view) for item in self._page.items]

    @property
    def page_info(self) -> PageInfo:
        return self._page.info

    @property
    def total_count(self) -> int:
        return self._page.total


class Edge(Generic[N]):
    """An item of a page, and its cursor."""

    cursor: str
    node: N


class Connection(Generic[N]):
    """A page as a type of the schema. Each type with pages has a subclass, which `pages_of` registers."""

    edges: list[Edge[N]]
    page_info: PageInfo
    total_count: int
    """Only if `is_counted`."""
    edge_type: ClassVar[type[Edge[Any]]]
    lazy: ClassVar[Callable[..., Any]]
    """Makes a connection from a page and a function that shows its items."""
    is_counted: ClassVar[bool]


def pages_of(
    one: str, many: str, *, is_counted: bool = True, count_cost: Cost | None = None
) -> Callable[[type[C]], type[C]]:
    """A class decorator: makes `NameConnection(Connection[Node])` a type of the schema, with its `NameEdge`.

    `one` and `many` name the nodes in descriptions, such as `office` and `offices`. Without `is_counted` the
    type has no `totalCount`.
    """

    def made(connection: type[C]) -> type[C]:
        (node,) = get_args(vars(connection)["__orig_bases__"][0])
        edge_fields = {
            "cursor": (str, strawberry.field(description="Opaque cursor of this edge.")),
            "node": (node, strawberry.field(description=f"The {one}.")),
        }
        edge = type(
            connection.__name__.replace("Connection", "Edge"), (), {"__module__": connection.__module__}
        )
        connection.edge_type = _with_fields(edge, edge_fields, f"{one.capitalize()} in a page.")
        connection.is_counted = is_counted
        fields = {
            "edges": (list[edge], strawberry.field(description=f"The {many} of this page.")),  # type: ignore[valid-type]
            "page_info": (PageInfo, strawberry.field(description="What lies on either side of the page.")),
        }
        if is_counted:
            directives = [count_cost] if count_cost else []
            count = strawberry.federation.field(
                description=f"{many.capitalize()} in all.", directives=directives
            )
            fields["total_count"] = (int, count)
        typed = _with_fields(connection, fields, f"Page of {many}.")
        lazy_edge = type(edge.__name__, (_Item, connection.edge_type), {})
        typed.lazy = type(typed.__name__, (_Shown, typed), {"lazy_edge": lazy_edge})
        return typed

    return made


def _with_fields(cls: type[K], fields: Mapping[str, tuple[Any, Any]], description: str) -> type[K]:
    cls.__annotations__ = {name: kind for name, (kind, _) in fields.items()}
    for name, (_, field) in fields.items():
        setattr(cls, name, field)
    return strawberry.type(cls, description=description)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of an ordered list, with the index of its first item and the length of the whole list."""

    items: Sequence[T]
    key: Callable[[T], Key]
    start: int
    total: int

    @property
    def info(self) -> PageInfo:
        """Whether there are items before and after the page, and its end cursors."""
        return _Ends(
            self,
            has_next_page=self.start + len(self.items) < self.total,
            has_previous_page=self.start > 0,
        )

    def cursor(self, item: T) -> str:
        """The cursor of an item."""
        return encode_cursor(self.key(item))

    def shown(self, connection: type[C], view: Callable[[T], object]) -> C:
        """The page as a connection type of the schema, each item shown by `view`."""
        made: C = connection.lazy(self, view)
        return made


def encode_cursor(key: Key) -> str:
    """A cursor: the sort key, which ends in an id, as opaque text."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def decode_cursor(cursor: str, like: Key | None) -> Key:
    """The sort key in a cursor.

    Raises BadInputError if it is malformed, or its values differ in number or type from `like`. `like` is any
    key of the list; None if the list is empty.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        raise BadInputError(f"{cursor!r} is not a cursor: pass one that a page gave") from None
    if not isinstance(values, list) or (like is not None and not _alike(values, like)):
        raise BadInputError(f"the cursor {cursor!r} belongs to another list or another order")
    return tuple(values)


def _alike(values: list[Any], key: Key) -> bool:
    return len(values) == len(key) and all(
        type(value) is type(part) or (isinstance(value, int | float) and isinstance(part, int | float))
        for value, part in zip(values, key, strict=True)
    )


def page_size(first: int | None, last: int | None) -> tuple[int | None, int | None]:
    """`first` and `last`, each at most 200. Without either, `first` is 50; the absent argument is None.

    Raises BadInputError for both together and for a negative number.
    """
    first = None if first is strawberry.UNSET else first
    last = None if last is strawberry.UNSET else last
    if first is not None and last is not None:
        raise BadInputError("pass first or last, not both")
    for name, value in (("first", first), ("last", last)):
        if value is not None and value < 0:
            raise BadInputError(f"{name} must not be negative, got {value}")
    if last is not None:
        return None, min(last, MAX_PAGE_SIZE)
    return min(PAGE_SIZE if first is None else first, MAX_PAGE_SIZE), None


class Weight(NamedTuple):
    """A limit of the summed weights of the items on a page, besides their number."""

    of: Callable[[Any], int]
    most: int

    def fitting(self, items: Iterable[Any]) -> int:
        """How many items, from the first on, fit within the limit. At least 1 if there are items, else 0."""
        total = count = 0
        for count, item in enumerate(items, start=1):
            total += self.of(item)
            if total > self.most:
                return max(1, count - 1)
        return count


def cut_page(
    items: Sequence[T], key: Callable[[T], Key], window: Window, weight: Weight | None = None
) -> Page[T]:
    """The page of `items` that a window requests. `items` must be in the order of `key`.

    With a `weight`, items above its limit are left out: at the end of the page, with `last` at its beginning.
    Raises BadInputError for `first` with `last`, a negative size, and a cursor of another list.
    """
    after, before = window.after, window.before
    first, last = page_size(window.first, window.last)
    like = key(items[0]) if items else None
    start, stop = 0, len(items)
    if after:
        start = bisect_right(items, decode_cursor(after, like), key=key)
    if before:
        stop = max(start, bisect_left(items, decode_cursor(before, like), key=key))
    if first is not None:
        stop = min(stop, start + first)
    if last is not None:
        start = max(start, stop - last)
    if weight is not None and last is not None:
        start = stop - weight.fitting(reversed(items[start:stop]))
    elif weight is not None:
        stop = start + weight.fitting(items[start:stop])
    chosen = items[start:stop]
    spend(len(chosen) + 1)
    return Page(chosen, key, start, len(items))


def cut_range(total: int, window: Window) -> range:
    """The indexes, from 0, that a window requests of a list of `total` entries. Their cursors hold indexes.

    Raises BadInputError like `cut_page`.
    """
    first, last = page_size(window.first, window.last)
    start, stop = 0, total
    if window.after:
        start = min(total, max(0, decode_cursor(window.after, (0,))[0] + 1))
    if window.before:
        stop = max(start, min(total, decode_cursor(window.before, (0,))[0]))
    if first is not None:
        stop = min(stop, start + first)
    if last is not None:
        start = max(start, stop - last)
    spend(stop - start + 1)
    return range(start, stop)
