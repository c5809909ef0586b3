"""Areas drawn around settlements: whole, apart, within the known boundary above, and only for maps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import shapely

from geo.earth.point import Point
from geo.units.approximate_areas import ApproximateAreas, agreement
from geo.units.containment import units_at
from geo.units.edition_index import Atlas
from model.edition import Boundary, Edition, UnitChange
from model.enums import ChangeKind, Level, PlaceBasis
from tests.api_client import ApiClient
from tests.hand_made import at, edition, unit

# Four villages at the corners of a degree, two of each raion, the raions side by side.
UNITS = [
    unit("r", Level.REGION, None, "Область"),
    unit("r-w", Level.DISTRICT, "r", "Западный район"),
    unit("r-e", Level.DISTRICT, "r", "Восточный район"),
    *(
        unit(f"r-{side}-{row}", Level.SETTLEMENT, f"r-{side}", f"Село {row}", position=at(lat, lon))
        for side, lon in (("w", 70.0), ("e", 71.0))
        for row, lat in (("n", 51.0), ("s", 50.0))
    ),
    unit("q", Level.REGION, None, "Область без сел"),
]
REGION = shapely.MultiPolygon([shapely.box(69, 49, 72, 52)])


def areas_of(given: Edition) -> tuple[ApproximateAreas, Edition]:
    return ApproximateAreas(Atlas.of(given)), given


def test_raions_share_the_region_between_them_along_the_bisector() -> None:
    areas, known = areas_of(replace(edition(UNITS), boundaries={"r": Boundary("r", REGION, "hand")}))
    west, east = areas.of(known.units["r-w"]), areas.of(known.units["r-e"])
    assert west is not None
    assert east is not None
    assert west.bounds == pytest.approx((69, 49, 70.5, 52))
    assert east.bounds == pytest.approx((70.5, 49, 72, 52))
    assert agreement(shapely.union(west, east), REGION) == pytest.approx(1)
    assert shapely.intersection(west, east).area == pytest.approx(0)


def test_without_a_known_boundary_an_area_ends_soon_after_the_last_village() -> None:
    areas, known = areas_of(edition(UNITS))
    region = areas.of(known.units["r"])
    assert region is not None
    assert region.is_valid
    assert region.contains(shapely.box(70, 50, 71, 51))
    west, south, east, north = region.bounds
    assert 69.5 < west < 70 < 71 < east < 71.5
    assert 49.7 < south < 50 < 51 < north < 51.3


def test_a_settlement_and_a_unit_without_any_have_no_area() -> None:
    areas, known = areas_of(edition(UNITS))
    assert areas.of(known.units["r-w-n"]) is None
    assert areas.of(known.units["q"]) is None
    assert agreement(None, REGION) == 0


def test_an_area_decides_nothing() -> None:
    atlas = Atlas.of(edition(UNITS))
    ApproximateAreas(atlas).of(atlas.edition.units["r"])
    found = units_at(atlas, Point(70.1, 50.1))
    assert {each.basis for each in found} == {PlaceBasis.NEAREST_SETTLEMENT}


QUESTION = """query($tolerance: Float) { region: administrativeUnit(id: "Region:r") {
  boundary(toleranceMeters: $tolerance) approximateArea(toleranceMeters: $tolerance) }
  other: administrativeUnit(id: "District:r-w") { boundary approximateArea } }"""


def test_the_api_draws_what_is_known_and_null_where_nothing_is() -> None:
    circle = shapely.MultiPolygon([shapely.Point(70.5, 50.5).buffer(1.5, quad_segs=90)])
    known = replace(edition(UNITS), boundaries={"r": Boundary("r", circle, "hand")})
    told = ApiClient(known).data(QUESTION)
    assert told["region"]["boundary"]["type"] == "MultiPolygon"
    assert told["other"]["boundary"] is None
    assert told["other"]["approximateArea"]["type"] == "MultiPolygon"


def test_a_tolerance_makes_an_outline_shorter_and_strays_no_farther() -> None:
    circle = shapely.MultiPolygon([shapely.Point(70.5, 50.5).buffer(1.5, quad_segs=90)])
    client = ApiClient(replace(edition(UNITS), boundaries={"r": Boundary("r", circle, "hand")}))
    told = client.data(QUESTION, tolerance=5_000)
    drawn = shapely.geometry.shape(told["region"]["boundary"])
    assert shapely.get_num_coordinates(drawn) < shapely.get_num_coordinates(circle) / 3
    assert shapely.hausdorff_distance(drawn, circle) < 5_000 / 111_000
    assert {code for code, _ in client.errors(QUESTION, tolerance=-1)} == {"BAD_USER_INPUT"}


def test_a_region_that_lost_a_district_has_no_boundary_of_today() -> None:
    moved = UnitChange(ChangeKind.MOVED, ("r-e", "r"), ("r-e", "n"), "hand", date(2022, 6, 8))
    units = [*UNITS, unit("n", Level.REGION, None, "Новая область")]
    known = replace(edition(units, changes=[moved]), boundaries={"r": Boundary("r", REGION, "hand")})
    question = """{ old: administrativeUnit(id: "Region:r") { boundary approximateArea }
      new: administrativeUnit(id: "Region:n") { boundary approximateArea } }"""
    told = ApiClient(known).data(question)
    assert told["old"]["boundary"] is None
    assert told["new"]["boundary"] is None
    old, new = (shapely.geometry.shape(told[key]["approximateArea"]) for key in ("old", "new"))
    assert old.bounds[2] == pytest.approx(70.5)  # each has the ground of its own villages
    assert new.bounds[0] == pytest.approx(70.5)
