"""Addresses of acts in the official base: of the five acts of the seeds, and of those that prove rules."""

from __future__ import annotations

from datetime import date

import pytest

from loaders.seeds.act_facts import read_act_facts
from model.act_addresses import address_in, address_of
from model.enums import Language
from model.lookup_facts import ActAddresses, AddressRule
from model.lookups import lookup
from model.program_files import shipped_seeds

BASE = "https://adilet.zan.kz"
FIVE = {
    "gov-2012-1119": f"{BASE}/rus/docs/P1200001119",
    "gov-2011-283": f"{BASE}/kaz/docs/P1100000283",
    "gov-2010-76": f"{BASE}/kaz/docs/P100000076_",
    "krg-2008-35-01": f"{BASE}/kaz/docs/V08K0001864",
    "alm-2012-420": f"{BASE}/kaz/docs/V12D0002284",
}


@pytest.mark.parametrize(("act", "address"), FIVE.items(), ids=list(FIVE))
def test_each_act_of_the_seeds_has_the_address_of_its_rule(act: str, address: str) -> None:
    assert read_act_facts(shipped_seeds() / "acts" / f"{act}.yaml").url == address


@pytest.mark.parametrize("rule", lookup(ActAddresses).rules, ids=lambda rule: rule.code)
def test_a_rule_makes_the_codes_by_which_it_was_found(rule: AddressRule) -> None:
    for seen in rule.seen:
        made = address_of(
            adopted_by=rule.adopters[0],
            adopted_on=date(seen.year, 7, 1),
            number=seen.number,
            registration=seen.number,
            language=Language.RU,
        )
        if seen.code != "V15DB003623":  # the act of a town, with the letter of the town for one of the zeros
            assert made == f"{BASE}/rus/docs/{seen.code}"


GOVERNMENT = "Правительство Республики Казахстан"
KARAGANDA = "Акимат Карагандинской области"


@pytest.mark.parametrize(
    ("adopted_by", "adopted_on", "number", "registration", "language"),
    [
        (KARAGANDA, date(2009, 7, 7), "18/10", None, Language.KK),
        (KARAGANDA, date(2022, 7, 7), "18/10", "29000", Language.KK),
        ("Акимат Павлодарской области", date(2009, 7, 7), "1", "12", Language.KK),
        ("Министр образования и науки", date(2015, 4, 7), "172", "10981", Language.RU),
        (GOVERNMENT, date(2012, 8, 31), "1119", None, Language.EN),
        (GOVERNMENT, date(2012, 8, 31), "1119-б", None, Language.RU),
        (GOVERNMENT, date(2012, 8, 31), "", None, Language.RU),
    ],
)
def test_an_act_without_a_rule_has_no_address(
    adopted_by: str, adopted_on: date, number: str, registration: str | None, language: Language
) -> None:
    assert (
        address_of(
            adopted_by=adopted_by,
            adopted_on=adopted_on,
            number=number,
            registration=registration,
            language=language,
        )
        is None
    )


def test_the_same_act_in_another_language() -> None:
    assert address_in(FIVE["gov-2010-76"], Language.RU) == f"{BASE}/rus/docs/P100000076_"
    assert address_in(FIVE["gov-2010-76"], Language.KK) == FIVE["gov-2010-76"]
    assert address_in(FIVE["gov-2010-76"], Language.EN) is None
    assert address_in("https://example.kz/rus/docs/P100000076_", Language.RU) is None
