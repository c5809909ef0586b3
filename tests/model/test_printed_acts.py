"""A citation leads to its printed row, however rows are packed, or to its paragraph; persons are not kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.enums import Language
from model.printed_acts import PrintedActs, PrintedRow, PrintedStandard, PrintedTable
from model.records import Citation

ACT = "gov-2012-1119"


def row(line: int, *cells: str) -> PrintedRow:
    return PrintedRow(line, cells[0] if cells else None, ("Акмолинская область",), cells)


def cited(**place: object) -> Citation:
    return Citation(ACT, Language.RU, **place)  # type: ignore[arg-type]


def acts() -> PrintedActs:
    officials = PrintedTable.of(
        "Контактные данные должностных лиц",
        ("№", "ФИО", "Должность"),
        (1,),
        (row(18113, "2", "Б. Л. К.", "Заместитель"), row(18107, "1", "А. А. А.", "Заместитель")),
    )
    standard = PrintedStandard(
        "Выдача лицензии", ("", "1. Общие положения"), {1: (17938, 0), 2: (17945, 1), 4: (17947, 1)}
    )
    return PrintedActs({(ACT, 7, "2"): officials}, {(ACT, 7): standard})


def test_a_cell_that_names_a_person_is_not_kept() -> None:
    table = acts().tables[ACT, 7, "2"]
    assert [one.cells for one in table.rows(0, 9)] == [("1", None, "Заместитель"), ("2", None, "Заместитель")]
    assert "Б. Л. К.".encode() not in b"".join(table.blocks)


def test_a_citation_finds_its_row_by_annex_and_line() -> None:
    found = acts().row_of(cited(standard=7, annex="2", line=18113))
    assert found is not None
    assert found.place == 1
    for elsewhere in (
        cited(standard=7, annex="2", line=18114),
        cited(standard=7, annex="2"),
        cited(standard=8, annex="2", line=18113),
        cited(standard=7, line=18113),
    ):
        assert acts().row_of(elsewhere) is None


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (cited(standard=7, provision="4"), (4, ("Выдача лицензии", "1. Общие положения"))),
        (cited(standard=7, provision="2, 1)"), (2, ("Выдача лицензии", "1. Общие положения"))),
        (
            cited(standard=7, provision="1"),
            (1, ("Выдача лицензии",)),
        ),  # before the title of the first section
        (cited(standard=7, line=17946), (2, ("Выдача лицензии", "1. Общие положения"))),  # inside paragraph 2
        (cited(standard=7, line=17947), (4, ("Выдача лицензии", "1. Общие положения"))),
        (cited(standard=7, line=17937), None),  # above the first paragraph
        (cited(standard=7, provision="3"), None),  # the print leaves it out
        (cited(standard=7, annex="2", line=18107), None),  # a row is no paragraph
        (cited(standard=7, annex="9"), None),
        (cited(standard=8, provision="4"), None),
        (cited(standard=7), None),
    ],
)
def test_a_citation_finds_its_paragraph_by_number_or_line(
    citation: Citation, expected: tuple[int, tuple[str, ...]] | None
) -> None:
    found = acts().paragraph_of(citation)
    assert (found and tuple(found)) == expected


@given(st.sets(st.integers(1, 100_000), max_size=130), st.integers(-5, 140), st.integers(-5, 140))
def test_rows_come_in_the_order_of_print_whichever_window_is_asked_for(
    lines: set[int], start: int, stop: int
) -> None:
    table = PrintedTable.of("", (), (), (row(line, str(line)) for line in lines))
    ordered = sorted(lines)
    assert [one.line for one in table.rows(start, stop)] == ordered[max(start, 0) : max(stop, 0)]
    assert [table.place(line) for line in ordered] == list(range(len(ordered)))
    assert table.place(0) is None
