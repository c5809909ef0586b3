"""Standards of the real acts: their titles and numbered paragraphs."""

from pathlib import Path

import pytest

from loaders.acts.document import StandardText, read_standards
from loaders.acts.marks import MarkKind, find_marks
from loaders.acts.text import ActText, read_text

GAPS = {("001", 15): {18}, ("001", 18): {21}}
"""Numbers of paragraphs that the print leaves out."""


@pytest.fixture(scope="session")
def standards(shared_acts: Path) -> dict[str, list[StandardText]]:
    """The standards of the five acts, by the number in the name of the file."""
    return {path.name[:3]: read_standards(path) for path in sorted(shared_acts.glob("*.txt"))}


def test_every_standard_is_found_and_numbered_as_it_is_approved(
    standards: dict[str, list[StandardText]],
) -> None:
    assert [standard.number for standard in standards["000"]] == list(range(1, 10))
    assert [standard.number for standard in standards["001"]] == list(range(1, 33))
    assert [[standard.number for standard in standards[act]] for act in ("002", "003", "004")] == [[None]] * 3


def test_paragraphs_count_on_without_a_gap_but_the_printed_ones(
    standards: dict[str, list[StandardText]],
) -> None:
    for act, found in standards.items():
        for standard in found:
            numbers = [paragraph.number for paragraph in standard.paragraphs]
            assert numbers == sorted(numbers)
            assert set(range(1, numbers[-1] + 1)) - set(numbers) == GAPS.get(
                (act, standard.number or 0), set()
            )
            assert numbers[-1] == 18 if act == "002" else numbers[-1] in (25, 26)


@pytest.mark.parametrize(
    ("act", "number", "line", "title"),
    [
        (
            "001",
            4,
            17327,
            "Прием документов и присуждение государственного гранта «Лучший преподаватель вуза»",
        ),
        ("001", 27, 45898, "Выдача справок по опеке и попечительству"),
        ("000", 5, 7068, "Қорғаншылық және қамқоршылық жөнінде анықтама беру"),
        ("002", None, 39, "Мемлекеттік атаулы әлеуметтік көмекті тағайындау"),
        ("004", None, 41, "Жеке қосалқы шаруашылықтың болуы туралы анықтама беру"),
    ],
)
def test_a_standard_has_the_title_that_is_quoted_in_its_heading(
    standards: dict[str, list[StandardText]], act: str, number: int | None, line: int, title: str
) -> None:
    (standard,) = [standard for standard in standards[act] if standard.number == number]
    assert (standard.line, standard.title) == (line, title)


def test_a_paragraph_is_cited_by_its_line_and_ends_before_the_annex(
    standards: dict[str, list[StandardText]],
) -> None:
    first = standards["001"][0].paragraph(1)
    last = standards["001"][0].paragraph(26)
    assert first is not None
    assert last is not None
    assert (first.line, last.line) == (308, 426)
    assert first.text.startswith("Государственная услуга «Постановка на очередь")
    assert "Приложение" not in last.text
    lost_heading = standards["001"][18].paragraph(25)  # S19: the table of quality is glued to it
    assert lost_heading is not None
    assert "Таблица" not in lost_heading.text


def test_a_section_title_belongs_to_no_paragraph(standards: dict[str, list[StandardText]]) -> None:
    for act, titles in {
        "001": ("2. Порядок оказания", "5. Порядок обжалования"),
        "004": ("3. Жұмыс қағидаттары",),
    }.items():
        for standard in standards[act]:
            for paragraph in standard.paragraphs:
                assert not paragraph.text.split("\n")[-1].startswith(titles)


def test_a_paragraph_without_its_dot_is_found(standards: dict[str, list[StandardText]]) -> None:
    paragraph = standards["002"][0].paragraph(10)  # 002 line 109: `10 Мемлекеттік`
    assert paragraph is not None
    assert paragraph.line == 109


def test_the_annex_of_the_decree_is_no_annex_of_a_standard(shared_acts: Path) -> None:
    marks = find_marks(read_text(next(shared_acts.glob("001_*.txt"))))
    assert [mark.first for mark in marks if mark.kind is MarkKind.DECREE_ANNEX] == [56365]
    assert sum(mark.kind is MarkKind.STANDARD for mark in marks) == 32


@pytest.mark.parametrize(
    "heading",
    [
        ("Приложение", "к приказу Министра", "от 5 марта 2021 года № 57/НҚ"),
        ("Приложение 2", "к стандарту государственной услуги", "«Выдача справок»"),
        ("Приложение 2 к постановлению акимата от 5 марта 2021 года № 57",),
    ],
)
def test_the_title_of_a_list_right_below_the_heading_of_an_annex_is_not_part_of_it(
    heading: tuple[str, ...],
) -> None:
    (mark,) = find_marks(ActText(Path("act.html"), (*heading, "Перечень филиалов", "Наименование\tАдрес")))
    assert (mark.first, mark.last) == (1, len(heading))


def test_a_heading_of_an_annex_goes_on_in_lower_case_after_a_number() -> None:
    lines = ("Приложение 1", "к постановлению № 57", "от 5 марта 2021 года", "", "Перечень")
    (mark,) = find_marks(ActText(Path("act.txt"), lines))
    assert mark.last == 3
