"""Types lead to each other by the name of a kind."""

from datetime import date
from typing import Any

import pytest

from graph.served import precompute, query_root
from graph.served.precompute import precomputed, warm
from graph.served.registry import Registry
from graph.served.views import Kind
from graph.server.schema import build_schema
from graph.terms.connections import Window
from graph.terms.errors import BadInputError
from graph.types import kinds
from model.edition import Edition
from model.errors import NotFoundError


@pytest.fixture(scope="module")
def registry(small_edition: Edition) -> Registry:
    return Registry(small_edition)


def test_every_kind_is_shown_by_the_schema(registry: Registry) -> None:
    build_schema()
    known = {name: one for name, one in vars(kinds).items() if isinstance(one, Kind)}
    assert set(kinds.NODES) == {one.name for one in known.values()} - {"Unit"}
    for one in known.values():
        assert one.find(registry, "nobody-bears-it") is None, one.name


def test_a_kind_shows_the_same_object_by_slug_and_by_id(registry: Registry) -> None:
    build_schema()
    slug = next(iter(registry.edition.offices))
    office = kinds.OFFICES.show(registry, slug)
    assert office is kinds.OFFICES.must(registry, f"Office:{slug}")
    assert office.record is registry.edition.offices[slug]
    (edge,) = kinds.OFFICES.page(registry, registry.offices_by_name, Window(first=1)).edges
    assert edge.node is kinds.OFFICES.show(registry, registry.offices_by_name[0].id)


def test_an_id_of_another_kind_and_an_unknown_one_are_told_apart(registry: Registry) -> None:
    with pytest.raises(BadInputError, match="'Office:x' is not the id of a PublicService"):
        kinds.SERVICES.must(registry, "Office:x")
    with pytest.raises(NotFoundError, match="no public service has the id 'PublicService:x': publicServices"):
        kinds.SERVICES.must(registry, "PublicService:x")
    with pytest.raises(NotFoundError, match="no office has the id 'Office:x'"):
        kinds.OFFICES.show(registry, "x")
    with pytest.raises(NotFoundError, match="no administrative unit has the id 'Region:x'"):
        kinds.UNITS.must(registry, "Region:x")


def test_a_kind_is_shown_in_one_way_and_not_before_its_type_is_there(registry: Registry) -> None:
    kind: Kind[str, str] = Kind("Lamp", "no lamp has the id {id}")
    with pytest.raises(LookupError, match="Lamp"):
        kind.find(registry, "a")
    kind.enrol(lambda _, slug: slug.upper())
    assert kind.show(registry, "a") == "A"
    with pytest.raises(LookupError, match="pages of Lamp"):
        kind.page(registry, [], Window())
    with pytest.raises(ValueError, match="Lamp is shown in two ways"):
        kind.enrol(lambda _, slug: slug)


def test_a_page_is_told_the_day(registry: Registry) -> None:
    kind: Kind[str, Any] = Kind("Lamp", "no lamp has the id {id}")
    kind.enrol(lambda _, slug: slug, lambda _, found, window, day: (list(found), window, day))
    window = Window(first=2)
    assert kind.page(registry, ["a"], window, date(2026, 3, 2)) == (["a"], window, date(2026, 3, 2))


def test_all_schemas_of_a_process_share_the_root_that_payloads_lead_to() -> None:
    first, second = build_schema(), build_schema(introspection=False)
    assert type(query_root.new_root()) is query_root.ServedQuery
    assert first.query is second.query is query_root.ServedQuery


def test_what_a_type_enrolled_is_worked_out_before_it_is_asked(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_schema()
    monkeypatch.setattr("graph.served.precompute._precomputed", [*precompute._precomputed])
    seen: list[Registry] = []
    precomputed(seen.append)
    warm(registry)
    assert seen == [registry]
    assert {"contradictions", "approximate areas"} <= {derivation.name for derivation in registry._derived}
