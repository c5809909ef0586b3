"""Tables of offices in the real acts: totals, golden rows, nothing lost, nothing invented."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from loaders.acts.lined import read_lined
from loaders.acts.marks import find_marks
from loaders.acts.profiles import shipped_profiles
from loaders.acts.reader import ActTables, read_act, read_register
from loaders.acts.tabbed import read_tabbed
from loaders.acts.tables import RawTable, is_of_offices
from loaders.acts.text import ActText, fold, read_text
from loaders.printed import PrintedRow
from tests.printed_acts import Printed, read_texts

ACTS = {
    "krg-2008-35-01": "000",
    "gov-2012-1119": "001",
    "alm-2012-420": "002",
    "gov-2010-76": "003",
    "gov-2011-283": "004",
}

BY_NUMBER = {int(act.split("-")[2]): act for act in ACTS}

DEPARTMENTS_1119 = [
    (1, 1),
    (2, 1),
    (19, 2),
    (20, 3),
    (21, 2),
    (22, 4),
    (24, 4),
    (26, 1),
    (27, 1),
    (28, 1),
    (29, 1),
]
ROWS = {
    "gov-2012-1119": dict.fromkeys([*DEPARTMENTS_1119, (32, 2)], 205)
    | dict.fromkeys([(1, 2), (23, 1)], 1443)
    | dict.fromkeys([(1, 3), (27, 2), (28, 2), (29, 2)], 285)
    | {(22, 1): 589, (24, 2): 207}
    | dict.fromkeys([(23, 8), (24, 1), (24, 3), (10, 1), (25, 1)], 16)
    | {(6, 3): 5}
    | dict.fromkeys([(7, 2), (8, 2), (10, 3), (25, 3), (30, 1), (31, 2)], 3),
    "krg-2008-35-01": {
        (standard, annex): rows
        for standard in (1, 3, 4, 5, 6, 7, 8, 9)
        for annex, rows in (
            {1: 18, 2: 195, 4: 18} if standard in (1, 4) else {1: 18, 2: 195, 3: 23, 5: 18}
        ).items()
    },
    "alm-2012-420": {(None, 1): 19, (None, 2): 254},
    "gov-2010-76": {(None, 1): 190, (None, 2): 284, (None, 5): 194},
    "gov-2011-283": {(None, 1): 196, (None, 2): 24},
}
TOTALS = {
    "gov-2012-1119": 7385,
    "krg-2008-35-01": 1986,
    "alm-2012-420": 273,
    "gov-2010-76": 668,
    "gov-2011-283": 220,
}

HOURS_76 = (
    "демалыс және мереке күндерін қоспағанда, аптасына бес күн "
    "сағ. 9-00 – 18-00, түскі үзіліс сағ. 13-00 - 14-00"
)
ADDRESS_OF_SHIELI = "Қызылорда облысы, Шиелі ауд., Шиелі к., Рысқұлов к-сі, 4 Jkx_Shieli@mail.ru"
CUT_NAME = "«Шал ақын ауданы бойынша ТКШ, жолаушылар көлігі және автомобиль жолдары"
AKMOLA, ATYRAU = "Акмолинская область", "Атырауская область"
NORTH, EAST = "Северо-Казахстанская область", "Восточно-Казахстанская область"
GOLDEN = [  # number of the act, line; region, district, number; place of a cell and what it says
    # plain rows
    (1119, 450, AKMOLA, None, "1", 3, "8 (716 38) 228-47"),
    (35, 250, None, None, "1.", 3, "www.obrazovan.balkhash.kz oobalkhash@mail.ru"),
    # a Latin c in front of a village, a cell on two lines
    (1119, 1535, AKMOLA, None, "1.", 2, "c. Радовка, Аккольское лесное хозяйство, c. Ерназар"),
    # a branch of the public service centres as the heading of a region
    (1119, 14239, "Филиал РГП «ЦОН по Акмолинской области»", None, "2", 1, "Кокшетауский городской отдел"),
    # rows that a blank line splits, and `нет` that is no heading
    (1119, 4210, EAST, None, "62", 4, "070813 п. Зубовск ул. Целинная,21"),
    (1119, 9630, "Кызылординская область", None, "34", 4, "120402 с. Жанкожа батыра,"),
    (1119, 12249, NORTH, None, "50", 5, "нет"),
    (1119, 31267, "Восточно Казахстанская область", None, "62", 5, "нет"),
    (1119, 39302, NORTH, None, "50", 4, "150507 с. Мектеп"),
    # the heading of the annex is lost in front of these tables
    (1119, 20153, AKMOLA, None, "1", 2, "г. Акколь, ул. Бегильдинова, 10"),
    (1119, 44571, None, None, "15", 3, ""),
    # headings: a number in front, two cells, a code of telephones, a missing region, numbers that go astray
    (1119, 44214, "1 город Астана", None, "1", 3, "8 (7172)556875"),
    (1119, 23820, "Республиканские организации", None, "1", 2, "г. Астана пр. Победы 16/2"),
    (1119, 24750, ATYRAU, "город Атырау 8 (7122)", "1", 2, "ул. Азаттык, 9"),
    (1119, 24878, ATYRAU, "Махамбетский район 8 (71236)", "4", 3, "2-19-40, 2-17-39"),
    (1119, 25450, NORTH, "Айыртауский район 8 (71533)", "1", 2, "с. Саумаколь, мкр. 20"),
    (1119, 56121, "Павлодарская область", None, "5", 2, "с. Актогай, ул. Абая, 77"),
    # the last row in front of the cells of a form
    (1119, 45794, "город Алматы", None, "7", 3, "8 (727)-2-234-10-50"),
    # the heading of the next standard is glued to the last cell
    (35, 4821, None, None, None, 3, "www.shet-audany.kz akimshet@mail.ru"),
    # the row after the numbers of the columns came again
    (420, 453, None, None, "8", 3, "8-72771 2-17-71"),
    (420, 729, None, None, "18", 0, "18"),
    # sixty blank lines inside a cell, and the row after it
    (420, 1304, None, "Алакөл ауданы", "2", 3, "872833 28576"),
    (420, 4312, None, "Талдықорған қаласы", "2", 3, "8728 262520"),
    # page breaks: number first, number second, a cell on a line of its own, a cell in both halves
    (76, 304, None, None, "13", 4, HOURS_76),
    (76, 349, None, None, "17", 4, HOURS_76),
    (76, 441, None, None, "6", 2, ADDRESS_OF_SHIELI),
    (76, 456, None, None, "11", 4, HOURS_76),
    (76, 898, None, None, "2", 2, "Ақмола облысы, Ақкөл ауданы, Ақкөл к., Нұрмағамбетов к-сі, 94"),
    (76, 1066, None, None, "142", 5, "arklyk-kostanai.kz"),
    (283, 344, "Солтүстік Қазақстан облысы", None, "9", 1, "«Мамлют ауданы әкімінің аппараты» ММ"),
    # a cut name, a cell that is not there, a heading without its empty cells
    (76, 499, None, None, "8", 1, CUT_NAME),
    (76, 1125, None, None, "194", 5, "дс. – жм. сағ. 09.00-18.00, түскі ас сағ. 13.00-14.00"),
    (283, 168, "Ақтөбе облысы", None, "1.", 0, "1."),
]  # fmt: skip


@pytest.fixture(scope="session")
def acts(shared_acts: Path) -> dict[str, ActTables]:
    """The five acts as read, by id."""
    return read_texts(shared_acts)


@pytest.fixture(scope="session")
def rows(printed: tuple[Printed, ...]) -> dict[str, list[PrintedRow]]:
    """Rows of the five acts, by id."""
    return {act: [each.row for each in printed if each.act == act] for act in ACTS}


def _file(shared_acts: Path, act: str) -> Path:
    return next(shared_acts.glob(f"{ACTS[act]}_*.txt"))


@pytest.mark.parametrize("act", ACTS)
def test_every_table_has_the_rows_that_were_counted_by_hand(
    rows: dict[str, list[PrintedRow]], act: str
) -> None:
    assert Counter((row.standard, row.annex) for row in rows[act]) == ROWS[act]
    assert len(rows[act]) == TOTALS[act]


@pytest.mark.parametrize("act", ACTS)
def test_a_profile_recognises_its_text_and_counts_as_the_test_does(
    acts: dict[str, ActTables], act: str
) -> None:
    profile = acts[act].profile
    assert profile is not None
    assert profile.id == act
    assert {(table.standard, table.annex): table.rows for table in profile.tables} == ROWS[act]
    assert [table.title for table in profile.tables] == [table.title for table in acts[act].tables]


@pytest.mark.parametrize("act", ACTS)
def test_without_a_profile_the_same_rows_are_read(
    acts: dict[str, ActTables], shared_acts: Path, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.acts.reader.profile_of", lambda text: None)
    unknown = read_act(_file(shared_acts, act))
    assert [(row.line, row.cells) for row in unknown.rows] == [
        (row.line, row.cells) for row in acts[act].rows
    ]
    assert unknown.layout == acts[act].layout


@pytest.mark.parametrize(("act", "line", "region", "district", "number", "place", "cell"), GOLDEN)
def test_a_golden_row_is_read_as_printed(
    rows: dict[str, list[PrintedRow]],
    act: int,
    line: int,
    region: str | None,
    district: str | None,
    number: str | None,
    place: int,
    cell: str,
) -> None:
    (row,) = [row for row in rows[BY_NUMBER[act]] if row.line == line]
    assert row.cells[place] == cell
    assert (row.number, row.district) == (number, district)
    if act != 76:  # its headings are whole sentences, see below
        assert row.region == region


def test_a_whole_sentence_may_be_the_heading_of_a_region(rows: dict[str, list[PrintedRow]]) -> None:
    regions = list(dict.fromkeys(row.region for row in rows["gov-2010-76"] if row.annex == 1))
    assert len(regions) == 16
    assert (
        regions[2]
        == "Алматы облысының аудандық, қалалық ТКШ, жолаушылар көлігі және автомобиль жолдары бөлімдері"
    )
    assert (
        regions[15]
        == "Астана қаласының аудандық, қалалық ТКШ, жолаушылар көлігі және автомобиль жолдары бөлімдері"
    )


def test_the_districts_of_almaty_region_are_headings_of_districts(rows: dict[str, list[PrintedRow]]) -> None:
    akims = [row for row in rows["alm-2012-420"] if row.annex == 2]
    assert len({row.district for row in akims}) == 18
    assert {row.region for row in akims} == {None}


def test_a_mended_row_is_told_in_the_profile_and_no_other_is_mended(
    rows: dict[str, list[PrintedRow]],
) -> None:
    folder = Path(__file__).parents[2] / "seeds" / "acts"
    for act in ACTS:
        told = yaml.safe_load((folder / f"{act}.yaml").read_text(encoding="utf-8")).get("mended", [])
        assert [entry["line"] for entry in told] == [row.line for row in rows[act] if row.repaired], act
    scanned = [row for act in ("gov-2010-76", "gov-2011-283") for row in rows[act] if row.repaired]
    assert sum("page break" in (row.repaired or "") for row in scanned) == 24


def test_the_register_of_services_is_read_apart_from_the_offices(shared_acts: Path) -> None:
    register = read_register(_file(shared_acts, "gov-2012-1119"))
    assert [row.number for row in register] == [str(number) for number in range(182, 212)]
    assert {len(row.cells) for row in register} == {7}
    assert read_register(_file(shared_acts, "gov-2010-76")) == ()


@pytest.mark.parametrize("act", ACTS)
def test_every_cell_occurs_in_the_text_where_the_row_says(
    acts: dict[str, ActTables], shared_acts: Path, act: str
) -> None:
    text = read_text(_file(shared_acts, act))
    lines = [row.line for row in acts[act].rows]
    assert lines == sorted(set(lines)), "rows come in the order of print, none twice"
    for row, following in zip(acts[act].rows, [*lines[1:], text.last + 1], strict=True):
        printed = fold(" ".join(text.lines[row.line - 1 : following - 1]))
        if row.repaired is None:
            assert all(cell in printed for cell in row.cells), row
        assert all(word in printed for cell in row.cells for word in cell.split()), row


@pytest.mark.parametrize("act", ACTS)
def test_no_word_of_a_table_is_lost_and_none_is_invented(shared_acts: Path, act: str) -> None:
    text = read_text(_file(shared_acts, act))
    marks = find_marks(text)
    tables = read_lined(text, marks) if act in ("gov-2010-76", "gov-2011-283") else read_tabbed(text, marks)
    for table in (table for table in tables if is_of_offices(table.columns)):
        words = [word for row in table.rows for cell in row.cells for word in cell.split()]
        assert Counter(words) == Counter(_printed_words(text, table, len(words))), table.title


def _printed_words(text: ActText, table: RawTable, count: int) -> list[str]:
    """The first words from a table on, without the ruled line of the scanner (003 line 1126)."""
    words: list[str] = []
    for line in text.lines[table.line - 1 :]:
        if len(words) < count and "\t-----" not in line and not line.startswith("-----"):
            words.extend(line.split())
    return words


def test_profiles_name_five_acts_and_their_sources(shared_acts: Path) -> None:
    assert {profile.id: profile.source for profile in shipped_profiles()} == {
        act: _file(shared_acts, act).stem for act in ACTS
    }


def test_a_row_keeps_its_place_in_the_act(acts: dict[str, ActTables]) -> None:
    row: PrintedRow = next(row for row in acts["gov-2012-1119"].rows if row.line > 43185)
    assert (row.standard, row.annex, row.table_line, row.line) == (24, 4, 43185, 43198)
    assert row.title == "Список районных, городских отделов образования"
