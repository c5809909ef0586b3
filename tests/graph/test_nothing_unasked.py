"""A query computes only what it selects."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from geo.jurisdiction import jurisdiction
from graph.roots import nearby
from graph.terms import connections
from model.edition import Edition
from model.lazy import Lazy
from tests.api_client import SERVICE, ApiClient

RESOLUTION = (
    'query {{ officeFor(serviceId: "{service}", place: {{name: "Кына"}}) '
    "{{ outcome provisions {{ office {{ id }} }} {more} }} }}"
)
STEPS = ("alternatives", "nearest_giver", "climbed", "concluded")


@pytest.fixture
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


def counted(monkeypatch: pytest.MonkeyPatch, owner: Any, *names: str) -> Counter[str]:
    calls: Counter[str] = Counter()

    def noted(name: str) -> None:
        original = getattr(owner, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            calls[name] += 1
            return original(*args, **kwargs)

        monkeypatch.setattr(owner, name, call)

    for name in names:
        noted(name)
    return calls


@pytest.mark.parametrize(
    ("more", "worked_out"),
    [
        ("", set()),
        ("place { id } lawStatus placeBasis", set()),
        ("alternatives { node { id } }", {"alternatives"}),
        ("nearest { node { id } }", {"nearest_giver"}),
        ("nearestDiffers nearest { node { id } }", {"nearest_giver"}),
        ("explanation { text }", {"climbed", "concluded"}),
    ],
)
def test_who_serves_a_place_is_told_without_what_was_not_asked(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch, more: str, worked_out: set[str]
) -> None:
    calls = counted(monkeypatch, jurisdiction, *STEPS)
    found = api.data(RESOLUTION.format(service=SERVICE, more=more))["officeFor"]
    assert found["outcome"] == "RESOLVED"
    assert dict(calls) == dict.fromkeys(worked_out, 1)


def test_cursors_are_written_where_they_are_asked_for(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = counted(monkeypatch, connections, "encode_cursor")
    api.data("{ offices(first: 4) { totalCount pageInfo { hasNextPage } edges { node { id } } } }")
    assert not calls
    page = api.data("{ offices(first: 4) { pageInfo { endCursor } edges { cursor } } }")["offices"]
    assert calls["encode_cursor"] == 5
    assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]


def test_cursors_of_near_offices_are_written_where_they_are_asked_for(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = counted(monkeypatch, nearby, "encode_cursor")
    near = "{{ nearestOffices(to: {{latitude: 52, longitude: 71}}, first: 2) {{ edges {{ {of} }} }} }}"
    api.data(near.format(of="distanceMeters node { id }"))
    assert not calls
    api.data(near.format(of="cursor"))
    assert calls["encode_cursor"] == 2


def test_views_are_made_of_what_is_shown(api: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = api.reception.registry
    assert registry is not None
    made = counted(monkeypatch, registry, "_keep")
    api.data("{ offices(first: 4) { totalCount } }")
    assert not made
    api.data("{ offices(first: 4) { edges { node { id } } } }")
    assert made["_keep"] == 4


def test_a_lazy_value_is_made_once_and_equal_by_value() -> None:
    made: list[int] = []

    def make() -> str:
        made.append(1)
        return "value"

    lazy = Lazy(make)
    assert made == []
    assert [lazy.value, lazy.value] == ["value", "value"]
    assert made == [1]
    assert lazy == Lazy.of("value")
    assert lazy != Lazy.of("other")
    assert hash(lazy) == hash(Lazy.of("value"))
