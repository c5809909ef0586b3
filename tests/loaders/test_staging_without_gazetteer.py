"""An act is staged without a gazetteer upon the units and positions of the seeds, and nothing is guessed."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from loaders.directory.laying import GazetteerNeededError, lay_over
from loaders.directory.seeding import replace_seeds
from loaders.loading.load import load
from loaders.seeds import Seeds, read_seeds
from loaders.staging.activation import activate
from loaders.staging.stage import stage_act
from loaders.staging.staged import Manifest, staged_folder
from loaders.staging.staged_review import review_staged
from loaders.staging.staging_runs import run_stage
from model.program_files import shipped_seeds
from model.settings import Settings
from store.reading.editions import load_edition
from store.tables.engine import make_engine
from store.tables.schema import migrate
from tests.seeded_gazetteer import seeded_gazetteer
from tests.staged_country import (
    ACT,
    CLINICS,
    FACTS,
    NEXT,
    NEXT_FACTS,
    PROFILE,
    TEXT,
    make_base,
    nobody_watches,
    renewed,
)

pytestmark = pytest.mark.slow

NEXT_TEXT = renewed(TEXT)


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return seeded_gazetteer(tmp_path_factory.mktemp("gazetteer") / "akmola")


@pytest.fixture(scope="module")
def base(small_seeds: Seeds, gazetteer: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of seeds that the store is loaded from: with the act of clinics, and so with their towns."""
    folder = make_base(tmp_path_factory.mktemp("base"), small_seeds, gazetteer)
    home = tmp_path_factory.mktemp("earlier")
    engine = make_engine(make_url(f"sqlite:///{home}/kense.sqlite3"))
    try:
        load(engine, read_seeds(folder))
        stage_act(CLINICS / "act.txt", engine, home, gazetteer, nobody_watches, folder, profile=PROFILE)
    finally:
        engine.dispose()
    return staged_folder(home, ACT)


@pytest.fixture
def engine(base: Path, tmp_path: Path) -> Iterator[Engine]:
    """A store that holds these seeds; staging only reads it, so that one kind of store is enough."""
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    try:
        migrate(engine)
        load(engine, read_seeds(base))
        yield engine
    finally:
        engine.dispose()


def stage(
    engine: Engine,
    base: Path,
    home: Path,
    text: str = NEXT_TEXT,
    facts: str = NEXT_FACTS,
    places: Path | None = None,
) -> Manifest:
    """Stage an act with this text, by default without a gazetteer."""
    home.mkdir(exist_ok=True)
    (home / "act.txt").write_text(text, encoding="utf-8")
    (home / "act.yaml").write_text(facts, encoding="utf-8")
    return stage_act(home / "act.txt", engine, home, places, nobody_watches, base, profile=home / "act.yaml")


def test_an_act_is_staged_to_the_same_seeds_with_and_without_a_gazetteer(
    engine: Engine, base: Path, gazetteer: Path, tmp_path: Path
) -> None:
    stage(engine, base, tmp_path / "without")
    stage(engine, base, tmp_path / "with", places=gazetteer)
    bare, found = (staged_folder(tmp_path / name, NEXT) for name in ("without", "with"))
    files = sorted(path.relative_to(found) for path in found.rglob("*.csv"))
    assert len(files) > 20
    others = [file for file in files if (bare / file).read_bytes() != (found / file).read_bytes()]
    assert others == [Path("positions.csv")]
    # Akkol has one row more, enough to take its town for its seat: without a gazetteer it stays where it was.
    before, laid, placed = (
        {row.subject: row for row in read_seeds(folder).positions} for folder in (base, bare, found)
    )
    assert {subject: laid[subject] for subject in before} == before
    assert {subject for subject in placed if placed[subject] != laid[subject]} == {"unit:akm-akkol"}
    assert laid.keys() - before.keys() == {"office:akm-kokshetau-clinic"}


def test_it_is_reviewed_and_activated_as_any_other(engine: Engine, base: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert stage(engine, base, home).problems == ()
    review = review_staged(engine, NEXT)
    assert [office.id for office in review.new_offices] == ["akm-kokshetau-clinic"]
    assert [(one.office_id, one.field) for one in review.changed] == [("akm-akkol-clinic", "phones")]
    assert (review.other_changes, review.other_new_offices, review.rekeyed) == ((), (), ())
    assert activate(engine, home, NEXT).edition == 2
    assert load_edition(engine).offices["akm-kokshetau-clinic"].located_in == "akm-kokshetau-g"


def test_an_act_read_again_is_the_same_act(engine: Engine, base: Path, tmp_path: Path) -> None:
    manifest = stage(engine, base, tmp_path / "home", TEXT, FACTS)
    assert manifest.digest == manifest.upon


def test_an_office_that_its_act_puts_elsewhere_when_read_again_stands_there(
    engine: Engine, base: Path, tmp_path: Path
) -> None:
    stage(engine, base, tmp_path / "home", TEXT.replace("г. Акколь, ул.", "с. Кына, ул."), FACTS)
    seeds = read_seeds(staged_folder(tmp_path / "home", ACT))
    (office,) = (office for office in seeds.offices if office.id == "akm-akkol-clinic")
    assert office.located_in == "akm-akkol-karasai-kyna"
    placed = {row.subject: (row.lat, row.lon) for row in seeds.positions}
    assert placed["office:akm-akkol-clinic"] == placed["unit:akm-akkol-karasai-kyna"]
    assert len(placed) == len(seeds.positions)


def test_a_place_that_no_unit_is_makes_none_and_its_office_stands_in_the_district(
    engine: Engine, base: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    manifest = stage(engine, base, home, NEXT_TEXT.replace("г. Кокшетау, ул.", "с. Небывалое, ул."))
    (problem,) = manifest.problems
    assert (problem.kind, problem.where) == ("place_unknown", f"{NEXT}/a1/l34")
    assert "no known place of город Кокшетау is called Небывалое" in problem.text
    review = review_staged(engine, NEXT)
    assert review.new_units == ()
    (office,) = review.new_offices
    assert office.located_in == "akm-kokshetau"
    placed = {row.subject: row for row in read_seeds(staged_folder(home, NEXT)).positions}
    assert placed[f"office:{office.id}"].precision == "DISTRICT"


def test_a_new_spelling_of_a_known_place_is_kept_with_its_row(
    engine: Engine, base: Path, tmp_path: Path
) -> None:
    stage(engine, base, tmp_path / "home", NEXT_TEXT.replace("г. Атбасар, ул.", "г. Аттбасар, ул."))
    seeds = read_seeds(staged_folder(tmp_path / "home", NEXT))
    (spelled,) = (row for row in seeds.toponyms if row.name == "Аттбасар")
    assert spelled.source == f"{NEXT}/a1/l28"
    assert any(area.id == spelled.unit and area.name_ru == "Атбасар" for area in seeds.areas)


def test_an_act_that_lists_okrugs_is_refused_and_nothing_is_written(
    engine: Engine, base: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    okrugs = NEXT_FACTS.replace("category: clinic", "category: okrug_akimat")
    with pytest.raises(GazetteerNeededError, match=r"act\.txt:25: the act lists okrugs.*--gazetteer"):
        stage(engine, base, home, facts=okrugs)
    assert not (home / "published").exists()
    assert list((home / "staged").iterdir()) == []


def test_it_is_told_that_there_is_no_gazetteer(engine: Engine, base: Path, tmp_path: Path) -> None:
    url = engine.url.render_as_string()
    settings = Settings.from_environment({"KENSE_HOME": str(tmp_path / "home"), "KENSE_DATABASE_URL": url})
    shown = io.StringIO()
    run_stage(settings, CLINICS / "act.txt", PROFILE, base, None, Console(file=shown))
    told, staged = shown.getvalue().splitlines()
    assert told.startswith("no gazetteer: units and positions are those of the published seeds")
    assert staged.startswith(f"{ACT} is staged: ")


def test_laying_a_real_act_over_the_shipped_seeds_again_changes_nothing(
    shared_acts: Path, tmp_path: Path
) -> None:
    (text,) = shared_acts.glob("004_*.txt")
    folder = tmp_path / "seeds"
    shutil.copytree(shipped_seeds(), folder)
    replace_seeds(folder, lay_over(text, folder, nobody_watches))
    assert read_seeds(folder) == read_seeds()
