"""Folding of toponyms: golden rows from the acts and properties that hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.names.toponyms import (
    TypeWord,
    _clean_once,
    _exact_once,
    _settle,
    clean,
    exact_key,
    mild_key,
    skeleton_key,
    slug,
    strip_type,
    tight_key,
    transliterate,
)
from model.enums import Language

CLEANED = [  # citation, as printed, mended
    ("1119 s1/a2 line 1531: Latin c before a village", "c. Радовка", "с. Радовка"),
    ("1119 s1/a2: Latin c inside a word", "Кенесcкого сельского округа", "Кенесского сельского округа"),
    ("1119 s1/a2: legacy ґ", "Сарыґзек", "Сарыөзек"),
    ("1119: legacy capital", "«Ґндіріс»", "«Өндіріс»"),
    ("35/01: Latin i in a Kazakh word", "тәртiбi", "тәртібі"),
    ("420 table: Latin I in capitals", "ЕТЕДI", "ЕТЕДІ"),
    ("35/01: a Latin mailbox with a Cyrillic letter", "sarаgoo", "saragoo"),
    ("35/01: neither alphabet can be proved", "тemidoo", "тemidoo"),
    ("gazetteer 1310091737 neighbours: legacy letters", "Кґкжал  –  јуе", "Көкжал - әуе"),
    ("Roman numerals stay Latin", "XXII партсъезд", "XXII партсъезд"),
]


@pytest.mark.parametrize(("_citation", "printed", "mended"), CLEANED)
def test_look_alikes_and_legacy_letters_are_mended(_citation: str, printed: str, mended: str) -> None:
    assert clean(printed) == mended


TYPED = [
    ("с. Карасай", "Карасай", TypeWord.VILLAGE),
    ("c. Кенес", "Кенес", TypeWord.VILLAGE),
    ("с.Новобаженово", "Новобаженово", TypeWord.VILLAGE),
    ("г. Акколь", "Акколь", TypeWord.TOWN),
    ("г.Семей", "Семей", TypeWord.TOWN),
    ("Семей Г.А.", "Семей", TypeWord.TOWN),
    ("Аккольская г.а.", "Аккольская", TypeWord.TOWN),
    ("город Кокшетау", "Кокшетау", TypeWord.TOWN),
    ("п. Аршалы", "Аршалы", TypeWord.KENT),
    ("Чаганская п.а.", "Чаганская", TypeWord.KENT),
    ("посёлок Октябрьский", "Октябрьский", TypeWord.KENT),
    ("ст. Сороковая", "Сороковая", TypeWord.STATION),
    ("рзд.Тай", "Тай", TypeWord.SIDING),
    ("раз. № 15", "№ 15", TypeWord.SIDING),
    ("Абралинский с.о.", "Абралинский", TypeWord.OKRUG),
    ("Жиеналинский с.о", "Жиеналинский", TypeWord.OKRUG),
    ("с.о.Акана Курманова", "Акана Курманова", TypeWord.OKRUG),
    ("с.а. Бауманское", "Бауманское", TypeWord.VILLAGE),
    ("Карасайский сельский округ", "Карасайский", TypeWord.OKRUG),
    ("Ақкөл ауданы", "Ақкөл", TypeWord.DISTRICT),
    ("Ғабит Мүсірепов атындағы аудан", "Ғабит Мүсірепов", TypeWord.DISTRICT),
    ("район Магжана Жумабаева", "Магжана Жумабаева", TypeWord.DISTRICT),
    ("Қызылту ауылдық округі", "Қызылту", TypeWord.OKRUG),
    ("Көкшетау қ.", "Көкшетау", TypeWord.TOWN),
    ("Көкшетау қаласы", "Көкшетау", TypeWord.TOWN),
    ("Акмолинская область", "Акмолинская", TypeWord.REGION),
    ("область Абай", "Абай", TypeWord.REGION),
    ("н/п Шахан", "Шахан", TypeWord.LOCALITY),
    ("Карагайлы", "Карагайлы", None),
    ("Сарыозек", "Сарыозек", None),
    ("Аккольское лесное хозяйство", "Аккольское лесное хозяйство", None),
    ("Аул", "Аул", None),
]


@pytest.mark.parametrize(("printed", "name", "kind"), TYPED)
def test_a_type_word_is_taken_off_and_told(printed: str, name: str, kind: TypeWord | None) -> None:
    assert strip_type(printed) == (name, kind)


ONE_MILD_KEY = [
    ("Акколь", "Ақкөл", "Akkol", "Aqköl", "с. Ак-коль"),
    ("Карасай", "Қарасай", "Qarasay", "Karasai"),
    ("Жалгызкарагай", "Жалғызқарағай", "Zhalghyzqaraghay", "с. Жалгыз-карагай"),
    ("Новорыбинка", "Novorybinka", "c. Новорыбинка"),
    ("Новое", "Novoye", "Novoe"),
    ("Үлгілі", "Ульгили", "Ülgili", "Үлгiлi"),
    ("Еркеншилик", "Еркіншілік", "Yerkenshilik")[0::2],
    ("Джамбул", "Жамбул", "Dzhambul", "Zhambul"),
    ("Тёплое", "Теплое"),
]


@pytest.mark.parametrize("spellings", ONE_MILD_KEY)
def test_spellings_of_one_name_share_the_mild_key(spellings: tuple[str, ...]) -> None:
    assert len({mild_key(spelling) for spelling in spellings}) == 1, {s: mild_key(s) for s in spellings}


ONE_SKELETON = [
    ("Наумовский сельский округ", "Наумовка"),
    ("Карасайский с.о.", "Карасай"),
    ("Новорыбинский", "Новорыбинка"),
    ("Кенесский", "Кенес"),
    ("Хобда", "Кобда"),
    ("Урюпинский", "Урюпинка"),
]


@pytest.mark.parametrize("spellings", ONE_SKELETON)
def test_an_okrug_and_its_seat_share_the_skeleton(spellings: tuple[str, ...]) -> None:
    assert len({skeleton_key(spelling) for spelling in spellings}) == 1, {
        s: skeleton_key(s) for s in spellings
    }


def test_different_names_stay_apart_in_the_mild_key() -> None:
    assert mild_key("Каракога") != mild_key("Харьковка")
    assert mild_key("Разъезд 360") != mild_key("Разъезд 36")
    assert mild_key("разъезд 11") != mild_key("разъезд 1")
    assert mild_key("Ангар") != mild_key("Анар")


def test_hyphens_and_blanks_matter_only_in_the_exact_key() -> None:
    assert exact_key("с. Кара - Озек") == "кара-озек"
    assert exact_key("Кара Озек") == "кара озек"
    assert tight_key("с. Кара-Озек") == tight_key("Кара Озек") == "караозек"


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Акколь", "akkol"),
        ("Карасай", "karasai"),
        ("Кына", "kyna"),
        ("Красный Горняк", "krasny-gornyak"),
        ("Рудный", "rudny"),
        ("Кара-Озек", "kara-ozek"),
        ("Шортанды", "shortandy"),
        ("Қызылжар", "kyzylzhar"),
        ("Разъезд № 15", "razezd-15"),
        ("№", ""),
    ],
)
def test_a_part_of_an_id_is_plain_ascii(name: str, part: str) -> None:
    assert slug(name) == part


@pytest.mark.parametrize(
    ("text", "language", "latin"),
    [
        ("Қарағанды облысы", Language.KK, "Qaraghandy oblysy"),
        ("Акколь", Language.RU, "Akkol"),
        ("Щучинск", Language.RU, "Shchuchinsk"),
        ("ЖЕҢІС", Language.KK, "ZHENGIS"),
        ("Юбилейное, 12", Language.RU, "Yubileynoe, 12"),
    ],
)
def test_names_are_written_in_latin_letters(text: str, language: Language, latin: str) -> None:
    assert transliterate(text, language) == latin


LETTERS = st.text(
    alphabet=st.sampled_from("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяАСКсapcoxyhzkgj .-/№«»\"'1ЌєїѕҐ, ")
)


@given(st.one_of(LETTERS, st.text()))
def test_folding_twice_equals_folding_once(text: str) -> None:
    for fold in (clean, exact_key, tight_key, mild_key, skeleton_key, slug):
        assert fold(fold(text)) == fold(text)


@given(LETTERS)
def test_coarser_keys_keep_what_finer_keys_join(text: str) -> None:
    assert tight_key(exact_key(text)) == tight_key(text)
    assert mild_key(tight_key(text)) == mild_key(text)
    assert skeleton_key(mild_key(text)) == skeleton_key(text)


@given(st.text())
def test_a_part_of_an_id_needs_no_escaping(text: str) -> None:
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@given(st.text(alphabet="абёЁйШқІ aBcxyzq01.,()«»№\"/-'_ьсо\u0301ќ\u00a0\u00ad–İ", max_size=14))
def test_a_text_that_needs_no_mending_is_folded_as_any_other(text: str) -> None:
    assert clean(text) == _settle(_clean_once, text)
    assert exact_key(text) == _settle(_exact_once, text)
