"""Tables of posts that receive people and of the legal bodies that offices belong to."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Integer, String, Table

from model.enums import ContactKind, Language, SchedulePurpose
from store.tables.columns import basis_table, metadata, one_of

post = Table(
    "post",
    metadata,
    Column("id", String, primary_key=True),
    Column("office_id", String, ForeignKey("office.id"), nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("language", String, nullable=False),
    Column("room", String),
    one_of("language", Language),
    CheckConstraint("title <> ''", name="title"),
    comment="Posts that receive people, never persons.",
)

post_print = Table(
    "post_print",
    metadata,
    Column("post_id", String, ForeignKey("post.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("phones", JSON, nullable=False),
    Column("emails", JSON, nullable=False),
    Column("purpose", String, nullable=False),
    Column("hours", String),
    Column("printed", String),
    Column("act_id", String, ForeignKey("act.id"), nullable=False),
    Column("line", Integer, nullable=False),
    one_of("purpose", SchedulePurpose),
    comment="What printed rows say of a post: phones are E.164, hours OSM opening_hours.",
)

organization = Table(
    "organization",
    metadata,
    Column("id", String, primary_key=True),
    Column("parent_id", String, ForeignKey("organization.id", deferrable=True, initially="DEFERRED")),
    Column("bin", String, unique=True),
    Column("successor_id", String, ForeignKey("organization.id", deferrable=True, initially="DEFERRED")),
    Column("succeeded_in", String),
    Column("succession_source", String),
    CheckConstraint("parent_id <> id", name="self"),
    CheckConstraint("successor_id <> id", name="successor"),
    CheckConstraint("(successor_id IS NULL) = (succession_source IS NULL)", name="succession"),
    comment="Legal bodies, and the body that took the place of one, in a year or on a day.",
)

organization_name = Table(
    "organization_name",
    metadata,
    Column("organization_id", String, ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True),
    Column("language", String, primary_key=True),
    Column("value", String, nullable=False),
    one_of("language", Language),
    CheckConstraint("value <> ''", name="value"),
    comment="Names of legal bodies.",
)

organization_contact = Table(
    "organization_contact",
    metadata,
    Column("organization_id", String, ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("value", String, nullable=False),
    Column("printed", String),
    Column("purpose_kk", String),
    Column("purpose_ru", String),
    Column("act_id", String, ForeignKey("act.id"), nullable=False),
    Column("standard", Integer),
    Column("paragraph", Integer),
    one_of("kind", ContactKind),
    comment="Ways to reach a legal body that paragraphs of acts print, for the whole country.",
)

organization_office = Table(
    "organization_office",
    metadata,
    Column("office_id", String, ForeignKey("office.id", ondelete="CASCADE"), primary_key=True),
    Column("organization_id", String, ForeignKey("organization.id"), nullable=False, index=True),
    comment="The legal body that an office belongs to.",
)

organization_service = Table(
    "organization_service",
    metadata,
    Column("service_id", String, ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
    Column("organization_id", String, ForeignKey("organization.id"), nullable=False, index=True),
    comment="The body that answers for a service.",
)

organization_basis = basis_table("organization")

register_entry = Table(
    "register_entry",
    metadata,
    Column("service_id", String, ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
    Column("number", String, nullable=False),
    Column("name", String),
    Column("recipients", String, nullable=False),
    Column("responsible", String, nullable=False),
    Column("providers", String, nullable=False),
    Column("acceptors", String, nullable=False),
    Column("form", String, nullable=False),
    Column("act_id", String, ForeignKey("act.id"), nullable=False),
    Column("line", Integer, nullable=False),
    comment="What the state register of services prints of a service: classes of bodies and bodies by name.",
)
