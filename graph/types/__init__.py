"""The types of the schema, one file a type."""

# The registry's enumerations get their GraphQL names before any type is defined over them.
from graph.terms import scalars as _scalars

__all__ = ["_scalars"]
