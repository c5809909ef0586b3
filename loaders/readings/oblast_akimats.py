"""Akimats of the oblasts, Astana and Almaty (001 S23A8, S24A1); the name cell prints the oblast alone."""

from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings.columns import Column, read_cells
from loaders.readings.records import make_record
from store.kinds import Language, OfficeKind

COLUMNS = (Column.NAME, Column.CONTACTS, Column.ADDRESS, Column.CONTACTS)


def read(row: PrintedRow, language: Language) -> OfficeRecord:
    """The office of a row: one for a region."""
    return make_record(row, language, OfficeKind.AKIMAT, "oblast_akimat", read_cells(row, COLUMNS, language))
