"""Printed rows and readings as rows of `seeds/entries` and `seeds/records`, and back to readings."""

from __future__ import annotations

from loaders.printed import OfficeRecord, PrintedRow, Unread
from loaders.seeds.files import BadSeedError, join_values, split_values
from loaders.seeds.folder import TableKey
from loaders.seeds.rows import EntryRow, RecordRow


def entry_row(row: PrintedRow) -> EntryRow:
    """A printed row as a row of `entries/`; None becomes empty."""
    return EntryRow(
        line=row.line,
        number=row.number or "",
        region=row.region or "",
        district=row.district or "",
        repaired=row.repaired or "",
        cells=join_values(row.cells),
    )


def record_row(record: OfficeRecord, office: str) -> RecordRow:
    """A record as a row of `records/`, with its office; unread parts are `cell: text: reason`."""
    return RecordRow(
        line=record.line,
        office=office,
        kind=record.kind,
        category=record.category,
        name=record.name,
        region=record.region or "",
        district=record.district or "",
        okrug=record.okrug or "",
        postcode=record.postcode or "",
        locality=record.locality or "",
        street=record.street or "",
        house=record.house or "",
        address=record.address or "",
        phones=join_values(record.phones),
        faxes=join_values(record.faxes),
        emails=join_values(record.emails),
        websites=join_values(record.websites),
        settlements=join_values(record.settlements),
        hours=record.hours or "",
        unread=join_values(f"{piece.cell}: {piece.text}: {piece.reason}" for piece in record.unread),
    )


def office_record(table: TableKey, row: RecordRow) -> OfficeRecord:
    """The record in a row of `records/`; its `act` is the id of the act.

    Raises BadSeedError for an unread part of another form.
    """
    return OfficeRecord(
        act=table.act,
        line=row.line,
        standard=table.standard,
        annex=table.annex,
        kind=row.kind,
        category=row.category,
        name=row.name,
        region=row.region or None,
        district=row.district or None,
        okrug=row.okrug or None,
        locality=row.locality or None,
        street=row.street or None,
        house=row.house or None,
        postcode=row.postcode or None,
        address=row.address or None,
        phones=split_values(row.phones),
        faxes=split_values(row.faxes),
        emails=split_values(row.emails),
        websites=split_values(row.websites),
        settlements=split_values(row.settlements),
        hours=row.hours or None,
        unread=tuple(_unread(piece, table, row) for piece in split_values(row.unread)),
    )


def _unread(piece: str, table: TableKey, row: RecordRow) -> Unread:
    cell, _, rest = piece.partition(": ")
    text, colon, reason = rest.rpartition(": ")
    if not (cell.isascii() and cell.isdigit() and colon):
        raise BadSeedError(f"{table.file_name}: line {row.line}: {piece!r} is not `cell: text: reason`")
    return Unread(int(cell), text, reason)
