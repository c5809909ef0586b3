"""How acts are laid out goes into either store and comes back; what does not fit is refused by name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from loaders.loading.load import load
from loaders.loading.store_rows import store_rows
from loaders.seeds import BadSeedError, Seeds
from loaders.seeds.rows import ActTableRow, ParagraphRow
from model.edition import Edition
from store.reading.editions import load_edition

OFFICIALS = ActTableRow("gov-2012-1119", "7", "2", 18095, "Контактные данные", "№|ФИО|Должность", "1")
FIRST = ParagraphRow("gov-2012-1119", "1", 1, 308, "1. Общие положения", "")


def test_either_store_gives_the_same_rows_and_paragraphs(
    store_engine: Engine, bodies_seeds: Seeds, bodies_edition: Edition
) -> None:
    load(store_engine, bodies_seeds)
    printed = load_edition(store_engine).printed
    assert printed == bodies_edition.printed
    assert len(printed.standards) == 44
    table = printed.tables["gov-2012-1119", 7, "2"]
    assert [row.cells[1] for row in table.rows(0, 3)] == [None, None, None]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"act_tables": (replace(OFFICIALS, act="gov-1999-1"),)}, r"act is 'gov-1999-1'"),
        (
            {"act_tables": (OFFICIALS, replace(OFFICIALS, line=18096))},
            r"'gov-2012-1119-s7a2.csv' is borne twice",
        ),
        ({"act_tables": (replace(OFFICIALS, persons="3"),)}, r"persons is '3', not places of its 3 columns"),
        ({"act_tables": (replace(OFFICIALS, persons="last"),)}, r"persons is 'last', not a whole number"),
        ({"act_tables": (replace(OFFICIALS, standard="one"),)}, r"standard is 'one', not a whole number"),
        ({"act_tables": (replace(OFFICIALS, line=0),)}, r"line is 0: lines count from 1"),
        ({"paragraphs": (replace(FIRST, act="gov-1999-1"),)}, r"act is 'gov-1999-1'"),
        (
            {"paragraphs": (FIRST, replace(FIRST, line=309))},
            r"the paragraph of gov-2012-1119 1 '1' is borne twice",
        ),
        ({"paragraphs": (replace(FIRST, standard="I"),)}, r"standard is 'I', not a whole number"),
    ],
)
def test_a_layout_that_cannot_be_is_refused_by_file_and_column(
    bodies_seeds: Seeds, change: dict[str, tuple[ActTableRow | ParagraphRow, ...]], message: str
) -> None:
    with pytest.raises(BadSeedError, match=message):
        store_rows(replace(bodies_seeds, **change))  # type: ignore[arg-type]
