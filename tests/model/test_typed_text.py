"""Typed text loses meaningless characters, and is refused where characters would deceive a reader."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.values.typed_text import (
    DEFAULT_IGNORABLE,
    LATER_EMOJI,
    MOST_MARKS,
    holds_unseen,
    is_plain_name,
    mended_text,
    unusable_signs,
)

IGNORABLE = [code for first, last in DEFAULT_IGNORABLE for code in range(first, last + 1)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Аппарат\u200b акима", "Аппарат акима"),
        ("\ufeffАппарат акима", "Аппарат акима"),
        ("Нурмагам\u00adбетова", "Нурмагамбетова"),
        ("Ақ\u200dкөл\u200c", "Ақкөл"),
        ("LRM\u200e RLM\u200f ALM\u061c", "LRM RLM ALM"),
        ("тел.\u2060 ☎\ufe0f", "тел. ☎"),
        ("Аккольскии\u0306 район", "Аккольский район"),
        ("a\u00a0\u2003b \n\t c", "a b c"),
        ("Әңгіме үйі «Ұлытау» — №5", "Әңгіме үйі «Ұлытау» — №5"),
    ],
)
def test_signs_that_mean_nothing_are_left_out(typed: str, kept: str) -> None:
    assert unusable_signs(typed) is None
    assert mended_text(typed) == kept


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        *((f"ab{chr(code)}cd", "direction") for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
        ("Акмола\x00", "control characters"),
        ("Акмола\x85", "control characters"),
        ("Акмола\u2028", "control characters"),
        ("Акмола\u200b\x1b[2J", "control characters"),
        ("\ud83d", "half of a surrogate pair"),
        ("А\U000e0041кмола", "invisible"),
        ("А\ue000кмола", "invisible"),
        ("А\ufdd0кмола", "invisible"),
        *((f"А{chr(code)}кмола", "invisible") for code in range(0xFFF9, 0xFFFD)),
        ("А\u0378кмола", "invisible"),
        ("А\u05ffкмола", "invisible"),
        ("А\U0001faffкмола", "invisible"),
        ("А\U0003fffdкмола", "invisible"),
        ("А\u3164кмола", "invisible"),
        ("А" + "\u0301\u0302\u0303\u0304" + "кмола", "marks on one letter"),
        ("А" + "\u0301\u200b\u0302\u0303\u0304" + "кмола", "marks on one letter"),
        ("А" + "\u0489" * 4, "marks on one letter"),
    ],
)
def test_signs_that_deceive_are_named(typed: str, wrong: str) -> None:
    assert wrong in (unusable_signs(typed) or "")


def test_the_ignorable_code_points_are_those_that_unicode_counts() -> None:
    assert len(IGNORABLE) == len(set(IGNORABLE)) == 4_174
    formats = {code for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"}
    # Shown signs of format, as the standard has it: Arabic, Syriac, Kaithi and hieroglyphs; annotations.
    shown = formats - set(IGNORABLE)
    assert {code >> 8 for code in shown} == {0x06, 0x07, 0x08, 0xFF, 0x110, 0x134}


def test_no_ignorable_code_point_stays_in_a_typed_text() -> None:
    for code in IGNORABLE:
        text = f"Ак{chr(code)}кол"
        assert unusable_signs(text) is not None or mended_text(text) == "Аккол", hex(code)
        assert not is_plain_name(text), hex(code)
        assert holds_unseen(text), hex(code)


@pytest.mark.parametrize(
    "code", [0x2065, 0xFFF0, 0xFFF8, 0xE0000, 0xE0001, 0xE007F, 0xE0080, 0xE0FFF, 0x1D159]
)
def test_unassigned_signs_that_are_shown_as_nothing_are_refused(code: int) -> None:
    assert "invisible" in (unusable_signs(f"Ак{chr(code)}кол") or "")


def test_emoji_are_typed_whatever_the_unicode_of_python() -> None:
    later = [chr(code) for first, last in LATER_EMOJI for code in range(first, last + 1)]
    assert len(later) == len(set(later)) == 34
    for sign in (*later, "☎", "🙂", "👍🏽", "🇰🇿"):
        assert unusable_signs(f"Спасибо {sign}") is None, hex(ord(sign[0]))
        assert mended_text(f"Спасибо {sign}") == f"Спасибо {sign}"


@pytest.mark.parametrize("name", ["a\ufffcb", "a\u0378b", "a\U0003fffdb"])
def test_no_name_and_no_key_holds_a_code_point_without_a_sign(name: str) -> None:
    assert not is_plain_name(name)
    assert holds_unseen(name)


@pytest.mark.parametrize("name", ["reviewer", "Айгүл Ә.", "a|b", "user@example.kz", "Ақкөл 5", "00u1-ab_c"])
def test_names_of_accounts_as_issuers_write_them_are_plain(name: str) -> None:
    assert is_plain_name(name)


@pytest.mark.parametrize(
    "name",
    [" a", "a ", "a  b", "a\u00a0b", "a\tb", "a\x00b", "a\u200eb", "и\u0306", "a" + "\u0301" * 4, "a\ud83d"],
)
def test_a_name_that_looks_like_another_one_is_not_plain(name: str) -> None:
    assert not is_plain_name(name)


def test_a_few_marks_on_a_letter_are_writing() -> None:
    assert unusable_signs("х" + "\u0301" * MOST_MARKS) is None


@given(st.text(max_size=60))
def test_mended_text_is_usable_as_it_stands_and_mended_for_good(text: str) -> None:
    mended = mended_text(text)
    assert mended_text(mended) == mended
    if unusable_signs(text) is None:
        assert unusable_signs(mended) is None
        kinds = {unicodedata.category(sign) for sign in mended}
        assert kinds.isdisjoint(("Cf", "Cc", "Cs", "Co"))
