"""The language of a text: shipped texts about which readers of single letters disagreed."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders.places.gazetteers import sort_names
from loaders.seeds.units import read_seed_units
from model.enums import Language
from model.languages import is_kazakh, language_of

SEEDS = Path(__file__).parents[2] / "seeds"
KAZAKH = [
    ("Абай облысы", "areas.csv aba: no letter that Russian lacks"),
    ("Панфилов ауданы", "alm-2012-420/a1"),
    ("Алдабергенов ауылы", "alm-2012-420/a2"),
    ("Кiшi Барап", "settlements.csv, with a Latin i"),
    ("с.Жўмба", "KATO, in a code page of Kazakh"),
    ("Дјусен", "gazetteer, in a code page of Kazakh"),
    ("Қызылжар", "letters alone"),
    ("Гүлшат кенті әкімінің аппараты", "krg-2008-35-01/s1/a2/l435"),
    ("п. Мақат Ғазшылар ықшам ауданы, 2", "gov-2012-1119/s22/a1: a Kazakh address in a Russian act"),
]
RUSSIAN = [
    ("г. Сарыөзек, ул. Момышұлы, б/н", "gov-2012-1119/s1/a3: letters of names only"),
    ("ГУ «Аппарат акима села Ахмет ауылы Нуринского района»", "gov-2012-1119/s1/a2: a word of a name only"),
    ('ГУ "Аппарат акима ФЎдоровского сельского округа Узункольского района»', "s1/a2: Ў stands for Ё"),
    ("Центр развития «Нұр талап» детского и юношеского творчества", "gov-2012-1119/s22/a1"),
    ("район Байқоңыр", "areas.csv"),
    ("Кокшетау", "nothing tells"),
    ("", "nothing at all"),
]


@pytest.mark.parametrize(("text", "source"), KAZAKH)
def test_a_kazakh_text_is_known_by_its_words_or_letters(text: str, source: str) -> None:
    assert language_of(text) is Language.KK, source


@pytest.mark.parametrize(("text", "source"), RUSSIAN)
def test_a_russian_text_stays_so_whatever_letters_its_names_have(text: str, source: str) -> None:
    assert not is_kazakh(text), source


def _named_rows() -> Iterator[tuple[str, Language]]:
    """Names whose language a column of the seeds or the act of their row states."""
    for file in sorted(SEEDS.glob("records/gov-2012-1119-*.csv")):
        yield from ((row["name"], Language.RU) for row in _rows(file))
    for act in ("alm-2012-420", "gov-2010-76", "gov-2011-283", "krg-2008-35-01"):
        for file in sorted(SEEDS.glob(f"records/{act}*.csv")):
            yield from ((row["name"], Language.KK) for row in _rows(file))


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_names_of_offices_are_in_the_language_of_their_act() -> None:
    wrong = {name for name, language in _named_rows() if name and language_of(name) is not language}
    # The Russian act prints a few names of Kazakh clubs in Kazakh.
    assert wrong == {
        "Балалар саз мектебі",
        "Балалар мен жасөспірімдер орталығы",
        "«Дарын» қосымша білім беру орталығы МКҚК",
        "Қызылжар оранжереясы",
    }


def test_alternate_names_of_a_gazetteer_are_sorted_by_that_rule() -> None:
    russian, kazakh, other = sort_names(["Шортанды ауданы", "Шортандинский район", "Shortandy"])
    assert (russian, kazakh, other) == (("Шортандинский район",), ("Шортанды ауданы",), ("Shortandy",))


def test_a_former_name_of_the_seeds_is_in_the_language_it_is_written_in() -> None:
    before = [change.name_before for change in read_seed_units().changes if change.name_before is not None]
    assert {name.value for name in before if name.language is Language.KK} == {"Кіші-Жалаңаш"}
    assert all(name.language is language_of(name.value) for name in before)
