"""Names with equal meaning in different words, and names that differ only in vowels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.names.ladder import Names, Stage, climb
from geo.names.name_variants import consonant_key, is_abbreviated, is_one_word_of, spelling_keys, worded_key
from tests.loaders.test_positions import _locality

ONE_NAME = [  # the act's list (gov-2012-1119/s1/a2) and the gazetteer's locality
    ("2-Чижа", "Chizha Vtoraya"),
    ("Нижние Кайракты", "Төменгі Қайрақты"),
    ("XXX лет Казахстана", "Тридцать Лет Казахстана"),
    ("8-марта", "Vos’moye Marta"),
    ("1 Мая", "Imeni Pervogo Maya"),
    ("Чкалова", "Imeni Chkalova"),
    ("Мирное", "Mirnyy"),
    ("Аятское", "Аятский"),
    ("Киши Талдыкудук", "Malyy Taldykuduk"),
    ("189 км", "189 Kilometr"),
    ("Жамбыл", "Imeni Dzhambula"),
]


@pytest.mark.parametrize(("printed", "known"), ONE_NAME)
def test_two_wordings_of_one_name_share_the_key(printed: str, known: str) -> None:
    assert worded_key(printed) == worded_key(known) != ""


def test_what_tells_places_apart_stays_in_the_key() -> None:
    assert worded_key("Большой Чаган") != worded_key("М. Чаган")
    assert worded_key("Чижа 1") != worded_key("Чижа 2")
    assert worded_key("Разъезд 86") != worded_key("Разъезд 87")
    assert worded_key("Кирово") != worded_key("Кировка")


def test_other_vowels_are_one_name_but_two_consonants_are_none() -> None:
    assert consonant_key("Нурынгуль") == consonant_key("Narungul'") == "nrnl"
    assert consonant_key("Эркинабад") == consonant_key("Еркинабат")
    assert consonant_key("Есарбулак") != consonant_key("Сарыбулак")
    assert consonant_key("Шака") == consonant_key("Разъезд 86") == ""


@pytest.mark.parametrize(
    ("printed", "known"),
    [
        ("Ш.Кодаманова", "Шегена Кодаманова"),
        ("имени М. Омарова", "Мәмәйіт Омаров"),
        ("И.Жакаева", "Ыбырай Жақаев"),
        ("Б.Дихан", "Большой Дихан"),
    ],
)
def test_an_initial_stands_for_a_word(printed: str, known: str) -> None:
    assert is_abbreviated(printed, known)
    index = Names.of([_locality("1", known, 70.0)])
    assert climb((printed,), index).stage is Stage.ABBREVIATED


def test_two_words_that_begin_alike_are_no_abbreviation() -> None:
    assert not is_abbreviated("Кызыл Горняк", "Красный Горняк")
    assert not is_abbreviated("Ш.Кодаманова", "Мукана Кодаманова")
    assert not is_abbreviated("К. 19", "Колхоз 19")


def test_a_person_is_called_by_one_of_two_names_but_a_side_is_no_name() -> None:
    assert is_one_word_of("Бижаново", "Хусаина Бижанова")
    assert is_one_word_of("Умбеталы", "Умбеталы Карибаева")
    assert not is_one_word_of("Барап", "Большой Барап")
    assert not is_one_word_of("Хусаина Бижанова", "Бижаново")


@given(st.text("абвгжкмнрстқғңүіё -№12IVXабcdeyz'", max_size=25))
def test_keys_are_plain_and_folding_a_key_of_letters_again_changes_nothing(text: str) -> None:
    for key in spelling_keys(text):
        assert key.isascii()
    name = worded_key(text).partition("|")[0]
    assert worded_key(worded_key(name)) == worded_key(name)


def test_the_ladder_tells_wordings_before_likeness_and_vowels_only_when_asked() -> None:
    index = Names.of([_locality("1", "Чижа Вторая", 70.0), _locality("2", "Нарунгуль", 71.0)])
    assert climb(("2-Чижа",), index).stage is Stage.WORDED
    assert climb(("Нурынгуль",), index).bearers == ()
    assert climb(("Нурынгуль",), index, Stage.CONSONANTS).stage is Stage.CONSONANTS
    assert climb(("Канал",), Names.of([_locality("1", "Канглы", 70.0)]), Stage.CONSONANTS).bearers == ()


def test_a_word_that_many_names_share_makes_none_alike() -> None:
    index = Names.of([_locality("1", "Верхняя Шаравка", 70.0)])
    assert climb(("Верхняя Хареузовка",), index).bearers == ()  # s1/a2 row of Пригородный, Риддер
    assert climb(("Верхняя Шараука",), index).stage is Stage.FUZZY
