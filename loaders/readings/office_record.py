"""Makes an OfficeRecord of the readings of a row: the region, district and okrug it names."""

import re

from geo.names.russian import region_nominative
from geo.names.toponyms import clean
from loaders.acts.print_words import names_territory
from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings.columns import CellsRead
from loaders.readings.kazakh_office_names import kazakh_region
from model.enums import Language, OfficeKind


def make_record(
    row: PrintedRow,
    language: Language,
    kind: OfficeKind,
    category: str,
    cells: CellsRead,
    district: str | None = None,
    okrug: str | None = None,
) -> OfficeRecord:
    """The record of a row.

    `district` and `okrug` are used if given, else those in the address; a district that is still missing is
    that of the heading.
    """
    parts = cells.parts
    return OfficeRecord(
        act=row.act,
        line=row.line,
        standard=row.standard,
        annex=row.annex,
        kind=kind.value,
        category=category,
        name=cells.name,
        region=region_of(row, cells, language),
        district=district or parts.district or heading_district(row),
        okrug=okrug or parts.okrug,
        locality=parts.locality,
        street=parts.thoroughfare,
        house=parts.house,
        postcode=parts.postcode,
        address=cells.address,
        phones=cells.phones,
        faxes=cells.faxes,
        emails=cells.emails,
        websites=cells.websites,
        settlements=cells.villages,
        hours=cells.hours,
        unread=cells.unread,
    )


def region_of(row: PrintedRow, cells: CellsRead, language: Language) -> str | None:
    """The region in the address, the heading or the name, in the nominative.

    None if none of these names a region. An address in Astana or Almaty without district is in the region of
    that city.
    """
    nominative = kazakh_region if language is Language.KK else region_nominative
    for text in (cells.parts.region, row.region, cells.name):
        if text and (region := nominative(clean(text))):
            return region
    # `г. Астана` alone: a city of republican significance is its own region.
    if cells.parts.locality in {"Астана", "Алматы"} and cells.parts.district is None:
        return (
            f"{cells.parts.locality} қаласы" if language is Language.KK else f"город {cells.parts.locality}"
        )
    # A region not named by an adjective: `область Абай`.
    return clean(row.region) if row.region and names_territory(row.region) else None


def heading_place(row: PrintedRow) -> str | None:
    """The district heading without number and area code (`1 Бурлинский район 8 (7113)`), or None."""
    if row.district is None:
        return None
    text = re.sub(r"^\d+[.)]?\s+", "", clean(row.district))
    text = re.sub(r"\s*8?\s*\([\d\s-]*\)?\s*$", "", text).strip(" .,")
    return re.sub(r"^(Город|Район|Село|Поселок)(?=\s)", lambda word: word.group().lower(), text) or None


def heading_district(row: PrintedRow) -> str | None:
    """The district or city that the heading names; None for a village (001 line 24980) or no heading."""
    place = heading_place(row)
    if place is not None and re.fullmatch(r"[А-ЯЁ]\w+ский", place):
        return f"{place} район"
    is_district = place is not None and re.search(r"\bрайон|^город\b|^г\.|аудан|қала", place)
    return place if is_district else None
