"""Cached parts equal fresh answers: after any edits, for any query, within the limit of bytes."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date
from typing import Any

import orjson
import pytest
from sqlalchemy import Engine, select

from geo.jurisdiction.law import today_in_kazakhstan
from graph.execution.fragments import Fragments
from graph.served.context import Context, Reception
from graph.server.results import dump, shape
from graph.server.schema import build_schema
from loaders.seeds import Seeds
from model.change_values import BadChangeError, FieldValue
from model.edition import Edition
from model.office_changes import FieldChange
from store.log.revisions import record_revision
from store.reading.editions import load_edition
from store.tables import tables
from store.tables.engine import writing
from tests.api_client import SERVICE, ApiClient
from tests.changing import ChangingClient
from tests.effort import examples
from tests.filled import fill

SCHEMA = build_schema()
OFFICE = """fragment Of on Office { id version status kind name(language: RU) names { value language origin }
  address(language: RU) { full } contacts { kind value e164 } schedules { openingHours }
  location { latitude longitude precision } settlement { id name }
  organization { id offices(first: 20) { totalCount edges { node { id name } } } }
  parent { id name branches(first: 20) { totalCount edges { node { id version } } } }
  branches(first: 20) { totalCount edges { node { id name version } } }
  provisions(first: 20) { totalCount edges { node { id roles office { version } service { id name } } } }
  jurisdiction { units(first: 20) { edges { node { id name } } } } provenance { field value wins }
  history(first: 20) { edges { node { version summary } } } successors { id } }"""
QUERIES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("query($id: ID!) { office(id: $id) { ...Of } }", {"id": "Office:akm-akkol-psc"}),
    ("query($id: ID!) { office(id: $id) { ...Of } }", {"id": "Office:akm-akkol-karasai-akimat"}),
    ("query($n: Int!) { offices(first: $n) { totalCount edges { cursor node { ...Of } } } }", {"n": 200}),
    ("{ offices(first: 30, orderBy: UPDATED_DESC) { edges { node { id updatedAt version } } } }", {}),
    (
        f'query($n: String!) {{ officeFor(serviceId: "{SERVICE}", place: {{name: $n}}) {{ outcome '
        "provisions { id office { ...Of } } alternatives { node { id name } } explanation { text } } }",
        {"n": "Кына"},
    ),
    (
        "query($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Office { ...Of } } }",
        {"r": [{"__typename": "Office", "id": "Office:akm-akkol-psc"}]},
    ),
    (
        "query($id: ID!) { administrativeUnit(id: $id) { id name offices(first: 20) { totalCount "
        "edges { node { ...Of } } } children(first: 20) { edges { node { id name } } } } }",
        {"id": "District:akm-akkol"},
    ),
    (
        "query($t: String!) { search(text: $t, first: 5) { edges { node { ... on Office { ...Of } } } } }",
        {"t": "цон"},
    ),
    ("{ nearestPsc(to: {latitude: 52, longitude: 71}, first: 5) { edges { node { ...Of } } } }", {}),
    ("{ edition { number } offices { totalCount } }", {}),
)


def document(query: str) -> str:
    return f"{query} {OFFICE}" if "...Of" in query else query


def told(api: ApiClient, query: str, variables: dict[str, Any]) -> bytes:
    body = json.dumps({"query": document(query), "variables": variables})
    return api.http.post("/graphql", content=body, headers={"content-type": "application/json"}).content


def fresh(edition: Edition, query: str, variables: dict[str, Any]) -> bytes:
    """The answer of a newly built registry, executed by Strawberry."""
    reception = Reception()
    reception.serve(edition)
    context = Context(reception.registry, reception, 60.0, 60.0)
    return dump(shape(SCHEMA.execute_sync(document(query), variables, context), "application/json")[0])


def edited(rng: random.Random, engine: Engine, edition: Edition) -> None:
    """A random edit of an office."""
    unit, office_id = rng.choice(sorted(edition.units)), rng.choice(sorted(edition.offices))
    changes: list[tuple[str, FieldValue]] = [
        ("name_ru", f"Отдел {rng.randrange(99)}"),
        ("phones", (f"+7716383{rng.randrange(10_000):04}",)),
        ("address_ru", f"с. Карасай, {rng.randrange(50)}"),
        ("located_in", unit),
        ("territory_ids", (unit,)),
        ("parent_id", rng.choice([one for one in sorted(edition.offices) if one != office_id])),
        ("kind", rng.choice(["AKIMAT", "DEPARTMENT", "PSC_BRANCH"])),
        ("status", rng.choice(["ACTIVE", "CLOSED"])),
    ]
    field, after = rng.choice(changes)
    with writing(engine) as connection:
        version = connection.scalar(select(tables.office.c.version).where(tables.office.c.id == office_id))
        assert version is not None
        record_revision(connection, office_id, version, [FieldChange(field, None, after)], "editor", "edit")


@pytest.mark.slow
@pytest.mark.parametrize("store_engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(max(1, examples(20) // 10)))
def test_after_any_edits_each_answer_is_the_fresh_one(
    store_engine: Engine, small_seeds: Seeds, seed: int
) -> None:
    fill(store_engine, small_seeds)
    rng, client = random.Random(seed), ChangingClient(store_engine)
    client.sign_out()
    for _ in range(8):
        asked = rng.sample(QUERIES, 6)
        edition = load_edition(store_engine)
        for query, variables in asked:
            expected = fresh(edition, query, variables)
            assert b'"errors"' not in expected
            # By Strawberry or from parts that others made, from cached parts, and as a cached whole.
            assert [told(client, query, variables) for _ in range(3)] == [expected] * 3, query
        for _ in range(rng.choice([1, 1, 3])):
            try:
                edited(rng, store_engine, edition)
            except BadChangeError:
                continue
        client.reception.catch_up()


def test_a_part_is_made_once_and_counts_its_records_each_time(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = ApiClient(small_edition)
    query = "query($id: ID!, $x: Int) { office(id: $id) { id provisions(first: 9) { totalCount } } a: "
    query += "offices(first: $x) { totalCount } }"
    kept: Counter[int] = Counter()
    original = Fragments.keep

    def keep(self: Fragments, selection: int, *rest: Any) -> orjson.Fragment:
        kept[selection] += 1
        return original(self, selection, *rest)

    monkeypatch.setattr(Fragments, "keep", keep)
    told_of = [json.loads(told(api, query, {"id": "Office:akm-akkol-psc", "x": x})) for x in (1, 1, 2, 2)]
    assert list(kept.values()) == [1]
    records = [one["extensions"]["cost"]["records"] for one in told_of]
    assert records == [records[0], records[0], records[0] + 1, records[0] + 1]
    assert records[0] > 2


def test_a_selection_of_the_moment_or_with_a_variable_is_not_kept(small_edition: Edition) -> None:
    api = ApiClient(small_edition)
    registry = api.reception.registry
    assert registry is not None
    for query in (
        "query($id: ID!) { office(id: $id) { id openNow { state } } }",
        "query($id: ID!, $l: LanguageCode! = RU) { office(id: $id) { name(language: $l) } }",
    ):
        for version in ("1", "2", "3"):
            body = {"id": "Office:akm-akkol-psc", "more": version}
            assert b'"errors"' not in told(api, query, body)
    fragments = registry.fragments(today_in_kazakhstan())
    assert fragments is not None
    assert fragments.size == 0


def test_parts_take_no_more_than_they_may_and_go_with_their_registry() -> None:
    views = [object() for _ in range(200)]
    parts = Fragments(date(2031, 4, 1), {id(one) for one in views}, limit_bytes=40_000)
    for one in views:
        assert parts.is_view(one)
        parts.keep(1, one, b"x" * 500, 2)
        found = parts.find(1, one)
        assert found is not None
        assert found.records == 2
        assert parts.size <= 40_000
    assert parts.find(1, views[0]) is None
    assert parts.find(2, views[-1]) is None
    parts.close()
    parts.keep(1, views[0], b"x", 0)
    assert (parts.size, parts.find(1, views[0])) == (0, None)


def test_a_part_that_is_used_outlives_those_that_are_not() -> None:
    views = [object() for _ in range(200)]
    parts = Fragments(date(2031, 4, 1), {id(one) for one in views}, limit_bytes=40_000)
    for one in views:
        parts.keep(1, one, b"x" * 500, 0)
        assert parts.find(1, views[0]) is not None
    assert parts.find(1, views[1]) is None


def test_an_object_that_bears_the_number_of_another_is_not_taken_for_it() -> None:
    first, second = object(), object()
    parts = Fragments(date(2031, 4, 1), {id(first), id(second)})
    parts.keep(1, first, b"first", 0)
    part = parts.find(1, first)
    assert part is not None
    parts._young[1, id(second)] = part
    assert parts.find(1, second) is None


def test_on_another_day_parts_are_made_anew(small_edition: Edition) -> None:
    reception = Reception()
    reception.serve(small_edition)
    registry = reception.registry
    assert registry is not None
    first = registry.fragments(date(2031, 4, 1))
    assert first is registry.fragments(date(2031, 4, 1))
    assert first is not registry.fragments(date(2031, 4, 2))
    registry.retire()
    assert registry.fragments(date(2031, 4, 2)) is None
