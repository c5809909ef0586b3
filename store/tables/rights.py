"""Rights of PostgreSQL roles: one owns the tables and migrates, others serve, others only read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text

from model.errors import StoreError
from store.tables import tables
from store.tables.schema import SQL_SCHEMA

_VERSIONS = "alembic_version"
"""Alembic's own table: a serving role reads it, only the migrating role writes it."""
_ROLE = text(
    "SELECT rolsuper, pg_has_role(oid, :owner, 'MEMBER') AS is_owner FROM pg_roles WHERE rolname = :role"
)


@dataclass(frozen=True, slots=True)
class _Ground:
    """The objects that rights are granted on. Every name but `owner_name` is quoted for SQL."""

    owner_name: str
    owner: str
    database: str
    schema: str
    published: bool
    tables: tuple[str, ...]
    sequences: tuple[str, ...]


def statements_of_rights(
    connection: Connection, serving: Collection[str], only_reading: Collection[str]
) -> list[str]:
    """SQL that grants roles what they need and revokes the rest; running it twice changes nothing.

    Tables of later migrations are covered, as long as the same owner creates them. Raises StoreError if there
    are no tables yet, and for a role that is unknown, given for both purposes, or has all rights anyway.
    """
    ground = _ground(connection)
    both = set(serving) & set(only_reading)
    if both:
        raise StoreError(f"the role {sorted(both)[0]!r} is named twice: a role serves, or it only reads")
    quoted = {role: _quoted_role(connection, ground, role) for role in (*serving, *only_reading)}
    found = [line for role in quoted.values() for line in _reading_rights(ground, role)]
    return found + [line for role in dict.fromkeys(serving) for line in _writing_rights(ground, quoted[role])]


def grant_rights(connection: Connection, statements: Iterable[str]) -> None:
    """Run statements of `statements_of_rights` in a writing transaction of the tables' owner."""
    for statement in statements:
        connection.exec_driver_sql(statement.replace("%", "%%"))


def readers_of_tables(connection: Connection) -> list[str]:
    """Quoted names of the roles to which the owner granted reading the tables.

    They may read the published views as well.
    """
    return list(
        connection.scalars(
            text(
                "SELECT DISTINCT quote_ident(r.rolname) FROM pg_class c, aclexplode(c.relacl) a, pg_roles r "
                "WHERE c.oid = to_regclass('edition') AND a.privilege_type = 'SELECT' "
                "AND r.oid = a.grantee AND a.grantee <> c.relowner ORDER BY 1"
            )
        )
    )


def publish_to(connection: Connection, roles: Iterable[str]) -> None:
    """Let roles (quoted names) read the published views: a recreated schema has no grants."""
    for role in roles:
        grant_rights(connection, _published_rights(role))


def _ground(connection: Connection) -> _Ground:
    """The names of the tables, their owner and their schema. Raises StoreError if there are no tables."""
    quote = connection.dialect.identifier_preparer.quote
    row = connection.execute(
        text(
            "SELECT n.nspname AS schema, r.rolname AS owner, current_database() AS database, "
            "to_regnamespace(:published) IS NOT NULL AS published "
            "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "JOIN pg_roles r ON r.oid = c.relowner WHERE c.oid = to_regclass('edition')"
        ),
        {"published": SQL_SCHEMA},
    ).one_or_none()
    if row is None:
        raise StoreError("there are no tables of the registry yet: run `kense migrate` first, as their owner")
    schema = quote(row.schema)
    numbered = [table for table in tables.metadata.sorted_tables if table.autoincrement_column is not None]
    sequences = (
        connection.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": f"{schema}.{quote(table.name)}", "column": table.autoincrement_column.name},
        )
        for table in numbered
        if table.autoincrement_column is not None
    )
    return _Ground(
        owner_name=row.owner,
        owner=quote(row.owner),
        database=quote(row.database),
        schema=schema,
        published=row.published,
        tables=tuple(f"{schema}.{quote(table.name)}" for table in tables.metadata.sorted_tables),
        sequences=tuple(sequence for sequence in sequences if sequence is not None),
    )


def _quoted_role(connection: Connection, ground: _Ground, role: str) -> str:
    """The role, quoted for SQL. Raises StoreError if it is unknown, a superuser, or owns the tables."""
    row = connection.execute(_ROLE, {"role": role, "owner": ground.owner_name}).one_or_none()
    if row is None:
        raise StoreError(
            f"there is no role {role!r}: make it first, such as CREATE ROLE {role} LOGIN PASSWORD"
        )
    if row.rolsuper or row.is_owner:
        raise StoreError(
            f"the role {role!r} may do everything with these tables: name one that is not its owner"
        )
    return connection.dialect.identifier_preparer.quote(role)


def _reading_rights(ground: _Ground, role: str) -> list[str]:
    """SQL that lets a role read all tables, and takes other rights from it."""
    versions = f"{ground.schema}.{_VERSIONS}"
    every = ", ".join((*ground.tables, versions))
    future = f"ALTER DEFAULT PRIVILEGES FOR ROLE {ground.owner} IN SCHEMA {ground.schema}"
    statements = [
        f"GRANT CONNECT ON DATABASE {ground.database} TO {role}",
        f"GRANT USAGE ON SCHEMA {ground.schema} TO {role}",
        f"REVOKE CREATE ON SCHEMA {ground.schema} FROM {role}",
        f"REVOKE ALL ON {every} FROM {role}",
        f"GRANT SELECT ON {every} TO {role}",
        f"{future} REVOKE ALL ON TABLES FROM {role}",
        f"{future} REVOKE ALL ON SEQUENCES FROM {role}",
        f"{future} GRANT SELECT ON TABLES TO {role}",
    ]
    if ground.sequences:
        statements.insert(5, f"REVOKE ALL ON SEQUENCE {', '.join(ground.sequences)} FROM {role}")
    return statements + (_published_rights(role) if ground.published else [])


def _published_rights(role: str) -> list[str]:
    return [
        f"GRANT USAGE ON SCHEMA {SQL_SCHEMA} TO {role}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {SQL_SCHEMA} TO {role}",
    ]


def _writing_rights(ground: _Ground, role: str) -> list[str]:
    """SQL that lets a role write all tables and use their sequences."""
    future = f"ALTER DEFAULT PRIVILEGES FOR ROLE {ground.owner} IN SCHEMA {ground.schema}"
    rights = [
        f"GRANT INSERT, UPDATE, DELETE ON {', '.join(ground.tables)} TO {role}",
        f"{future} GRANT INSERT, UPDATE, DELETE ON TABLES TO {role}",
        f"{future} GRANT USAGE ON SEQUENCES TO {role}",
    ]
    if ground.sequences:
        rights.insert(1, f"GRANT USAGE ON SEQUENCE {', '.join(ground.sequences)} TO {role}")
    return rights
