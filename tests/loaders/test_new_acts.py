"""Acts that nobody has described: read by their layout, or refused with file, line and reason."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.acts.marks import find_marks
from loaders.acts.profiles import BadProfileError, read_profile
from loaders.acts.reader import detect_layout, read_act
from loaders.acts.stretches import read_tables
from loaders.acts.text import ActText, fold
from loaders.acts.turning import turn
from loaders.errors import ActError, UnknownLayout, UnreadableAct, UnreadableRow

RUSSIAN = """Постановление акимата Тестовой области от 3 марта 2014 года № 45

Приложение 1
к регламенту государственной услуги
«Назначение пособия»

Список отделов занятости
\t№ п/п
\tНаименование отдела
\tЮридический адрес
\tТелефон

\t1
\t2
\t3
\t4

\tТестовая область

\tАльфинский район

\t1
\tОтдел занятости Альфинского района
\tс. Альфа,
ул. Абая, 1
\t8 (716 38) 2-28-47

\t2
\tОтдел занятости Бетинского района
\tс. Бета

ул. Мира, 2
\t

Приложение 2
к регламенту государственной услуги
«Назначение пособия»

\tПоказатели качества
\tНормативное значение
\tАдрес

\t1. Своевременность
"""
KAZAKH = """Тест облысы әкімдігінің 2014 жылғы 3 наурыздағы № 45 қаулысы

«Жәрдемақы тағайындау» мемлекеттік қызмет регламентіне
1-қосымша

Бөлімдердің тізбесі

Р/с №\tБөлімнің атауы\tМекенжайы\tТелефоны
1\t2\t3\t4
Альфа ауданы\t\t\t
1\tАльфа аудандық бөлімі\tАльфа а., Абай к., 1\t8-71638-2-28-47
2\tБета аудандық\tБета а.,\t

\tбөлімі\tМир к., 2\t8-71638-2-28-48
3\tГамма аудандық бөлімі\tГамма а.\t-
"""


def _act(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "new.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_new_russian_act_is_read_without_a_profile(tmp_path: Path) -> None:
    act = read_act(_act(tmp_path, RUSSIAN))
    assert (act.act, act.layout, act.profile) == ("new", "tabbed", None)
    (table,) = act.tables
    assert (table.standard, table.annex, table.title) == (None, 1, "Список отделов занятости")
    assert [(row.number, row.line, row.region, row.district) for row in table.rows] == [
        ("1", 22, "Тестовая область", "Альфинский район"),
        ("2", 28, "Тестовая область", "Альфинский район"),
    ]
    assert table.rows[1].cells == ("2", "Отдел занятости Бетинского района", "с. Бета ул. Мира, 2", "")


def test_a_new_kazakh_act_is_read_without_a_profile(tmp_path: Path) -> None:
    (table,) = read_act(_act(tmp_path, KAZAKH)).tables
    assert (table.annex, table.title, table.rows[0].district) == (1, "Бөлімдердің тізбесі", "Альфа ауданы")
    assert [row.number for row in table.rows] == ["1", "2", "3"]
    assert table.rows[1].cells == ("2", "Бета аудандық бөлімі", "Бета а., Мир к., 2", "8-71638-2-28-48")
    assert table.rows[1].repaired == "a page break splits the row: lines 12 and 14"


def test_line_ends_and_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    plain = read_act(_act(tmp_path, RUSSIAN)).rows
    other = tmp_path / "other" / "new.txt"
    other.parent.mkdir()
    other.write_bytes(b"\xef\xbb\xbf" + RUSSIAN.replace("\n", "\r\n").encode())
    assert read_act(other).rows == plain


words = st.text(st.sampled_from("абвг АБВГ 12,.-()№@«»"), max_size=20).map(fold)
filled = words.filter(lambda cell: any(letter.isalpha() for letter in cell))
office_rows = st.lists(st.tuples(filled, filled, words), min_size=1, max_size=12)


@given(office_rows)
def test_rows_printed_behind_tabs_are_read_back(rows: list[tuple[str, str, str]]) -> None:
    head = "Приказ\n\nСписок\n\t№\n\tНаименование\n\tАдрес\n\tТелефон\n\n"
    body = "\n\n".join(
        "\n".join(f"\t{cell}" for cell in (str(count), *row)) for count, row in enumerate(rows, start=1)
    )
    assert _read_back("tabbed", head + body) == [(str(n), *row) for n, row in enumerate(rows, start=1)]


@given(office_rows)
def test_rows_printed_on_lines_are_read_back(rows: list[tuple[str, str, str]]) -> None:
    head = "Қаулы\n\nТізбесі\n\nР/с №\tАтауы\tМекенжайы\tТелефоны\n"
    body = "\n".join("\t".join((str(count), *row)) for count, row in enumerate(rows, start=1))
    assert _read_back("lined", head + body) == [(str(n), *row) for n, row in enumerate(rows, start=1)]


def _read_back(layout: str, text: str) -> list[tuple[str, ...]]:
    act = ActText(Path("act.txt"), tuple(text.split("\n")))
    marks = find_marks(act)
    assert detect_layout(act, marks, "none") == layout
    (table,) = read_tables(act, turn(act, marks), marks, layout, ())
    return [row.cells for row in table.rows[1:]]


SHORT_ROW = RUSSIAN[: RUSSIAN.index("\tс. Бета")]
LONG_ROW = RUSSIAN.replace("\tс. Бета", "\tс. Бета\n\tлишняя").replace("2\n\t\n", "2\n\tнет\n")
STRAY_CELL = RUSSIAN.replace("\n\t2\n\tОтдел", "\n\tнет\n\n\t2\n\tОтдел")
HALF_WITHOUT_BREAK = KAZAKH.replace("\n\n\tбөлімі", "\n\tбөлімі")
LOWER_HALF_ONLY = KAZAKH.replace("2\tБета аудандық\tБета а.,\t\n", "")
UPPER_HALF_ONLY = KAZAKH[: KAZAKH.index("2\tБета")] + "\tБета аудандық\tБета а.,\t\n\n"
REFUSED = [  # content, kind of error, line, words of the reason
    (b"", UnreadableAct, None, "empty"),
    (b" \n\n\t\n", UnreadableAct, None, "empty"),
    (RUSSIAN.encode("koi8-r", "replace"), UnreadableAct, 1, "neither UTF-8 nor Windows-1251"),
    (RUSSIAN.encode("utf-16")[:-1], UnreadableAct, 43, "UTF-16 that breaks off"),
    (RUSSIAN.encode()[:-3] + "ь".encode()[:1], UnreadableAct, 43, "ends inside a character"),
    (RUSSIAN.encode() + b"\x00", UnreadableAct, 44, "NUL"),
    ("Погода на завтра\n\n\tясно\n".encode(), UnreadableAct, None, "not an act"),
    ("Приказ о погоде\n\nбез таблиц\n".encode(), UnknownLayout, None, "TAB"),
    ("Приказ о погоде\n\n\tясно\n\tтепло\n".encode(), UnknownLayout, None, "no table of offices"),
    (SHORT_ROW.encode(), UnreadableRow, 28, "torn"),
    (LONG_ROW.encode(), UnreadableRow, 28, "5 cells in a table of 4 columns"),
    (STRAY_CELL.encode(), UnreadableRow, 28, "a row with nothing but 'нет'"),
    (HALF_WITHOUT_BREAK.encode(), UnreadableRow, 13, "no page break"),
    (LOWER_HALF_ONLY.encode(), UnreadableRow, 13, "line 11 is not its other half"),
    (UPPER_HALF_ONLY.encode(), UnreadableRow, 12, "its other half is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "kind", "line", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, content: bytes, kind: type[ActError], line: int | None, reason: str
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(kind, match=reason) as refusal:
        read_act(path)
    assert refusal.value.file == path
    assert refusal.value.line == line
    assert str(refusal.value).startswith(str(path))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableAct, match="No such file"):
        read_act(tmp_path / "nowhere.txt")


def test_a_torn_text_of_a_known_act_is_refused(shared_acts: Path, tmp_path: Path) -> None:
    whole = next(shared_acts.glob("001_*.txt")).read_text(encoding="utf-8").split("\n")
    torn = tmp_path / "torn.txt"
    torn.write_text("\n".join(whole[:1592]), encoding="utf-8")
    with pytest.raises(
        UnreadableAct, match=r"torn\.txt:1518: .*annex 2 has 6 rows where .* has 1443: the text is torn"
    ):
        read_act(torn)


def test_a_known_act_without_its_annexes_is_refused(shared_acts: Path, tmp_path: Path) -> None:
    whole = next(shared_acts.glob("004_*.txt")).read_text(encoding="utf-8").split("\n")
    torn = tmp_path / "torn.txt"
    torn.write_text("\n".join(whole[:120]), encoding="utf-8")
    with pytest.raises(
        ActError, match=r"torn\.txt:120: .*annex 1 has 0 rows where .* has 196: the text is torn"
    ):
        read_act(torn)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("id: x\n", "'source' is missing"),
        ("[]\n", "not a mapping"),
        ("id: [", "while parsing"),
    ],
)
def test_a_bad_profile_names_its_file_and_key(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadProfileError, match=reason) as refusal:
        read_profile(path)
    assert str(path) in str(refusal.value)


def test_a_profile_with_an_unknown_shape_of_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        "{id: x, source: x, recognised_by: x, language: ru, layout: tabbed,"
        " tables: [{standard: 1, annex: 1, title: x, rows: 1, reading: pharmacies}]}",
        encoding="utf-8",
    )
    with pytest.raises(BadProfileError, match="the reading 'pharmacies' is none of"):
        read_profile(path)
