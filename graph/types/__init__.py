"""The types of the schema, one file for each."""

# The registry's enumerations get their GraphQL names before any type uses them.
from graph.terms import scalars as _scalars

__all__ = ["_scalars"]
