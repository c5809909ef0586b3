"""Contradictions of the acts: on the shipped seeds, and on offices made by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.contradictions.address_contradictions import address_contradictions
from geo.contradictions.contradictions import contradictions
from model.contact_contradictions import Contradiction, Finding, contact_contradictions
from model.edition import Edition, Office, Provenance
from model.resolution import Rule
from tests.hand_made import citation, office


@pytest.fixture(scope="module")
def found(shipped_edition: Edition) -> dict[str, Contradiction]:
    return {one.id: one for one in contradictions(shipped_edition)}


def printed(field: str, *values: str, act: str = "gov-2012-1119") -> tuple[Provenance, ...]:
    return tuple(
        Provenance(field, value, citation(act, line), wins=line == 1, rule=Rule.NEWEST_ACT)
        for line, value in enumerate(values, 1)
    )


def an_office(*provenance: Provenance) -> Office:
    return replace(office("akm-akkol-akimat"), provenance=provenance)


def fields_of(office: Office, edition: Edition) -> set[str]:
    return {one.field for one in (*contact_contradictions(office), *address_contradictions(office, edition))}


def test_every_contradiction_has_a_shown_side_or_none_and_cites_both(
    found: dict[str, Contradiction],
) -> None:
    assert len(found) > 400
    for one in found.values():
        assert len(one.values) >= 2
        assert (one.office_id is None) != (one.unit_id is None)
        assert all(side.citation.line is not None for side in one.values)
        assert one.rule in {*Rule, *Finding}
        if one.rule != Finding.BOTH_KEPT:
            assert [side.wins for side in one.values].count(True) == 1
            assert one.values[0].wins


def test_rural_okrugs_of_semei_stand_under_ridder_in_print(found: dict[str, Contradiction]) -> None:
    # gov-2012-1119/s1/a2/l4478: Аппарат акима Новобаженовского сельского округа г.Риддер, 8 722 2
    moved = [one for one in found.values() if one.field == "printed_district"]
    assert len(moved) == 16
    assert {one.values[0].value for one in moved} == {"город Семей"}
    assert {one.values[1].value for one in moved} == {"Риддер"}
    assert {one.rule for one in moved} == {Finding.MOVED_BY_EVIDENCE}


GOLDEN = [  # id, the value that is shown, the value against it, line of the row against it
    # gov-2012-1119/s1/a1/l639: 8 (728 70) printed for 8 (727 70)
    ("alm-zhambyl-education:area_code", "+77287022851", "+77277021525", 42017),
    # gov-2012-1119/s1/a1/l783: 8 (722 40) printed for 8 (723 40)
    ("vos-zaisan-education:area_code", "+77224021788", "+77234023512", 4122),
    # gov-2010-76/a5/l1078 prints house 13, gov-2012-1119/s24/a2/l42714 house 1
    (
        "man-beineu-akimat:address",
        "Бейнеуский район, с. Бейнеу, ул. Досан Тажиева, 1",
        "Маңғыстау облысы, Бейнеу ауд., Бейнеу ауылы, Д. Тажиева к-сі, 13, Мамандар кабинеті",
        1078,
    ),
    ("kar-shet-burma-akimat:postal_code", "103701", "101703", 1497),
    ("aty-akimat:phones", "+77122354501", "+77122325458", 204),
    (
        "aty-kurmangazy-ganyushkin-telyache:parent",
        "Телячье: Ганюшкинский сельский округ",
        "Телячье: Приморский сельский округ",
        3561,
    ),
]


@pytest.mark.parametrize(("id_", "shown", "against", "line"), GOLDEN)
def test_known_contradictions_are_found(
    found: dict[str, Contradiction], id_: str, shown: str, against: str, line: int
) -> None:
    sides = found[id_].values
    assert sides[0].value == shown
    assert (against, line) in [(side.value, side.citation.line) for side in sides[1:]]


def test_one_number_more_is_no_contradiction() -> None:
    assert (
        contact_contradictions(an_office(*printed("phones", "+77163822847", "+77163822847, +77163822548")))
        == ()
    )


def test_numbers_without_one_in_common_are_a_contradiction() -> None:
    (one,) = contact_contradictions(an_office(*printed("phones", "+77163822847", "+77163822848")))
    assert (one.field, one.rule) == ("phones", Rule.NEWEST_ACT)
    assert [side.wins for side in one.values] == [True, False]


def test_spelling_of_sites_and_mailboxes_is_no_contradiction() -> None:
    sites = printed("websites", "http://www.abay-akimat.kz", "http://abay-akimat.kz")
    mails = printed("emails", "Akim@mail.kz", "akim@mail.kz")
    assert contact_contradictions(an_office(*sites, *mails)) == ()


def test_what_a_person_corrected_is_no_contradiction_of_the_acts() -> None:
    corrected = Provenance("phones", "+77163822000", None, wins=True, rule=Rule.ACCEPTED_CHANGE, version=2)
    old = replace(printed("phones", "+77163822847")[0], wins=False)
    assert contact_contradictions(an_office(corrected, old)) == ()


SAME_ADDRESS = [  # two printings of one address
    ("с. Калашино ул. Советская 1", "с. Калашино, ул.Советская, 1"),
    ("г. Жезказган, пл. Алаша, 1", "100600, г. Жезказган, пл. Алаша, 1"),
    ("141200 г. Экибастуз, ул. Машхур-Жусупа, 45", "г. Экибастуз, ул. Машхур Жусупа,45"),
]


@pytest.mark.parametrize(("one", "other"), SAME_ADDRESS)
def test_spelling_of_an_address_is_no_contradiction(shipped_edition: Edition, one: str, other: str) -> None:
    assert fields_of(an_office(*printed("address_ru", one, other)), shipped_edition) == set()


def test_another_village_is_told_apart_from_another_street(shipped_edition: Edition) -> None:
    # gov-2012-1119/s1/a2/l6892 and krg-2008-35-01/s1/a2/l1023
    village = printed("address_ru", "с. Айрык ул. Абишева, 3", "с. Мади, ул. Абишева, 3")
    street = printed("address_ru", "с. Бадамша, ул. Абулхаир хана, 38", "с. Бадамша, ул. Айтеке би, 38")
    assert fields_of(an_office(*village), shipped_edition) == {"locality"}
    assert fields_of(an_office(*street), shipped_edition) == {"address"}


@given(st.lists(st.from_regex(r"\+771\d{8}", fullmatch=True), min_size=1, max_size=4, unique=True))
def test_prints_that_share_a_number_never_contradict(numbers: list[str]) -> None:
    prints = printed("phones", *(", ".join(numbers[:end]) for end in range(1, len(numbers) + 1)))
    assert contact_contradictions(an_office(*prints)) == ()
