"""A schema with a field of each kind, for the tests of the assumptions about Strawberry."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import strawberry
from graphql import GraphQLField, GraphQLObjectType
from strawberry.extensions import FieldExtension

from graph.libraries import strawberry_schema as assumed


class _Allowed(strawberry.BasePermission):
    def has_permission(self, source: Any, info: Any, **_: Any) -> bool:
        return True


class _Around(FieldExtension):
    def resolve(self, next_: Callable[..., Any], source: Any, info: Any, **given: Any) -> Any:
        return next_(source, info, **given)


@strawberry.interface
class Named:
    """What can be looked for."""

    name: str


@strawberry.input
class BoxInput:
    """An input whose field has another name in the schema."""

    left_side: int
    right_side: int | None = strawberry.UNSET


@strawberry.input(one_of=True)
class Choice:
    """Exactly one of the two."""

    a: int | None = strawberry.UNSET
    b: int | None = strawberry.UNSET


def _elsewhere() -> str:
    return "a function"


def _of_parent(parent: strawberry.Parent[Any]) -> str:
    return f"parent {parent.name}"


def _of_root(root: Any) -> str:
    return f"root {root.name}"


@strawberry.type
class Thing(Named):
    """A field of each kind."""

    plain_text: str = "plain"
    by_function: str = strawberry.field(resolver=_elsewhere)
    by_parent: str = strawberry.field(resolver=_of_parent)
    by_root: str = strawberry.field(resolver=_of_root)

    @strawberry.field
    def method(self) -> str:
        """A method."""
        return f"method {self.name}"

    @strawberry.field
    def sized(self, asking: strawberry.Info, box: BoxInput, more_of: int = 2) -> str:
        """A method with info and arguments."""
        return f"{self.name} {asking.context} {type(box).__name__} {box.left_side} {box.right_side} {more_of}"

    @strawberry.field
    async def awaited(self) -> str:
        """An asynchronous method."""
        return "awaited"

    @strawberry.field(permission_classes=[_Allowed])
    def guarded(self) -> str:
        """A method behind a permission."""
        return "guarded"

    @strawberry.field(extensions=[_Around()])
    def extended(self) -> str:
        """A method behind an extension."""
        return "extended"

    @strawberry.field(directives=[assumed.Cost(weight=7)])
    def dear(self) -> str:
        """A method with a directive."""
        return "dear"


class Heir(Thing):
    """A class under a type, without a type of its own."""


class Stranger:
    """Is not a type of the schema."""

    name = "stranger"


STRANGER: Any = Stranger()


@strawberry.type
class Query:
    """Roots."""

    @strawberry.field
    def thing(self) -> Thing:
        """A thing."""
        return Thing(name="it")

    @strawberry.field
    def things(self) -> list[Thing]:
        """Three of them."""
        return [Thing(name=name) for name in "abc"]

    @strawberry.field
    def named(self) -> Named:
        """An interface."""
        return Thing(name="it")

    @strawberry.field
    def choose(self, choice: Choice) -> int:
        """Takes one of two."""
        return 1


@strawberry.type
class Mutation:
    """Changes."""

    @strawberry.mutation
    def change(self) -> int:
        """Change something."""
        return 1


def schema_with(*extensions: Any, executor: Any = None) -> strawberry.Schema:
    return strawberry.Schema(Query, Mutation, extensions=extensions, execution_context_class=executor)


SCHEMA = schema_with()
CORE = assumed.core_schema(SCHEMA)


def field(name: str, of: str = "Thing") -> GraphQLField:
    kind = CORE.type_map[of]
    assert isinstance(kind, GraphQLObjectType)
    found: GraphQLField = kind.fields[name]
    return found
