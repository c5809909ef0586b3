"""Seeds go into either store whole or not at all, and the store refuses what cannot be."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from shapely import MultiPolygon, Point, box
from sqlalchemy import Engine, create_engine, delete, func, insert, select, text, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import IntegrityError

from loaders.loading.load import Loaded, load, load_if_empty, seeds_digest
from loaders.loading.store_runs import run_load, run_migrate
from loaders.seeds import BadSeedError, Seeds, TableKey, read_seeds
from loaders.seeds.rows import (
    AreaRow,
    OfficeRow,
    PositionRow,
    ProvisionRow,
    RekeyedRow,
    ToponymRow,
    UnitChangeRow,
)
from model.errors import StoreError
from model.office_changes import FieldChange
from model.settings import Settings
from store.log.revisions import record_revision
from store.reading.editions import load_edition
from store.tables import tables
from store.tables.engine import is_postgis, make_engine, reading, writing
from store.tables.revisions import latest_revision
from store.tables.schema import migrate
from tests.effort import examples

KARASAI = "akm-akkol-karasai-akimat"


def count(engine: Engine, name: str) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(tables.metadata.tables[name])) or 0


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, as plain values."""
    with reading(engine) as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(select(table))), key=lambda row: repr(row)
            )
            for table in tables.metadata.sorted_tables
        }


def test_seeds_loaded_stand_in_the_tables(store_engine: Engine, small_seeds: Seeds) -> None:
    loaded = load(store_engine, small_seeds)
    assert (loaded.edition, loaded.is_new) == (1, True)
    assert count(store_engine, "office") == len(small_seeds.offices) == 12
    assert count(store_engine, "act_entry") == sum(len(rows) for rows in small_seeds.entries.values())
    with reading(store_engine) as connection:
        entry = tables.act_entry
        cells = connection.scalar(select(entry.c.cells).where(entry.c.line == 1543))
        point = connection.scalar(
            select(tables.position.c.point).where(tables.position.c.unit_id == "akm-akkol-karasai-minskoe")
        )
    # 1119-1/2: Karasai, as printed
    assert cells == [
        "2.",
        "ГУ «Аппарат Карасайского сельского округа Аккольского района»",
        "с. Карасай, с. Кына, c. Минское",
        "8 (716) 3 834190",
        "020110, с. Карасай",
        "нет",
    ]
    assert point == Point(72.20270, 52.10725)


def test_the_same_seeds_again_change_nothing(store_engine: Engine, small_seeds: Seeds) -> None:
    load(store_engine, small_seeds)
    before = everything(store_engine)
    again = load(store_engine, replace(small_seeds, areas=tuple(reversed(small_seeds.areas))))
    assert (again.edition, again.is_new) == (1, False)
    assert everything(store_engine) == before


def test_a_changed_seed_makes_the_next_edition_and_keeps_the_time_of_other_offices(
    store_engine: Engine, small_seeds: Seeds
) -> None:
    load(store_engine, small_seeds)
    first = load_edition(store_engine)
    psc = next(row for row in small_seeds.offices if row.id == "akm-psc")
    changed = replace(
        small_seeds,
        offices=(*(row for row in small_seeds.offices if row is not psc), replace(psc, category="psc_head")),
    )
    assert load(store_engine, changed).edition == 2
    second = load_edition(store_engine)
    assert second.offices["akm-psc"].category == "psc_head"
    assert second.offices["akm-psc"].updated_at == second.published_at
    assert second.offices[KARASAI].updated_at == first.published_at


def test_an_empty_store_is_loaded_once(tmp_path: Path, small_seeds: Seeds, store_engine: Engine) -> None:
    folder = Path(__file__).parents[1] / "seeds_small"
    loaded = load_if_empty(store_engine, folder)
    assert loaded is not None
    assert loaded.is_new
    assert load_if_empty(store_engine, tmp_path / "absent") is None


def test_progress_counts_every_row(store_engine: Engine, small_seeds: Seeds) -> None:
    told: list[tuple[str, int, int]] = []
    loaded = load(store_engine, small_seeds, lambda *step: told.append(step))
    assert told[-1] == ("done", loaded.rows, loaded.rows)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


Spoil = Callable[[Seeds], Seeds]


def plus(name: str, *rows: object) -> Spoil:
    """The seeds with further rows."""

    def spoil(seeds: Seeds) -> Seeds:
        further: dict[str, Any] = {name: (*getattr(seeds, name), *rows)}
        return replace(seeds, **further)

    return spoil


def area(**cells: str) -> AreaRow:
    blank = dict.fromkeys(AreaRow.__slots__, "")
    return AreaRow(**blank | {"id": "akm-x", "level": "DISTRICT", "parent": "akm", "name_ru": "Х"} | cells)


def spoiled_record(**cells: Any) -> Spoil:
    key = TableKey("gov-2012-1119", 1, 2)
    return lambda seeds: replace(
        seeds,
        records={**seeds.records, key: (replace(seeds.records[key][0], **cells), *seeds.records[key][1:])},
    )


BAD = [
    (
        plus("areas", area(parent="akm-nowhere")),
        "areas.csv: akm-x: parent is 'akm-nowhere', and nothing has",
    ),
    (plus("areas", area(), area()), "areas.csv: id 'akm-x' is borne twice"),
    (plus("areas", area(kato="113200000")), "areas.csv: kato '113200000' is borne twice"),
    (plus("areas", area(kato="1132")), "areas.csv: akm-x: kato is '1132', not nine digits"),
    (plus("areas", area(level="RAION")), "areas.csv: akm-x: level is 'RAION', not one of REGION, DISTRICT"),
    (plus("areas", area(parent="akm-akkol")), "a DISTRICT cannot lie in akm-akkol, a DISTRICT"),
    (plus("areas", area(parent="")), "akm-x: only a region has no parent"),
    (plus("areas", area(name_ru="")), "areas.csv: akm-x: no name"),
    (plus("areas", area(population="many")), "population is 'many', not a whole number"),
    (plus("areas", area(seat="да")), "seat is 'да', not `yes` or empty"),
    (plus("areas", area(basis="gov-1/l5")), "the act of basis is 'gov-1', and nothing has that id"),
    (plus("areas", area(id="Akm X")), "'Akm X' is not an id such as akm-akkol"),
    (
        plus(
            "toponyms",
            ToponymRow(unit="akm-y", language="ru", name="Ы", status="FORMER", since="", until="", source=""),
        ),
        "unit is 'akm-y'",
    ),
    (
        plus(
            "toponyms",
            ToponymRow(unit="akm", language="ru", name="Ы", status="OLD", since="", until="", source=""),
        ),
        "status is 'OLD'",
    ),
    (
        plus(
            "toponyms",
            ToponymRow(
                unit="akm", language="ru", name="Ы", status="FORMER", since="1999", until="", source=""
            ),
        ),
        "since is '1999', not a day",
    ),
    (plus("unit_changes", UnitChangeRow("", "RENAMED", "", "akm-y", "", "x")), "after is 'akm-y'"),
    (plus("unit_changes", UnitChangeRow("", "LOST", "akm", "akm", "", "x")), "kind is 'LOST'"),
    (plus("offices", OfficeRow("o", "KIOSK", "c", "", "", "", "k")), "kind is 'KIOSK'"),
    (plus("offices", OfficeRow("o", "OTHER", "c", "akm-y", "", "", "k")), "territory is 'akm-y'"),
    (plus("offices", OfficeRow("o", "OTHER", "c", "", "", "o", "k")), "o: is its own parent"),
    (
        plus(
            "positions",
            PositionRow(
                subject="unit:akm",
                lat="91",
                lon="70",
                precision="REGION",
                method="m",
                source="",
                source_id="",
                confidence="1",
            ),
        ),
        "lat is '91'",
    ),
    (
        plus(
            "positions",
            PositionRow(
                subject="unit:akm",
                lat="nan",
                lon="70",
                precision="REGION",
                method="m",
                source="",
                source_id="",
                confidence="1",
            ),
        ),
        "lat is 'nan'",
    ),
    (
        plus(
            "positions",
            PositionRow(
                subject="akm",
                lat="50",
                lon="70",
                precision="REGION",
                method="m",
                source="",
                source_id="",
                confidence="1",
            ),
        ),
        "neither unit:<id> nor",
    ),
    (
        plus(
            "positions",
            PositionRow(
                subject="unit:akm-y",
                lat="5",
                lon="7",
                precision="REGION",
                method="m",
                source="",
                source_id="",
                confidence="1",
            ),
        ),
        "is 'akm-y'",
    ),
    (
        plus("provisions", ProvisionRow("s", KARASAI, "DECIDES", "akm", "", "r", "gov-2012-1119")),
        "service is 's'",
    ),
    (
        plus("provisions", ProvisionRow("school-bus", KARASAI, "SELLS", "akm", "", "r", "gov-2012-1119")),
        "roles is 'SELLS'",
    ),
    (
        plus("provisions", ProvisionRow("school-bus", KARASAI, "DECIDES", "*|akm", "", "r", "gov-2012-1119")),
        "units is",
    ),
    (plus("provisions", ProvisionRow("school-bus", KARASAI, "DECIDES", "akm", "", "r", "")), "no basis"),
    (
        plus(
            "provisions", ProvisionRow("school-bus", KARASAI, "DECIDES", "akm", "akm", "r", "gov-2012-1119")
        ),
        "a unit is named twice",
    ),
    (plus("rekeyed", RekeyedRow("a", "b", ""), RekeyedRow("b", "a", "")), "leads in a circle"),
    (plus("rekeyed", RekeyedRow("a", "b", "")), "new is 'b'"),
    (spoiled_record(office="akm-gone"), "s1a2.csv: line 1535: office is 'akm-gone'"),
    (spoiled_record(line=7), "line 7: entries/ has no printed row with that line"),
    (lambda seeds: replace(seeds, acts=()), "is 'gov-2012-1119', and nothing has that id"),
]


@pytest.mark.parametrize(("spoil", "message"), BAD, ids=[message for _, message in BAD])
def test_a_bad_seed_is_named(
    tmp_path: Path, empty_store: Path, small_seeds: Seeds, spoil: Spoil, message: str
) -> None:
    engine = make_engine(make_url(f"sqlite:///{shutil.copyfile(empty_store, tmp_path / 'kense.sqlite3')}"))
    with pytest.raises(BadSeedError) as caught:
        load(engine, spoil(small_seeds))
    engine.dispose()
    assert message in str(caught.value)


def test_a_bad_seed_leaves_the_store_as_it_was(store_engine: Engine, small_seeds: Seeds) -> None:
    load(store_engine, small_seeds)
    before = everything(store_engine)
    with pytest.raises(BadSeedError):
        load(store_engine, plus("areas", area(parent="akm-nowhere"))(small_seeds))
    # A force that ends as it begins is found by the store itself, after rows have been deleted and written.
    worse = plus("offices", OfficeRow("o", "OTHER", "c", "", "", "", "k"))(small_seeds)
    bad_act = replace(
        worse.acts[0], force_from=worse.acts[0].adopted_on, force_until=worse.acts[0].adopted_on
    )
    with pytest.raises(BadSeedError, match="the seeds break a rule of the store"):
        load(store_engine, replace(worse, acts=(bad_act,)))
    assert everything(store_engine) == before


def test_a_load_keeps_what_people_changed(store_engine: Engine, small_seeds: Seeds) -> None:
    load(store_engine, small_seeds)
    with writing(store_engine) as connection:
        change = FieldChange("phones", ("+77163834190",), ("+77163834191",))
        record_revision(connection, KARASAI, 1, [change], "editor", "the number changed")
        connection.execute(
            insert(tables.correction),
            {
                "office_id": KARASAI,
                "base_version": 2,
                "status": "SUBMITTED",
                "changes": [],
                "evidence": ["letter 17"],
                "edition": 2,
                "submitted_at": load_edition(store_engine).published_at,
            },
        )
        shape = MultiPolygon([box(70, 51, 73, 53)])
        connection.execute(
            insert(tables.boundary), {"unit_id": "akm-akkol", "shape": shape, "source": "test"}
        )
    assert load(store_engine, replace(small_seeds, toponyms=())).edition == 3
    office = load_edition(store_engine).offices[KARASAI]
    assert [contact.e164 for contact in office.contacts] == ["+77163834191"]
    assert office.version == 2
    assert (count(store_engine, "correction"), count(store_engine, "boundary")) == (1, 1)
    with reading(store_engine) as connection:
        assert connection.scalar(select(tables.boundary.c.shape)) == shape


def test_a_changed_office_that_is_gone_must_be_rekeyed(store_engine: Engine, small_seeds: Seeds) -> None:
    load(store_engine, small_seeds)
    with writing(store_engine) as connection:
        record_revision(
            connection, "akm-psc", 1, [FieldChange("category", "psc_branch", "psc_head")], "editor", "head"
        )
    renamed = rename_office(small_seeds, "akm-psc", "akm-psc-head")
    with pytest.raises(BadSeedError, match=r"akm-psc is gone, but the store holds changes"):
        load(store_engine, renamed)
    load(store_engine, plus("rekeyed", RekeyedRow("akm-psc", "akm-psc-head", "renamed"))(renamed))
    edition = load_edition(store_engine)
    assert edition.offices["akm-psc-head"].version == 2
    assert edition.offices["akm-psc-head"].category == "psc_head"
    assert edition.current_id("akm-psc") == "akm-psc-head"


def rename_office(seeds: Seeds, old: str, new: str) -> Seeds:
    def name(office: str) -> str:
        return new if office == old else office

    return replace(
        seeds,
        offices=tuple(replace(row, id=name(row.id), parent=name(row.parent)) for row in seeds.offices),
        provisions=tuple(replace(row, office=name(row.office)) for row in seeds.provisions),
        positions=tuple(
            replace(row, subject=f"office:{new}") if row.subject == f"office:{old}" else row
            for row in seeds.positions
        ),
        records={
            key: tuple(replace(row, office=name(row.office)) for row in rows)
            for key, rows in seeds.records.items()
        },
    )


@pytest.mark.parametrize(
    "statement",
    [
        update(tables.unit).where(tables.unit.c.id == "akm").values(level="PLANET"),
        update(tables.unit).where(tables.unit.c.id == "akm-akkol").values(parent_id=None),
        update(tables.office).where(tables.office.c.id == KARASAI).values(territory_id="akm-y"),
        update(tables.office).where(tables.office.c.id == KARASAI).values(parent_id="nobody"),
        update(tables.position).where(tables.position.c.unit_id.is_not(None)).values(confidence=1.5),
        update(tables.position).where(tables.position.c.unit_id.is_not(None)).values(office_id=KARASAI),
        update(tables.provision).values(
            accepts_applications=False, decides=False, issues_result=False, hears_complaints=False
        ),
        delete(tables.act),
        insert(tables.rekeyed).values(old="a", new="a", reason=""),
    ],
    ids=str,
)
def test_the_store_itself_refuses_what_cannot_be(
    store_engine: Engine, small_seeds: Seeds, statement: Any
) -> None:
    load(store_engine, small_seeds)
    with pytest.raises(IntegrityError), writing(store_engine) as connection:
        connection.execute(statement)


@pytest.mark.slow
def test_many_offices_load_and_read_back(store_engine: Engine, small_seeds: Seeds) -> None:
    times = examples(250)
    many = multiplied(small_seeds, times)
    assert len(many.offices) == 12 * times  # more than are written at once
    load(store_engine, many)
    edition = load_edition(store_engine)
    assert edition.offices.keys() == {office.id for office in many.offices}


def multiplied(seeds: Seeds, times: int) -> Seeds:
    """The offices of the seeds many times over, on the same territory."""
    return replace(
        seeds,
        offices=tuple(
            replace(row, id=f"{row.id}-{number}", parent="", key=f"{row.key}{number}")
            for row in seeds.offices
            for number in range(times)
        ),
        provisions=(),
        positions=(),
        rekeyed=(),
        entries={
            key: tuple(
                replace(row, line=row.line + 60_000 * number) for row in rows for number in range(times)
            )
            for key, rows in seeds.entries.items()
        },
        records={
            key: tuple(
                replace(row, line=row.line + 60_000 * number, office=f"{row.office}-{number}")
                for row in rows
                for number in range(times)
            )
            for key, rows in seeds.records.items()
        },
    )


def test_a_file_that_is_no_database_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "letter.sqlite3"
    file.write_text("Уважаемый заявитель, " * 100, encoding="utf-8")
    before = file.read_bytes()
    engine = make_engine(make_url(f"sqlite:///{file}"))
    with pytest.raises(StoreError, match="is not a database of SQLite"):
        migrate(engine)
    engine.dispose()
    assert file.read_bytes() == before


def test_a_store_without_tables_says_what_to_run(tmp_path: Path) -> None:
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    with pytest.raises(StoreError, match="run `kense migrate`"):
        load_edition(engine)
    migrate(engine)
    with pytest.raises(StoreError, match="run `kense load`"):
        load_edition(engine)
    engine.dispose()


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    engine = make_engine(make_url("postgresql+psycopg://kense:hunter2@127.0.0.1:1/kense"))
    with pytest.raises(StoreError, match=r"cannot use postgresql\+psycopg://kense:\*\*\*@127") as caught:
        migrate(engine)
    engine.dispose()
    assert "hunter2" not in str(caught.value)


def test_a_role_that_may_not_add_postgis_is_told_who_may(postgis_url: URL) -> None:
    admin = create_engine(postgis_url, isolation_level="AUTOCOMMIT")
    name = "kense_plain_" + os.urandom(4).hex()
    plain = postgis_url.set(database=name)
    with admin.connect() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'plain'"))
        connection.execute(text(f"CREATE DATABASE {name} OWNER {name}"))
    engine = make_engine(plain.set(username=name, password="plain"))
    try:
        with pytest.raises(StoreError, match="let a superuser run CREATE EXTENSION postgis"):
            migrate(engine)
    finally:
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
            connection.execute(text(f"DROP ROLE {name}"))
        admin.dispose()


def test_the_spatial_index_is_used(store_engine: Engine, small_seeds: Seeds) -> None:
    load(store_engine, small_seeds)
    if not is_postgis(store_engine):
        return
    with writing(store_engine) as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = connection.scalars(
            text(
                "EXPLAIN SELECT id FROM position WHERE ST_DWithin(point, 'POINT(70.9 52)'::geography, 5000) "
                "ORDER BY point <-> 'POINT(70.9 52)'::geography"
            )
        ).all()
    assert any("ix_position_point" in line for line in plan)


def test_equal_seeds_have_one_digest_and_others_another(small_seeds: Seeds) -> None:
    assert seeds_digest(small_seeds) == seeds_digest(
        replace(small_seeds, offices=tuple(reversed(small_seeds.offices)))
    )
    assert seeds_digest(small_seeds) != seeds_digest(replace(small_seeds, offices=small_seeds.offices[1:]))


def test_the_commands_tell_what_they_did(tmp_path: Path) -> None:
    console = Console(record=True, width=200)
    settings = Settings.from_environment({"KENSE_HOME": str(tmp_path)})
    run_migrate(settings, console)
    run_load(settings, Path(__file__).parents[1] / "seeds_small", console)
    run_load(settings, Path(__file__).parents[1] / "seeds_small", console)
    told = console.export_text()
    assert f"has the tables of revision {latest_revision()}" in told
    assert "edition 1: 377 rows in sqlite" in told
    assert "already holds these seeds" in told


@pytest.fixture(params=["sqlite", "postgis"])
def loaded_engine(request: pytest.FixtureRequest, shipped_store: Path, tmp_path: Path) -> Iterator[Engine]:
    """A store into which the shipped seeds were loaded."""
    if request.param == "sqlite":
        engine = make_engine(make_url(f"sqlite:///{shutil.copy(shipped_store, tmp_path)}"))
    else:
        engine = make_engine(request.getfixturevalue("shipped_postgis_url"))
    yield engine
    engine.dispose()


@pytest.mark.slow
def test_the_shipped_seeds_load_whole(loaded_engine: Engine) -> None:
    seeds = read_seeds()
    assert load(loaded_engine, seeds) == Loaded(1, is_new=False, rows=0)
    edition = load_edition(loaded_engine)
    assert set(edition.units) == {row.id for row in seeds.areas}
    assert set(edition.offices) == {row.id for row in seeds.offices}
    assert len(edition.provisions) == len(seeds.provisions)
    assert all(office.citations for office in edition.offices.values())
    cited = sum(len(office.citations) for office in edition.offices.values())
    assert cited == sum(bool(row.office) for rows in seeds.records.values() for row in rows)


def test_of_several_first_starts_at_once_one_loads(store_engine: Engine) -> None:
    folder = Path(__file__).parents[1] / "seeds_small"
    engines = [make_engine(store_engine.url) for _ in range(4)]
    with ThreadPoolExecutor(len(engines)) as pool:
        loaded = list(pool.map(lambda engine: load_if_empty(engine, folder), engines))
    for engine in engines:
        engine.dispose()
    assert [one.edition for one in loaded if one is not None and one.is_new] == [1]
    assert count(store_engine, "edition") == 1
