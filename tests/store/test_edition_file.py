"""An edition from its file equals the one from all tables, whatever happened to the store meanwhile."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.engine import make_url

from loaders.loading.load import load, load_boundaries
from loaders.seeds import Seeds
from model.edition import Edition
from model.enums import CorrectionStatus, Precision
from model.location_attempts import UNIT, LocationAttempt
from model.office_changes import FieldChange
from model.records import Position
from model.settings import Settings
from store.log.corrections import decide_correction, file_correction
from store.log.edition_number import publish_edition
from store.log.forgetting import forget_before, forget_subject
from store.log.location_attempts import keep_attempts, write_unit_positions
from store.log.revisions import record_revision
from store.reading import editions, kept_edition
from store.reading.edition_codec import UnreadableEditionError, decode_edition, encode_edition
from store.reading.edition_file import EditionFile, edition_file
from store.reading.edition_source import EditionSource
from store.reading.editions import load_edition
from store.reading.kept_edition import load_kept_edition, stored_edition
from store.tables import tables
from store.tables.engine import make_engine, writing
from tests.bounded_country import invented_boundaries
from tests.changing import KARASAI
from tests.filled import fill
from tests.store.test_overlay import a_change, assert_same

STRANGER = "anonymous:203.0.113.7"
EDITOR = "editor-of-akkol"


@pytest.fixture
def store(store_engine: Engine, small_seeds: Seeds) -> Engine:
    fill(store_engine, small_seeds)
    return store_engine


@pytest.fixture
def sqlite_store(empty_store: Path, small_seeds: Seeds, tmp_path: Path) -> Iterator[Engine]:
    """A SQLite store for tests of what both stores do alike."""
    shutil.copyfile(empty_store, tmp_path / "kense.sqlite3")
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    fill(engine, small_seeds)
    yield engine
    engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> EditionFile:
    return EditionFile(tmp_path / "kept", "kense", "the store of this test")


@pytest.fixture
def whole_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Numbers of the editions for which all tables were read although a file exists."""
    numbers: list[int] = []
    read = editions.read_edition

    def counted(connection: object) -> Edition:
        edition = read(connection)  # type: ignore[arg-type]
        numbers.append(edition.number)
        return edition

    monkeypatch.setattr(kept_edition, "read_edition", counted)
    return numbers


def other(seeds: Seeds) -> Seeds:
    return replace(seeds, toponyms=seeds.toponyms[:-1])


def test_a_load_leaves_its_edition_to_the_servers_beside_it(
    store: Engine, small_seeds: Seeds, file: EditionFile, whole_reads: list[int]
) -> None:
    before = load_edition(store)
    load(store, other(small_seeds), file=file)
    whole_reads.clear()
    newest = EditionSource(store, file=file).newer(before)
    assert whole_reads == []
    assert newest.number == before.number + 1
    assert_same(newest, load_edition(store))


def test_what_a_load_left_that_came_to_nothing_is_passed_over(
    store: Engine, small_seeds: Seeds, file: EditionFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load_edition(store)

    def fail(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("loaders.loading.load.count_rows", fail)
    with pytest.raises(KeyboardInterrupt):
        load(store, other(small_seeds), file=file)
    assert file.path.exists()
    assert EditionSource(store, file=file).newer(before) is before
    assert_same(load_kept_edition(store, file), before)
    assert_same(load_edition(store), before)


class Happenings:
    """Random events of a store, with a fixed seed."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.engine, self.chance = engine, random.Random(seed)
        self.all: tuple[Callable[[], object], ...] = (
            self.change,
            self.change,
            self.propose,
            self.decide,
            self.attempt,
            self.forget,
            self.forget_old,
            self.place_unit,
            self.bound,
            self.publish,
            self.by_hand_in_units,
            self.by_hand_in_offices,
            self.by_hand_in_the_queue,
        )

    def step(self) -> str:
        chosen = self.chance.choice(self.all)
        chosen()
        return chosen.__name__

    def change(self) -> None:
        edition = load_edition(self.engine)
        office = self.chance.choice(sorted(edition.offices))
        field, after = a_change(self.chance, edition)
        if field == "parent_id" and after == office:
            return
        with writing(self.engine) as connection:
            version = edition.offices[office].version
            made = [FieldChange(field, None, after)]
            record_revision(connection, office, version, made, EDITOR, "as it is now")

    def propose(self) -> None:
        with writing(self.engine) as connection:
            changes = [FieldChange("name_ru", None, f"Имя {self.chance.randrange(99)}")]
            by = self.chance.choice([STRANGER, EDITOR])
            file_correction(connection, KARASAI, 1, changes, ["I live there"], by)

    def decide(self) -> None:
        is_open = [
            one.id
            for one in load_edition(self.engine).corrections.values()
            if one.status is CorrectionStatus.SUBMITTED
        ]
        if is_open:
            with writing(self.engine) as connection:
                publish_edition(connection, by_people=True)
                number = self.chance.choice(is_open)
                decide_correction(connection, number, CorrectionStatus.REJECTED, EDITOR, "call +77001234567")

    def attempt(self) -> None:
        with writing(self.engine) as connection:
            number = publish_edition(connection, by_people=True).number
            tried = LocationAttempt(
                subject=f"{UNIT}akm-akkol", question="?", sources=(), tried_at=datetime.now(UTC)
            )
            keep_attempts(connection, [tried], number)

    def forget(self) -> None:
        forget_subject(self.engine, self.chance.choice([STRANGER, EDITOR]))

    def forget_old(self) -> None:
        forget_before(self.engine, datetime.now(UTC) + timedelta(days=1))

    def place_unit(self) -> None:
        lon = 71 + self.chance.random()
        found = Position(lon=lon, lat=52.0, precision=Precision.SETTLEMENT, method="map", confidence=1.0)
        with writing(self.engine) as connection:
            publish_edition(connection)
            write_unit_positions(connection, {"akm-akkol": found})

    def bound(self) -> None:
        given = invented_boundaries(load_edition(self.engine))
        load_boundaries(self.engine, given[: self.chance.randrange(1, 3)])

    def publish(self) -> None:
        with writing(self.engine) as connection:
            publish_edition(connection, by_people=self.chance.random() < 0.5)

    def by_hand_in_units(self) -> None:
        names = tables.unit_name
        with writing(self.engine) as connection:
            value = f"Орын {self.chance.randrange(999)}"
            connection.execute(update(names).where(names.c.unit_id == "akm-akkol").values(value=value))

    def by_hand_in_offices(self) -> None:
        office = tables.office
        with writing(self.engine) as connection:
            category = self.chance.choice(["akimat", "psc_branch"])
            connection.execute(update(office).where(office.c.id == KARASAI).values(category=category))

    def by_hand_in_the_queue(self) -> None:
        correction = tables.correction
        with writing(self.engine) as connection:
            last = select(func.max(correction.c.id)).scalar_subquery()
            connection.execute(delete(correction).where(correction.c.id == last))


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happened_the_file_gives_what_the_tables_give(
    store: Engine, file: EditionFile, seed: int
) -> None:
    happenings = Happenings(store, seed)
    done = []
    for _ in range(10):
        done.append(happenings.step())
        assert_same(load_kept_edition(store, file), load_edition(store))
        assert file.path.exists(), done


def changed_by_people(engine: Engine) -> None:
    edition = load_edition(engine)
    with writing(engine) as connection:
        made = [FieldChange("name_kk", None, "Кеңсе")]
        record_revision(connection, KARASAI, edition.offices[KARASAI].version, made, EDITOR, "told by phone")


def test_the_tables_are_read_once_until_something_changes(
    store: Engine, file: EditionFile, whole_reads: list[int]
) -> None:
    first = load_kept_edition(store, file)
    assert whole_reads == [first.number]
    assert_same(load_kept_edition(store, file), first)
    assert whole_reads == [first.number]


def test_what_people_changed_since_is_laid_over(
    store: Engine, file: EditionFile, whole_reads: list[int]
) -> None:
    load_kept_edition(store, file)
    whole_reads.clear()
    for _ in range(3):
        changed_by_people(store)
    found = load_kept_edition(store, file)
    assert whole_reads == []
    assert found.laid_over is None
    assert_same(found, load_edition(store))


@pytest.mark.parametrize("happening", ["by_hand_in_units", "by_hand_in_offices", "by_hand_in_the_log"])
def test_a_row_changed_by_hand_is_seen_also_behind_a_change_of_people(
    store: Engine, file: EditionFile, whole_reads: list[int], happening: str
) -> None:
    changed_by_people(store)
    load_kept_edition(store, file)
    whole_reads.clear()
    with writing(store) as connection:
        if happening == "by_hand_in_units":
            connection.execute(update(tables.unit_name).values(value="Орын"))
        elif happening == "by_hand_in_offices":
            office = tables.office
            connection.execute(update(office).where(office.c.id != KARASAI).values(category="mobile"))
        else:
            connection.execute(update(tables.revision).values(changes=[]))
        publish_edition(connection, by_people=True)
    assert_same(load_kept_edition(store, file), load_edition(store))
    assert len(whole_reads) == 1


def test_no_file_names_who_proposed_decided_or_changed(store: Engine, file: EditionFile) -> None:
    happenings = Happenings(store, 1)
    happenings.propose()
    changed_by_people(store)
    happenings.decide()
    found = load_kept_edition(store, file)
    assert EDITOR in repr(found.revisions)
    content = file.path.read_bytes()
    for personal in (EDITOR, STRANGER, "I live there", "call +77001234567", "told by phone"):
        assert personal.encode() not in content
    forget_subject(store, EDITOR)
    assert EDITOR not in repr(load_kept_edition(store, file))


def test_a_file_is_for_its_owner_alone_and_replaced_as_a_whole(
    sqlite_store: Engine, file: EditionFile
) -> None:
    edition = load_kept_edition(sqlite_store, file)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    threads = [Thread(target=file.write, args=(edition, {}, {})) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        opened = file.opened()
        assert opened is not None
        assert opened.edition() is not None
    assert [path.name for path in file.path.parent.iterdir()] == [file.path.name]


def test_two_files_of_a_store_are_kept_and_no_forgotten_drafts(
    sqlite_store: Engine, file: EditionFile
) -> None:
    edition = load_kept_edition(sqlite_store, file)
    begin = file.path.name.rpartition("-")[0]
    old, older = (file.path.with_name(f"{begin}-{name}") for name in ("0ld", "0lder"))
    draft, beside = file.path.with_name(f"{file.path.name}.ab.part"), file.path.with_name("kense.sqlite3")
    for age, path in enumerate((old, older, draft, beside), start=1):
        path.touch()
        os.utime(path, (path.stat().st_mtime - age * 10_000,) * 2)
    file.write(edition, {}, {})
    assert sorted(path.name for path in file.path.parent.iterdir()) == sorted(
        path.name for path in (file.path, old, beside)
    )


class Hostile:
    """An object that would run code when it is unpickled."""

    def __init__(self, called: Callable[..., object], *given: object) -> None:
        self.called, self.given = called, given

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.called, self.given


@pytest.mark.parametrize(
    ("called", "given"),
    [
        (os.system, "echo hostile"),
        (eval, "1"),
        (getattr, ("", "x")),
        (Path, "x"),
        (__import__, "os"),
        (exec, ""),
    ],
)
def test_a_hostile_file_calls_nothing(called: Callable[..., object], given: object) -> None:
    hostile = Hostile(called, *given) if isinstance(given, tuple) else Hostile(called, given)
    with pytest.raises(UnreadableEditionError, match="an edition holds no"):
        decode_edition(pickle.dumps(hostile))


@pytest.mark.parametrize("content", [b"", b"\x80\x05", b"\x80\x05N.", pickle.dumps({"a": 1}), b"garbage"])
def test_bytes_that_are_no_edition_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableEditionError):
        decode_edition(content)


@pytest.mark.parametrize("columns", [[], [["Кына"], []], [["Кына"]], [["Кына", "Акколь"]] * 7])
def test_columns_that_are_not_those_of_a_record_are_refused(
    small_edition: Edition, columns: list[list[str]]
) -> None:
    begun, end = encode_edition(small_edition)[:-1], pickle.dumps(None)
    name = next(iter(small_edition.units.values())).names[0]
    assert decode_edition(begun[: begun.rindex(b"\x80")] + end) == small_edition
    with pytest.raises(UnreadableEditionError):
        decode_edition(begun[: begun.rindex(b"\x80")] + pickle.dumps((type(name), [name], columns)) + end)


def test_what_was_shared_is_shared_again(small_edition: Edition) -> None:
    read = decode_edition(encode_edition(small_edition))
    assert_same(read, small_edition)
    cited = [one for provision in read.provisions.values() for one in provision.basis]
    before = [one for provision in small_edition.provisions.values() for one in provision.basis]
    assert len({id(one) for one in cited}) == len({id(one) for one in before}) < len(cited)


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-2000] ^= 1
    path.write_bytes(content)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def readable(path: Path) -> None:
    path.chmod(0o644)


def of_another_format(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"edition 1", b"edition 2", 1))


def with_another_header(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"number"', b'"numeral"', 1))


def linked(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


@pytest.mark.parametrize(
    "spoil", [torn, flipped, emptied, readable, of_another_format, with_another_header, linked]
)
def test_a_file_that_does_not_fit_is_made_anew(
    sqlite_store: Engine, file: EditionFile, whole_reads: list[int], spoil: Callable[[Path], object]
) -> None:
    whole = load_kept_edition(sqlite_store, file)
    spoil(file.path)
    assert_same(load_kept_edition(sqlite_store, file), whole)
    assert_same(load_kept_edition(sqlite_store, file), whole)
    assert whole_reads == [whole.number] * 2


def test_the_file_of_another_program_or_store_is_passed_over(
    sqlite_store: Engine, file: EditionFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_kept_edition(sqlite_store, file)
    other = EditionFile(file.path.parent, "kense", "another store")
    assert other.path == file.path
    assert other.opened() is None
    before = file.path
    monkeypatch.setattr("store.reading.edition_file.program_fingerprint", lambda: "0" * 64)
    assert file.path != before
    before.rename(file.path)
    assert file.opened() is None


def test_a_folder_that_cannot_be_written_keeps_none(sqlite_store: Engine, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    whole = load_edition(sqlite_store)
    for folder in (tmp_path / "file" / "kept", Path("/proc/kense")):
        assert_same(load_kept_edition(sqlite_store, EditionFile(folder, "kense", "")), whole)


def test_it_lies_beside_a_file_of_sqlite_and_else_in_the_home(tmp_path: Path) -> None:
    def place(**environ: str) -> Path | None:
        settings = Settings.from_environment({"KENSE_HOME": str(tmp_path), **environ})
        found = edition_file(settings)
        return None if found is None else found.path

    beside = place(KENSE_DATABASE_URL=f"sqlite:///{tmp_path}/a/b.db")
    assert beside is not None
    assert beside.parent == tmp_path / "a"
    assert beside.name.startswith(".b.db.edition-")
    at_home = place(KENSE_DATABASE_URL="postgresql://kense:secret@db/registry")
    assert at_home is not None
    assert at_home.parent == tmp_path / "editions"
    assert at_home != place(KENSE_DATABASE_URL="postgresql://kense:secret@db/other")
    assert at_home == place(KENSE_DATABASE_URL="postgresql://kense:changed@db/registry")
    assert place(KENSE_EDITION_FILE="off") is None


def test_a_command_keeps_the_edition_of_its_store(sqlite_store: Engine, tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {"KENSE_HOME": str(tmp_path), "KENSE_DATABASE_URL": str(sqlite_store.url)}
    )
    found = stored_edition(settings)
    kept = edition_file(settings)
    assert kept is not None
    assert kept.path.exists()
    assert_same(stored_edition(settings), found)
