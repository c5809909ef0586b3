"""Seeds that are written and read again are equal, and each error in them is named."""

import re
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_type_hints

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.seeds import (
    ActFacts,
    BadSeedError,
    CitationToken,
    Seeds,
    TableKey,
    TableTitle,
    format_citation,
    join_values,
    parse_citation,
    read_rows,
    read_seeds,
    shipped_seeds,
    split_values,
    write_rows,
    write_seeds,
)
from loaders.seeds.citations import BadCitationError
from loaders.seeds.folder import SINGLE_FILES
from loaders.seeds.rows import AreaRow, EntryRow, RecordRow, RekeyedRow
from model.enums import Language
from tests.effort import examples

# Any printable text, with more of the letters that have a meaning in the files.
cells = st.text(
    st.one_of(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), st.sampled_from("|\\\",;= '#сcқ")),
    max_size=12,
)
numbers = st.integers(0, 60_000)
small = st.one_of(st.none(), st.integers(1, 40))
slugs = st.from_regex(r"[a-z]{2,4}(-[0-9]{1,4}){0,2}", fullmatch=True)


def rows(row_class: type) -> st.SearchStrategy[tuple[object, ...]]:
    """Sorted rows of a class."""
    types = get_type_hints(row_class)
    row = st.builds(
        row_class,
        **{field.name: numbers if types[field.name] is int else cells for field in fields(row_class)},
    )
    return st.lists(row, max_size=4).map(lambda found: tuple(sorted(found, key=_columns)))


def _columns(row: object) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in row.__slots__)  # type: ignore[attr-defined]


tables = st.builds(TableKey, slugs, small, small)
days = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
texts = cells.filter(bool)
acts = st.builds(
    ActFacts,
    id=slugs,
    number=texts,
    adopted_on=st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    adopted_by=texts,
    title=texts,
    language=st.sampled_from([Language.KK, Language.RU]),
    force_from=days,
    force_until=days,
    repealed_by=st.one_of(st.none(), texts),
    repeal_unknown_after=days,
    url=st.one_of(st.none(), texts),
    tables=st.lists(st.builds(TableTitle, small, small, cells), max_size=2).map(tuple),
)
whole_seeds = st.builds(
    Seeds,
    acts=st.lists(acts, max_size=2, unique_by=lambda act: act.id).map(
        lambda found: tuple(sorted(found, key=lambda act: f"{act.id}.yaml"))
    ),
    entries=st.dictionaries(tables, rows(EntryRow), max_size=2),
    records=st.dictionaries(tables, rows(RecordRow), max_size=2),
    **{name: rows(row_class) for name, row_class in SINGLE_FILES.items()},
)


@given(whole_seeds)
@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_seeds_written_then_read_are_equal(tmp_path_factory: pytest.TempPathFactory, seeds: Seeds) -> None:
    folder = tmp_path_factory.mktemp("seeds")
    write_seeds(folder, seeds)
    assert read_seeds(folder) == seeds


@given(st.lists(cells).map(tuple))
def test_values_joined_then_split_are_equal(values: tuple[str, ...]) -> None:
    assert split_values(join_values(values)) == values


@given(st.builds(CitationToken, slugs, small, small, small, small))
def test_a_citation_formatted_then_parsed_is_equal(citation: CitationToken) -> None:
    assert parse_citation(format_citation(citation)) == citation


@pytest.mark.parametrize("token", ["", "gov 1119", "gov-2012-1119/a1/s1", "gov-2012-1119/l", "GOV/s1"])
def test_a_token_of_another_form_is_refused(token: str) -> None:
    with pytest.raises(BadCitationError, match="is not a citation"):
        parse_citation(token)


def test_files_are_sorted_by_line_as_a_number_and_end_lines_in_lf(tmp_path: Path) -> None:
    file = tmp_path / "entries.csv"
    write_rows(file, [EntryRow(line, "", "", "", "", "с. Кына|1,5") for line in (100, 9)], EntryRow)
    assert file.read_bytes().decode() == (
        'line,number,region,district,repaired,cells\n9,,,,,"с. Кына|1,5"\n100,,,,,"с. Кына|1,5"\n'
    )


def test_writing_the_same_seeds_again_changes_no_byte(tmp_path: Path, small_seeds: Seeds) -> None:
    write_seeds(tmp_path, small_seeds)
    first = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    write_seeds(tmp_path, read_seeds(tmp_path))
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == first


def test_the_small_seeds_are_as_the_writer_writes_them(tmp_path: Path, small_seeds: Seeds) -> None:
    write_seeds(tmp_path, small_seeds)
    kept = Path(__file__).parents[1] / "seeds_small"
    for file in kept.rglob("*.csv"):
        assert (tmp_path / file.relative_to(kept)).read_bytes() == file.read_bytes(), file.name


def test_a_table_that_is_gone_loses_its_file(tmp_path: Path, small_seeds: Seeds) -> None:
    write_seeds(tmp_path, small_seeds)
    write_seeds(tmp_path, replace(small_seeds, records={}))
    assert list((tmp_path / "records").iterdir()) == []


def test_a_line_break_in_a_cell_is_refused_and_the_old_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "rekeyed.csv"
    write_rows(file, [RekeyedRow("a", "b", "merged")], RekeyedRow)
    with pytest.raises(BadSeedError, match=r"rekeyed\.csv: a control character"):
        write_rows(file, [RekeyedRow("a", "b", "two\nlines")], RekeyedRow)
    assert read_rows(file, RekeyedRow) == (RekeyedRow("a", "b", "merged"),)
    assert [path.name for path in tmp_path.iterdir()] == ["rekeyed.csv"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("old,new\na,b\n", r"rekeyed\.csv:1: the columns are 'old,new', not 'old,new,reason'"),
        ("", r"rekeyed\.csv:1: the columns are ''"),
        ("old,new,reason\na,b,c\na,b\n", r"rekeyed\.csv:3: 2 cells instead of 3"),
        ('old,new,reason\na,b,"c"d\n', r"rekeyed\.csv:2: "),
    ],
)
def test_a_bad_line_is_named_by_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "rekeyed.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadSeedError, match=message):
        read_rows(file, RekeyedRow)


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda file: file.write_bytes("старый".encode("cp1251")), "not UTF-8"),
        (lambda file: None, "no such file"),
        (
            lambda file: file.write_text("line,number,region,district,repaired,cells\n1a,,,,,\n", "utf-8"),
            "line is '1a', not a number",
        ),
    ],
)
def test_an_unreadable_file_is_named(tmp_path: Path, prepare: Callable[[Path], object], message: str) -> None:
    file = tmp_path / "entries.csv"
    prepare(file)
    with pytest.raises(BadSeedError, match=message):
        read_rows(file, EntryRow)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("adopted_on", "31 августа", "adopted_on is '31 августа', not a day"),
        ("language", "de", "language is 'de', not kk or ru"),
        ("number", "", "number is None, not a text (required)"),
    ],
)
def test_a_bad_key_of_an_act_is_named(tmp_path: Path, key: str, value: str, message: str) -> None:
    facts = {
        "id": "gov-1",
        "number": "'1'",
        "adopted_on": "2012-08-31",
        "adopted_by": "{kk: Үкімет, ru: Правительство}",
        "title": "О стандартах",
        "language": "ru",
        "layout": "tabbed",
    }
    (tmp_path / "acts").mkdir()
    file = tmp_path / "acts" / "gov-1.yaml"
    file.write_text("".join(f"{name}: {text}\n" for name, text in facts.items()), encoding="utf-8")
    assert read_seeds(tmp_path).acts[0].adopted_by == "Правительство"
    file.write_text(
        "".join(f"{name}: {text}\n" for name, text in (facts | {key: value}).items()), encoding="utf-8"
    )
    with pytest.raises(BadSeedError, match=re.escape(message)):
        read_seeds(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSeedError, match="no such folder of seeds"):
        read_seeds(tmp_path / "absent")


def test_names_of_table_files_read_back() -> None:
    for key in (
        TableKey("gov-2012-1119", 1, 2),
        TableKey("alm-2012-420", None, 2),
        TableKey("gov-1", None, None),
    ):
        assert TableKey.from_file_name(key.file_name) == key
    with pytest.raises(BadSeedError, match="not the name of a table"):
        TableKey.from_file_name("Приложение.csv")


def test_the_small_seeds_hold_both_printings_of_karasai(small_seeds: Seeds) -> None:
    # 1119-1/2: line 1543 and 1119-23/1: line 28601 print the same okrug.
    lines = {
        (key.standard, key.annex): row.line
        for key, found in small_seeds.records.items()
        for row in found
        if row.office == "akm-akkol-karasai-akimat"
    }
    assert lines == {(1, 2): 1543, (23, 1): 28601}
    assert AreaRow in {type(area) for area in small_seeds.areas}


@pytest.mark.parametrize(
    ("act", "counted_from", "days"),
    [  # ten calendar days after publication: in force on the eleventh
        ("gov-2012-1119", date(2012, 9, 13), 11),  # first published (line 5)
        ("gov-2010-76", date(2010, 2, 8), 11),  # adopted; the day of publication is not printed
        ("gov-2011-283", date(2011, 3, 29), 11),
        ("krg-2008-35-01", date(2009, 2, 6), 0),  # registered; in force on the day of publication
        ("alm-2012-420", date(2013, 12, 23), 0),  # registered, as printed
    ],
)
def test_a_day_of_force_that_is_not_printed_is_counted(act: str, counted_from: date, days: int) -> None:
    facts = next(facts for facts in read_seeds(shipped_seeds()).acts if facts.id == act)
    assert facts.force_from == counted_from + timedelta(days=days)
    assert facts.force_from >= facts.adopted_on
    profile = yaml.safe_load((shipped_seeds() / "acts" / f"{act}.yaml").read_text(encoding="utf-8"))
    assert re.search(r"paragraph \d", profile["force_note"])
