"""Migrations carry what people changed up, and take away no more than the older tables cannot hold."""

from datetime import UTC, datetime

import orjson
import pytest
from sqlalchemy import Engine, select, text

from loaders.loading.load import load
from loaders.seeds import Seeds
from model.program_files import PROGRAM
from store.reading.editions import load_edition
from store.tables import tables
from store.tables.engine import is_postgis, reading, writing
from store.tables.revisions import latest_revision
from store.tables.schema import check_schema, downgrade, migrate
from tests.changing import EDUCATION, KARASAI, KOKSHETAU_PSC, ChangingClient
from tests.lived_in import live_in

MADE = "akm-akkol-karasai-kyna-psc-branch"

VERSIONS = PROGRAM / "store" / "migrations" / "versions"


def test_down_and_up_again_keeps_what_the_older_tables_can_hold(
    store_engine: Engine, small_seeds: Seeds
) -> None:
    load(store_engine, small_seeds)
    client = live_in(store_engine)
    client.http.close()
    before = load_edition(store_engine)
    assert MADE in before.offices
    assert KOKSHETAU_PSC not in before.offices
    downgrade(store_engine, "0003")
    migrate(store_engine)
    with writing(store_engine) as connection:
        check_schema(connection)
    after = load_edition(store_engine)
    assert after.number == before.number
    # What was changed stays changed, in the log and in the office.
    for office_id in (KARASAI, EDUCATION):
        assert [one.changes for one in after.revisions[office_id]] == [
            one.changes for one in before.revisions[office_id]
        ]
        assert after.offices[office_id].names == before.offices[office_id].names
        assert after.offices[office_id].contacts == before.offices[office_id].contacts
        assert after.offices[office_id].located_in == before.offices[office_id].located_in
    # Offices that people made are unknown to the older tables.
    assert set(before.offices) - set(after.offices) == {MADE}
    assert MADE not in after.revisions
    assert {one.office_id for one in after.corrections.values()} == {
        one.office_id for one in before.corrections.values()
    }
    client = ChangingClient(store_engine)
    client.update(KARASAI, {"nameKk": "Қарасай"})
    assert client.edition.offices[KARASAI].version == before.offices[KARASAI].version + 1
    assert load_edition(store_engine) == client.edition


@pytest.fixture
def old(store_engine: Engine, small_seeds: Seeds) -> Engine:
    """A store of revision 0003 with a revision and two corrections, as that version wrote them."""
    load(store_engine, small_seeds)
    downgrade(store_engine, "0003")
    moment = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    at = moment if is_postgis(store_engine) else moment.replace(tzinfo=None).isoformat(" ")
    changes = orjson.dumps([{"field": "name_kk", "before": None, "after": "Қарасай"}]).decode()
    with writing(store_engine) as connection:
        connection.execute(
            text("INSERT INTO edition (number, published_at, digest) VALUES (2, :at, 'seeds')"), {"at": at}
        )
        connection.execute(
            text("UPDATE office SET version = 2, updated_at = :at WHERE id = :office"),
            {"at": at, "office": KARASAI},
        )
        connection.execute(
            text(
                "INSERT INTO revision (id, office_id, version, edition, at, actor, summary, changes) "
                "VALUES (1, :office, 2, 2, :at, 'editor', 'a name', :changes)"
            ),
            {"office": KARASAI, "at": at, "changes": changes},
        )
        for number, status, revision in ((1, "ACCEPTED", 1), (2, "SUBMITTED", None)):
            connection.execute(
                text(
                    "INSERT INTO correction (id, office_id, base_version, status, changes, evidence, "
                    "submitted_at, submitted_by, revision_id) VALUES "
                    "(:id, :office, 1, :status, :changes, '[\"I saw it\"]', :at, 'somebody', :revision)"
                ),
                {
                    "id": number,
                    "office": KARASAI,
                    "status": status,
                    "changes": changes,
                    "at": at,
                    "revision": revision,
                },
            )
    return store_engine


def test_an_older_store_with_changes_comes_up_with_all_of_them(old: Engine) -> None:
    migrate(old)
    with writing(old) as connection:
        check_schema(connection)
    edition = load_edition(old)
    assert (edition.number, edition.offices[KARASAI].version) == (2, 2)
    assert edition.offices[KARASAI].names[1].value == "Қарасай"
    (revision,) = edition.revisions[KARASAI]
    assert (revision.actor, revision.at, revision.evidence) == (
        "editor",
        datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        (),
    )
    assert {number: (one.status, one.evidence) for number, one in edition.corrections.items()} == {
        1: ("ACCEPTED", ("I saw it",)),
        2: ("SUBMITTED", ("I saw it",)),
    }
    with reading(old) as connection:
        assert connection.scalars(select(tables.office.c.origin).distinct()).all() == ["ACTS"]
        assert connection.scalars(select(tables.correction.c.edition).distinct()).all() == [2]


def test_every_step_of_the_history_goes_down_and_up_with_data(
    store_engine: Engine, small_seeds: Seeds
) -> None:
    load(store_engine, small_seeds)
    live_in(store_engine).http.close()
    known = sorted(path.name[:4] for path in VERSIONS.glob("0*.py"))
    assert known[-1] == latest_revision()
    for revision in reversed(known[:-1]):
        downgrade(store_engine, revision)
    migrate(store_engine)
    with writing(store_engine) as connection:
        check_schema(connection)
    edition = load_edition(store_engine)
    assert edition.revisions[KARASAI]
    assert set(edition.offices) > {KARASAI, EDUCATION}
