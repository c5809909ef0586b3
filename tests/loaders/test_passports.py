from pathlib import Path

import pytest

from loaders.seeds.passports import read_passport
from model.passports import BadPassportError, passport_from_json, passport_to_json

# Facts of act 1119 of 2012, standard 1, paragraphs 2, 7, 8 and 11.
PASSPORT = """
act: gov-2012-1119
standard: 1
service: preschool-queue
language: ru
form: {text: частично автоматизированная, paragraph: 2}
legal_basis: []
result: []
recipients: [{text: физические лица, paragraph: 6}]
channels:
  - channel: AUTHORITY
    terms: [{value: 3, unit: WORKING_DAYS, printed: 3 рабочих дня, paragraph: 7, item: "1"}]
    max_wait: {minutes: 30, printed: не более 30 минут, paragraph: 7}
    max_service: null
    hours: {opening_hours: "Mo-Fr 09:00-13:00,14:00-18:00; PH off", printed: с 09.00 часов, paragraph: 9}
    documents: [{text: свидетельство о рождении ребенка, paragraph: 11, item: "3"}]
fee: {is_free: true, amount_kzt: null, rule: null, paragraph: 8}
refusal_grounds: []
complaints: []
quality_targets: []
forms: []
steps: []
"""


def test_a_passport_read_from_seeds_survives_the_store(tmp_path: Path) -> None:
    file = tmp_path / "gov-2012-1119-s01.yaml"
    file.write_text(PASSPORT, encoding="utf-8")
    passport = read_passport(file)
    assert passport.channels[0].terms[0].value == 3
    assert passport_from_json(passport_to_json(passport)) == passport


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("fee: {is_free: true,", "fee: {", "is_free"),
        ("unit: WORKING_DAYS", "unit: WEEKS", "WEEKS"),
        ("steps: []", "steps: []\nprice: 5", "price"),
        ("standard: 1", "standard: one", "standard"),
        ("standard: 1", "standard: 2", "gov-2012-1119-s02"),
    ],
)
def test_what_does_not_fit_is_refused_by_file_and_key(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    file = tmp_path / "gov-2012-1119-s01.yaml"
    file.write_text(PASSPORT.replace(before, after), encoding="utf-8")
    with pytest.raises(BadPassportError, match=f"gov-2012-1119-s01.*{message}"):
        read_passport(file)
