"""A schema whose resolvers fail in every possible way, chosen by random numbers of the request.

Each field has one of the shapes through which null propagates, with one of the kinds of types.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from graphql import GraphQLError, Undefined
from strawberry.schema.config import StrawberryConfig

from graph.execution.documents import DocumentLimits
from graph.execution.execution import MeteredExecution
from graph.served.context import Context
from graph.terms.errors import ErrorCodes, coded
from graph.terms.scalars import SCALARS, GeoJSONGeometry
from model.errors import NotFoundError, UsageError

ODDS = 0.88
"""How often a value is a good one."""


@dataclass(slots=True)
class Dicing(Context):
    """A request with its own random numbers: equal seeds give equal values."""

    dice: random.Random = field(default_factory=lambda: random.Random(0))


@strawberry.enum
class Colour(Enum):
    """Two members; any other value cannot be serialised."""

    RED = "r"
    BLUE = 2


@strawberry.interface
class Named:
    """What `Thing` and `Other` have in common."""

    name: str


class Strange:
    """Belongs to no type of the schema."""

    name = "strange"

    def __repr__(self) -> str:
        return "Strange()"


@strawberry.type
class Stranger(Named):
    """Implements the interface, yet is not in the schema."""


@strawberry.type
class Other(Named):
    """The other type of the union."""

    size: int

    @strawberry.field
    def narrow(self, info: strawberry.Info, day: date, few: int = 2) -> str:
        """Its arguments are read when the field is."""
        return f"{day.isoformat()} {few}"


def _bad(dice: random.Random) -> Any:
    fall = dice.randrange(12)
    if fall == 0:
        raise NotFoundError("nobody has that id")
    if fall == 1:
        raise RuntimeError("a table was named here")
    if fall == 2:
        raise GraphQLError("told by a resolver", extensions={"hint": 1})
    if fall == 3:
        return UsageError("an error for a value")
    if fall == 4:
        return coded("a coded one", "FORBIDDEN")
    if fall == 5:
        return KeyError("another")
    return (None, None, Undefined, Strange(), Stranger(name="x"), 2**40)[fall - 6]


_LEAVES: dict[str, tuple[Any, Callable[[random.Random], Any]]] = {
    "text": (str, lambda dice: dice.choice(["a", "б", 3, True])),
    "number": (int, lambda dice: dice.choice([1, 2.0, "7", True])),
    "share": (float, lambda dice: dice.choice([0.5, 3, float("inf"), float("nan"), "1.5"])),
    "truth": (bool, lambda dice: dice.choice([True, False, 1, 0.5])),
    "id": (strawberry.ID, lambda dice: dice.choice(["x", 12, 1.5])),
    "colour": (Colour, lambda dice: dice.choice([Colour.RED, Colour.BLUE, "r", 2, [], "none"])),
    "day": (date, lambda dice: dice.choice([date(2026, 11, 29), "2026-11-29"])),
    "shape": (GeoJSONGeometry, lambda dice: dice.choice([{"type": "Point", "coordinates": [1, 2]}, [None]])),
}
if TYPE_CHECKING:
    _LazyThing = Any
else:
    _LazyThing = Annotated["Thing", strawberry.lazy("tests.faulty_schema")]


def _thing(dice: random.Random) -> Any:
    return Thing(name=dice.choice(["a", "b"]), note=dice.choice(["kept", None, ValueError("kept badly"), 5]))


def _other(dice: random.Random) -> Any:
    size: Any = dice.choice([1, 2**31, None])
    return Other(name="other", size=size)


def _either(dice: random.Random) -> Any:
    return _thing(dice) if dice.random() < 0.6 else _other(dice)


_OBJECTS: dict[str, tuple[Any, Callable[[random.Random], Any]]] = {
    "thing": (_LazyThing, _thing),
    "named": (Named, _either),
    "either": (Annotated[_LazyThing | Other, strawberry.union("Either")], _either),
}


def _breaking(items: list[Any]) -> Iterator[Any]:
    yield from items
    raise LookupError("the list breaks off")


def _list(dice: random.Random, item: Callable[[random.Random], Any]) -> Any:
    items = [item(dice) for _ in range(dice.randrange(4))]
    fall = dice.randrange(10)
    if fall == 0:
        return _breaking(items)
    return (
        items if fall < 6 else tuple(items) if fall < 8 else iter(items) if fall == 8 else dict.fromkeys("ab")
    )


Roll = Callable[[random.Random], Any]


def _or_bad(good: Roll) -> Roll:
    return lambda dice: good(dice) if dice.random() < ODDS else _bad(dice)


def _in_list(good: Roll) -> Roll:
    return lambda dice: _list(dice, _quietly(_or_bad(good)))


def _quietly(roll: Roll) -> Roll:
    """A list item cannot raise; it can only be an error object."""

    def quiet(dice: random.Random) -> Any:
        try:
            return roll(dice)
        except Exception as error:
            return error

    return quiet


def _shapes(of: Any, good: Roll) -> dict[str, tuple[Any, Roll]]:
    return {
        "": (of | None, good),
        "Must": (of, good),
        "List": (list[of | None] | None, _in_list(good)),
        "ListOfMust": (list[of] | None, _in_list(good)),
        "MustListOfMust": (list[of], _in_list(good)),
        "Rows": (list[list[of] | None], _in_list(_in_list(good))),
    }


def _with_self(kind: Any, roll: Roll) -> Any:
    def resolver(self: Any, info: strawberry.Info) -> Any:
        return _or_bad(roll)(info.context.dice)

    resolver.__annotations__["return"] = kind
    return strawberry.field(resolver=resolver)


def _without_self(kind: Any, roll: Roll) -> Any:
    def resolver(info: strawberry.Info) -> Any:
        return _or_bad(roll)(info.context.dice)

    resolver.__annotations__["return"] = kind
    return strawberry.field(resolver=resolver)


def _fields() -> dict[str, Any]:
    found = {}
    for name, (of, good) in {**_LEAVES, **_OBJECTS}.items():
        for ending, (kind, roll) in _shapes(of, good).items():
            make = _without_self if ending == "ListOfMust" else _with_self
            found[name + ending] = make(kind, roll)
    return found


Thing = strawberry.type(
    type(
        "Thing",
        (Named,),
        {"__annotations__": {"note": str | None}, "__module__": __name__, **_fields()},
    )
)


@strawberry.type
class Query:
    """The roots."""

    @strawberry.field
    def thing(self, info: strawberry.Info) -> _LazyThing | None:
        """May be null."""
        return _or_bad(_thing)(info.context.dice)

    @strawberry.field
    def things(self, info: strawberry.Info) -> list[_LazyThing | None]:
        """A list of slots."""
        return [_quietly(_or_bad(_thing))(info.context.dice) for _ in range(3)]

    @strawberry.field
    def must(self, info: strawberry.Info) -> _LazyThing:
        """May not be null: the whole answer is."""
        return _or_bad(_thing)(info.context.dice)

    @strawberry.field
    def other(self) -> Other | None:
        """Never fails itself."""
        return Other(name="other", size=1)

    @strawberry.field
    def slow(self, info: strawberry.Info) -> str:
        """Uses attributes of `info` that a plan does not have."""
        return str(info.field_name)


class _FaultySchema(strawberry.Schema):
    def process_errors(self, errors: Any, execution_context: Any = None) -> None:
        """As in the server's own schema: errors are logged where they get their codes."""


def faulty_schema() -> strawberry.Schema:
    """The schema, with the limits and codes of the server's own schema."""
    return _FaultySchema(
        query=Query,
        types=[Other],
        extensions=[DocumentLimits, ErrorCodes],
        config=StrawberryConfig(scalar_map=SCALARS),
        execution_context_class=MeteredExecution,
    )
