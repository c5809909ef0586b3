"""Villages served and unserved, on a territory small enough to count by hand."""

import math
from datetime import date

import pytest

from geo.jurisdiction.coverage import coverage, units_served
from geo.units.edition_index import Atlas
from model.edition import Service, Validity
from model.enums import Level, OfficeKind, Precision
from model.errors import NotFoundError
from tests.hand_made import HEARS, at, edition, names, office, provision, unit

TENTH_M = 6_378_137 * math.pi / 1800

units = [
    unit("r", Level.REGION, None, "Область"),
    unit("r-a", Level.DISTRICT, "r", "Район А"),
    unit("r-a-1", Level.SETTLEMENT, "r-a", "Первое", position=at(0, 70.1)),
    unit("r-a-2", Level.SETTLEMENT, "r-a", "Второе", position=at(0, 70.3)),
    unit("r-a-3", Level.SETTLEMENT, "r-a", "Третье", position=at(0, 70.9, Precision.DISTRICT)),
    unit("r-b", Level.DISTRICT, "r", "Район Б"),
    unit("r-b-1", Level.SETTLEMENT, "r-b", "Четвёртое", position=at(0, 71)),
    unit("r-b-2", Level.SETTLEMENT, "r-b", "Пятое", position=at(0, 72)),
]
offices = [
    office("a", OfficeKind.DEPARTMENT, at(0, 70), category="department"),
    office("b", OfficeKind.DEPARTMENT, at(0, 80), category="department"),
    office("akim", OfficeKind.AKIMAT, at(0, 70.3), category="akimat"),
]
services = [Service("queue", names("Очередь")), Service("past", names("Прошлое"))]
provisions = [
    provision("queue", "a", ["r-a"], excluded=["r-a-3"]),
    provision("queue", "akim", ["r-a-2"]),
    provision("queue", "a", ["r-b-2"], act="krg-2008-35-01"),
    provision("queue", "b", ["r-b-2"]),
    provision("queue", "b", ["r"], HEARS, act="krg-2008-35-01"),
    provision("past", "a", ["r-a"], validity=Validity(date(2009, 1, 1), date(2010, 1, 1))),
]
atlas = Atlas.of(edition(units, offices, services, provisions))


def test_villages_are_served_unserved_and_contested() -> None:
    found = coverage(atlas, "queue")
    assert (found.settlements, found.served) == (5, 3)
    assert [each.id for each in found.unserved] == ["r-a-3", "r-b-1"]  # excluded; nobody but for complaints
    assert [each.id for each in found.contested] == ["r-b-2"]
    assert units_served(atlas, "queue") == {"r-a-1", "r-a-2", "r-b-2"}


def test_people_go_to_the_nearest_competent_office() -> None:
    found = coverage(atlas, "queue", within="r-a")
    assert (found.settlements, found.served, found.measured) == (3, 2, 2)
    assert found.median_m == 0  # the akim of r-a-2 stands in it
    assert found.p90_m == pytest.approx(TENTH_M, abs=0.01)


def test_a_day_without_law_leaves_nobody_served() -> None:
    assert coverage(atlas, "past").served == 3
    assert coverage(atlas, "past", as_of=date(2009, 6, 1)).served == 3
    assert coverage(atlas, "past", as_of=date(2010, 1, 1)).served == 0


def test_unknown_ids_are_refused() -> None:
    with pytest.raises(NotFoundError, match="no unit"):
        coverage(atlas, "queue", within="nowhere")
    with pytest.raises(NotFoundError, match="no service"):
        coverage(atlas, "nothing")
