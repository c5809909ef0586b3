"""Tables of staged acts, of the seeds behind editions, of uploads and jobs."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, LargeBinary, String, Table

from model.act_jobs import JobErrorCode, JobKind, JobState
from store.tables.columns import Instant, metadata, one_of

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

act_upload = Table(
    "act_upload",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("media_type", String),
    Column("sha256", String, ForeignKey("kept_file.sha256"), nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("sent_by", String),
    Column("sent_at", Instant, nullable=False),
    comment="Files of acts that publishers sent; their bytes are in kept_file.",
)

act_job = Table(
    "act_job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("act", String),
    Column("upload_id", String),
    Column("profile", String),
    Column("asked_by", String),
    Column("asked_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("heartbeat_at", Instant),
    Column("ended_at", Instant),
    Column("holder", String),
    Column("attempts", Integer, nullable=False),
    Column("upon", String),
    Column("step", String, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("result", JSON, nullable=False),
    Column("error_code", String),
    Column("error", String),
    Column("error_line", Integer),
    one_of("kind", JobKind),
    one_of("state", JobState),
    one_of("error_code", JobErrorCode, nullable=True),
    comment="Steps on the way of acts, done in the order of their numbers by one process at a time.",
)

act_job_entry = Table(
    "act_job_entry",
    metadata,
    Column("job_id", Integer, ForeignKey("act_job.id", ondelete="CASCADE"), primary_key=True),
    Column("section", String, primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("value", JSON, nullable=False),
    comment="What a job found out, entry by entry, to be read in pages.",
)
