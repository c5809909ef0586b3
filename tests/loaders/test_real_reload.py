"""People's changes of the real directory survive a load of other seeds: the shipped ones with a change."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from loaders.loading.load import load
from loaders.seeds import read_seeds
from model.edition import Edition, Office
from model.office_changes import FieldChange
from store.log.revisions import NewRevision, record_revisions
from store.reading.editions import load_edition, newer_edition
from store.tables.engine import make_engine, reading, writing

pytestmark = pytest.mark.slow

CHANGED = 60


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An embedded store with the shipped seeds but for their last toponym, so that others are a new load."""
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    seeds = read_seeds()
    load(engine, replace(seeds, toponyms=seeds.toponyms[:-1]))
    try:
        yield engine
    finally:
        engine.dispose()


def corrections(edition: Edition) -> list[NewRevision]:
    """Changes of many kinds: names, phones, places, closings, mergers and a new office."""
    chance = random.Random(1119)
    chosen = [edition.offices[each] for each in chance.sample(sorted(edition.offices), CHANGED)]
    unit = chance.choice(sorted(edition.units))
    kinds = [
        lambda office: [FieldChange("name_ru", None, f"Имя {office.id}")],
        lambda office: [FieldChange("phones", None, ("+77163834191",))],
        lambda office: [FieldChange("located_in", office.located_in, unit)],
        lambda office: [
            FieldChange("closed_on", None, "2020-01-01"),
            FieldChange("status", "ACTIVE", "CLOSED"),
        ],
        lambda office: [FieldChange("location", office.position, None)],
        lambda office: [FieldChange("opening_hours", None, "Mo-Fr 09:00-18:00; PH off")],
    ]
    made = [
        NewRevision(office.id, 1, tuple(kinds[number % len(kinds)](office)))
        for number, office in enumerate(chosen[:-2])
    ]
    into, other = chosen[-2:]
    made.append(NewRevision(into.id, 1, (FieldChange("absorbed", None, (other.id,)),)))
    made.append(NewRevision(other.id, 1, (FieldChange("merged_into", None, into.id),)))
    born = (FieldChange("kind", None, "OTHER"), FieldChange("name_kk", None, "Кеңсе"))
    made.append(NewRevision("made-by-people", 0, (*born, FieldChange("located_in", None, unit))))
    return made


def undated(office: Office) -> Office:
    """The office without the time of its last load."""
    return replace(office, updated_at=None)


def test_other_seeds_keep_all_that_people_changed(engine: Engine) -> None:
    with writing(engine) as connection:
        record_revisions(connection, corrections(load_edition(engine)), "editor", "the yearly list")
    before = load_edition(engine)
    changed = [each for each in before.offices if before.revisions.get(each)]
    assert len(changed) == CHANGED  # one of them is new, one is an alias now
    assert load(engine, read_seeds()).is_new
    with reading(engine) as connection:
        after = newer_edition(connection, before)
    assert after.number == before.number + 1
    assert {each: undated(after.offices[each]) for each in after.offices} == {
        each: undated(before.offices[each]) for each in before.offices
    }
    assert after.revisions == before.revisions
    assert after.rekeyed == before.rekeyed
    assert after.provisions == before.provisions
