"""The shipped boundaries: made from finer ones with shared borders, loaded, replaced by an operator's."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from sqlalchemy import Engine
from typer.testing import CliRunner

from kense import app
from loaders.loading.load import load, load_boundaries
from loaders.places.boundaries import BadBoundaryFileError, read_features
from loaders.places.boundary_making import generalise, outer_line
from loaders.seeds import Seeds
from loaders.seeds.boundaries import SHIPPED, read_shipped_boundaries, write_shipped_boundaries
from loaders.seeds.files import BadSeedError
from model.edition import Boundary, Edition
from model.enums import Level
from store.reading.editions import load_edition
from tests.hand_made import edition, unit

UNITS = [
    unit("r", Level.REGION, None, "Первая область"),
    unit("r-w", Level.DISTRICT, "r", "Западный район"),
    unit("r-e", Level.DISTRICT, "r", "Восточный район"),
    unit("g", Level.REGION, None, "город Город"),
]
KNOWN = edition(UNITS)


def wavy(west: float, east: float) -> dict[str, Any]:
    """A strip whose western and eastern edges wave by 200 m, as those of its neighbours do."""
    norths = np.linspace(50, 51, 501)
    right = [(east + 0.003 * np.sin(40 * north), north) for north in norths]
    left = [(west + 0.003 * np.sin(40 * north), north) for north in norths[::-1]]
    ring = [(round(x, 4), round(y, 4)) for x, y in (*right, *left)]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def file_of(folder: Path, *features: tuple[dict[str, Any], Any]) -> Path:
    listed = [{"type": "Feature", "properties": facts, "geometry": shape} for facts, shape in features]
    file = folder / "fine.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": listed}), encoding="utf-8")
    return file


@pytest.fixture
def fine(tmp_path: Path) -> Path:
    """Two districts side by side, and a city that is drawn as its own district."""
    return file_of(
        tmp_path,
        ({"id": 1, "name_ru": "Западный район", "region": "Первая область"}, wavy(70, 71)),
        ({"id": 2, "name_ru": "Восточный район", "region": "Первая область"}, wavy(71, 72)),
        ({"id": 3, "name_ru": "Весь город", "region": "город Город"}, wavy(72, 73)),
        ({"id": 4, "name_ru": "Первая область"}, wavy(70, 72)),
    )


def test_borders_stay_shared_and_a_region_is_left_to_its_districts(fine: Path) -> None:
    made = generalise(read_features([fine]), KNOWN)
    assert [each.unit_id for each in made.boundaries] == ["g", "r-e", "r-w"]
    shapes = np.array([each.shape for each in made.boundaries], dtype=object)
    assert shapely.coverage_is_valid(shapes)
    corners = shapely.get_num_coordinates(shapes)
    assert all(4 < count < 100 for count in corners)  # of 1,003 in the file
    line = outer_line(made.boundaries)
    assert line.area == pytest.approx(sum(shapely.area(shapes)))


@pytest.mark.parametrize("tolerance", [0.004, 0.0, -1.0, float("nan")])
def test_a_copy_of_the_files_is_refused(fine: Path, tolerance: float) -> None:
    with pytest.raises(BadBoundaryFileError, match=r"at least 0\.005"):
        generalise(read_features([fine]), KNOWN, tolerance)


def test_files_that_draw_no_unit_are_named(tmp_path: Path) -> None:
    file = file_of(tmp_path, ({"id": 9, "name_ru": "Другой район", "region": "Иная область"}, wavy(70, 71)))
    with pytest.raises(BadBoundaryFileError, match=r"fine\.geojson"):
        generalise(read_features([file]), KNOWN)


def test_what_is_written_is_read_again(tmp_path: Path, fine: Path) -> None:
    made = [replace(each, source=SHIPPED) for each in generalise(read_features([fine]), KNOWN).boundaries]
    path = write_shipped_boundaries(tmp_path, made, "a test")
    assert read_shipped_boundaries(path) == tuple(made)
    assert json.loads(path.read_text())["made_from"] == "a test"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "not a file of"),
        ('{"features": [{}]}', "not a file of"),
        (
            '{"features": [{"properties": {"unit": "r", "id": 1}, "geometry": {"type": "Point", '
            '"coordinates": [70, 50]}}]}',
            "r: the geometry is not a valid MultiPolygon",
        ),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "boundaries.geojson"
    path.write_text(content)
    with pytest.raises(BadSeedError, match=says):
        read_shipped_boundaries(path)


def test_the_shipped_ones_are_a_coverage_of_units_that_exist(shipped_edition: Edition) -> None:
    shipped = read_shipped_boundaries()
    assert len(shipped) == 176
    shapes = np.array([each.shape for each in shipped], dtype=object)
    assert shapely.coverage_is_valid(shapes)
    assert shapely.is_valid(shapes).all()
    assert shipped_edition.boundaries == {each.unit_id: each for each in shipped}
    wide = {"ala", "ast"}  # cities of the republic, drawn as a whole
    levels = {shipped_edition.units[each.unit_id].level for each in shipped if each.unit_id not in wide}
    assert levels == {Level.DISTRICT}


AKKOL = Boundary("akm-akkol", shapely.MultiPolygon([shapely.box(70, 51, 72, 52)]), SHIPPED, "1")
THEIRS = replace(AKKOL, source="own.geojson", source_id="2", of_day=date(2024, 1, 1))


def test_a_load_brings_its_boundaries_and_keeps_those_of_an_operator(
    store_engine: Engine, small_seeds: Seeds
) -> None:
    seeds = replace(small_seeds, boundaries=(AKKOL,))
    load(store_engine, seeds)
    assert load_edition(store_engine).boundaries == {"akm-akkol": AKKOL}
    moved = replace(AKKOL, shape=shapely.MultiPolygon([shapely.box(70, 51, 73, 52)]))
    assert load(store_engine, replace(seeds, boundaries=(moved,))).is_new
    assert load_edition(store_engine).boundaries == {"akm-akkol": moved}
    assert load_boundaries(store_engine, [THEIRS]) is not None
    assert load(store_engine, seeds).is_new
    assert load_edition(store_engine).boundaries == {"akm-akkol": THEIRS}
    bare = replace(small_seeds, boundaries=(replace(AKKOL, unit_id="nowhere"),))
    with pytest.raises(BadSeedError, match=r"boundaries\.geojson: no unit has the id 'nowhere'"):
        load(store_engine, bare)
    assert load_edition(store_engine).boundaries == {"akm-akkol": THEIRS}


def test_the_command_writes_the_file_and_names_what_it_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    seeds = tmp_path / "seeds"
    shutil.copytree(Path(__file__).parents[1] / "seeds_small", seeds)
    file = file_of(
        tmp_path,
        ({"id": 1, "name_ru": "Аккольский район", "region": "Акмолинская область"}, wavy(70, 72)),
        ({"id": 2, "name_ru": "Никакой район", "region": "Акмолинская область"}, wavy(72, 73)),
    )
    run = CliRunner().invoke(app, ["boundaries", "make", str(file), "--seeds", str(seeds)])
    assert run.exit_code == 0, run.output
    assert "Никакой район (2): no unit of the registry is it beyond doubt" in run.output
    assert "1 boundaries in" in run.output
    (made,) = read_shipped_boundaries(seeds / "boundaries.geojson")
    assert (made.unit_id, made.source_id) == ("akm-akkol", "1")
    refused = CliRunner().invoke(app, ["boundaries", "make", str(file), "--tolerance", "0.001"])
    assert isinstance(refused.exception, BadBoundaryFileError)
