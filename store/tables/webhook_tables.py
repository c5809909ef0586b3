"""The table of webhooks."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from store.tables.columns import Instant, metadata

webhook = Table(
    "webhook",
    metadata,
    Column("id", String, primary_key=True),
    Column("url", String, nullable=False),
    # No reference: a load may take the unit away, and the webhook stays.
    Column("within", String),
    Column("added_at", Instant, nullable=False),
    Column("position", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant),
    Column("failing_since", Instant),
    Column("disabled_at", Instant),
    Column("last_error", String),
    comment="Addresses that are told of new editions; position is the key of the edition told last.",
)
