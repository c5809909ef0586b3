"""A dump contains all of a store, and fills an empty store of either kind, or leaves it empty."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import shapely
from sqlalchemy import Engine, func, select, text
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

import kense
from geo.sql.spatial_sql import publish_on
from loaders.loading.load import load, load_boundaries
from loaders.seeds import Seeds
from model.edition import Boundary, Edition
from model.errors import StoreError
from store.dumps import BadDumpError, StoreNotEmptyError, check_dump, restore_dump, write_dump
from store.reading.editions import load_edition
from store.tables import tables
from store.tables.engine import is_postgis, make_engine, reading, writing
from store.tables.schema import migrate
from tests.api_client import ApiClient
from tests.changing import KARASAI, ChangingClient
from tests.lived_in import ASKED, KEY, PHONES, live_in


@pytest.fixture(params=[("sqlite", "postgis"), ("postgis", "sqlite"), ("sqlite", "sqlite")], ids="-to-".join)
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    """A store to dump and one to restore into, both with all tables and nothing in them."""
    engines = []
    for place, kind in enumerate(request.param):
        if kind == "sqlite":
            engines.append(make_engine(make_url(f"sqlite:///{tmp_path}/{place}.sqlite3")))
            migrate(engines[-1])
        else:
            engines.append(make_engine(request.getfixturevalue("postgis_url")))
    yield engines[0], engines[1]
    for engine in engines:
        if is_postgis(engine):
            with writing(engine) as connection:
                names = ", ".join(table.name for table in tables.metadata.sorted_tables)
                connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        engine.dispose()


@pytest.fixture
def lived_in(stores: tuple[Engine, Engine], small_seeds: Seeds) -> Iterator[ChangingClient]:
    """A server over the first store, which people changed."""
    load(stores[0], small_seeds)
    load_boundaries(
        stores[0], [Boundary("akm-akkol", shapely.MultiPolygon([shapely.box(70, 51, 72, 53)]), "drawn")]
    )
    client = live_in(stores[0])
    yield client
    client.http.close()


@pytest.fixture
def dump(small_seeds: Seeds, tmp_path: Path) -> Path:
    """The dump of a store that holds the small seeds."""
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/dumped.sqlite3"))
    load(engine, small_seeds)
    write_dump(engine, tmp_path / "small.dump")
    engine.dispose()
    return tmp_path / "small.dump"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    """A store with all tables and nothing in them."""
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/empty.sqlite3"))
    migrate(engine)
    yield engine
    engine.dispose()


def answers(edition: Edition) -> list[bytes]:
    """What a server over the edition answers, to the byte."""
    client = ApiClient(edition)
    client.sign_in("akm")
    found = [client.http.post("/graphql", json={"query": query}) for query in ASKED]
    assert not [answer.text for answer in found if "errors" in answer.json()]
    return [answer.content for answer in found]


def test_a_restored_store_answers_as_the_dumped_one_to_the_byte(
    stores: tuple[Engine, Engine], lived_in: ChangingClient, tmp_path: Path
) -> None:
    old, new = stores
    written = write_dump(old, tmp_path / "a.dump")
    assert check_dump(tmp_path / "a.dump") == written
    assert restore_dump(new, tmp_path / "a.dump") == written
    before, after = load_edition(old), load_edition(new)
    for field in [one for one in fields(Edition) if one.compare]:
        assert getattr(after, field.name) == getattr(before, field.name), field.name
    assert answers(after) == answers(before)
    again = write_dump(new, tmp_path / "b.dump")
    assert again == written
    assert (tmp_path / "b.dump").read_bytes() == (tmp_path / "a.dump").read_bytes()


def test_a_restored_store_is_changed_as_the_dumped_one_would_be(
    stores: tuple[Engine, Engine], lived_in: ChangingClient, tmp_path: Path
) -> None:
    _, new = stores
    write_dump(stores[0], tmp_path / "a.dump")
    restore_dump(new, tmp_path / "a.dump")
    client = ChangingClient(new)
    # The answer to a request that came before the dump is still known: it changes nothing again.
    client.update(KARASAI, PHONES, key=KEY, expected=1)
    assert client.edition.number == lived_in.edition.number
    client.update(KARASAI, {"nameKk": "Қарасай"})
    assert client.edition.offices[KARASAI].version == lived_in.edition.offices[KARASAI].version + 1
    assert load_edition(new) == client.edition
    if is_postgis(new):
        publish_on(new)
        with reading(new) as connection:
            pieces = connection.scalar(select(func.count()).select_from(tables.boundary_part))
            held = connection.scalars(text("SELECT unit_id FROM kense.units_at(71, 52)")).all()
        assert pieces
        assert "akm-akkol" in held


def test_a_torn_changed_or_foreign_file_leaves_the_store_empty(dump: Path, empty: Engine) -> None:
    whole = dump.read_bytes()
    lines = whole.splitlines(keepends=True)
    for broken, message in (
        (b"", "is not a dump, or is incomplete"),
        (b"PK\x03\x04 not ours", "is not a dump, or is incomplete"),
        (b'{"dump": 1}\n' + b"".join(lines[1:]), "is not a dump of version 1"),
        (whole.replace(b'"schema":"', b'"schema":"9', 1), "made of tables of revision 9"),
        (whole[: len(whole) // 2], "torn"),
        (b"".join(lines[:-1]), "torn"),
        (b"".join(lines[:-2] + lines[-1:]), "incomplete or was changed"),
        (whole.replace("Карасай".encode(), "Кaрасай".encode(), 1), "incomplete or was changed"),
    ):
        dump.write_bytes(broken)
        with pytest.raises(BadDumpError, match=message):
            restore_dump(empty, dump)
        with reading(empty) as connection:
            assert not connection.scalar(select(func.count()).select_from(tables.act))
    with pytest.raises(BadDumpError, match="cannot read"):
        restore_dump(empty, dump.with_name("nothing.dump"))
    dump.write_bytes(whole)
    assert restore_dump(empty, dump).edition == 1


def test_a_store_that_holds_something_is_not_overwritten(dump: Path, empty: Engine) -> None:
    restore_dump(empty, dump)
    with pytest.raises(StoreNotEmptyError, match="restore into an empty one"):
        restore_dump(empty, dump)


def test_an_empty_store_is_not_dumped_and_no_file_is_left(empty: Engine, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is nothing to dump"):
        write_dump(empty, tmp_path / "nothing.dump")
    with pytest.raises(StoreError, match="cannot write"):
        write_dump(empty, tmp_path / "no folder" / "nothing.dump")
    assert not list(tmp_path.glob("*.dump*"))
    assert not list(tmp_path.glob(".*"))


def test_the_commands_dump_and_restore(dump: Path, tmp_path: Path) -> None:
    run, store = CliRunner(), f"sqlite:///{tmp_path}/restored.sqlite3"
    restored = run.invoke(kense.app, ["load", "--dump", str(dump), "--database", store])
    assert restored.exit_code == 0, restored.output
    again = run.invoke(kense.app, ["dump", str(tmp_path / "again.dump"), "--database", store])
    assert again.exit_code == 0, again.output
    assert "edition 1: " in again.output
    assert (tmp_path / "again.dump").read_bytes() == dump.read_bytes()
    both = run.invoke(kense.app, ["load", "--dump", str(dump), "--seeds", "x", "--database", store])
    assert both.exit_code == 2
