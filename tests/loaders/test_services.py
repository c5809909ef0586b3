"""Every standard of the acts is a service, numbered as in the register, with a rule for its providers."""

import re
from pathlib import Path

import pytest

from loaders.acts.reader import read_register
from loaders.offices.provisions import Rules, read_rules
from loaders.seeds.citations import parse_citation
from loaders.seeds.files import read_rows, split_values
from loaders.seeds.rows import ServiceRow

SEEDS = Path(__file__).parents[2] / "seeds"
GOV = "gov-2012-1119"


@pytest.fixture(scope="module")
def services() -> dict[str, ServiceRow]:
    return {row.id: row for row in read_rows(SEEDS / "services.csv", ServiceRow)}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return read_rules(SEEDS / "lookups" / "provision_rules.yaml")


def _by_standard(services: dict[str, ServiceRow]) -> dict[str, str]:
    return {token: row.id for row in services.values() for token in split_values(row.standards)}


def test_every_standard_of_the_five_acts_is_one_service(services: dict[str, ServiceRow]) -> None:
    standards = _by_standard(services)
    assert [f"{GOV}/s{number}" in standards for number in range(1, 33)] == [True] * 32
    assert [f"krg-2008-35-01/s{number}" in standards for number in range(1, 10)] == [True] * 9
    assert {parse_citation(token).act for token in standards} == {
        GOV, "krg-2008-35-01", "alm-2012-420", "gov-2010-76", "gov-2011-283"
    }  # fmt: skip


def test_a_service_of_two_acts_is_one_service_with_a_name_in_both_languages(
    services: dict[str, ServiceRow],
) -> None:
    queue = services["preschool-queue"]
    assert split_values(queue.standards) == (f"{GOV}/s1", "krg-2008-35-01/s3")
    assert queue.name_ru.startswith("Постановка на очередь детей дошкольного возраста")  # 1119, line 11
    assert queue.name_kk.startswith("Мектепке дейінгі балалар мекемелеріне жіберу үшін")  # 35/01, item 3


def test_numbers_and_names_are_those_of_the_register(
    services: dict[str, ServiceRow], shared_acts: Path
) -> None:
    register = read_register(next(shared_acts.glob("001_*.txt")))
    assert len(register) == 30
    by_number = {row.register_number: row for row in services.values() if row.register_number}
    assert sorted(by_number) == [str(number) for number in range(182, 212)]
    for row in register:
        printed = row.cells[1].rstrip("* ")
        assert _letters(by_number[row.cells[0]].name_ru) == _letters(printed), row.line


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def test_titles_are_those_printed_in_the_list_of_standards(
    services: dict[str, ServiceRow], shared_acts: Path
) -> None:
    text = next(shared_acts.glob("001_*.txt")).read_text(encoding="utf-8").splitlines()
    standards = _by_standard(services)
    for number, line in enumerate(text[10:42], 1):
        title = re.sub(r"^\s*\d+\)\s*стандарт\s+государственной\s+услуги", "", line)
        assert _letters(services[standards[f"{GOV}/s{number}"]].name_ru) == _letters(title), number


def test_every_standard_names_its_providers_by_a_rule_or_a_class_without_list(
    services: dict[str, ServiceRow], rules: Rules
) -> None:
    ruled = {(rule.act, rule.standard) for rule in rules.rules}
    unlisted = {(entry.act, entry.standard) for entry in rules.unlisted}
    for token in _by_standard(services):
        citation = parse_citation(token)
        assert (citation.act, citation.standard) in ruled | unlisted, token


def test_rules_speak_of_known_services_in_the_standards_that_describe_them(
    services: dict[str, ServiceRow], rules: Rules
) -> None:
    said = {(rule.service, rule.act, rule.standard) for rule in rules.rules}
    said |= {(entry.service, entry.act, entry.standard) for entry in rules.unlisted}
    for service, act, standard in said:
        described = {parse_citation(token) for token in split_values(services[service].standards)}
        assert (act, standard) in {(token.act, token.standard) for token in described}


def test_a_class_without_list_is_written_at_the_service_too(
    services: dict[str, ServiceRow], rules: Rules
) -> None:
    told = {entry.service: entry.providers for entry in rules.unlisted}
    assert told == {row.id: row.unlisted_providers for row in services.values() if row.unlisted_providers}


PARAGRAPHS = [  # standard, paragraph, words of it that the rule rests on
    (1, 1, "В городах Астана и Алматы государственная услуга оказывается только через центры"),
    (1, 1, "аппаратами акима поселка, аула (села), аульного (сельского) округа"),
    (2, 1, "управлениями образования городов Алматы и Астаны"),
    (7, 1, "Комитетом по контролю в сфере образования и науки"),
    (10, 1, "территориальными департаментами по контролю"),
    (18, 20, "районный (городской) отдел образования"),
    (20, 21, "в отдел образования соответствующего местного исполнительного органа"),
    (23, 21, "через канцелярию областного акимата"),
    (24, 13, "работника общеобразовательной школы"),
    (27, 13, "в центре прием документов осуществляется"),
    (32, 10, "куда получатель государственной услуги обратился для получения разрешения"),
]


def test_the_paragraphs_say_what_the_rules_rest_on(shared_acts: Path) -> None:
    from loaders.acts.document import read_standards

    path = next(shared_acts.glob("001_*.txt"))
    texts = {
        (standard.number, paragraph.number): " ".join(paragraph.text.split())
        for standard in read_standards(path)
        for paragraph in standard.paragraphs
    }
    for standard, number, words in PARAGRAPHS:
        assert words in texts[standard, number], (standard, number)
