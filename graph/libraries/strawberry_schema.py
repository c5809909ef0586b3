"""Assumptions about Strawberry: its executor, the definitions behind a schema, federation, operations.

A definition is Strawberry's record of a type or a field of the program; the schema of graphql-core refers
back to it in its `extensions`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import update_wrapper
from inspect import Signature
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    GraphQLAbstractType,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
)
from graphql.pyutils import Path
from strawberry import Info, Schema, federation
from strawberry.extensions import SchemaExtension
from strawberry.federation.schema import FederationAny
from strawberry.federation.schema_directives import Cost, ListSize
from strawberry.federation.versions import FEDERATION_VERSIONS
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.schema.name_converter import NameConverter
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext, validate_document
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types import ExecutionContext
from strawberry.types.field import StrawberryField
from strawberry.types.graphql import OperationType
from strawberry.types.scalar import ScalarDefinition

from graph.libraries.graphql_core import FieldDetails
from graph.libraries.input_objects import arguments_converter

__all__ = [
    "CannotGetOperationTypeError",
    "Cost",
    "InvalidOperationTypeError",
    "ListSize",
    "OperationType",
    "ScalarDefinition",
]
"""As Strawberry names them.

Assumes that `execute_sync` takes the allowed kinds of `OperationType`, and raises InvalidOperationTypeError
for another kind and CannotGetOperationTypeError for a document without an operation; that `Cost` and
`ListSize` keep what they were given under the names of their arguments; and that a ScalarDefinition is what
`strawberry.scalar` gives where no class is given to it.
"""


class OperationHooks(SchemaExtension):
    """Base of extensions: methods that run around the steps of one operation.

    Assumes that the first extension of a schema begins first and ends last; that a document set by `on_parse`
    is not parsed again; that the list of errors set by `on_validate`, even an empty one, replaces validation;
    that a result changed by `on_operation` after its `yield` is the answer; that `get_results` is called
    after `on_operation` has ended, unless the answer is a stream; and that `on_stream_result` begins before
    each result of a stream is passed on, always within `on_operation`.
    """


class ReferenceExecutor(StrawberryGraphQLCoreExecutionContext):
    """The executor of graphql-core as Strawberry extends it.

    Assumes that an executor is made for each operation, and `execute_operation` returns the result; that it
    calls `execute_fields` once for each object of a query, for the root with the path None; and that an
    exception raised there that is no Exception ends the execution at once.
    """

    @property
    def has_middleware(self) -> bool:
        """Whether an extension wraps each resolver."""
        return self.middleware_manager is not None and bool(self.middleware_manager.middlewares)

    @property
    def propagates_errors(self) -> bool:
        """Whether null in a non-null field makes the object around it null.

        A directive of the document can turn that off. Assumes that the executor has read the directive.
        """
        return bool(self.error_propagation)

    def respond(self, data: dict[str, Any] | None, errors: Sequence[GraphQLError]) -> Any:
        """The result of the operation from data and errors made elsewhere.

        Does what the executor does at the end.
        """
        self.collected_errors.errors.extend(errors)
        return self.finish(self.build_response(data))

    def type_of_value(
        self,
        kind: GraphQLAbstractType,
        value: object,
        field: GraphQLField,
        within: GraphQLObjectType,
        details: list[FieldDetails],
    ) -> GraphQLObjectType:
        """The object type of a value of an interface or union, found in a field of the type `within`.

        Assumes that type resolvers read no more than the end of the path. Raises GraphQLError if the value
        has no such type.
        """
        nodes = [detail.node for detail in details]
        path = Path(None, nodes[0].name.value, within.name)
        info = self.build_resolve_info(field, nodes, within, path)
        name = (kind.resolve_type or self.type_resolver)(value, info, kind)
        return self.ensure_valid_runtime_type(name, kind, details, info, value)


class RememberedNames(NameConverter):
    """Converts Python names to names of the schema, each once.

    Assumes that Strawberry asks `apply_naming_config` for the name of each argument with each request, and
    that the answer depends on the name alone.
    """

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, str] = {}

    def apply_naming_config(self, name: str) -> str:
        """The name in the schema (camelCase), from the cache if known."""
        found = self._made.get(name)
        if found is None:
            found = self._made[name] = super().apply_naming_config(name)
        return found


def core_schema(schema: Schema) -> GraphQLSchema:
    """The schema of graphql-core that Strawberry made and executes."""
    return schema._schema


def validation_errors(
    schema: GraphQLSchema, document: DocumentNode, rules: tuple[Any, ...]
) -> list[GraphQLError]:
    """Errors of a document by the given rules and by those that Strawberry always adds.

    Empty for a valid document.
    """
    return validate_document(schema, document, rules)


def operation_name(context: ExecutionContext) -> str | None:
    """The name of the operation that the request gives. None if it gives none.

    The public `operation_name` would be the name of the first operation instead.
    """
    return context._provided_operation_name


_DEFINITION = GraphQLCoreConverter.DEFINITION_BACKREF


def _definition_of(field: GraphQLField) -> StrawberryField | None:
    return field.extensions.get(_DEFINITION)


def attribute_of(field: GraphQLField) -> str | None:
    """The attribute of the object that a field reads. None if a function answers the field.

    Assumes that Strawberry's `is_basic_field` is true only for fields that read an attribute.
    """
    definition = _definition_of(field)
    return definition.python_name if definition is not None and definition.is_basic_field else None


def is_awaited(field: GraphQLField) -> bool:
    """Whether the resolver of a field is asynchronous."""
    definition = _definition_of(field)
    return definition is not None and bool(definition.is_async)


class Method(NamedTuple):
    """A function that answers a field; its first argument is the object."""

    call: Callable[..., Any]
    info: str | None
    """The name of the argument for the info; None where it takes none."""


def method_of(field: GraphQLField) -> Method | None:
    """The method that answers a field. None where only the resolver in the schema can.

    Assumes that Strawberry's own resolver does no more than call it with the object, the info, and the
    arguments as `argument_converter` converts them, unless the field has an extension.
    """
    definition = _definition_of(field)
    resolver = definition.base_resolver if definition is not None else None
    if definition is None or resolver is None or definition.extensions:
        return None
    if not resolver.self_parameter or resolver.parent_parameter or resolver.root_parameter:
        return None
    call: Any = resolver.wrapped_func
    return Method(call, resolver.info_parameter.name if resolver.info_parameter else None)


def resolver_of(field: GraphQLField) -> Callable[..., Any] | None:
    """The resolver of a field in the schema. None for a field without a resolver.

    Assumes that resolvers of introspection, and those that Strawberry makes, read only `schema` and `context`
    of their `info`: a plan has no more.
    """
    return field.resolve


def argument_converter(
    schema: GraphQLSchema, field: GraphQLField
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A function that converts the arguments of a field from graphql-core's form to those of its method.

    Assumes that the schema of graphql-core refers to that of Strawberry, and that no input type of this
    program needs the info.
    """
    definition = _definition_of(field)
    of: Any = schema.extensions[_DEFINITION]
    arguments = definition.arguments if definition is not None else []
    return arguments_converter(arguments, of.schema_converter.scalar_registry, of.config)


def directives_of(field: GraphQLField) -> Sequence[object]:
    """The schema directives of a field, such as `@cost`, as the program gave them.

    Empty without directives.
    """
    definition = _definition_of(field)
    return definition.directives if definition is not None else ()


def class_of(kind: GraphQLObjectType) -> type | None:
    """The Python class that defines the type. None for a type that no class defines.

    Assumes that an instance of the class, or of a class under it, passes the type's `is_type_of`.
    """
    definition = kind.extensions.get(_DEFINITION)
    return definition.origin if definition is not None else None


def type_name_of(cls: type) -> str | None:
    """The name of the schema type that a class defines. None for other classes."""
    definition = getattr(cls, "__strawberry_definition__", None)
    return definition.name if definition is not None else None


def accepts(kind: GraphQLObjectType, value: object, info: Any) -> bool:
    """Whether a value is an object of the type; True for a type that cannot tell.

    Assumes that `is_type_of` looks at the value alone.
    """
    return kind.is_type_of is None or bool(kind.is_type_of(value, info))


FEDERATION: Any = "2.14"
"""The version of Federation that the subgraph is written in: the newest that @apollo/composition composes.

Assumes that Strawberry looks the version up among those that it knows, and writes it into the link alone.
"""
FEDERATION_VERSIONS.setdefault(FEDERATION, (2, 14))


class SubgraphSchema(federation.Schema):
    """A schema of Federation 2. Subclasses of this program provide its root type of queries and its entities.

    Assumes that Strawberry asks `_get_federation_query_type` once for the root, before it builds the schema,
    and that the root `_entities` is answered by `entities_resolver`.
    """

    def root_type(self, make: Callable[[], type[Any]]) -> type[Any]:
        """The root type of queries; `make` makes a root type that has the fields of federation."""
        return make()

    def entities(self, info: Info[Any, Any], representations: list[Any]) -> list[Any]:
        """The entities for the representations, in order. Must be overridden: raises NotImplementedError."""
        raise NotImplementedError

    def _get_federation_query_type(self, query: Any, *others: Any) -> type[Any]:
        make = super()._get_federation_query_type
        return self.root_type(lambda: make(query, *others))

    def entities_resolver(self, info: Info, representations: list[FederationAny]) -> list[FederationAny]:
        """Answers `_entities`; Strawberry puts this resolver into the schema."""
        return self.entities(info, representations)


def with_signature(
    call: Callable[..., Any],
    like: Callable[..., Any],
    signature: Signature,
    annotations: Mapping[str, Any],
) -> None:
    """Make Strawberry treat `call` as the resolver `like`, but with these arguments.

    Assumes that Strawberry reads the arguments of a field from the signature and the annotations that a
    function states of itself, and does not look behind a wrapper that hides what it wraps.
    """
    update_wrapper(call, like, updated=())
    vars(call).pop("__wrapped__")
    vars(call)["__signature__"] = signature
    call.__annotations__ = dict(annotations)
