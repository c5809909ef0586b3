"""Which provisions reach a unit, and which touch it: exclusions, closed offices and days respected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geo.jurisdiction.reach import offices_giving, provisions_reaching, reaches, touches
from geo.units.edition_index import Atlas
from model.edition import Provision, Service, Validity
from tests.hand_made import UNITS, edition, names, office, provision

DAY, CLOSED_FROM = date(2010, 1, 1), date(2010, 2, 1)


def queue(
    office_id: str, *units: str, excluded: tuple[str, ...] = (), validity: Validity | None = None
) -> Provision:
    return provision("queue", office_id, units, excluded=excluded, validity=validity or Validity())


PROVISIONS = [
    queue("village", "akm-akkol-karasai-kyna"),
    queue("okrug", "akm-akkol-karasai", "akm-akkol-kenes"),
    queue("region", "akm", excluded=("akm-akkol-kenes", "akm-kokshetau")),
    queue("nation"),
    queue("past", "akm-akkol", validity=Validity(None, DAY)),
    replace(queue("closed", "akm-akkol"), closed_on=CLOSED_FROM),
    queue("city", "akm-kokshetau"),
    provision("licence", "okrug", ["akm-akkol"]),
]
atlas = Atlas.of(
    edition(
        UNITS,
        [office(each) for each in ("village", "okrug", "region", "nation", "past", "closed", "city")],
        [Service("queue", names("Очередь")), Service("licence", names("Лицензия"))],
        PROVISIONS,
    )
)
BY_OFFICE = {each.office_id: each for each in PROVISIONS if each.service_id == "queue"}


@pytest.mark.parametrize(
    ("office_id", "unit_id", "whole", "part"),
    [
        ("village", "akm-akkol-karasai-kyna", True, True),
        ("village", "akm-akkol-karasai-karasai", False, False),
        ("village", "akm-akkol-karasai", False, True),  # a village of the okrug alone
        ("village", "akm", False, True),
        ("village", "alm", False, False),
        ("okrug", "akm-akkol-karasai-kyna", True, True),
        ("okrug", "akm-akkol-kenes-kenes", True, True),
        ("okrug", "akm-akkol-akkol-g", False, False),
        ("okrug", "akm-akkol", False, True),
        ("region", "akm-akkol", True, True),
        ("region", "akm-akkol-kenes-kenes", False, False),  # its okrug is excluded
        ("region", "akm-kokshetau", False, False),
        ("nation", "alm-karasai-kenes", True, True),
    ],
)
def test_a_provision_reaches_what_lies_in_its_units_and_touches_what_holds_one(
    office_id: str, unit_id: str, whole: bool, part: bool
) -> None:
    assert reaches(atlas, BY_OFFICE[office_id], unit_id) is whole
    assert touches(atlas, BY_OFFICE[office_id], unit_id) is part


def test_a_nationwide_provision_reaches_all_but_what_it_excludes() -> None:
    most = queue("nation", excluded=("ala", "alm-karasai"))
    assert reaches(atlas, most, "akm-akkol")
    assert not reaches(atlas, most, "ala-bostandyk")
    assert not reaches(atlas, most, "alm-karasai-kenes")
    assert reaches(atlas, most, "alm")


def test_a_unit_that_the_edition_does_not_know_is_touched_by_nothing() -> None:
    odd = queue("village", "lost", "akm-akkol-karasai-kyna")
    assert touches(atlas, odd, "akm-akkol")
    assert not touches(atlas, queue("village", "lost"), "akm-akkol")


def reaching(unit_id: str, *services: str, day: date | None = None) -> list[str]:
    found = provisions_reaching(atlas, unit_id, services or None, day)
    return [f"{each.service_id} {each.office_id}" for each in found]


def test_what_reaches_a_unit_comes_from_the_finest_to_the_nation_by_service() -> None:
    assert reaching("akm-akkol-karasai-kyna") == [
        "queue village",
        "queue okrug",
        "queue closed",
        "queue past",
        "queue region",
        "queue nation",
        "licence okrug",
    ]
    assert reaching("akm-akkol-karasai-kyna", "licence") == ["licence okrug"]
    assert reaching("akm-akkol-karasai-kyna", "nothing") == []
    assert reaching("akm-akkol-kenes-kenes", "queue") == [
        "queue okrug",
        "queue closed",
        "queue past",
        "queue nation",
    ]


def test_on_a_day_only_what_holds_then_reaches() -> None:
    before, after = date(2009, 12, 31), CLOSED_FROM
    assert reaching("akm-akkol", "queue", day=before) == [
        "queue closed",
        "queue past",
        "queue region",
        "queue nation",
    ]
    assert reaching("akm-akkol", "queue", day=DAY) == ["queue closed", "queue region", "queue nation"]
    assert reaching("akm-akkol", "queue", day=after) == ["queue region", "queue nation"]


def test_a_provision_that_names_a_unit_and_one_around_it_reaches_once() -> None:
    twice = Atlas.of(
        edition(
            UNITS,
            [office("twice")],
            [Service("queue", names("Очередь"))],
            [queue("twice", "akm-akkol", "akm")],
        )
    )
    assert len(list(provisions_reaching(twice, "akm-akkol"))) == 1


def test_offices_give_a_service_somewhere_and_on_a_day_those_alone_that_do_then() -> None:
    edition_of = atlas.edition
    assert offices_giving(edition_of, "licence") == {"okrug"}
    assert offices_giving(edition_of, "nothing") == frozenset()
    assert {"past", "closed"} <= offices_giving(edition_of, "queue")
    assert {"past", "closed"} & offices_giving(edition_of, "queue", DAY) == {"closed"}
    assert {"past", "closed"} & offices_giving(edition_of, "queue", CLOSED_FROM) == set()
