"""Tables for locating: the attempts, and the lease of the task."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from model.enums import PositionTrouble
from store.tables.columns import Instant, metadata, one_of

location_attempt = Table(
    "location_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    # No foreign key: attempts survive a load, which may delete their unit or office.
    Column("subject", String, nullable=False, index=True),
    Column("question", String, nullable=False),
    Column("sources", JSON, nullable=False),
    Column("position", JSON),
    Column("trouble", String),
    Column("notes", JSON, nullable=False),
    Column("tried_at", Instant, nullable=False),
    Column("edition", Integer, ForeignKey("edition.number"), nullable=False, index=True),
    one_of("trouble", PositionTrouble, nullable=True),
    comment="Attempts to locate units and offices, only ever appended to: the last of a subject (`unit:ID`, "
    "`office:ID`) counts, as long as the question is still its own.",
)

lease = Table(
    "lease",
    metadata,
    Column("task", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("until", Instant, nullable=False),
    comment="Tasks that one process at a time may do, and until when it may unless it asks again.",
)
