"""Tables of offices, services and provisions."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, ForeignKey, Integer, String, Table

from model.enums import Language, LifecycleStatus, OfficeKind, Origin
from store.tables.columns import Instant, basis_table, metadata, one_of

office = Table(
    "office",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False, index=True),
    Column("category", String, nullable=False),
    Column("territory_id", String, ForeignKey("unit.id"), index=True),
    Column("located_in", String, ForeignKey("unit.id"), index=True),
    Column("parent_id", String, ForeignKey("office.id", deferrable=True, initially="DEFERRED"), index=True),
    Column("key", String, nullable=False),
    Column("status", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("origin", String, nullable=False, default=Origin.ACTS),
    Column("further_territory_ids", JSON, nullable=False, default=list),
    Column("closed_on", Date),
    Column("successor_ids", JSON, nullable=False, default=list),
    Column("merged_into", String, ForeignKey("office.id", deferrable=True, initially="DEFERRED"), index=True),
    Column("given_name", String),
    Column("told_by_acts", JSON),
    one_of("origin", Origin),
    one_of("kind", OfficeKind),
    one_of("status", LifecycleStatus),
    CheckConstraint("parent_id <> id", name="self"),
    CheckConstraint("merged_into <> id", name="merged"),
    CheckConstraint("version > 0", name="version"),
    comment="Identity of offices; what they are called and where they stand is resolved from their records. "
    "told_by_acts keeps what people changed here as the acts tell it.",
)

service = Table(
    "service",
    metadata,
    Column("id", String, primary_key=True),
    Column("register_number", String, unique=True),
    Column("unlisted_providers", String),
    comment="Public services; unlisted_providers is a class of providers that the acts do not list.",
)

service_name = Table(
    "service_name",
    metadata,
    Column("service_id", String, ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
    Column("language", String, primary_key=True),
    Column("value", String, nullable=False),
    one_of("language", Language),
    CheckConstraint("value <> ''", name="value"),
    comment="Titles of services.",
)

service_basis = basis_table("service")

provision = Table(
    "provision",
    metadata,
    Column("id", String, primary_key=True),
    Column("service_id", String, ForeignKey("service.id"), nullable=False, index=True),
    Column("office_id", String, ForeignKey("office.id"), nullable=False, index=True),
    Column("accepts_applications", Boolean, nullable=False),
    Column("decides", Boolean, nullable=False),
    Column("issues_result", Boolean, nullable=False),
    Column("hears_complaints", Boolean, nullable=False),
    Column("is_nationwide", Boolean, nullable=False),
    Column("rule", String, nullable=False),
    Column("is_superseded", Boolean, nullable=False, default=False),
    Column("since", Date),
    Column("until", Date),
    CheckConstraint("accepts_applications OR decides OR issues_result OR hears_complaints", name="role"),
    comment="An office gives a service in some roles, for the units of provision_unit or the whole country; "
    "superseded where people changed that; since and until (half open) where an amendment begins or ends it.",
)

provision_unit = Table(
    "provision_unit",
    metadata,
    Column("provision_id", String, ForeignKey("provision.id", ondelete="CASCADE"), primary_key=True),
    Column("unit_id", String, ForeignKey("unit.id"), primary_key=True, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("is_excluded", Boolean, nullable=False),
    comment="Units that a provision covers with everything inside them, and units it leaves out.",
)

provision_basis = basis_table("provision")
