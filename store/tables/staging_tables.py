"""Tables of acts that wait beside the edition, and of the seeds behind editions."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, LargeBinary, String, Table

from store.tables.columns import Instant, metadata

kept_file = Table(
    "kept_file",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    comment="Files of seeds, texts of acts and profiles, each once (zlib), by the SHA-256 of the plain file.",
)

kept_seeds = Table(
    "kept_seeds",
    metadata,
    Column("digest", String, primary_key=True),
    Column("files", JSON, nullable=False),
    Column("act", String),
    Column("previous", String),
    Column("kept_at", Instant, nullable=False),
    comment="Folders of seeds behind editions: path to SHA-256 of each file. Of seeds that an act made: "
    "its id, and the digest of the seeds before it.",
)

staged_act = Table(
    "staged_act",
    metadata,
    Column("act", String, primary_key=True),
    Column("text_name", String, nullable=False),
    Column("text_sha256", String, ForeignKey("kept_file.sha256"), nullable=False, index=True),
    Column("profile_sha256", String, ForeignKey("kept_file.sha256"), nullable=False, index=True),
    Column("files", JSON, nullable=False),
    Column("manifest", JSON, nullable=False),
    comment="Acts that wait to be activated: their text and profile, the folder of seeds made with them, "
    "and what is to be known before.",
)
