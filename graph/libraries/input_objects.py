"""Assumptions about how Strawberry makes arguments of input: by converters that are made once for a field.

`convert_arguments` works out the type of each argument, and of each field of an input object, again for each
request. A converter does what it does for the kinds of types that it knows, and leaves the others to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING
from functools import partial
from typing import Any, NamedTuple

from strawberry import UNSET
from strawberry.relay.types import GlobalID
from strawberry.scalars import is_scalar
from strawberry.schema.config import StrawberryConfig
from strawberry.types.arguments import StrawberryArgument, convert_argument
from strawberry.types.base import StrawberryList, StrawberryMaybe, StrawberryOptional, has_object_definition
from strawberry.types.enum import StrawberryEnumDefinition, has_enum_definition
from strawberry.types.lazy_type import LazyType

Convert = Callable[[Any], Any]


class _Schema(NamedTuple):
    """What Strawberry knows of a schema."""

    scalars: Mapping[object, Any]
    config: StrawberryConfig


def arguments_converter(
    arguments: Sequence[StrawberryArgument], scalars: Mapping[object, Any], config: StrawberryConfig
) -> Convert:
    """What `convert_arguments` does for these arguments; the names and types of a schema do not change."""
    of = _Schema(scalars, config)
    steps = tuple(
        (config.name_converter.from_argument(each), each.python_name, _converter(of, each.type))
        for each in arguments
    )

    def converted(given: Mapping[str, Any]) -> dict[str, Any]:
        return {python_name: convert(given[name]) for name, python_name, convert in steps if name in given}

    return converted


def _converter(of: _Schema, kind: Any, around: tuple[object, ...] = ()) -> Convert:
    """What `convert_argument` does for the type; `around` are the input objects that it is a part of."""
    if isinstance(kind, StrawberryOptional) and not isinstance(kind, StrawberryMaybe):
        return _converter(of, kind.of_type, around)
    if isinstance(kind, LazyType):
        return _converter(of, kind.resolve_type(), around)
    if isinstance(kind, StrawberryList):
        return _list_converter(of, kind, around)
    if kind is not GlobalID and not isinstance(kind, StrawberryMaybe):
        if _is_leaf(of, kind):
            return _as_it_is
        if has_object_definition(kind) and kind not in around:
            return _object_converter(of, kind, (*around, kind))
    return partial(convert_argument, type_=kind, scalar_registry=of.scalars, config=of.config)


def _as_it_is(value: Any) -> Any:
    return value


def _is_leaf(of: _Schema, kind: Any) -> bool:
    return (
        is_scalar(kind, of.scalars) or isinstance(kind, StrawberryEnumDefinition) or has_enum_definition(kind)
    )


def _list_converter(of: _Schema, kind: StrawberryList, around: tuple[object, ...]) -> Convert:
    item = _converter(of, kind.of_type, around)
    # A list of leaves is copied, too: one in a default is the same object for each request.
    return lambda value: value if value is None or value is UNSET else [item(one) for one in value]


def _object_converter(of: _Schema, kind: Any, around: tuple[object, ...]) -> Convert:
    definition = kind.__strawberry_definition__
    if definition.from_input is not None or not definition.is_input:
        return partial(convert_argument, type_=kind, scalar_registry=of.scalars, config=of.config)
    absent = {
        field.python_name: None
        for field in definition.fields
        if field.default_value is MISSING and field.default_factory is MISSING
    }
    fields = tuple(
        (
            of.config.name_converter.from_field(field),
            field.python_name,
            _converter(of, field.resolve_type(type_definition=definition), around),
        )
        for field in definition.fields
    )

    def convert(value: Any) -> Any:
        if value is None or value is UNSET:
            return value
        given: dict[str, Any] = absent.copy()
        for name, python_name, of_field in fields:
            if name in value:
                given[python_name] = of_field(value[name])
        return kind(**given)

    return convert
