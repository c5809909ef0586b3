"""The names of a unit of seeds as of today, for the store and for an edition without one."""

from __future__ import annotations

from collections.abc import Iterable

from loaders.seeds.cells import Cells
from loaders.seeds.rows import AreaRow, ToponymRow
from model.edition import Name, Validity
from model.enums import Language, NameStatus


def names_of(area: AreaRow, toponyms: Iterable[ToponymRow]) -> tuple[Name, ...]:
    """All names of a unit; the name to show comes first. `toponyms` are its rows of `toponyms.csv`.

    A later official name comes first: it ended the printed names on its first day, if that is known, and by
    the same source; also in a language in which the new name is unknown. Raises BadSeedError.
    """
    named = [_name(row) for row in toponyms]
    later = [name for name in named if name.status is NameStatus.OFFICIAL]
    later.sort(key=lambda name: name.language is not Language.RU)
    ended_by = {name.language: name for name in reversed(later)}
    printed = []
    for language, value in ((Language.RU, area.name_ru), (Language.KK, area.name_kk)):
        successor = ended_by.get(language, later[0] if later else None)
        if value and successor is not None:
            until = Validity(None, successor.validity.since)
            printed.append(Name(value, language, NameStatus.FORMER, until, source=successor.source))
        elif value:
            printed.append(Name(value, language))
    return (*later, *printed, *(name for name in named if name.status is not NameStatus.OFFICIAL))


def _name(row: ToponymRow) -> Name:
    """The name of a row. Raises BadSeedError."""
    cells = Cells(f"toponyms.csv: {row.unit} {row.name}")
    if not row.name:
        raise cells.fail("no name")
    return Name(
        row.name,
        cells.member("language", Language, row.language),
        cells.member("status", NameStatus, row.status),
        Validity(cells.day("since", row.since), cells.day("until", row.until)),
        source=row.source or None,
    )
