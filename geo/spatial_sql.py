"""The same questions asked of PostGIS: `geo/spatial.sql` published as the schema `kense`.

Its functions follow the rules of `geo.nearest`, `geo.containment` and `geo.jurisdiction` and are their
oracle in tests.
"""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files

from sqlalchemy import Connection, text

from geo.atlas import TRUSTED
from geo.containment import NEAREST_SETTLEMENT_M
from geo.nearest import NEAREST_PSC_M
from store.kinds import Precision

SCHEMA = "kense"


def publish_sql(connection: Connection) -> bool:
    """Make the views and functions of the schema `kense`, in the transaction of `connection`.

    They read the tables of the current schema. Tells whether anything was written: what is already there
    in this version stays, and with it the rights that were granted on it. PostGIS only.
    """
    script = _script(connection)
    version = f"views and functions of the registry, {hashlib.sha256(script.encode()).hexdigest()[:16]}"
    published = connection.scalar(
        text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :schema"),
        {"schema": SCHEMA},
    )
    if published == version:
        return False
    withdraw_sql(connection)
    connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    connection.exec_driver_sql(script.replace("%", "%%"))
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS '{version}'")
    return True


def withdraw_sql(connection: Connection) -> None:
    """Take the schema `kense` away, so that the tables under its views may change."""
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def _script(connection: Connection) -> str:
    """The SQL with the schemas of this database and the figures of the rules filled in."""
    schemas = connection.execute(
        text(
            "SELECT quote_ident(current_schema()) AS tables, quote_ident(n.nspname) AS postgis "
            "FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'postgis'"
        )
    ).one()
    values = {
        "tables": schemas.tables,
        "postgis": schemas.postgis,
        "trusted": ", ".join(f"'{each.value}'" for each in Precision if each in TRUSTED),
        "errors": " ".join(f"WHEN '{each.value}' THEN {each.error_m}" for each in Precision),
        "nearest_psc_m": str(NEAREST_PSC_M),
        "nearest_settlement_m": str(NEAREST_SETTLEMENT_M),
    }
    script = (files("geo") / "spatial.sql").read_text(encoding="utf-8")
    return re.sub(r"@(\w+)@", lambda found: values[found.group(1)], script)
