"""An edition with a few changed offices laid over it equals a whole read of the same store."""

import random
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update

from loaders.loading.load import load
from loaders.seeds import Seeds
from model.change_values import FieldValue
from model.edition import Edition
from model.office_changes import FieldChange
from store.log.edition_number import publish_edition
from store.log.revisions import record_revision
from store.reading import editions
from store.reading.editions import load_edition, newer_edition
from store.tables import tables
from store.tables.engine import reading, writing

SERVICE_CENTRE = "akm-akkol-psc"
KARASAI = "akm-akkol-karasai-akimat"


@pytest.fixture
def loaded(store_engine: Engine, bodies_seeds: Seeds) -> Engine:
    """A store with offices that have posts and legal bodies."""
    load(store_engine, bodies_seeds)
    return store_engine


@pytest.fixture
def whole_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Numbers of the editions that were read whole."""
    numbers: list[int] = []
    read = editions.read_edition

    def counted(connection: object) -> Edition:
        edition = read(connection)  # type: ignore[arg-type]
        numbers.append(edition.number)
        return edition

    monkeypatch.setattr(editions, "read_edition", counted)
    return numbers


def change(engine: Engine, office_id: str, *changes: tuple[str, FieldValue]) -> None:
    with writing(engine) as connection:
        office = tables.office
        version = connection.scalar(select(office.c.version).where(office.c.id == office_id))
        assert version is not None
        made = [FieldChange(field, None, after) for field, after in changes]
        record_revision(connection, office_id, version, made, "editor", "as it is now")


def newer(engine: Engine, current: Edition) -> Edition:
    with reading(engine) as connection:
        return newer_edition(connection, current)


def assert_same(overlaid: Edition, whole: Edition) -> None:
    for field in [one for one in fields(Edition) if one.compare]:
        found, expected = getattr(overlaid, field.name), getattr(whole, field.name)
        assert found == expected, field.name
        if field.name in {"offices", "provisions", "units", "services"}:
            assert list(found) == list(expected), f"order of {field.name}"


def a_change(rng: random.Random, edition: Edition) -> tuple[str, FieldValue]:
    """Something that a person may say of an office."""
    unit = rng.choice(sorted(edition.units))
    return rng.choice(
        [
            ("name_kk", f"Кеңсе {rng.randrange(99)}"),
            ("name_kk", None),
            ("phones", (f"+7716383{rng.randrange(10_000):04}", "+77163834190")),
            ("emails", None),
            ("opening_hours", "Mo-Fr 09:00-13:00,14:30-18:30; PH off"),
            ("address_ru", f"с. Карасай, {rng.randrange(50)}"),
            ("located_in", unit),
            ("territory_ids", (unit,)),
            ("parent_id", rng.choice(sorted(edition.offices))),
            ("kind", rng.choice(["AKIMAT", "DEPARTMENT", "PSC_BRANCH"])),
            ("status", rng.choice(["ACTIVE", "CLOSED"])),
        ]
    )


def test_what_people_change_step_by_step_equals_a_whole_read(loaded: Engine, whole_reads: list[int]) -> None:
    rng = random.Random(6)
    edition = load_edition(loaded)
    whole_reads.clear()
    known = sorted(edition.offices)
    for _ in range(12):
        changed = rng.sample(known, rng.choice([1, 1, 1, 3]))
        for office_id in changed:
            field, after = a_change(rng, edition)
            if field == "parent_id" and after == office_id:
                continue
            change(loaded, office_id, (field, after))
        edition = newer(loaded, edition)
        assert whole_reads == []
        assert_same(edition, load_edition(loaded))
        whole_reads.clear()


def test_what_did_not_change_is_shared(loaded: Engine) -> None:
    before = load_edition(loaded)
    office_id = sorted(before.offices)[0]
    change(loaded, office_id, ("name_kk", "Кеңсе"))
    after = newer(loaded, before)
    assert after.number == before.number + 1
    assert after.units is before.units
    assert after.acts is before.acts
    assert [one for one in after.offices if after.offices[one] is not before.offices[one]] == [office_id]
    assert before.offices[office_id].version == 1
    assert after.earlier[office_id, 1].names == before.offices[office_id].names


def test_revisions_that_are_known_are_not_read_again(loaded: Engine) -> None:
    office_id = min(load_edition(loaded).offices)
    change(loaded, office_id, ("name_ru", "Аппарат"))
    edition = load_edition(loaded)
    for number in range(3):
        change(loaded, office_id, ("name_ru", f"Аппарат {number}"))
        later = newer(loaded, edition)
        (*known, _) = later.revisions[office_id]
        assert [id(one) for one in known] == [id(one) for one in edition.revisions[office_id]]
        edition = later
    assert_same(edition, load_edition(loaded))


def test_an_edition_that_is_the_newest_stays(loaded: Engine) -> None:
    edition = load_edition(loaded)
    assert newer(loaded, edition) is edition


def test_after_a_load_everything_is_read(loaded: Engine, bodies_seeds: Seeds, whole_reads: list[int]) -> None:
    before = load_edition(loaded)
    office_id = sorted(before.offices)[0]
    change(loaded, office_id, ("name_kk", "Кеңсе"))
    with writing(loaded) as connection:
        publish_edition(connection)
    whole_reads.clear()
    after = newer(loaded, before)
    assert (after.number, whole_reads) == (before.number + 2, [before.number + 2])
    assert_same(after, load_edition(loaded))


def moved_to(engine: Engine, number: int, moment: datetime) -> None:
    """Let an edition have been published at another moment."""
    with writing(engine) as connection:
        edition = tables.edition
        connection.execute(update(edition).where(edition.c.number == number).values(published_at=moment))


def test_a_day_on_which_an_act_ends_is_read_whole(loaded: Engine, whole_reads: list[int]) -> None:
    before = load_edition(loaded)
    act = next(iter(before.acts.values()))
    with writing(loaded) as connection:
        until = date(2030, 5, 1)
        connection.execute(update(tables.act).where(tables.act.c.id == act.id).values(force_until=until))
    moved_to(loaded, before.number, datetime(2030, 4, 28, 12, tzinfo=UTC))
    before = load_edition(loaded)
    office_id = sorted(before.offices)[0]
    whole_reads.clear()
    for day, read in ((date(2030, 4, 29), []), (date(2030, 5, 1), [before.number + 2])):
        change(loaded, office_id, ("name_kk", f"Кеңсе {day}"))
        number = before.number + (2 if read else 1)
        moved_to(loaded, number, datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=9))
        after = newer(loaded, before)
        assert (after.number, whole_reads) == (number, read)
        assert_same(after, load_edition(loaded))
        whole_reads.clear()
