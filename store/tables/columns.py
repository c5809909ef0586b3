"""What the tables have in common: their metadata, checked enumerations, moments, and citations."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""All tables of the store."""


class Instant(TypeDecorator[datetime]):
    """A column for a moment. SQLite stores it in UTC without an offset; reading returns UTC in any case."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC. Raises ValueError for a moment without an offset, as it is ambiguous."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no offset")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC; None for NULL."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: str, kinds: type[StrEnum], nullable: bool = False) -> CheckConstraint:
    """A constraint that the column holds a member of `kinds`, or NULL if `nullable`."""
    members = ", ".join(f"'{kind.value}'" for kind in kinds)
    test = f"{column} IN ({members})"
    return CheckConstraint(f"{column} IS NULL OR {test}" if nullable else test, name=column)


def basis_table(owner: str) -> Table:
    """The table `<owner>_basis`: the citations of an owner, in order (see model.records.Citation)."""
    return Table(
        f"{owner}_basis",
        metadata,
        Column(f"{owner}_id", String, ForeignKey(f"{owner}.id", ondelete="CASCADE"), primary_key=True),
        Column("ordinal", Integer, primary_key=True, autoincrement=False),
        Column("act_id", String, ForeignKey("act.id"), nullable=False, index=True),
        Column("standard", Integer),
        Column("annex", Integer),
        Column("line", Integer),
        Column("paragraph", Integer),
        comment=f"Places in acts that a {owner} rests on.",
    )
