"""A new edition is seen by those who watch, and two writers never overwrite each other."""

import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text, update

from loaders.loading.load import load
from loaders.seeds import Seeds
from model.change_values import BadChangeError, FieldValue
from model.edition_key import EditionKey
from model.errors import NotFoundError
from model.office_changes import FieldChange
from store.log.publish import EditionWatcher, latest_edition, publish_edition
from store.log.revision_log import read_revisions
from store.log.revisions import VersionConflictError, record_revision
from store.reading.editions import load_edition
from store.tables import tables
from store.tables.engine import is_postgis, make_engine, reading, writing
from tests.filled import fill

KARASAI = "akm-akkol-karasai-akimat"
PATIENCE_S = 20


@pytest.fixture
def loaded(store_engine: Engine, small_seeds: Seeds) -> Engine:
    """A store with the small seeds."""
    fill(store_engine, small_seeds)
    return store_engine


@pytest.fixture
def seen(loaded: Engine) -> Iterator["queue.Queue[int]"]:
    """Numbers of editions told of by a watcher that knows the first one."""
    told: queue.Queue[int] = queue.Queue()
    with EditionWatcher(loaded, newest(loaded), lambda key: told.put(key.number)):
        yield told
    assert not [one for one in threading.enumerate() if one.name == "kense-editions"]


def newest(engine: Engine) -> EditionKey:
    with reading(engine) as connection:
        latest = latest_edition(connection)
    assert latest is not None
    return latest.key


def publish(engine: Engine) -> int:
    with writing(engine) as connection:
        return publish_edition(connection).number


def test_an_edition_written_by_another_engine_is_told(
    loaded: Engine, seen: "queue.Queue[int]", small_seeds: Seeds
) -> None:
    other = make_engine(loaded.url)
    load(other, replace(small_seeds, toponyms=()))
    other.dispose()
    assert seen.get(timeout=PATIENCE_S) == 2
    assert seen.empty()


def test_an_edition_written_by_another_process_is_told(loaded: Engine, seen: "queue.Queue[int]") -> None:
    program = (
        "import sys\n"
        "from sqlalchemy.engine import make_url\n"
        "from store.tables.engine import make_engine, writing\n"
        "from store.log.publish import publish_edition\n"
        "engine = make_engine(make_url(sys.argv[1]))\n"
        "with writing(engine) as connection:\n"
        "    publish_edition(connection)\n"
        "engine.dispose()\n"
    )
    url = loaded.url.render_as_string(hide_password=False)
    subprocess.run([sys.executable, "-c", program, url], check=True, cwd=Path(__file__).parents[2])
    assert seen.get(timeout=PATIENCE_S) == 2


def test_what_was_published_before_the_watch_began_is_told(loaded: Engine) -> None:
    known = newest(loaded)
    publish(loaded)
    publish(loaded)
    told: queue.Queue[int] = queue.Queue()
    with EditionWatcher(loaded, known, lambda key: told.put(key.number)):
        assert told.get(timeout=PATIENCE_S) == 3


def test_a_write_that_is_rolled_back_is_not_told(loaded: Engine, seen: "queue.Queue[int]") -> None:
    with writing(loaded) as connection:
        publish_edition(connection)
        connection.rollback()
    assert publish(loaded) == 2
    assert seen.get(timeout=PATIENCE_S) == 2


def test_a_callback_that_fails_does_not_end_the_watch(loaded: Engine) -> None:
    numbers: queue.Queue[int] = queue.Queue()

    def fail(key: EditionKey) -> None:
        numbers.put(key.number)
        raise RuntimeError("the reader of editions is broken")

    with EditionWatcher(loaded, newest(loaded), fail):
        publish(loaded)
        assert numbers.get(timeout=PATIENCE_S) == 2
        publish(loaded)
        assert numbers.get(timeout=PATIENCE_S) == 3


def test_a_lost_connection_is_made_again(loaded: Engine, seen: "queue.Queue[int]") -> None:
    if not is_postgis(loaded):
        return  # a file has no connection to lose
    publish(loaded)
    assert seen.get(timeout=PATIENCE_S) == 2
    with writing(loaded) as connection:
        ended = connection.scalars(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'kense watcher' AND datname = current_database()"
            )
        ).all()
    assert ended == [True]
    publish(loaded)
    assert seen.get(timeout=PATIENCE_S) == 3


def test_numbers_have_no_gaps_when_many_write_at_once(loaded: Engine) -> None:
    threads = [
        threading.Thread(target=lambda: [publish(loaded) for _ in range(5)], name=f"writer-{number}")
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(loaded) as connection:
        numbers = connection.scalars(select(tables.edition.c.number).order_by(tables.edition.c.number)).all()
    assert numbers == list(range(1, 22))


def test_a_revision_changes_the_office_and_is_kept(loaded: Engine) -> None:
    change = FieldChange("phones", ("+77163834190",), ("+77163834191", "+77163834192"))
    with writing(loaded) as connection:
        revision = record_revision(connection, KARASAI, 1, [change], "editor", "two lines now")
    assert (revision.version, revision.edition) == (2, 2)
    edition = load_edition(loaded)
    office = edition.offices[KARASAI]
    assert (edition.number, office.version) == (2, 2)
    assert [contact.e164 for contact in office.contacts] == ["+77163834191", "+77163834192"]
    assert office.updated_at == revision.at
    assert [(one.value, one.wins) for one in office.provenance if one.field == "phones"] == [
        ("+77163834191, +77163834192", True),
        ("+77163834190", False),
    ]
    with reading(loaded) as connection:
        assert read_revisions(connection, KARASAI) == (revision,)


def test_the_newest_change_of_a_field_holds_and_others_stay(loaded: Engine) -> None:
    with writing(loaded) as connection:
        first = [FieldChange("name_kk", None, "Қарасай"), FieldChange("address_ru", None, "с. Карасай, 1")]
        record_revision(connection, KARASAI, 1, first, "editor", "a name")
    with writing(loaded) as connection:
        second = [FieldChange("name_kk", "Қарасай", "Қарасай округі"), FieldChange("phones", (), None)]
        record_revision(connection, KARASAI, 2, second, "editor", "a better name")
    office = load_edition(loaded).offices[KARASAI]
    assert office.names[1].value == "Қарасай округі"
    assert office.addresses[0].full == "с. Карасай, 1"
    assert office.contacts == ()
    assert office.version == 3


def test_of_two_writers_with_one_expectation_the_second_is_refused(loaded: Engine) -> None:
    with writing(loaded) as connection:
        record_revision(connection, KARASAI, 1, [FieldChange("name_kk", None, "Қарасай")], "one", "first")
    with pytest.raises(VersionConflictError) as caught, writing(loaded) as connection:
        record_revision(connection, KARASAI, 1, [FieldChange("name_kk", None, "Басқа")], "two", "second")
    assert (caught.value.expected, caught.value.current) == (1, 2)
    edition = load_edition(loaded)
    assert (edition.number, edition.offices[KARASAI].names[1].value) == (2, "Қарасай")


def test_many_writers_at_once_lose_nobodys_work(loaded: Engine) -> None:
    outcomes: queue.Queue[str] = queue.Queue()

    def write(number: int) -> None:
        try:
            with writing(loaded) as connection:
                change = FieldChange("name_kk", None, f"Қарасай {number}")
                record_revision(connection, KARASAI, 1, [change], f"writer {number}", "at once")
            outcomes.put("written")
        except VersionConflictError:
            outcomes.put("refused")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes.get() for _ in threads) == ["refused"] * 5 + ["written"]


@pytest.mark.parametrize(
    ("field", "after", "message"),
    [
        ("floor", "2", "'floor' is not a field that can be changed"),
        ("phones", "+77163834190", "phones is '[+]77163834190', not several values"),
        ("name_ru", ("a", "b"), "not a text"),
        ("name_ru", "", "name_ru is empty: clear it instead"),
        ("kind", None, "kind cannot be cleared"),
        ("kind", "KIOSK", "kind is 'KIOSK', not one of"),
    ],
)
def test_a_change_that_cannot_be_is_named(
    loaded: Engine, field: str, after: FieldValue, message: str
) -> None:
    with pytest.raises(BadChangeError, match=message), writing(loaded) as connection:
        record_revision(connection, KARASAI, 1, [FieldChange(field, None, after)], "editor", "")


def test_unknown_offices_and_units_are_named(loaded: Engine) -> None:
    with pytest.raises(NotFoundError, match="no office has the id 'akm-x'"), writing(loaded) as connection:
        record_revision(connection, "akm-x", 1, [FieldChange("name_kk", None, "Қ")], "editor", "")
    with pytest.raises(NotFoundError, match="located_in is 'akm-y'"), writing(loaded) as connection:
        record_revision(connection, KARASAI, 1, [FieldChange("located_in", None, "akm-y")], "editor", "")
    with reading(loaded) as connection:
        latest = latest_edition(connection)
    assert latest is not None
    assert latest.number == 1


def test_an_office_moved_by_a_person_stands_in_the_new_place(loaded: Engine) -> None:
    with writing(loaded) as connection:
        moved = FieldChange("located_in", "akm-akkol-karasai-karasai", "akm-akkol-karasai-kyna")
        record_revision(connection, KARASAI, 1, [moved], "editor", "moved to Kyna")
    assert load_edition(loaded).offices[KARASAI].located_in == "akm-akkol-karasai-kyna"


def test_the_version_cannot_be_written_past_the_lock(loaded: Engine) -> None:
    with writing(loaded) as connection:
        office = tables.office
        stale = connection.execute(
            update(office).where(office.c.id == KARASAI, office.c.version == 9).values(version=10)
        )
        assert stale.rowcount == 0
