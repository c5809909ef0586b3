"""Walks a schema from its roots: every field that a client can reach, and every place for a value in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLInputType,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLSchema,
    assert_leaf_type,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_enum_type,
    is_input_object_type,
    is_introspection_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    is_required_argument,
    is_required_input_field,
)

_MEMBER = re.compile(r"[A-Z][A-Z_0-9]*")


class Choice(str):
    """A member of an enumeration: a document writes it without quotes."""


@dataclass(frozen=True, slots=True)
class Way:
    """A path from a root to a type: fields with valid arguments, and the type at the end."""

    operation: str
    steps: tuple[str, ...]
    """`field(arguments)` and `... on Type`."""
    type: GraphQLObjectType

    def document(self, field: str, head: str = "") -> str:
        """An operation that selects one field at the end of the path."""
        return f"{self.operation} {head}{{ {' { '.join((*self.steps, field))}{' }' * len(self.steps)} }}"


@dataclass(frozen=True, slots=True)
class Slot:
    """One place for a value: a field at the end of a path, its arguments, and the path inside them."""

    way: Way
    field: str
    path: tuple[str, ...]
    """Names of the argument and of fields of inputs; `[]` is the one entry of a list."""
    type: GraphQLLeafType
    may_be_null: bool
    given: Mapping[str, Any]
    """Good arguments around it."""

    def __str__(self) -> str:
        return f"{self.way.type.name}.{self.field}({'.'.join(self.path)})"

    def arguments(self, value: Any) -> dict[str, Any]:
        """The arguments with the value in its place."""
        found: dict[str, Any] = _put(self.given, self.path, value)
        return found

    def takes(self, value: Any) -> bool:
        """Whether the type accepts the value, so that it reaches the field."""
        if value is None:
            return self.may_be_null
        try:
            self.type.coerce_input_value(value)
        except Exception:
            return False
        return True

    def document(self, arguments: Iterable[str]) -> str:
        """An operation that takes these arguments as variables."""
        field = self.way.type.fields[self.field]
        names = list(arguments)
        head = ", ".join(f"${name}: {field.args[name].type}" for name in names)
        call = f"{self.field}({', '.join(f'{name}: ${name}' for name in names)})"
        end = " { __typename }" if is_composite_type(get_named_type(field.type)) else ""
        return self.way.document(call + end, f"({head}) ")


def _put(given: Any, path: tuple[str, ...], value: Any) -> Any:
    if not path:
        return value
    head, rest = path[0], path[1:]
    if head == "[]":
        return [_put((given or [None])[0], rest, value)]
    return {**(given or {}), head: _put((given or {}).get(head), rest, value)}


class Walk:
    """Walks a schema; `good` contains a valid value for each argument and input field.

    Keys are `Type.field.argument`, else the argument's name, and `Input.field`. `beside Input.field` holds
    the other fields that an input needs so that the field takes effect.
    """

    def __init__(self, schema: GraphQLSchema, good: Mapping[str, Any]) -> None:
        self.schema = schema
        self._good = good

    def types(self) -> set[str]:
        """Names of all types of objects, those of introspection and the root of subscriptions apart."""
        apart = self.schema.subscription_type
        return {
            one.name
            for one in self.schema.type_map.values()
            if is_object_type(one) and not is_introspection_type(one) and one is not apart
        }

    def arguments_of(self, name: str) -> list[str]:
        """Fields of a type of objects that take arguments."""
        found: Any = self.schema.type_map[name]
        return [field for field, one in found.fields.items() if one.args]

    def ways(self, finds: Callable[[str], Iterable[str]], *, mutations: bool) -> dict[str, Way]:
        """The shortest path to each type; `finds` returns the names of the types in a document's answer."""
        roots = {
            "query": self.schema.query_type,
            "mutation": self.schema.mutation_type if mutations else None,
        }
        known = {root.name: Way(word, (), root) for word, root in roots.items() if root is not None}
        waiting = list(known.values())
        for way in waiting:
            for name, field in way.type.fields.items():
                within: Any = get_named_type(field.type)
                if not is_composite_type(within):
                    continue
                call = self._call(way.type, name)
                for found in finds(way.document(f"{call} {{ __typename }}")):
                    if found not in known:
                        steps = (call, f"... on {found}") if is_abstract_type(within) else (call,)
                        last: Any = self.schema.type_map[found]
                        known[found] = Way(way.operation, (*way.steps, *steps), last)
                        waiting.append(known[found])
        return known

    def slots(self, way: Way) -> Iterator[Slot]:
        """Every place for a value in the arguments of the fields at the end of a way."""
        for name, field in way.type.fields.items():
            given = self._given(way.type, name)
            for argument, one in field.args.items():
                for path, kind, around in self._places((argument,), one.type, given):
                    leaf = assert_leaf_type(get_named_type(kind))
                    yield Slot(way, name, path, leaf, not is_non_null_type(kind), around)

    def _call(self, within: GraphQLObjectType, name: str) -> str:
        args = within.fields[name].args
        told = ", ".join(
            f"{key}: {literal(value, args[key].type)}" for key, value in self._given(within, name).items()
        )
        return f"{name}({told})" if told else name

    def _given(self, within: GraphQLObjectType, name: str) -> dict[str, Any]:
        found = {}
        for argument, one in within.fields[name].args.items():
            good = self._good.get(f"{within.name}.{name}.{argument}", self._good.get(argument))
            if is_required_argument(one):
                assert good is not None, f"no good value is known for {within.name}.{name}({argument})"
            if good is not None:
                found[argument] = good
        return found

    def _places(
        self, path: tuple[str, ...], kind: GraphQLInputType, given: Mapping[str, Any]
    ) -> Iterator[tuple[tuple[str, ...], GraphQLInputType, Mapping[str, Any]]]:
        bare: Any = get_nullable_type(kind)
        if is_list_type(bare):
            yield from self._places((*path, "[]"), bare.of_type, given)
        elif is_input_object_type(bare):
            needed = {
                name: self._good[f"{bare.name}.{name}"]
                for name, field in bare.fields.items()
                if is_required_input_field(field)
            }
            for name, field in bare.fields.items():
                around = needed | self._good.get(f"beside {bare.name}.{name}", {})
                yield from self._places((*path, name), field.type, _put(given, path, around))
        else:
            yield path, kind, given


def literal(value: Any, kind: Any = None) -> str:
    """A value as a document writes it; its type, where known, tells members of enumerations from texts."""
    bare = None if kind is None else get_nullable_type(kind)
    if isinstance(value, dict):
        fields = bare.fields if is_input_object_type(bare) else {}
        told = (
            f"{key}: {literal(each, getattr(fields.get(key), 'type', None))}" for key, each in value.items()
        )
        return f"{{{', '.join(told)}}}"
    if isinstance(value, list):
        return f"[{', '.join(literal(each, getattr(bare, 'of_type', bare)) for each in value)}]"
    if isinstance(value, str) and (
        isinstance(value, Choice) or (is_enum_type(bare) and _MEMBER.fullmatch(value))
    ):
        return str(value)
    return json.dumps(value)
