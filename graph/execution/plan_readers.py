"""The readers of a plan: of objects, lists and scalars, and of the fields that lead to them.

A reader takes a value and returns its part of the answer. If a field or an item fails, `Run.slot` decides
what replaces it; the messages are those of the reference executor.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from time import monotonic
from typing import Any

from graphql import GraphQLSchema, Undefined
from graphql.execution import VariableValues

from graph.execution.plan_errors import Position, UnplannedError
from graph.execution.plan_run import Field, Reader, Run
from graph.execution.scalar_output import Write
from graph.libraries.graphql_core import (
    argument_values,
    is_list_like,
    list_expected,
    mentions_variables,
    null_refused,
)
from graph.libraries.input_values import ArgumentsReader, UnreadError
from graph.libraries.strawberry_schema import (
    argument_converter,
    attribute_of,
    is_awaited,
    method_of,
    resolver_of,
)

_SEVERAL = (list, tuple)


def always(text: str) -> Reader:
    """A reader that returns the same text for every object."""
    return lambda _value, _run: text


def written(get: Callable[[Any], Any], write: Write) -> Reader:
    """A reader for the usual field: takes an attribute of the object and converts it with `write`."""
    return lambda value, _run: write(get(value))


def object_reader(fields: tuple[Field, ...]) -> Reader:
    """A reader that returns a dict of the fields of an object, with a mark for a field that failed."""
    steps = tuple((field.name, field.read) for field in fields)
    if len(steps) == 1:
        return _only_field(fields[0])

    def read(value: Any, run: Run) -> dict[str, Any]:
        if monotonic() >= run.check_at:
            run.check()
        data: dict[str, Any] = {}
        for name, step in steps:
            try:
                data[name] = step(value, run)
            except Exception as error:
                field = fields[len(data)]
                data[name] = run.slot(error, field.position, name, field.nullable, data)
        return data

    return read


def _only_field(field: Field) -> Reader:
    """The same for an object of which one field is asked: most edges are."""
    name, read_it, position, nullable = field

    def read(value: Any, run: Run) -> dict[str, Any]:
        if monotonic() >= run.check_at:
            run.check()
        try:
            return {name: read_it(value, run)}
        except Exception as error:
            found: dict[str, Any] = {}
            found[name] = run.slot(error, position, name, nullable, found)
            return found

    return read


def by_class(reader_for: Callable[[Any, Run], tuple[Reader, bool]], required_at: str | None = None) -> Reader:
    """Reads an object by its class; `reader_for` also says whether the whole class is read alike.

    Raises TypeError for null in a non-null field; `required_at` is its coordinate.
    """
    readers: dict[type, Reader] = {}

    def absent() -> None:
        if required_at is not None:
            raise null_refused(required_at)

    def complete(value: Any, run: Run) -> Any:
        reader = readers.get(type(value))
        if reader is None:
            if not _is_there(value):
                return absent()
            reader, is_for_all = reader_for(value, run)
            if is_for_all:
                readers[type(value)] = reader
        return reader(value, run)

    return complete


def required(complete: Reader, coordinate: str) -> Reader:
    """A reader that raises TypeError if `complete` returns null.

    `coordinate` names the field in the message.
    """

    def read(value: Any, run: Run) -> Any:
        written = complete(value, run)
        if written is None:
            raise null_refused(coordinate)
        return written

    return read


def listed(complete: Reader, position: Position, nullable: bool) -> Reader:
    """A reader of a list, or None for null. `nullable` says whether an item may be null.

    Raises the error that ends an iterable early, and GraphQLError for what is not a list.
    """

    def each(value: Any, run: Run) -> list[Any]:
        items_read: list[Any] = []
        append = items_read.append
        for one in value:
            try:
                append(complete(one, run))
            except Exception as error:
                append(run.slot(error, position, len(items_read), nullable, items_read))
        return items_read

    def read(value: Any, run: Run) -> Any:
        if isinstance(value, _SEVERAL):
            return each(value, run)
        if not _is_there(value):
            return None
        items, broken = _items(value, position)
        items_read = each(items, run)
        if broken is not None:
            raise run.lost(broken, position, items_read)
        return items_read

    return read


def _is_there(value: Any) -> bool:
    """False for null. Raises an error that was given as a value, and UnplannedError for an awaitable."""
    if isinstance(value, Exception):
        raise value
    if hasattr(value, "__await__"):
        raise UnplannedError("a resolver returns an awaitable")
    return value is not None and value is not Undefined


def _items(value: Any, position: Position) -> tuple[list[Any], Exception | None]:
    """The items of an iterable, and the error that ended it early (else None).

    Raises if it is no list or is asynchronous.
    """
    if hasattr(value, "__aiter__"):
        raise UnplannedError("a resolver returns an awaitable")
    if not is_list_like(value):
        raise list_expected(position.coordinate)
    items: list[Any] = []
    try:
        for one in value:
            items.append(one)  # noqa: PERF402  # noqa: PERF402  # items before an error count
    except Exception as error:
        return items, error
    return items, None


def resolving(schema: GraphQLSchema, position: Position, complete: Reader) -> Reader:
    """A reader of a field, by an attribute of the object, or by the method or resolver behind the field.

    Raises UnplannedError if the field is resolved asynchronously.
    """
    attribute = attribute_of(position.field)
    if attribute is not None:
        get = attrgetter(attribute)
        return lambda value, run: complete(get(value), run)
    if is_awaited(position.field):
        raise UnplannedError(f"{position.coordinate} returns an awaitable")
    method = method_of(position.field)
    if method is None:
        return _calling_resolver(position, complete)
    return _calling(method.call, method.info, _arguments(schema, position), position, complete)


Arguments = Callable[[VariableValues | None], dict[str, Any]]


def _arguments(schema: GraphQLSchema, position: Position) -> Arguments:
    converted = argument_converter(schema, position.field)
    values = _argument_values(position)

    def arguments(variables: VariableValues | None) -> dict[str, Any]:
        return converted(values(variables))

    return arguments


def _argument_values(position: Position) -> Arguments:
    """The arguments as graphql-core reads them.

    Arguments that graphql-core refuses, and rare kinds, are read by graphql-core itself.
    """
    field, details = position.field, position.details[0]
    slow = partial(argument_values, field, details)
    try:
        reader = ArgumentsReader(field, details)
    except UnreadError:
        return slow

    def values(variables: VariableValues | None) -> dict[str, Any]:
        try:
            return reader.read({} if variables is None else variables.coerced)
        except UnreadError:
            return slow(variables)

    return values


def _calling(
    call: Callable[..., Any], info: str | None, arguments: Arguments, position: Position, complete: Reader
) -> Reader:
    """A reader that calls a method.

    Arguments without variables are converted once, when the reader is made.
    """
    if mentions_variables(position.details[0].node.arguments):
        return _calling_with_variables(call, info, arguments, complete)
    try:
        given = arguments(None)
    except Exception:  # it belongs to each place that reads the field
        return _calling_with_variables(call, info, arguments, complete)
    if info is not None:
        return lambda value, run: complete(call(value, **{info: run}, **given), run)
    if given:
        return lambda value, run: complete(call(value, **given), run)
    return lambda value, run: complete(call(value), run)


def _calling_with_variables(
    call: Callable[..., Any], info: str | None, arguments: Arguments, complete: Reader
) -> Reader:
    """A reader that calls a method, whose arguments are converted once for each run."""

    def read(value: Any, run: Run) -> Any:
        given = run.arguments.get(id(read))
        if given is None:
            given = arguments(run.variables)
            if info is not None:
                given[info] = run
            run.arguments[id(read)] = given
        return complete(call(value, **given), run)

    return read


def _calling_resolver(position: Position, complete: Reader) -> Reader:
    """A reader that calls graphql-core's resolver, for introspection and fields that Strawberry adds.

    Raises UnplannedError if the field has no resolver.
    """
    resolve = resolver_of(position.field)
    if resolve is None:
        raise UnplannedError(f"{position.coordinate} has no resolver")
    arguments = _argument_values(position)

    def read(value: Any, run: Run) -> Any:
        given = run.arguments.get(id(read))
        if given is None:
            given = run.arguments[id(read)] = arguments(run.variables)
        return complete(resolve(value, run, **given), run)

    return read
