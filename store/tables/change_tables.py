"""Tables of change: editions, revisions, corrections, and ids that were replaced."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from model.enums import CorrectionStatus
from store.tables.columns import Instant, metadata, one_of

edition = Table(
    "edition",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("published_at", Instant, nullable=False),
    Column("digest", String, nullable=False),
    Column("is_by_people", Boolean, nullable=False, default=False),
    CheckConstraint("number > 0", name="number"),
    comment="States of the registry as they were published; digest is that of the seeds loaded last, "
    "is_by_people where revisions and corrections alone made it.",
)

revision = Table(
    "revision",
    metadata,
    Column("id", Integer, primary_key=True),
    # Deferred: a load replaces all offices under the revisions, which it keeps.
    Column(
        "office_id",
        String,
        ForeignKey("office.id", deferrable=True, initially="DEFERRED"),
        nullable=False,
    ),
    Column("version", Integer, nullable=False),
    Column("edition", Integer, ForeignKey("edition.number"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", String, nullable=False),
    Column("summary", String, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    UniqueConstraint("office_id", "version"),
    CheckConstraint("version > 0", name="version"),
    Index("ix_revision_edition", "edition"),
    comment="Audit log, only ever appended to: changes is a list of field, before, after; released fields "
    "go back to what acts say.",
)

correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "office_id",
        String,
        ForeignKey("office.id", deferrable=True, initially="DEFERRED"),
        nullable=False,
        index=True,
    ),
    Column("base_version", Integer, nullable=False),
    Column("status", String, nullable=False, index=True),
    Column("changes", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("submitted_by", String),
    Column("reviewed_at", Instant),
    Column("reviewed_by", String),
    Column("review_note", String),
    Column("revision_id", Integer, ForeignKey("revision.id"), unique=True),
    Column("edition", Integer, ForeignKey("edition.number"), nullable=False, index=True),
    Column("approvals", JSON),
    Column("secret_hash", String),
    one_of("status", CorrectionStatus),
    CheckConstraint("status <> 'ACCEPTED' OR revision_id IS NOT NULL", name="applied"),
    comment="Proposed changes of offices and their review; an accepted one names the revision it became. "
    "approvals lists each yes (by, at, note); secret_hash proves whose a proposal without an account is.",
)

answered_request = Table(
    "answered_request",
    metadata,
    Column("actor", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("digest", String, nullable=False),
    Column("answered_at", Instant, nullable=False, index=True),
    Column("answer", JSON, nullable=False),
    comment="What a request with an idempotency key did; the same one again is answered, not carried out.",
)

rekeyed = Table(
    "rekeyed",
    metadata,
    Column("old", String, primary_key=True),
    Column("new", String, nullable=False),
    Column("reason", String, nullable=False),
    CheckConstraint("old <> new", name="self"),
    comment="Ids that were merged or renamed, and the id that stands for each.",
)

public_change = Table(
    "public_change",
    metadata,
    Column("edition", Integer, ForeignKey("edition.number"), primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("follows", Integer, ForeignKey("edition.number"), nullable=False),
    Column("changes", Integer, nullable=False),
    Column("lines", LargeBinary, nullable=False),
    CheckConstraint("follows < edition", name="order"),
    CheckConstraint("changes >= 0", name="changes"),
    comment="What editions changed of public records, for mirrors: lines of JSON (zlib) that lead from the "
    "edition follows to this one. An edition without a row changed more than is told one by one.",
)
