"""Tables of territory: units, their names, codes and changes, positions and boundaries."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from model.enums import ChangeKind, Language, Level, NameStatus, Precision
from store.tables.columns import basis_table, metadata, one_of
from store.tables.spatial import Spatial

unit = Table(
    "unit",
    metadata,
    Column("id", String, primary_key=True),
    Column("level", String, nullable=False, index=True),
    # Deferred, so that a load may delete and insert in any order inside its one transaction.
    Column("parent_id", String, ForeignKey("unit.id", deferrable=True, initially="DEFERRED"), index=True),
    Column("kato_code", String, unique=True),
    Column("population", Integer),
    Column("is_seat", Boolean, nullable=False),
    one_of("level", Level),
    CheckConstraint("(level = 'REGION') = (parent_id IS NULL)", name="parent"),
    CheckConstraint("parent_id <> id", name="self"),
    CheckConstraint("population >= 0", name="population"),
    comment="Units of territory at four levels: region, district, rural okrug, settlement.",
)

unit_name = Table(
    "unit_name",
    metadata,
    Column("unit_id", String, ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("language", String, nullable=False),
    Column("value", String, nullable=False),
    Column("status", String, nullable=False),
    Column("since", Date),
    Column("until", Date),
    Column("source", String),
    one_of("language", Language),
    one_of("status", NameStatus),
    CheckConstraint("value <> ''", name="value"),
    CheckConstraint("since IS NULL OR until IS NULL OR since < until", name="validity"),
    Index("ix_unit_name_value", "value"),
    comment="Toponyms; ordinal 0 is the one to show first.",
)

unit_identifier = Table(
    "unit_identifier",
    metadata,
    Column("unit_id", String, ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True),
    Column("scheme", String, primary_key=True),
    Column("value", String, primary_key=True),
    Index("ix_unit_identifier_value", "value"),
    comment="Codes of other registers for the same unit.",
)

unit_basis = basis_table("unit")

unit_change = Table(
    "unit_change",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("on_day", Date),
    Column("kind", String, nullable=False),
    Column("name_before", String),
    Column("source", String, nullable=False),
    one_of("kind", ChangeKind),
    comment="What happened to units through time.",
)

unit_change_unit = Table(
    "unit_change_unit",
    metadata,
    Column("change_id", Integer, ForeignKey("unit_change.id", ondelete="CASCADE"), primary_key=True),
    Column("is_after", Boolean, primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    # No foreign key: a unit before a change may be one that no act of the registry names any more.
    Column("unit_id", String, nullable=False, index=True),
    comment="Units before and after a change.",
)

position = Table(
    "position",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("unit_id", String, ForeignKey("unit.id", ondelete="CASCADE")),
    Column("office_id", String, ForeignKey("office.id", ondelete="CASCADE")),
    Column("point", Spatial("POINT", geography=True), nullable=False),
    Column("precision", String, nullable=False),
    Column("method", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("source", String),
    Column("source_id", String),
    Column("is_superseded", Boolean, nullable=False, default=False),
    Column("spread_m", Float),
    UniqueConstraint("unit_id"),
    UniqueConstraint("office_id", "is_superseded"),
    one_of("precision", Precision),
    CheckConstraint("(unit_id IS NULL) <> (office_id IS NULL)", name="subject"),
    CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    CheckConstraint("NOT is_superseded OR office_id IS NOT NULL", name="superseded"),
    comment="WGS84 point of one unit or one office, with the honesty of its precision; superseded where "
    "people moved the office. spread_m is how far in metres the places lie around it that it stands for.",
)
Index("ix_position_point", position.c.point, postgresql_using="gist").ddl_if(dialect="postgresql")

boundary = Table(
    "boundary",
    metadata,
    # Deferred: a load replaces all units while it keeps boundaries, which do not come from seeds.
    Column("unit_id", String, ForeignKey("unit.id", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("shape", Spatial("MULTIPOLYGON"), nullable=False),
    Column("source", String, nullable=False),
    Column("source_id", String),
    Column("of_day", Date),
    comment="Known boundaries; a unit without one has no row. "
    "of_day is the day they draw (NULL: that of the acts).",
)
Index("ix_boundary_shape", boundary.c.shape, postgresql_using="gist").ddl_if(dialect="postgresql")

boundary_part = Table(
    "boundary_part",
    metadata,
    Column("unit_id", String, ForeignKey("boundary.unit_id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("shape", Spatial("POLYGON"), nullable=False),
    comment="Boundaries cut into small pieces, which PostGIS finds a point in sooner; empty on other stores.",
)
Index("ix_boundary_part_shape", boundary_part.c.shape, postgresql_using="gist").ddl_if(dialect="postgresql")
