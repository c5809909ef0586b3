"""Stores of released programs, with changes of people, come up with all of it and go on."""

import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL, make_url

from changes.development import issue_token
from changes.identity import AccountRole
from geo.sql.spatial_sql import publish_on
from loaders.loading.load import load
from loaders.seeds import Seeds
from store.dumps import restore_dump, write_dump
from store.reading.editions import load_edition
from store.tables.engine import make_engine, reading, writing
from store.tables.revisions import latest_revision
from store.tables.schema import check_schema, migrate
from tests.changing import AKKOL_PSC, EDUCATION, KARASAI, KOKSHETAU_PSC, ChangingClient
from tests.lived_in import KEY, PHONES

RELEASES = ("0.1.0",)
STORES = Path(__file__).parents[1] / "upgrading"
MADE = "akm-akkol-karasai-kyna-psc-branch"
Answers = dict[str, Any]


@pytest.fixture(scope="module")
def another_postgis(postgis_url: URL) -> Iterator[URL]:
    """An empty database beside that of the other tests, with the extension and no table."""
    url = postgis_url.set(database=f"{postgis_url.database}_upgrade")
    admin = create_engine(postgis_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {url.database}"))
    try:
        yield url
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {url.database} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(
    params=[(release, kind) for release in RELEASES for kind in ("sqlite", "postgis")], ids="-".join
)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Answers]]:
    """A store as a release left it, and what that release answered from it."""
    release, kind = request.param
    script = gzip.decompress((STORES / f"{kind}-{release}.sql.gz").read_bytes()).decode()
    answers = json.loads((STORES / f"{kind}-{release}.json").read_text("utf-8"))
    if kind == "sqlite":
        with closing(sqlite3.connect(tmp_path / "kense.sqlite3")) as raw:
            raw.executescript(script)
        engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    else:
        engine = make_engine(request.getfixturevalue("another_postgis"))
        _fill_postgis(engine, script)
    try:
        yield engine, answers
    finally:
        engine.dispose()


def _fill_postgis(engine: Engine, script: str) -> None:
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS kense CASCADE"))
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        connection.execute(text("CREATE EXTENSION postgis SCHEMA public"))
        connection.connection.cursor().execute(script)
        connection.execute(text("RESET search_path"))
        connection.commit()


def test_a_store_of_a_release_answers_after_the_upgrade_what_it_answered_before(
    released: tuple[Engine, Answers],
) -> None:
    engine, before = released
    migrate(engine)
    with writing(engine) as connection:
        check_schema(connection)
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    assert revision == latest_revision()
    client = ChangingClient(engine)
    for query, answer in zip(before["queries"], before["answers"], strict=True):
        assert client.data(query) == answer, query


def test_an_upgraded_store_keeps_ids_versions_keys_and_tokens_and_is_changed_on(
    released: tuple[Engine, Answers], small_seeds: Seeds
) -> None:
    engine, before = released
    migrate(engine)
    old = load_edition(engine)
    assert old.number == before["answers"][0]["edition"]["number"]
    client = ChangingClient(engine)
    # A token with the claims that the old program wrote is still good.
    claims = before["claims"]
    roles = [AccountRole(role) for role in claims["roles"]]
    token = issue_token(client.settings.home, claims["sub"], roles, claims["territories"], hours=1)
    client.http.headers["authorization"] = f"Bearer {token}"
    # A request that the old program carried out is not carried out again.
    client.update(KARASAI, PHONES, key=KEY, expected=1)
    assert client.edition.number == old.number
    client.update(KARASAI, {"nameKk": "Қарасай"})
    assert client.edition.offices[KARASAI].version == old.offices[KARASAI].version + 1
    waiting = next(each for each in old.corrections.values() if each.status == "SUBMITTED")
    client.sign_in("akm", role="reviewer", subject="another reviewer")
    client.change(
        'mutation($id: ID!) { correctionReview(id: $id, decision: ACCEPT, note: "so it is") '
        "{ correction { status } userErrors { code message } } }",
        id=f"Correction:{waiting.id}",
    )
    # The seeds of the new program keep what people changed.
    load(engine, small_seeds)
    new = load_edition(engine)
    assert MADE in new.offices
    assert new.rekeyed[KOKSHETAU_PSC] == AKKOL_PSC
    assert [one.version for one in new.revisions[EDUCATION]] == [
        one.version for one in old.revisions[EDUCATION]
    ]
    assert new.offices[EDUCATION].located_in == old.offices[EDUCATION].located_in
    assert new.offices[KARASAI].contacts == old.offices[KARASAI].contacts


def test_an_upgraded_store_is_published_in_sql_and_dumped(
    released: tuple[Engine, Answers], empty_store: Path, tmp_path: Path
) -> None:
    engine, _ = released
    migrate(engine)
    publish_on(engine)
    written = write_dump(engine, tmp_path / "upgraded.dump")
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(empty_store.read_bytes())
    restored = make_engine(make_url(f"sqlite:///{copy}"))
    assert restore_dump(restored, tmp_path / "upgraded.dump") == written
    assert load_edition(restored).offices == load_edition(engine).offices
    restored.dispose()
    with reading(engine) as connection:
        held = connection.scalar(text("SELECT count(*) FROM revision"))
    assert held == 6
