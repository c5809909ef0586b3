"""The registry's questions in PostGIS: `geo/sql/spatial.sql` published as the schema `kense`.

Its functions follow the rules of `geo.jurisdiction.nearest`, `geo.units.containment` and
`geo.jurisdiction.jurisdiction` and serve as an oracle for them in tests.
"""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files

import shapely
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from geo.earth.box import KAZAKHSTAN
from geo.earth.country import strips_of_land
from geo.jurisdiction.nearest import NEAREST_PSC_M
from geo.units.containment import NEAREST_SETTLEMENT_M
from geo.units.edition_index import TRUSTED
from model.enums import Precision
from model.errors import StoreError
from model.extents import LARGEST_REACH_M, PEOPLE_PER_KM2, SMALLEST_REACH_M
from store.tables.engine import is_postgis, writing
from store.tables.rights import publish_to, readers_of_tables
from store.tables.schema import SQL_SCHEMA, drop_sql_schema

SCRIPTS = ("guards.sql", "spatial.sql", "views.sql")
"""The files of this folder that make the schema, one after the other."""


def publish_on(engine: Engine) -> bool:
    """Run `publish_sql` in its own transaction.

    Returns False and does nothing on a store without PostGIS. Raises StoreError.
    """
    if not is_postgis(engine):
        return False
    with writing(engine) as connection:
        return publish_sql(connection)


def publish_sql(connection: Connection) -> bool:
    """Create the views and functions of the schema `kense`, in the transaction of `connection`.

    For PostGIS only. Returns False where this version of the schema exists already: it stays, with the rights
    granted on it. Roles that may read the tables get the right to read what is created. Raises StoreError
    where the role may not create a schema.
    """
    script = _script(connection)
    version = f"views and functions of the registry, {hashlib.sha256(script.encode()).hexdigest()[:16]}"
    published = connection.scalar(
        text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :schema"),
        {"schema": SQL_SCHEMA},
    )
    if published == version:
        return False
    readers = readers_of_tables(connection)
    drop_sql_schema(connection)
    _create_schema(connection)
    connection.exec_driver_sql(script.replace("%", "%%"))
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {SQL_SCHEMA} IS '{version}'")
    publish_to(connection, readers)
    return True


def _create_schema(connection: Connection) -> None:
    """Create the schema. Raises StoreError where the role lacks the right."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"CREATE SCHEMA {SQL_SCHEMA}")
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != "42501":  # insufficient_privilege
            raise
        raise StoreError(
            f"this role may not create the schema {SQL_SCHEMA}: let the owner of the database run "
            "GRANT CREATE ON DATABASE for it"
        ) from error


def _script(connection: Connection) -> str:
    """The SQL with the schemas of this database and the figures of the rules filled in."""
    schemas = connection.execute(
        text(
            # Not current_schema(): for a role named like our schema that would be our schema.
            "SELECT quote_ident(t.nspname) AS tables, quote_ident(n.nspname) AS postgis "
            "FROM pg_class c JOIN pg_namespace t ON t.oid = c.relnamespace, "
            "pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
            "WHERE c.oid = to_regclass('provision_unit') AND e.extname = 'postgis'"
        )
    ).one()
    values = {
        "tables": schemas.tables,
        "postgis": schemas.postgis,
        "trusted": ", ".join(f"'{each.value}'" for each in Precision if each in TRUSTED),
        "errors": " ".join(f"WHEN '{each.value}' THEN {each.error_m}" for each in Precision),
        "land": ", ".join(
            f"({number}, {west:.1f}, {east:.1f}, '{shapely.to_wkt(shape, rounding_precision=-1)}')"
            for number, (west, east, shape) in enumerate(strips_of_land(), 1)
        ),
        **dict(zip(("west", "south", "east", "north"), map(str, KAZAKHSTAN), strict=True)),
        "nearest_psc_m": str(NEAREST_PSC_M),
        "nearest_settlement_m": str(NEAREST_SETTLEMENT_M),
        "people_per_km2": str(PEOPLE_PER_KM2),
        "smallest_reach_m": str(SMALLEST_REACH_M),
        "largest_reach_m": str(LARGEST_REACH_M),
    }
    script = "\n".join((files("geo") / "sql" / name).read_text(encoding="utf-8") for name in SCRIPTS)
    return re.sub(r"@(\w+)@", lambda found: values[found.group(1)], script)
