"""Tables of evidence: acts, their printed rows, and what was read in each row."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
)

from model.enums import Language, OfficeKind, OperationKind
from store.tables.columns import metadata, one_of

act = Table(
    "act",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", String, nullable=False),
    Column("adopted_on", Date, nullable=False),
    Column("adopted_by", String, nullable=False),
    Column("title", String, nullable=False),
    Column("language", String, nullable=False),
    Column("force_from", Date),
    Column("force_until", Date),
    Column("repealed_by", String),
    Column("repeal_unknown_after", Date),
    Column("url", String),
    Column("edition_of", Date),
    one_of("language", Language),
    CheckConstraint("force_until IS NULL OR force_from IS NULL OR force_from < force_until", name="force"),
    comment="Legal acts. Force is half open; after repeal_unknown_after nobody knows. "
    "edition_of is the day whose amended text was read.",
)

act_entry = Table(
    "act_entry",
    metadata,
    Column("act_id", String, ForeignKey("act.id"), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("standard", Integer),
    Column("annex", Integer),
    Column("number", String),
    Column("region", String),
    Column("district", String),
    Column("title", String, nullable=False),
    Column("cells", JSON, nullable=False),
    Column("repaired", String),
    Column("amends", String),
    Column("restates", String),
    Column("follows", String),
    Column("since", Date),
    Column("until", Date),
    Column("ended_by", String),
    CheckConstraint("line > 0", name="line"),
    comment="Printed rows, verbatim and never edited; line is that of the first cell in the act's text. "
    "Of rows that amendments changed: the table of another act, the row before them, their days (half open).",
)

act_table = Table(
    "act_table",
    metadata,
    Column("id", String, primary_key=True),
    Column("act_id", String, ForeignKey("act.id"), nullable=False, index=True),
    Column("standard", Integer),
    Column("annex", Integer),
    Column("line", Integer, nullable=False),
    Column("title", String, nullable=False),
    Column("columns", JSON, nullable=False),
    Column("persons", JSON, nullable=False),
    CheckConstraint("line > 0", name="line"),
    comment="Printed tables: the line of the first row, titles of table and columns; persons are the places "
    "of columns that name persons, whose cells nobody is shown.",
)

act_standard = Table(
    "act_standard",
    metadata,
    Column("id", String, primary_key=True),
    Column("act_id", String, ForeignKey("act.id"), nullable=False, index=True),
    Column("standard", Integer),
    Column("title", String, nullable=False),
    Column("sections", JSON, nullable=False),
    Column("paragraphs", JSON, nullable=False),
    comment="Standards of acts: the service, the titles of sections, and of each numbered paragraph its "
    "number, its line and the place of its section.",
)

office_record = Table(
    "office_record",
    metadata,
    Column("act_id", String, primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("office_id", String, ForeignKey("office.id"), index=True),
    Column("kind", String, nullable=False),
    Column("category", String, nullable=False),
    Column("name", String, nullable=False),
    Column("region", String),
    Column("district", String),
    Column("okrug", String),
    Column("postcode", String),
    Column("locality", String),
    Column("street", String),
    Column("house", String),
    Column("address", String),
    Column("phones", JSON, nullable=False),
    Column("faxes", JSON, nullable=False),
    Column("emails", JSON, nullable=False),
    Column("websites", JSON, nullable=False),
    Column("settlements", JSON, nullable=False),
    Column("hours", String),
    Column("hours_line", Integer),
    Column("unread", JSON, nullable=False),
    ForeignKeyConstraint(["act_id", "line"], ["act_entry.act_id", "act_entry.line"]),
    one_of("kind", OfficeKind),
    comment="What a printed row says of an office; phones and faxes are E.164, hours OSM opening_hours. "
    "hours_line is the line that prints the hours where rows share one cell.",
)

amendment = Table(
    "amendment",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("act_id", String, ForeignKey("act.id"), nullable=False, index=True),
    Column("line", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("of_act", String),
    Column("standard", Integer),
    Column("annex", Integer),
    Column("row_label", String),
    Column("paragraph", Integer),
    Column("on_day", Date),
    Column("words_before", String),
    Column("words_after", String),
    Column("unit_id", String),
    Column("number", String),
    Column("adopted_on", Date),
    Column("adopted_by", String),
    Column("says", String, nullable=False),
    one_of("kind", OperationKind),
    comment="What amending acts change of other acts and of units, line by line; on_day is the first day.",
)
