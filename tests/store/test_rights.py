"""One role owns the tables, one serves, one only reads: on a real PostGIS, each with its password."""

from __future__ import annotations

import json
import secrets
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from geo.sql.spatial_sql import publish_on
from kense import app
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.errors import NoRightInStoreError, StoreError
from store.log.publish import publish_edition
from store.reading.editions import load_edition
from store.tables import tables
from store.tables.engine import make_engine, reading, writing
from store.tables.rights import statements_of_rights
from store.tables.schema import drop_sql_schema, migrate
from tests.changing import KARASAI, UPDATE, ChangingClient
from tests.stress.servers import servers

DDL = (
    "CREATE TABLE public.mine (id integer)",
    "ALTER TABLE office ADD COLUMN mine integer",
    "DROP TABLE correction",
    "TRUNCATE revision CASCADE",
    "DROP SCHEMA kense CASCADE",
    "UPDATE alembic_version SET version_num = 'none'",
    "CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
)


@pytest.fixture
def owner(postgis_url: URL, small_seeds: Seeds) -> Iterator[Engine]:
    """The owner's engine, over a loaded store."""
    engine = make_engine(postgis_url)
    try:
        load(engine, small_seeds)
        yield engine
        with writing(engine) as connection:
            names = ", ".join(table.name for table in tables.metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    finally:
        engine.dispose()


@pytest.fixture
def role(owner: Engine) -> Iterator[Callable[[], URL]]:
    """Makes roles that may sign in, each with the URL of its own; all are dropped at the end."""
    made: list[str] = []

    def make() -> URL:
        name, password = f"kense test {secrets.token_hex(4)}", secrets.token_hex(8)
        with writing(owner) as connection:
            connection.execute(text(f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{password}'"))
        made.append(name)
        return owner.url.set(username=name, password=password)

    yield make
    with writing(owner) as connection:
        for name in made:
            connection.execute(text(f'DROP OWNED BY "{name}"'))
            connection.execute(text(f'DROP ROLE "{name}"'))


def grant(owner: Engine, *options: str) -> Any:
    address = owner.url.render_as_string(hide_password=False)
    return CliRunner().invoke(app, ["grant", *options, "--database", address])


def refused(engine: Engine, statement: str) -> bool:
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text(statement))
    assert caught.value.orig is not None
    return getattr(caught.value.orig, "sqlstate", None) == "42501"


def test_who_serves_changes_rows_and_no_table(owner: Engine, role: Callable[[], URL]) -> None:
    url = role()
    assert url.username is not None
    done = grant(owner, "--serve", url.username)
    assert done.exit_code == 0, done.output
    serving = make_engine(url)
    try:
        client = ChangingClient(serving)
        with client.http:
            assert (
                client.change(
                    UPDATE, id=f"Office:{KARASAI}", expected=1, patch={"nameRu": "Новое имя"}, key="k"
                )["office"]["version"]
                == 2
            )
        assert all(refused(serving, statement) for statement in DDL)
        migrate(serving)  # there is nothing to do
        assert not publish_on(serving)
        with reading(serving) as connection:
            assert connection.scalar(text("SELECT count(*) FROM kense.nearest_psc(70.9, 51.9, 2)")) == 2
    finally:
        serving.dispose()
    assert load_edition(owner).offices[KARASAI].version == 2


def test_a_server_that_only_answers_needs_a_role_that_only_reads(
    owner: Engine, role: Callable[[], URL], tmp_path: Path
) -> None:
    url = role()
    assert url.username is not None
    assert grant(owner, "--read", url.username).exit_code == 0

    def ask(server: str, query: str) -> Any:
        request = urllib.request.Request(
            server, json.dumps({"query": query}).encode(), {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    submit = """mutation { correctionSubmit(officeId: "Office:%s", baseVersion: 1,
      patch: {nameRu: "Другое имя"}, evidence: ["I saw it"]) { userErrors { code } } }"""
    for settings in ({}, {"KENSE_READ_ONLY": "on"}):
        with servers(url, tmp_path / str(len(settings)), 1, settings) as (server,):
            assert ask(server.url, "{ edition { offices } }")["data"]["edition"]["offices"] == 12
            (error,) = ask(server.url, submit % KARASAI)["errors"]
            assert error["extensions"]["code"] == "READ_ONLY"
            assert "read-only" in error["message"]
            with writing(owner) as connection:
                number = publish_edition(connection).number
            end = time.monotonic() + 30
            while ask(server.url, "{ edition { number } }")["data"]["edition"]["number"] < number:
                assert time.monotonic() < end, "it does not hear of editions of others"
                time.sleep(0.1)
    assert load_edition(owner).corrections == {}


def test_a_role_that_only_reads_writes_nothing_and_says_so(owner: Engine, role: Callable[[], URL]) -> None:
    url = role()
    assert url.username is not None
    assert grant(owner, "--serve", url.username).exit_code == 0
    assert grant(owner, "--read", url.username).exit_code == 0  # it served before
    only_reading = make_engine(url)
    try:
        assert load_edition(only_reading).number == 1
        statements = (
            *DDL,
            "DELETE FROM correction",
            "UPDATE office SET version = 9",
            "SELECT nextval('revision_id_seq')",
        )
        assert all(refused(only_reading, statement) for statement in statements)
        with (
            pytest.raises(NoRightInStoreError, match="permission denied for table edition"),
            writing(only_reading) as connection,
        ):
            publish_edition(connection)
    finally:
        only_reading.dispose()


def test_tables_and_views_of_a_later_version_are_covered(owner: Engine, role: Callable[[], URL]) -> None:
    serving, only_reading = role(), role()
    assert serving.username is not None
    assert only_reading.username is not None
    assert grant(owner, "--serve", serving.username, "--read", only_reading.username).exit_code == 0
    with writing(owner) as connection:
        connection.execute(text("CREATE TABLE later (id serial PRIMARY KEY)"))
        drop_sql_schema(connection)
    try:
        publish_on(owner)
        for url, may_write in ((serving, True), (only_reading, False)):
            engine = make_engine(url)
            with engine.begin() as connection:
                assert connection.scalar(text("SELECT count(*) FROM later")) == 0
                assert connection.scalar(text("SELECT count(*) FROM kense.offices")) == 12
                if may_write:
                    connection.execute(text("INSERT INTO later DEFAULT VALUES"))
                    connection.execute(text("DELETE FROM later"))
            assert may_write or refused(engine, "INSERT INTO later DEFAULT VALUES")
            assert refused(engine, "DROP TABLE later")
            engine.dispose()
    finally:
        with writing(owner) as connection:
            connection.execute(text("DROP TABLE later"))


def rights(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        lists = connection.execute(
            text(
                "SELECT relnamespace::regnamespace::text, relname, relacl::text FROM pg_class "
                "WHERE relacl IS NOT NULL ORDER BY 1, 2"
            )
        )
        later = connection.execute(text("SELECT defaclobjtype::text, defaclacl::text FROM pg_default_acl"))
        return [str(tuple(row)) for row in (*lists, *later)]


def test_the_same_again_changes_nothing_and_showing_it_neither(
    owner: Engine, role: Callable[[], URL]
) -> None:
    name = role().username
    assert name is not None
    before = rights(owner)
    shown = grant(owner, "--serve", name, "--show")
    assert "GRANT INSERT, UPDATE, DELETE ON " in shown.output
    assert f'TO "{name}";' in shown.output
    assert rights(owner) == before
    assert grant(owner, "--serve", name).exit_code == 0
    granted = rights(owner)
    assert granted != before
    assert grant(owner, "--serve", name).exit_code == 0
    assert rights(owner) == granted


def test_roles_that_cannot_be_are_refused_by_name(owner: Engine, role: Callable[[], URL]) -> None:
    name = role().username
    assert name is not None
    for options, message in (
        (["--serve", "nobody"], "there is no role 'nobody'"),
        (["--read", str(owner.url.username or "postgres")], "may do everything with these tables"),
        (["--serve", name, "--read", name], "a role serves, or it only reads"),
    ):
        done = grant(owner, *options)
        assert isinstance(done.exception, StoreError)
        assert message in str(done.exception)
    assert grant(owner).exit_code == 2


def test_rights_are_given_after_the_tables_were_made(owner: Engine, postgis_url: URL) -> None:
    elsewhere = make_engine(postgis_url.update_query_dict({"options": "-csearch_path=pg_temp"}))
    try:
        with (
            elsewhere.connect() as connection,
            pytest.raises(StoreError, match="no tables of the registry yet"),
        ):
            statements_of_rights(connection, ["nobody"], [])
    finally:
        elsewhere.dispose()


def test_a_file_has_no_roles(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["grant", "--read", "a", "--database", f"sqlite:///{tmp_path}/a.sqlite3"])
    assert isinstance(done.exception, StoreError)
    assert "has no roles" in str(done.exception)
