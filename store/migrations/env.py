"""Alembic's environment: migrates both kinds of store by one history."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from model.late_import import late
from store.tables.spatial import Spatial
from store.tables.tables import metadata


def include_object(item: Any, name: str | None, kind: str, reflected: bool, counterpart: Any) -> bool:
    """Whether Alembic compares an object.

    Tables of others, such as those of PostGIS, are left out, and spatial indexes on a store without PostGIS.
    """
    if kind == "table" and reflected and counterpart is None:
        return False
    gist = kind == "index" and item.kwargs.get("postgresql_using") == "gist"
    return not (gist and context.get_context().dialect.name != "postgresql")


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """The source of one of the program's column types, by its class name.

    False for any other item: Alembic then renders it.
    """
    if kind == "type" and type(item).__module__.startswith("store."):
        autogen.imports.add(f"from {type(item).__module__} import {type(item).__name__}")
        if isinstance(item, Spatial):
            return f"Spatial({item.kind!r}, geography={item.geography})"
        return f"{type(item).__name__}()"
    return False


connection: Connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    late("geoalchemy2")  # so that the types of PostGIS are known where its tables are compared
context.configure(
    connection=connection,
    target_metadata=metadata,
    include_object=include_object,
    render_item=render_item,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
