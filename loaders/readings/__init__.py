"""Readings: interprets one printed row as one office, one module for each shape of table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from loaders.acts.column_words import UntoldColumn
from loaders.acts.profiles import LISTED, TableProfile
from loaders.acts.reader import OfficeTable
from loaders.errors import UnknownColumn
from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings import (
    appeal_desks,
    control_departments,
    district_akimats,
    education_departments,
    education_managements,
    employment_departments,
    extracurricular_organisations,
    housing_departments,
    listed_offices,
    oblast_akimats,
    officials,
    okrug_akimats,
    psc_branches,
    reception_timetables,
)
from loaders.readings.columns import Column
from loaders.readings.titled_columns import columns_of
from model.enums import Language, OfficeKind
from model.errors import RegistryError
from model.languages import language_of
from model.lookup_words import TableShapes
from model.lookups import lookup


class UnknownReading(RegistryError):  # noqa: N818 - named for what is wrong
    """No module reads tables of this shape, or the shape of a table is not known."""


Reading = Callable[[PrintedRow, Language, Sequence[Column] | None], OfficeRecord]
"""Reads a row with these columns; without them, in the column order of the acts it was made for."""

READINGS: Mapping[str, Reading] = {
    "appeal_desks": appeal_desks.read,
    "control_departments": control_departments.read,
    "district_akimats": district_akimats.read,
    "education_departments": education_departments.read,
    "education_managements": education_managements.read,
    "employment_departments": employment_departments.read,
    "extracurricular_organisations": extracurricular_organisations.read,
    "housing_departments": housing_departments.read,
    "oblast_akimats": oblast_akimats.read,
    "officials": officials.read,
    "okrug_akimats": okrug_akimats.read,
    "psc_branches": psc_branches.read,
    "reception_timetables": reception_timetables.read,
}
"""The `reading` of a table, as its profile in `seeds/acts/` names it, to the function that reads its rows."""


def reading_of(table: OfficeTable) -> str:
    """The shape of a table: from its profile, else by words in its title and titles of columns.

    Raises UnknownReading if neither tells it.
    """
    if table.reading is not None:
        return table.reading
    told = " ".join((table.title, *table.columns)).lower()
    for reading, words in lookup(TableShapes).by_reading().items():
        if any(all(word in told for word in together) for together in words):
            return reading
    raise UnknownReading(f"the table at line {table.line} has no shape that is known: {table.title!r}")


def read_record(
    row: PrintedRow, reading: str, language: Language, columns: Sequence[Column] | None = None
) -> OfficeRecord:
    """The record of a row by the reading of that name. Raises UnknownReading if there is none."""
    try:
        read = READINGS[reading]
    except KeyError as error:
        known = ", ".join(sorted(READINGS))
        raise UnknownReading(f"no reading is called {reading!r}; there are {known}") from error
    return read(row, language, columns)


def reader_of(
    file: Path, table: OfficeTable, language: Language | None
) -> Callable[[PrintedRow], OfficeRecord]:
    """The function that reads the rows of a table.

    The language is that of the profile's table, else the given language, else the language of each row. The
    titles tell what the columns contain. Raises UnknownReading, and UnknownColumn for a title that is not
    understood.
    """
    reading, said = reading_of(table), table.described
    if said is not None and said.language is not None:
        language = Language(said.language)
    try:
        if reading != LISTED or said is None:
            columns = (
                columns_of(table.columns, said.columns if said else {}, language) if table.columns else None
            )
            return lambda row: read_record(
                _placed(row, said), reading, language or _language_of(row), columns
            )
        listed = listed_offices.listed_table(
            table.columns, said.columns, OfficeKind(said.kind), said.category, said.region, language
        )
    except UntoldColumn as error:
        raise UnknownColumn(file, str(error), table.line) from None
    return lambda row: listed_offices.read(_placed(row, said), listed, language or _language_of(row))


def _placed(row: PrintedRow, said: TableProfile | None) -> PrintedRow:
    """The row with the region and district of the profile where no heading names them."""
    if said is None or not (said.region or said.district):
        return row
    return replace(row, region=row.region or said.region, district=row.district or said.district)


def _language_of(row: PrintedRow) -> Language:
    return language_of(" | ".join(row.cells))
