"""A server with KENSE_LOCATE_NEW locates the new places of its store in its own process; others do not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, select

from changes.location_run import TASK, location_run
from graph.served.current_registry import Reception
from graph.served.locating import LocatingBeside
from loaders.seeds import Seeds
from model.enums import PositionState
from model.settings import Settings
from store.log.leases import Lease
from store.reading.edition_source import EditionSource
from store.reading.editions import load_edition
from store.tables import tables
from store.tables.engine import reading
from tests.geocoder_server import GeocoderServer, Reply, geocoder_server
from tests.locating import settings, states, store_with

PATIENCE_S = 40.0
pytestmark = pytest.mark.slow


@pytest.fixture
def store(store_engine: Engine, small_seeds: Seeds) -> Engine:
    return store_with(store_engine, small_seeds)


@pytest.fixture
def server() -> Iterator[GeocoderServer]:
    with geocoder_server() as server:
        yield server


def of_store(engine: Engine, **more: str) -> Settings:
    url = engine.url.render_as_string(hide_password=False)
    return replace(settings(**more), database_url=url)


def receive(engine: Engine) -> Reception:
    """A registry holder that serves the newest edition whenever it catches up."""

    reception = Reception()
    reception.supply_from(EditionSource(engine).newer)
    reception.serve(load_edition(engine))
    return reception


def until(happened: Callable[[], object]) -> None:
    ends = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.1)


def editions(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(tables.edition)) or 0


def needs(engine: Engine) -> list[str]:
    found = states(load_edition(engine))
    return [subject for subject, (state, _) in found.items() if state is PositionState.NEEDS_GEOCODING]


def test_what_needs_it_is_located_beside_the_server(store: Engine) -> None:
    reception = receive(store)
    with LocatingBeside(reception, of_store(store, KENSE_LOCATE_NEW="on"), look_s=0.1):
        until(lambda: not needs(store))
        number = editions(store)
        reception.catch_up()
        time.sleep(0.5)
        assert editions(store) == number  # nothing is left, and nothing is started
    at = load_edition(store).units["akm-akkol-karasai-kyna"].position
    assert at is not None
    assert at.source_id == "111"


@pytest.mark.parametrize("more", [{}, {"KENSE_LOCATE_NEW": "on", "KENSE_READ_ONLY": "on"}])
def test_a_server_that_is_not_told_to_or_only_answers_locates_nothing(
    store: Engine, more: dict[str, str]
) -> None:
    with LocatingBeside(receive(store), of_store(store, **more), look_s=0.01) as beside:
        time.sleep(0.3)
        assert not beside._thread.is_alive()
    assert editions(store) == 1


def test_a_server_that_stops_does_not_wait_for_a_slow_geocoder(store: Engine, server: GeocoderServer) -> None:
    server.tell(Reply("[]", delay_s=20))
    more = {"KENSE_GEOCODERS": f"nominatim={server.url}", "KENSE_GEOCODER_TIMEOUT_S": "30"}
    with LocatingBeside(receive(store), of_store(store, KENSE_LOCATE_NEW="on", **more), look_s=0.1):
        until(lambda: server.asked)
        began = time.monotonic()
    assert time.monotonic() - began < 10
    with Lease(store, TASK):  # the lease was released
        pass


def test_of_two_servers_one_locates_and_the_other_waits(store: Engine) -> None:
    reception = receive(store)
    with (
        location_run(store, settings()),
        LocatingBeside(reception, of_store(store, KENSE_LOCATE_NEW="on"), look_s=0.1),
    ):
        time.sleep(5)
        assert editions(store) == 1
    assert needs(store)
