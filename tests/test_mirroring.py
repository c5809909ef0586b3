"""A public dump and the changes since are a new public dump, byte for byte, whatever people did meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from shapely import MultiPolygon, box
from sqlalchemy import Engine, select, update

from loaders.loading.load import load, load_boundaries
from loaders.seeds import Seeds
from model.edition import Boundary
from model.enums import Origin, RecordKind
from model.public_changes import Position
from store.log import public_log
from store.log.edition_number import publish_edition
from store.log.forgetting import forget_subject
from store.reading.editions import load_edition
from store.tables import tables
from store.tables.engine import is_postgis, reading, writing
from tests.changing import AKKOL_PSC, EDUCATION, KARASAI, ChangingClient
from tests.lived_in import CREATE, MERGE
from tests.mirroring import PRIVATE, Mirror, People, changes, dump_of, key, other

PHONES = {"contacts": [{"kind": "PHONE", "value": "+77163834191"}]}


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    load(store_engine, small_seeds)
    client = ChangingClient(store_engine)
    with client.http:
        client.sign_in("*")
        yield client


def test_after_hundreds_of_random_edits_a_mirror_is_the_source(
    client: ChangingClient, small_seeds: Seeds
) -> None:
    steps = 3 if is_postgis(client.engine) else 10
    mirror, people = Mirror(client), People(client, 7)
    loads = {steps // 3: other(small_seeds), 2 * steps // 3: small_seeds}
    for step in range(steps):
        for _ in range(20):
            people.act()
        assert mirror.follow() == dump_of(client.engine), step
        assert client.edition == load_edition(client.engine), step
        if step in loads:
            load(client.engine, loads[step])
            client.reception.catch_up()
            assert mirror.follow() == dump_of(client.engine), f"load after {step}"
    assert people.done.total() > 12 * steps
    if steps == 10:
        assert {"update", "create", "merge", "give", "correct", "decide", "revert"} <= people.done.keys()
    assert mirror.taken["/changes/start"] == 1, "a mirror follows, and never takes another dump"
    everything = b"".join(mirror.seen).decode()
    assert [word for word in PRIVATE if word in everything] == []


def test_what_people_made_and_merged_outlives_loads_that_replace_an_office(
    client: ChangingClient, small_seeds: Seeds
) -> None:
    made = client.change(CREATE % ("Settlement:akm-akkol-karasai-kyna", EDUCATION))["office"]["id"]
    client.change(MERGE % (KARASAI, AKKOL_PSC))
    for seeds in (other(small_seeds), small_seeds, other(small_seeds)):
        load(client.engine, seeds)
        client.reception.catch_up()
        with reading(client.engine) as connection:
            rows = dict(connection.execute(select(tables.office.c.id, tables.office.c.origin)).all())
        assert rows[made.removeprefix("Office:")] == Origin.PEOPLE
    assert client.edition.current_id(AKKOL_PSC) == EDUCATION  # which stands for the office that took it in


def test_what_an_older_program_did_makes_a_mirror_take_a_new_dump(client: ChangingClient) -> None:
    client.update(KARASAI, PHONES)
    mirror, before = Mirror(client), key(client)
    with writing(client.engine) as connection:
        connection.execute(
            update(tables.office).where(tables.office.c.id == KARASAI).values(given_name="Имя мимо журнала")
        )
        publish_edition(connection)
    client.reception.catch_up()
    (change, end) = changes(client, before)
    assert (change["kind"], change["id"], change["record"]) == (RecordKind.NEW_DUMP, key(client), None)
    assert end["position"] == key(client)
    client.update(EDUCATION, {"nameKk": "Ақкөл білім бөлімі"})
    (gap, end) = changes(client, before)
    assert (gap["kind"], end["position"]) == (RecordKind.NEW_DUMP, key(client))
    assert mirror.follow() == dump_of(client.engine)
    assert mirror.taken["/changes/start"] == 2


def test_changes_are_pruned_and_a_position_before_them_is_gone(
    client: ChangingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    oldest = key(client)
    client.update(KARASAI, PHONES)
    kept = key(client)
    with writing(client.engine) as connection:
        old = datetime.now(UTC) - public_log.KEPT - timedelta(days=1)
        edition = tables.edition
        connection.execute(
            update(edition).where(edition.c.number < client.edition.number).values(published_at=old)
        )
    client.update(EDUCATION, {"nameKk": "Ақкөл білім бөлімі"})
    edition_now = load_edition(client.engine)
    assert [str(block.follows) for block in edition_now.change_log.blocks] == [
        str(edition_now.change_log.blocks[0].follows),
        kept,
    ]  # the edition before is that old, its changes are not
    monkeypatch.setattr(public_log, "MOST_EDITIONS", 1)
    client.update(KARASAI, {"nameKk": "Қарасай"})
    log = load_edition(client.engine).change_log
    assert [block.key.number for block in log.blocks] == [client.edition.number]
    client.reception.serve(client.edition)
    fresh = ChangingClient(client.engine)
    with fresh.http:
        assert fresh.http.get("/changes", params={"since": oldest}).status_code == 410
        assert len(changes(fresh, str(log.blocks[0].follows))) == 2


def test_erased_names_and_filed_proposals_change_nothing_for_a_mirror(client: ChangingClient) -> None:
    client.sign_in("*", subject="aigul")
    client.update(KARASAI, PHONES)
    mirror, before = Mirror(client), key(client)
    assert forget_subject(client.engine, "aigul").changes == 1
    client.reception.catch_up()
    assert key(client) != before
    assert changes(client, before) == [
        {"more": False, "next": f"http://testserver/changes?since={key(client)}", "position": key(client)}
    ]
    assert mirror.follow() == dump_of(client.engine)
    assert mirror.taken["/changes/start"] == 1


def test_erasing_across_a_day_on_which_an_act_turns_is_a_gap(client: ChangingClient) -> None:
    client.sign_in("*", subject="aigul")
    client.update(KARASAI, PHONES)
    with writing(client.engine) as connection:
        edition, act = tables.edition, tables.act
        yesterday = datetime.now(UTC) - timedelta(days=1)
        number = client.edition.number
        connection.execute(update(edition).where(edition.c.number == number).values(published_at=yesterday))
        connection.execute(update(act).values(force_until=(datetime.now(UTC) + timedelta(hours=5)).date()))
    forget_subject(client.engine, "aigul")
    assert load_edition(client.engine).change_log.blocks[-1].key.number == number


def test_boundaries_that_an_operator_loads_are_changes(client: ChangingClient) -> None:
    mirror = Mirror(client)
    square = MultiPolygon([box(70.5, 51.5, 71.5, 52.5)])
    load_boundaries(client.engine, [Boundary("akm-akkol", square, "test")])
    client.reception.catch_up()
    assert mirror.follow() == dump_of(client.engine)
    assert mirror.taken["/changes/start"] == 1
    assert b'"kind":"BOUNDARY"' in mirror.seen[-1]


def test_a_change_of_more_than_a_mirror_is_told_is_a_gap(
    client: ChangingClient, small_seeds: Seeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = Mirror(client)
    monkeypatch.setattr(public_log, "_MOST_BYTES", 100)
    load(client.engine, other(small_seeds))
    client.reception.catch_up()
    assert mirror.follow() == dump_of(client.engine)
    assert mirror.taken["/changes/start"] == 2


def test_a_large_edition_is_kept_in_parts(
    client: ChangingClient, small_seeds: Seeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror, before = Mirror(client), key(client)
    monkeypatch.setattr(public_log, "_LINES_IN_BLOCK", 3)
    load(client.engine, other(small_seeds))
    client.reception.catch_up()
    blocks = client.edition.change_log.blocks
    assert len(blocks) > 2
    assert [block.is_last for block in blocks] == [False] * (len(blocks) - 1) + [True]
    assert mirror.follow() == dump_of(client.engine)
    position, found = before, 0
    while True:
        (*some, end) = changes(client, position, first="2")
        found, position = found + len(some), end["position"]
        if not end["more"]:
            break
        assert Position.of(position).taken == found
    assert found == sum(block.count for block in blocks)
