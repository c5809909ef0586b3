"""Sentences of explanations: every text in every language, written by one writer."""

from enum import StrEnum
from string import Formatter

import pytest

from geo.explanations.place_texts import Choice, PlaceStep
from geo.explanations.sentence import TEXTS, Given, Listed, NameOf, Sentence, as_printed, days, join
from geo.locator import evidence
from geo.names.ladder import Stage
from model.enums import Language
from tests.hand_made import names


def _places(template: str) -> set[str]:
    return {place for _, place, _, _ in Formatter().parse(template) if place is not None}


@pytest.mark.parametrize("kind", TEXTS, ids=lambda kind: kind.__name__)
def test_every_key_has_a_text_in_every_language_with_the_same_places(kind: type[StrEnum]) -> None:
    assert set(TEXTS[kind]) == set(kind)
    for key, texts in TEXTS[kind].items():
        assert set(texts) == set(Language), key
        assert len({frozenset(_places(text)) for text in texts.values()}) == 1, key


def test_a_sentence_is_written_in_each_language_with_the_name_of_that_language() -> None:
    village = NameOf(names("Акколь", "Ақкөл"), "akm-akkol")
    sentence = evidence.found("Akkol", village, Stage.MILD)
    assert sentence.text(Language.RU).startswith("«Akkol» — Акколь: название совпадает")
    assert sentence.text(Language.EN).startswith("“Akkol” — Aqkol: the name is the same when Kazakh")
    said = evidence.chosen(Choice.POPULATION, 3)
    assert join((sentence, said), Language.EN).endswith(
        "Chosen from 3 places of that name: its population is much larger."
    )


def test_what_a_source_gives_in_two_languages_is_transliterated_for_english() -> None:
    assert Given("Қарағанды облысы", "Карагандинская область").text(Language.EN) == "Qaraghandy oblysy"
    assert {as_printed("ул. Абая").text(language) for language in Language} == {"ул. Абая"}


def test_what_two_parts_say_alike_is_said_once() -> None:
    assert Listed((Given("Семей", "Семей"), Given("Семей", "город Семей"))).text(Language.KK) == "Семей"


def test_a_value_with_braces_stays_as_it_was_typed() -> None:
    assert (
        Sentence(PlaceStep.NOT_KNOWN, {"asked": "{stage} {0}"}).text(Language.EN).endswith(": {stage} {0}.")
    )


def test_unknown_days_are_left_open_or_out() -> None:
    assert [days("2019-03-23", None), days(None, None), days("", "")] == [" (2019-03-23 – …)", "", ""]
