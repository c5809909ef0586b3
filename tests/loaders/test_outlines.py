"""How acts are laid out: titles of columns, columns of persons, sections, and paragraphs without a fact."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from loaders.acts.outlines import key_of, paragraph_rows, silence_of
from loaders.acts.profiles import shipped_profiles
from loaders.seeds import Seeds, read_seeds
from loaders.seeds.files import split_values
from loaders.seeds.rows import ActTableRow, ParagraphRow
from model.lookup_facts import SilentParagraphs
from model.lookups import lookup


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return read_seeds()


def table(seeds: Seeds, name: str) -> ActTableRow:
    (found,) = [row for row in seeds.act_tables if key_of(row).file_name == f"{name}.csv"]
    return found


def test_every_table_with_an_annex_has_titles_of_its_columns(seeds: Seeds) -> None:
    assert {key_of(row) for row in seeds.act_tables if row.annex} == {
        key for key in seeds.entries if key.annex
    }
    assert all(row.columns and row.title for row in seeds.act_tables if row.annex)


def test_a_column_of_persons_is_known_by_its_title(seeds: Seeds) -> None:
    named = {key_of(row).file_name: row.persons for row in seeds.act_tables if row.persons}
    assert named == {  # ФИО
        f"gov-2012-1119-{place}.csv": "1" for place in ("s7a2", "s8a2", "s10a3", "s25a3", "s31a2")
    }
    officials = table(seeds, "gov-2012-1119-s30a1")  # prints titles of posts, not names
    assert split_values(officials.columns)[1] == "Должность"


def test_the_register_of_services_is_a_table_without_titles_of_columns(seeds: Seeds) -> None:
    register = table(seeds, "gov-2012-1119")
    assert (register.standard, register.annex, register.columns) == ("", "", "")
    assert len(seeds.register) == 30
    assert all(row.name for row in seeds.register)


def test_the_kept_paragraphs_are_those_of_the_texts(seeds: Seeds, shared_acts: Path) -> None:
    read = {
        row
        for profile in shipped_profiles()
        for row in paragraph_rows(profile.id, shared_acts / f"{profile.source}.txt")
    }
    assert read == set(seeds.paragraphs)


# Act, standard, number; line and section
SECTIONS = [
    ("gov-2012-1119", "1", 1, 308, "1. Общие положения"),
    ("gov-2012-1119", "27", 15, 45970, "2. Порядок оказания государственной услуги"),
    ("gov-2012-1119", "26", 1, 44667, ""),  # the title of the first section is not printed
    ("krg-2008-35-01", "3", 25, 2720, "6. Байланыс ақпараты"),
    ("gov-2010-76", "", 17, 242, "3. Жұмыс қағидаттары"),
]


@pytest.mark.parametrize(("act", "standard", "number", "line", "section"), SECTIONS)
def test_a_paragraph_stands_in_its_section(
    seeds: Seeds, act: str, standard: str, number: int, line: int, section: str
) -> None:
    (found,) = [
        row for row in seeds.paragraphs if (row.act, row.standard, row.number) == (act, standard, number)
    ]
    assert found == ParagraphRow(act, standard, number, line, section, "")


# Text of a paragraph; why it states no fact
SILENT = [
    (
        "Результаты оказания государственной услуги измеряются показателями качества и\nэффективности в "
        "соответствии с приложением 4 к настоящему стандарту.",  # 001 line 45992
        "reference",
    ),
    ('Мемлекеттік қызметті анықтау: "Қорғаншылық және қамқоршылық жөнінде анықтама беру".', "title"),
    ("Мемлекеттік қызмет көрсету мерзімі стандарттың 7-тармағына сәйкес көрсетіледі.", "reference"),
    ("Результаты измеряются, и услуга платная.", ""),
    ("Государственная услуга оказывается бесплатно.", ""),
]


@pytest.mark.parametrize(("text", "reason"), SILENT)
def test_a_paragraph_without_a_fact_is_known_by_all_its_words(text: str, reason: str) -> None:
    assert silence_of(text) == reason


def test_every_reason_and_every_pattern_is_needed(seeds: Seeds, shared_acts: Path) -> None:
    reasons = Counter(row.silent for row in seeds.paragraphs if row.silent)
    assert set(reasons) == set(lookup(SilentParagraphs).reasons)
    assert sum(reasons.values()) < 60  # few state nothing
