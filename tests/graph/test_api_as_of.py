"""Legal time: an answer for a day is that of a registry which holds only the acts in force on it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from model.edition import Edition
from model.enums import Level
from tests.api_client import ApiClient

pytestmark = pytest.mark.slow

QUERY = """query($service: ID!, $unit: ID!, $on: Date) {
  officeFor(serviceId: $service, place: {unitId: $unit}, asOf: $on) { provisions { id } }
  offices(filter: {serviceId: $service, locatedInUnitId: $unit}, asOf: $on, first: 200) {
    totalCount edges { node { id provisions { totalCount edges { node { id } } } } } } }"""


def _boundaries(edition: Edition) -> list[date]:
    """First and last days of every act, and the days next to them."""
    ends = {day for act in edition.acts.values() for day in (act.force.since, act.force.until) if day}
    return sorted({day + timedelta(days=shift) for day in ends for shift in (-1, 0, 1)})


def _of_day(edition: Edition, day: date) -> Edition:
    in_force = {key: one for key, one in edition.provisions.items() if one.validity.holds_on(day)}
    return replace(edition, provisions=in_force)


@pytest.mark.parametrize("number", range(6))
def test_a_day_is_answered_as_by_a_registry_of_that_day(shipped_edition: Edition, number: int) -> None:
    drawn = random.Random(number)
    days = _boundaries(shipped_edition)
    day = days[number * (len(days) - 1) // 5]
    units = [unit for unit in shipped_edition.units.values() if unit.level is Level.DISTRICT]
    whole, narrowed = ApiClient(shipped_edition), ApiClient(_of_day(shipped_edition, day))
    for unit in drawn.sample(units, 6):
        service = drawn.choice(["preschool-queue", "housing-queue", "personal-farm-certificate"])
        asked: dict[str, Any] = {
            "service": f"PublicService:{service}",
            "unit": f"District:{unit.id}",
            "on": day.isoformat(),
        }
        assert whole.data(QUERY, **asked) == narrowed.data(QUERY, **asked)
