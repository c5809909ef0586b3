"""Heads of acts: who adopted it, when, under which number, on one line or several, in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from loaders.acts.adoption import begins_with, find_adoption, issuer_of, language_of_text
from loaders.acts.text import ActText, read_text
from loaders.staging.registration import find_registration
from model.enums import Language


def text(*lines: str) -> ActText:
    return ActText(Path("act.txt"), tuple("\n".join(lines).split("\n")))


HEADS = [  # lines, issuers in the nominative, day, number
    (
        "Указ Президента Республики Казахстан от 19 июня 1995 года № 2340",
        "Президент Республики Казахстан",
        date(1995, 6, 19),
        "2340",
    ),
    (
        "Приказ Министра здравоохранения Республики Казахстан от 30 октября 2020 года № ҚР ДСМ-175/2020. "
        "Зарегистрирован в Министерстве юстиции Республики Казахстан 30 октября 2020 года № 21579",
        "Министр здравоохранения Республики Казахстан",
        date(2020, 10, 30),
        "ҚР ДСМ-175/2020",
    ),
    (
        "Приказ и.о. Министра цифрового развития от 5 мая 2021 года № 57/НҚ",
        "И.о. Министра цифрового развития",
        date(2021, 5, 5),
        "57/НҚ",
    ),
    (
        "Постановление акимата Акмолинской области\nот 3 марта 2014 года № А-3/77",
        "Акимат Акмолинской области",
        date(2014, 3, 3),
        "А-3/77",
    ),
    (
        "Приложение 1\nк постановлению акимата\nАкмолинской области\nот 3 марта 2014 года № А-3/77",
        "Акимат Акмолинской области",
        date(2014, 3, 3),
        "А-3/77",
    ),
    (
        "Решение Аккольского районного маслихата от 3 марта 2014 года № С 24-5",
        "Аккольский районный маслихат",
        date(2014, 3, 3),
        "С 24-5",
    ),
    (
        "ҚР Денсаулық сақтау министрінің 2020 жылғы 30 қазандағы № ҚР ДСМ-175/2020 бұйрығы",
        "ҚР Денсаулық сақтау министрі",
        date(2020, 10, 30),
        "ҚР ДСМ-175/2020",
    ),
    (
        "Ақмола облысы әкімдігінің 2014 жылғы 3 наурыздағы\n№ А-3/77 қаулысы",
        "Ақмола облысы әкімдігі",
        date(2014, 3, 3),
        "А-3/77",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("head", "issuers", "day", "number"), HEADS, ids=[head[:30] for head, *_ in HEADS])
def test_a_head_tells_the_body_in_the_nominative_the_day_and_the_number(
    head: str, issuers: str, day: date, number: str
) -> None:
    adoption = find_adoption(text("О выдаче справок", "", head))
    assert adoption is not None
    assert (adoption.issuers, adoption.day, adoption.number) == (issuers, day, number)
    assert begins_with(text("О выдаче справок", "", head), adoption.line)
    assert not begins_with(text("О выдаче справок", "", head), f"{adoption.line}0")


def test_a_joint_act_names_each_body_with_its_day_and_number() -> None:
    adoption = find_adoption(
        text(
            "Совместный приказ Министра сельского хозяйства от 30 июня 2016 года № 420 "
            "и Министра экономики от 1 июля 2016 года № 297"
        )
    )
    assert adoption is not None
    assert (adoption.number, adoption.issuers) == ("420", "Министр сельского хозяйства, Министр экономики")
    assert [(other.number, other.day, other.issuer) for other in adoption.others] == [
        ("297", date(2016, 7, 1), "Министр экономики")
    ]


def test_the_joint_act_of_the_cases_names_akimat_and_maslikhat(shared_cases: Path) -> None:
    adoption = find_adoption(read_text(shared_cases / "s4_rename_okrugs.txt"))
    assert adoption is not None
    assert (adoption.number, adoption.issuers) == (
        "А-3/110",
        "Акимат Акмолинской области, Акмолинский областной маслихат",
    )
    assert [other.number for other in adoption.others] == ["8С-2-5"]


def test_the_act_that_a_title_amends_is_not_the_act() -> None:
    adoption = find_adoption(
        text(
            "О внесении изменений в постановление Правительства от 31 августа 2012 года № 1119 «О справках»",
            "Постановление Правительства Республики Казахстан от 15 мая 2013 года № 480",
        )
    )
    assert adoption is not None
    assert (adoption.number, adoption.issuer) == ("480", "Правительство Республики Казахстан")


def test_a_text_without_a_head_has_no_adoption() -> None:
    assert find_adoption(text("О погоде", "от 3 марта 2014 года № 5")) is None
    assert find_adoption(text("Приказ о погоде от 3 мартобря 2014 года № 5")) is None
    assert issuer_of("совета мудрецов") == "совета мудрецов"


def test_the_language_is_that_of_most_of_the_text_and_not_of_its_title() -> None:
    kazakh = ["Қазақстан Республикасының Үкіметі қаулы етеді және бекітеді"] * 3
    assert language_of_text(text("О выдаче справок сельским жителям района", *kazakh)) is Language.KK
    assert language_of_text(text("Утвердить прилагаемый регламент государственной услуги")) is Language.RU
    assert language_of_text(text("1")) is Language.RU


@pytest.mark.parametrize(
    ("line", "day", "number"),
    [
        (
            "Зарегистрировано Департаментом юстиции области 4 апреля 2014 года № 4090",
            date(2014, 4, 4),
            "4090",
        ),
        ("Әділет департаментінде 2014 жылғы 4 сәуірде № 4090 болып тіркелді", date(2014, 4, 4), "4090"),
    ],
)
def test_the_registration_is_read_where_the_head_tells_it(line: str, day: date, number: str) -> None:
    found = find_registration(text("О выдаче справок", line))
    assert found is not None
    assert (found.day, found.number) == (day, number)
    assert find_registration(text("О выдаче справок")) is None
