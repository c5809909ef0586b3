"""Table of passports: what one standard of one act states of one service."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table

from store.tables.columns import metadata

passport = Table(
    "passport",
    metadata,
    Column("id", String, primary_key=True),
    Column("act_id", String, ForeignKey("act.id"), nullable=False),
    Column("standard", Integer),
    Column("service_id", String, ForeignKey("service.id"), nullable=False),
    Column("body", JSON, nullable=False),
    Index("ix_passport_act_id_standard", "act_id", "standard", unique=True),
    Index("ix_passport_service_id", "service_id"),
    comment="Passports of services; the body is what store.passports reads, in force as long as the act.",
)
