"""A profile's claims where the reader doubts: columns, lines, parts of an annex, headings, territories."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.acts.profiles import BadProfileError, read_profile
from loaders.acts.reader import read_act
from loaders.directory.act_records import ActRecords, read_act_records
from loaders.errors import UnreadableAct
from loaders.seeds.files import split_values
from model.enums import Language
from tests.random_acts import Row, make_act

HEAD = """id: akm-2015-7
source: act
recognised_by: Постановление акимата Акмолинской области от 5 мая 2015 года № 7
number: '7'
adopted_on: 2015-05-05
adopted_by: Акимат Акмолинской области
title: О порядке оказания одной услуги
language: ru
layout: lined
tables:
"""
TABLE = """- standard: null
  annex: 1
  title: Перечень
  rows: {rows}
  reading: listed_offices
  kind: ORGANISATION
  category: branch
"""
TITLES = "№\tНаименование\tАдрес\tТелефон"
R1, R2 = (
    "1\tПункт 1\tс. Заречное, ул. Новая, 1\t8 (71638) 2-01-01",
    "2\tПункт 2\tс. Полевое\t8 (71638) 2-01-02",
)


def read(tmp_path: Path, table: str, *profiles: str) -> ActRecords:
    """The records of an act with this annex, by a profile with these tables."""
    text, profile = tmp_path / "act.txt", tmp_path / "act.yaml"
    text.write_text(make_act([], Language.RU, "lined").text.replace(f"{TITLES}\n", f"{table}\n"), "utf-8")
    profile.write_text(HEAD + "".join(profiles), "utf-8")
    return read_act_records(text, (read_profile(profile),))


def claim(rows: int, more: str = "") -> str:
    return TABLE.format(rows=rows) + more


def test_a_column_is_claimed_by_its_title_by_its_place_or_skipped(tmp_path: Path) -> None:
    table = "№\tКто\tГде\tЧисло коек\n1\tПункт 1\tс. Заречное\t5"
    claims = "  columns: {name: [кто], address: [3], skip: [коек]}\n"
    # No title is known: the lines are claimed, too.
    lines = claims + "  lines: [20, 21]\n"
    (record,) = read(tmp_path, table, claim(1, lines)).records
    assert (record.name, record.locality) == ("Пункт 1", "Заречное")
    assert [(piece.cell, piece.text, piece.reason) for piece in record.unread] == [
        (3, "5", "the profile skips the column")
    ]


def test_a_column_of_persons_that_is_claimed_by_its_place_is_known_as_one(tmp_path: Path) -> None:
    table = "№\tНаименование\tКто\tАдрес\n1\tПункт 1\tИмя Отчество\tс. Заречное"
    act = read(tmp_path, table, claim(1, "  columns: {person: [3]}\n"))
    assert [row.persons for row in act.tables] == ["2"]
    assert "Имя" not in str(act.records)


def test_lines_without_titles_are_a_table_where_the_profile_says_so(tmp_path: Path) -> None:
    claims = "  lines: [20, 21]\n  titles: [№, Наименование, Адрес, Телефон]\n"
    records = read(tmp_path, f"{R1}\n{R2}", claim(2, claims)).records
    assert [record.name for record in records] == ["Пункт 1", "Пункт 2"]


def test_titles_on_several_lines_are_claimed_by_their_count(tmp_path: Path) -> None:
    table = f"№\tКто\tГде\tСвязь\n\tназвание\tулица\tномер\n{R1}"
    claims = (
        "  lines: [20, 22]\n  header: 2\n  columns: {name: [название], address: [улица], phones: [номер]}\n"
    )
    (record,) = read(tmp_path, table, claim(1, claims)).records
    assert (record.name, record.phones) == ("Пункт 1", ("+77163820101",))


def test_a_list_in_a_paragraph_is_read_where_the_profile_claims_its_lines(tmp_path: Path) -> None:
    items = (
        "      1) пункт 1: с. Заречное, тел. 8 (71638) 2-01-01;\n      2) пункт 2: с. Полевое, тел. 2-01-02."
    )
    text, profile = tmp_path / "act.txt", tmp_path / "act.yaml"
    whole = make_act([Row("Пункт 9", "с. Степное", "8 (71638) 2-01-09")], Language.RU, "lined").text
    text.write_text(whole.replace("      2. Результат: справка.", f"      2. Выдают:\n{items}"), "utf-8")
    body = TABLE.format(rows=2).replace("annex: 1", "annex: null") + "  lines: [13, 14]\n"
    profile.write_text(HEAD + claim(1) + body, "utf-8")
    records = read_act_records(text, (read_profile(profile),)).records
    assert sorted((record.annex or 0, record.name) for record in records) == [
        (0, "пункт 1"),
        (0, "пункт 2"),
        (1, "Пункт 9"),
    ]


def test_region_district_and_language_hold_for_rows_that_say_none(tmp_path: Path) -> None:
    table = f"{TITLES}\n{R1}\nАтбасарский район\n{R2}"
    claims = "  region: Акмолинская область\n  district: Аккольский район\n  language: kk\n"
    records = read(tmp_path, table, claim(2, claims)).records
    assert [record.district for record in records] == ["Аккольский район", "Атбасарский район"]
    assert {record.region for record in records} == {"Акмолинская область"}


def test_a_misprinted_heading_means_what_the_profile_says(tmp_path: Path) -> None:
    table = f"{TITLES}\nҚарағанды обласы\n{R1}"
    (unknown,) = read(tmp_path, table, claim(1)).records
    assert unknown.region is None
    (known,) = read(
        tmp_path, table, claim(1, "  headings: {Қарағанды обласы: Карагандинская область}\n")
    ).records
    assert known.region == "Карагандинская область"


TWO = f"{TITLES}\n{R1}\n{R2}\n\nЦентры\n№\tНаименование\tАдрес\n1\tЦентр 1\tс. Степное"


def test_the_parts_of_an_annex_are_read_each_with_its_count(tmp_path: Path) -> None:
    act = read(tmp_path, TWO, claim(2, "  part: 1\n"), claim(1, "  part: 2\n"))
    assert [record.name for record in act.records] == ["Пункт 1", "Пункт 2", "Центр 1"]
    (row,) = act.tables
    # Titles that the parts do not share are said of no cell.
    assert (row.annex, split_values(row.columns)) == ("1", ())
    (entries,) = act.entries.values()
    assert len(entries) == 3


@pytest.mark.parametrize(
    ("profiles", "reason"),
    [
        ([claim(3)], "has 2 rows where"),  # the sum of the parts is not the count of any of them
        ([claim(1, "  part: 1\n"), claim(2, "  part: 2\n")], "annex 1, part 1 has 2 rows where .* has 1"),
        ([claim(2, "  part: 1\n"), claim(2, "  part: 2\n")], "annex 1, part 2 has 1 rows where .* has 2"),
        ([claim(2, "  part: 1\n")], "has no table of offices in standard None, annex 1, part 2"),
        ([claim(2), claim(1), claim(1)], "has 0 rows where"),
    ],
)
def test_the_guard_of_rows_counts_each_part(tmp_path: Path, profiles: list[str], reason: str) -> None:
    with pytest.raises(UnreadableAct, match=reason):
        read(tmp_path, TWO, *profiles)


def test_what_is_no_table_of_offices_is_skipped_where_the_profile_says_so(tmp_path: Path) -> None:
    skipped = claim(1, "  part: 2\n").replace("listed_offices", "skipped")
    act = read(tmp_path, TWO, claim(2, "  part: 1\n"), skipped)
    assert [record.name for record in act.records] == ["Пункт 1", "Пункт 2"]


def test_a_profile_of_a_mixed_layout_reads_both(tmp_path: Path) -> None:
    rows = [
        Row("Пункт 1", "с. Заречное", "8 (71638) 2-01-01"),
        Row("Пункт 2", "с. Полевое", "8 (71638) 2-01-02"),
    ]
    one, other = (make_act(rows, Language.RU, layout).text for layout in ("lined", "tabbed"))
    annex = other[other.index("Приложение 1\n") :].replace("Приложение 1", "Приложение 2")
    text, profile = tmp_path / "act.txt", tmp_path / "act.yaml"
    text.write_text(f"{one}\n{annex}", "utf-8")
    second = claim(2).replace("annex: 1", "annex: 2")
    profile.write_text(HEAD.replace("lined", "mixed") + claim(2) + second, "utf-8")
    assert [len(table.rows) for table in read_act(text, (read_profile(profile),)).tables] == [2, 2]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("  lines: [5, 2]\n", "lines is"),
        ("  lines: [5]\n", "lines is"),
        ("  lines: 5\n", "lines is"),
        ("  part: first\n", "part is 'first'"),
        ("  header: -1\n", "header is -1"),
        ("  titles: [№, Кто]\n", "titles is"),
        ("  lines: [1, 2]\n  titles: [№, 5]\n", "titles is"),
        ("  language: la\n", "language is 'la'"),
        ("  headings: [Акмолинская обласы]\n", "headings is"),
        ("  headings: {Акмолинская обласы: null}\n", "headings is"),
        ("  columns: {skip: коек}\n", "skip is 'коек'"),
        ("  columns: {address: [0]}\n", r"address is \[0\]"),
    ],
)
def test_a_claim_that_cannot_be_used_is_refused_by_file_and_key(
    tmp_path: Path, more: str, reason: str
) -> None:
    profile = tmp_path / "act.yaml"
    profile.write_text(HEAD + claim(1, more), "utf-8")
    with pytest.raises(BadProfileError, match=rf"act\.yaml: tables: .*{reason}"):
        read_profile(profile)


def test_a_layout_that_is_none_is_refused(tmp_path: Path) -> None:
    profile = tmp_path / "act.yaml"
    profile.write_text(HEAD.replace("layout: lined", "layout: striped"), "utf-8")
    with pytest.raises(BadProfileError, match="layout is 'striped', not one of lined, mixed, tabbed"):
        read_profile(profile)
