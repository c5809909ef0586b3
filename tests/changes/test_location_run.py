"""Units and offices of a store are located with its gazetteers: which positions are written, which never."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.engine import make_url

from changes.location_run import TASK, location_run
from changes.location_search import Finding
from changes.location_writing import LoadedMeanwhileError, write_findings
from geo.locator.position_needs import need_of_office
from geo.locator.position_states import PositionStates
from geo.units.edition_index import Atlas, AtlasStep
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.enums import PositionState, PositionTrouble, Precision
from model.location_attempts import GEOCODED
from model.settings import Settings
from store.dumps import restore_dump, write_dump
from store.log.leases import LASTS, Lease, TaskTakenError
from store.reading.editions import load_edition, newer_edition
from store.tables import tables
from store.tables.engine import make_engine, reading, writing
from store.tables.schema import migrate
from tests.changing import ChangingClient
from tests.geocoder_server import GeocoderServer, geocoder_server
from tests.locating import (
    EDUCATION,
    KARASAI,
    KYNA,
    OUTLINE,
    PLACES,
    changed,
    know,
    located,
    place,
    settings,
    shown,
    states,
    store_with,
)

UNIT_KYNA = "unit:akm-akkol-karasai-kyna"
NEEDS, LOCATED = PositionState.NEEDS_GEOCODING, PositionState.LOCATED
COULD_NOT = PositionState.COULD_NOT_BE_LOCATED


@pytest.fixture
def store(store_engine: Engine, small_seeds: Seeds) -> Engine:
    return store_with(store_engine, small_seeds)


@pytest.fixture
def client(store: Engine) -> ChangingClient:
    return ChangingClient(store)


@pytest.fixture
def geocoder() -> Iterator[GeocoderServer]:
    with geocoder_server() as server:
        yield server


def rows(engine: Engine, name: str) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(tables.metadata.tables[name])) or 0


def test_a_store_locates_settlements_by_its_gazetteer_then_what_holds_them_then_offices(
    store: Engine,
) -> None:
    before = load_edition(store)
    assert states(before)[UNIT_KYNA] == (NEEDS, None)
    found = changed(located(store))
    assert {UNIT_KYNA, "unit:akm-akkol-karasai", "unit:akm-akkol", "unit:akm"} <= found.keys()
    assert found[f"office:{KARASAI}"] == "new"
    edition = load_edition(store)
    at = edition.units["akm-akkol-karasai-kyna"].position
    assert at is not None
    assert ((at.lon, at.lat), at.precision, at.method) == (KYNA, Precision.SETTLEMENT, GEOCODED)
    assert (at.source, at.source_id) == ("geonames", "111")
    okrug = edition.units["akm-akkol-karasai"].position
    assert okrug is not None
    assert okrug.precision is Precision.OKRUG
    assert 72.0 <= okrug.lon <= 72.21
    assert shown(store, KARASAI) == {
        "at": (72.0, 52.1),
        "precision": "SETTLEMENT",
        "method": GEOCODED,
        "source": "geonames",
    }
    after = states(edition)
    assert after[UNIT_KYNA] == after[f"office:{KARASAI}"] == (LOCATED, None)
    assert after["unit:akm-akkol-kenes-barap"] == (COULD_NOT, PositionTrouble.NOT_FOUND)
    assert after[f"office:{EDUCATION}"] == (COULD_NOT, PositionTrouble.NO_GEOCODER)
    assert all(state is not NEEDS for state, _ in after.values())


def test_the_log_tells_who_located_an_office_and_from_whose_data(store: Engine) -> None:
    located(store)
    (revision,) = load_edition(store).revisions[KARASAI]
    assert (revision.actor, revision.summary) == ("registry", "the position was located")
    assert [change.field for change in revision.changes] == ["location"]
    credit = revision.evidence[0]
    assert "geonames:112" in credit
    assert "CC BY 4.0" in credit
    assert "SETTLEMENT" in credit


def test_a_second_run_finds_nothing_to_do_until_a_gazetteer_knows_more(store: Engine) -> None:
    located(store)
    editions = rows(store, "edition")
    assert located(store) == []
    assert rows(store, "edition") == editions
    know(store, (*PLACES, place("113", "Барап", (71.3, 52.1))))
    assert changed(located(store)) == {"unit:akm-akkol-kenes-barap": "new"}
    # As many places as before, and another one among them.
    know(store, (*PLACES, place("114", "Орнек", (70.4, 52.1))))
    assert changed(located(store)) == {"unit:akm-akkol-naumovka-ornek": "new"}


def test_nobody_is_asked_by_default(store: Engine, geocoder: GeocoderServer) -> None:
    located(store)
    assert geocoder.asked == []
    assert rows(store, "geocoder_answer") == 0


@pytest.mark.parametrize(
    ("places", "trouble"),
    [
        ((OUTLINE, place("1", "Кына", (76.9, 43.2), "elsewhere")), PositionTrouble.NOT_FOUND),
        ((OUTLINE, place("1", "Кина", KYNA)), None),  # one mild key
        ((OUTLINE, place("1", "Кынау", KYNA)), PositionTrouble.NOT_FOUND),  # equal types are no evidence
        (
            (OUTLINE, place("1", "Кына", KYNA), place("2", "Кына", (72.3, 51.7))),
            PositionTrouble.AMBIGUOUS,
        ),
        # Far from Минское, which lies in the same okrug.
        ((OUTLINE, place("1", "Кына", (70.2, 51.6))), PositionTrouble.NOT_FOUND),
        # The place of Минское, as another unit has it.
        ((OUTLINE, place("1520925", "Кына", KYNA)), PositionTrouble.NOT_FOUND),
    ],
)
def test_only_a_name_that_proves_one_free_place_locates_a_settlement(
    store_engine: Engine, small_seeds: Seeds, places: tuple[object, ...], trouble: PositionTrouble | None
) -> None:
    store = store_with(store_engine, small_seeds, places)  # type: ignore[arg-type]
    located(store)
    state = LOCATED if trouble is None else COULD_NOT
    assert states(load_edition(store))[UNIT_KYNA] == (state, trouble)


def test_without_a_gazetteer_the_run_says_so_of_each_and_ends(
    store_engine: Engine, small_seeds: Seeds
) -> None:
    load(store_engine, small_seeds)
    located(store_engine)
    assert states(load_edition(store_engine))[UNIT_KYNA] == (COULD_NOT, PositionTrouble.NOT_FOUND)


def test_what_a_person_set_is_never_looked_for(store: Engine, client: ChangingClient) -> None:
    client.update(KARASAI, {"location": {"latitude": 52.11, "longitude": 72.01}})
    assert states(load_edition(store))[f"office:{KARASAI}"] == (LOCATED, None)
    assert f"office:{KARASAI}" not in changed(located(store))
    assert shown(store, KARASAI)["method"] == "correction"


def test_what_a_person_took_away_stays_away_and_is_listed(store: Engine, client: ChangingClient) -> None:
    client.update(EDUCATION, {"location": None})
    assert states(load_edition(store))[f"office:{EDUCATION}"] == (COULD_NOT, PositionTrouble.TAKEN_AWAY)
    assert f"office:{EDUCATION}" not in changed(located(store))
    assert load_edition(store).offices[EDUCATION].position is None


def test_a_person_who_goes_back_to_the_acts_is_not_overruled(store: Engine, client: ChangingClient) -> None:
    located(store)
    revert = """mutation($id: ID!, $expected: Int!) { officeRevert(id: $id, toVersion: 1,
      expectedVersion: $expected, reason: "no") { userErrors { message } } }"""
    client.change(revert, id=f"Office:{KARASAI}", expected=2)
    assert load_edition(store).offices[KARASAI].position is None
    assert states(load_edition(store))[f"office:{KARASAI}"] == (COULD_NOT, PositionTrouble.TAKEN_AWAY)
    assert located(store) == []


def test_a_finer_position_is_never_replaced_by_a_coarser_one(store: Engine) -> None:
    with location_run(store, settings()) as run:
        for batch in run.batches():
            for one in batch:
                if one.after is not None and one.need.position is not None:
                    assert list(Precision).index(one.after.precision) < list(Precision).index(
                        one.need.position.precision
                    )
            run.write(batch)


def test_an_office_that_somebody_changes_meanwhile_is_left_to_the_next_run(
    store: Engine, client: ChangingClient
) -> None:
    with location_run(store, settings()) as run:
        for batch in run.batches():
            if any(one.need.subject == f"office:{KARASAI}" for one in batch):
                client.update(KARASAI, {"postalCode": "020111"})
            run.write(batch)
        assert run.late == [f"office:{KARASAI}"]
    assert load_edition(store).offices[KARASAI].position is None
    assert changed(located(store)) == {f"office:{KARASAI}": "new"}


def test_nothing_is_written_over_seeds_that_were_loaded_meanwhile(store: Engine, small_seeds: Seeds) -> None:
    with location_run(store, settings()) as run:
        (first, *_) = run.batches()
        load(store, replace(small_seeds, toponyms=small_seeds.toponyms[:-1]))
        before = load_edition(store)
        with pytest.raises(LoadedMeanwhileError, match="loaded anew"):
            run.write(first)
    assert load_edition(store) == before


def test_one_process_at_a_time_locates_and_the_next_when_it_died(store: Engine) -> None:
    with (
        location_run(store, settings()),
        pytest.raises(TaskTakenError, match="another process"),
        location_run(store, settings()),
    ):
        pytest.fail("two at once")
    with location_run(store, settings()):
        pass
    dead = Lease(store, TASK)
    dead.__enter__()
    with pytest.raises(TaskTakenError), location_run(store, settings()):
        pytest.fail("two at once")
    with writing(store) as connection:
        connection.execute(update(tables.lease).values(until=datetime.now(UTC) - timedelta(seconds=1)))
    with location_run(store, settings()) as run:
        dead._renewed -= LASTS
        with pytest.raises(TaskTakenError):
            dead.renew()  # the process that was thought dead does not continue beside the next one
        assert run.search.count() > 0


def test_positions_outlast_a_load_of_other_seeds(store: Engine, small_seeds: Seeds) -> None:
    located(store)
    load(store, replace(small_seeds, toponyms=small_seeds.toponyms[:-1]))
    edition = load_edition(store)
    at = edition.units["akm-akkol-karasai-kyna"].position
    assert at is not None
    assert (at.lon, at.lat) == KYNA
    assert shown(store, KARASAI)["method"] == GEOCODED
    assert states(edition)[UNIT_KYNA] == (LOCATED, None)


def test_a_unit_that_is_called_otherwise_now_is_looked_for_again(store: Engine, small_seeds: Seeds) -> None:
    located(store)
    areas = [
        replace(area, name_ru="Барап") if area.id == "akm-akkol-karasai-kyna" else area
        for area in small_seeds.areas
    ]
    load(store, replace(small_seeds, areas=tuple(areas)))
    edition = load_edition(store)
    assert edition.units["akm-akkol-karasai-kyna"].position is None
    assert states(edition)[UNIT_KYNA] == (NEEDS, None)


def test_a_position_whose_text_is_gone_goes_back_to_what_acts_say(store: Engine, small_seeds: Seeds) -> None:
    located(store)
    areas = [
        replace(area, name_ru="Неведомое") if area.id == "akm-akkol-karasai-karasai" else area
        for area in small_seeds.areas
    ]
    records = {
        key: tuple(
            replace(one, locality="Неведомое", address="с. Неведомое") if one.office == KARASAI else one
            for one in listed
        )
        for key, listed in small_seeds.records.items()
    }
    load(store, replace(small_seeds, areas=tuple(areas), records=records))
    assert states(load_edition(store))[f"office:{KARASAI}"] == (NEEDS, None)
    assert changed(located(store))[f"office:{KARASAI}"] == "gone"
    edition = load_edition(store)
    assert edition.offices[KARASAI].position is None
    assert edition.revisions[KARASAI][-1].changes[0].is_released
    assert states(edition)[f"office:{KARASAI}"] == (COULD_NOT, PositionTrouble.NOT_FOUND)


def test_an_edition_laid_over_knows_the_states_that_a_whole_read_knows(store: Engine) -> None:
    current = load_edition(store)
    kept = PositionStates.of(current)
    atlas = Atlas.of(current)
    with location_run(store, settings()) as run:
        for batch in run.batches():
            run.write(batch)
            with reading(store) as connection:
                later = newer_edition(connection, current)
            step = AtlasStep.of(atlas, later)
            kept = PositionStates.of(later) if step is None else kept.carried_on(step)
            atlas = Atlas.of(later) if step is None else step.atlas
            current = later
    whole = load_edition(store)
    assert current == whole
    fresh = PositionStates.of(whole)
    for state in PositionState:
        assert kept[state] == fresh[state]


def test_a_run_with_a_limit_goes_on_where_it_stopped(store: Engine) -> None:
    first = located(store, limit=5)
    assert len(first) == 5
    rest = located(store)
    assert not {one.need.subject for one in first} & {one.need.subject for one in rest}
    assert located(store) == []


def test_a_dump_keeps_what_was_tried_and_no_lease(store: Engine, tmp_path: Path) -> None:
    located(store)
    with location_run(store, settings()):
        write_dump(store, tmp_path / "kense.dump")
    other = make_engine(make_url(f"sqlite:///{tmp_path}/other.sqlite3"))
    migrate(other)
    restore_dump(other, tmp_path / "kense.dump")
    assert load_edition(other) == load_edition(store)
    assert located(other) == []  # and no lease blocks it
    other.dispose()


def test_a_batch_of_nothing_makes_no_edition(store: Engine) -> None:
    edition = load_edition(store)
    digest = _digest(store)
    need = need_of_office(edition, edition.offices[KARASAI])
    assert need is not None
    written = write_findings(
        store, [Finding(need=need, version=1, after=None, attempt=None)], digest, edition
    )
    assert written.edition is None
    assert load_edition(store).number == edition.number


def _digest(engine: Engine) -> str:
    with reading(engine) as connection:
        return str(connection.scalar(select(tables.edition.c.digest)))


def test_settings_name_no_geocoder_unless_an_operator_does() -> None:
    assert Settings.from_environment({"KENSE_HOME": "var"}).geocoders == ()
