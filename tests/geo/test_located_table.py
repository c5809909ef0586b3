"""Tables of addresses: read in the forms people have, returned completely with a place beside each row."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.exports.located_table import ADDED, TableTask, located_table, remembering, task_for
from geo.exports.table_text import Layout, Opened, UnreadableTableError, surveyed
from geo.locator.locator import Locator
from geo.units.edition_index import Atlas
from loaders.seeds.units import read_seed_units
from model.enums import Language
from tests.hand_made import edition

KYNA = ["Settlement:akm-akkol-karasai-kyna", "Кына", "SETTLEMENT", "52.06189", "72.01902", "3000", "true", ""]
WIDTH = len(ADDED)
NO_PLACES = Locator(Atlas.of(edition()))
"""Knows no place, so that many tables are answered in no time."""


@pytest.fixture(scope="module")
def locator() -> Locator:
    return Locator(Atlas.of(read_seed_units()))


def opener(table: bytes) -> Opened:
    return lambda: io.BytesIO(table)


def layout_of(table: bytes) -> Layout:
    found = [layout for layout in surveyed(opener(table)) if layout is not None]
    assert len(found) == 1
    return found[0]


def located(locator: Locator, table: bytes, *columns: str, language: Language = Language.RU) -> bytes:
    task = task_for(layout_of(table), columns, language)
    return b"".join(located_table(remembering(locator, language), opener(table), task, rows_at_once=2))


def rows(table: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def refusal(table: bytes, *columns: str) -> str:
    with pytest.raises(UnreadableTableError) as refused:
        task_for(layout_of(table), columns)
    return str(refused.value)


def test_every_row_and_column_comes_back_with_a_place_beside_it(locator: Locator) -> None:
    table = '№,адрес,сумма\r\n1,"Кына, Аккольский район",=1+1\r\n\r\n2,Фываолдж,"a""b"\r\n3,,@x'.encode()
    answer = located(locator, table)
    head, first, blank, second, third = rows(answer)
    assert head == ["№", "адрес", "сумма", *ADDED]
    assert first == ["1", "Кына, Аккольский район", "=1+1", *KYNA]
    assert blank == []
    assert second == ["2", "Фываолдж", 'a"b', "", "", "", "", "", "", "false", "UNKNOWN"]
    assert third == ["3", "", "@x", "", "", "", "", "", "", "false", "EMPTY"]
    # The original text of a row stays unchanged.
    assert '2,Фываолдж,"a""b",'.encode() in answer
    assert answer.count(b"\r\n") == 5


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251"])
def test_delimiters_and_encodings_of_people_are_read(locator: Locator, delimiter: str, encoding: str) -> None:
    table = f"номер{delimiter}Адрес\n7{delimiter}село Кына\n".encode(encoding)
    answer = located(locator, table)
    assert answer.startswith(codecs.BOM_UTF8) is (encoding != "utf-8")
    assert rows(answer, delimiter) == [["номер", "Адрес", *ADDED], ["7", "село Кына", *KYNA]]


def test_a_quoted_delimiter_and_a_quoted_end_of_line_part_nothing(locator: Locator) -> None:
    table = '"a;b,c","адрес"\n"1\n2","Кына"\n'.encode()
    assert rows(located(locator, table)) == [["a;b,c", "адрес", *ADDED], ["1\n2", "Кына", *KYNA]]


def test_rows_that_are_too_short_or_too_long_stay_whole(locator: Locator) -> None:
    table = "адрес,b\nКына\nКына,1,2,3\n".encode()
    assert rows(located(locator, table, "адрес")) == [
        ["адрес", "b", "", "", *ADDED],
        ["Кына", "", "", "", *KYNA],
        ["Кына", "1", "2", "3", *KYNA],
    ]


def test_a_list_of_addresses_keeps_the_commas_of_an_address(locator: Locator) -> None:
    table = "место\nКына, Аккольский район\nКына\n".encode()
    _, first, second = rows(located(locator, table))
    assert (first[2:], second[2:]) == (KYNA, KYNA)


def test_columns_are_named_or_known_by_their_heading(locator: Locator) -> None:
    table = "name,Мекенжай (толық),район\nx,Кына,Аккольский район\n".encode()
    assert task_for(layout_of("name,адрес\n".encode()), ()).columns == (1,)
    assert task_for(layout_of(table), ("Мекенжай (толық)", "район")).columns == (1, 2)
    assert rows(located(locator, table, "Мекенжай (толық)", "район"))[1][3:] == KYNA


def test_a_doubt_makes_nothing_certain_and_a_contradiction_no_place(locator: Locator) -> None:
    table = "адрес\nКинаа\nФыва; Аккольский район\nСамал; Алматы\nКенес\nМосква\n"
    table = table.replace(";", ",") + "а" * 301
    found = [row[-WIDTH:] for row in rows(located(locator, table.encode()))[1:]]
    assert [row[0] for row in found] == [KYNA[0], "District:akm-akkol", "", "", "", ""]
    assert {row[6] for row in found} == {"false"}
    assert [row[7] for row in found] == [
        "MISSPELT",
        "NOT_FOUND",
        "ELSEWHERE",
        "AMBIGUOUS",
        "UNKNOWN",
        "TOO_LONG",
    ]


def test_a_town_that_has_namesakes_is_told_and_not_certain(locator: Locator) -> None:
    found = [
        row[-WIDTH:]
        for row in rows(located(locator, "адрес\nАбай\nАбай, Карагандинская область\n".encode()))[1:]
    ]
    assert [(row[0], *row[6:]) for row in found] == [("Settlement:kar-abai-abai-g", "false", "AMBIGUOUS")] * 2


def test_a_row_without_a_doubt_is_certain(locator: Locator) -> None:
    table = "адрес\nShchuchinsk\nЩучинск\nKZ-11\n".encode()
    found = [row[-WIDTH:] for row in rows(located(locator, table))[1:]]
    assert [row[0] for row in found] == ["Settlement:akm-burabai-shchuche-shchuchinsk"] * 2 + ["Region:akm"]
    assert [row[6:] for row in found] == [["true", ""]] * 3


def test_names_come_in_the_language_asked_for(locator: Locator) -> None:
    table = "адрес\nАкмолинская область\n".encode()
    for language, name in ((Language.KK, "Ақмола облысы"), (Language.EN, "Aqmola oblysy")):
        assert rows(located(locator, table, language=language))[1][2] == name


REFUSED = {
    "empty": (b"", "the table is empty"),
    "blank lines alone": (b"\r\n\n", "the table is empty"),
    "UTF-16": ("адрес\n".encode("utf-16"), "UTF-16"),
    "a workbook": (b"PK\x03\x04\x14\x00", "workbook"),
    "nothing but zeros": (b"\x00" * 9, "characters that no text has"),
    "broken UTF-8": ("адрес\nКына\n".encode() + b"\xd0\n", "line 3: the text is UTF-8 except"),
    "UTF-8 cut off": ("адрес\nКына".encode()[:-1], "line 2: the text is UTF-8 except"),
    "no encoding of ours": ("адрес\n".encode("cp1251") + b"\x98", "neither in UTF-8 nor in windows-1251"),
    "an open quote": ('a,адрес\n1,2\n3,"Кына\n4,5\n'.encode(), "line 3: a quote is opened and not closed"),
    "a cell without end": (b"a,b\n" + b"c" * 140_000, "line 2: field larger than field limit"),
    "a row far too wide": (
        b"address" + b"," * 20_000 + b"\n" + b"x\n" * 600,
        "the widest row has 20001 cells",
    ),
    "no known heading": (b"a,b\n1,2\n", "name the column of the address: the table has 'a', 'b'"),
    "two columns of one known heading": ("id,адрес,адрес\n".encode(), "has 2 columns 'адрес': rename one"),
    "columns of ours": (b"address,kense_id\n", "has a column kense_id already"),
}


@pytest.mark.parametrize(("table", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_before_a_row_is_answered(table: bytes, why: str) -> None:
    assert why in refusal(table)


def test_a_column_has_to_be_there_once() -> None:
    assert refusal(b"a,b\n", "c") == "the table has no column 'c': it has 'a', 'b'"
    assert refusal(b"a,b,a\n", "a") == "the table has 2 columns 'a': rename one"
    assert "and 5 more" in refusal((",".join(f"c{n}" for n in range(25)) + "\n").encode(), "x")


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(
    st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t"]),
)
def test_no_row_and_no_cell_is_lost(table: list[list[str]], delimiter: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["адрес", "b"], *table])
    encoded = written.getvalue().encode()
    task = TableTask(layout_of(encoded), (1,))
    locate_all = remembering(NO_PLACES, Language.KK)
    answer = rows(b"".join(located_table(locate_all, opener(encoded), task, rows_at_once=3)), delimiter)
    assert len(answer) == len(table) + 1
    width = max(2, *(len(row) for row in table))
    for given_row, row in zip([["адрес", "b"], *table], answer, strict=True):
        assert row[: len(given_row)] == given_row
        assert len(row) == width + WIDTH
