"""Rows of `areas.csv` of which a test needs few cells."""

from __future__ import annotations

from loaders.seeds.rows import AreaRow


def area_row(id_: str, level: str, parent: str, *, ru: str = "", kk: str = "", basis: str = "") -> AreaRow:
    """A unit of which nothing else is known."""
    return AreaRow(
        id=id_,
        level=level,
        parent=parent,
        name_ru=ru,
        name_kk=kk,
        kato="",
        geonames="",
        whosonfirst="",
        wikidata="",
        population="",
        seat="",
        basis=basis,
    )
