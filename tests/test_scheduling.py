"""The order of a run names files that there are, and keeps together and apart what it should."""

from pathlib import Path

from tests.scheduling import group_of, named_files

TESTS = Path(__file__).parent


def test_every_group_that_is_named_has_tests() -> None:
    there = {path.name for path in TESTS.rglob("*") if path.is_dir() or path.name.startswith("test_")}
    assert named_files() - there == set()
    assert len(named_files()) > 10


def test_a_file_is_a_group_but_for_what_shares_or_shares_nothing() -> None:
    assert group_of("tests/geo/test_point.py::test_a[x]") == "test_point.py"
    units, positions = (f"tests/loaders/{name}.py::test_a" for name in ("test_units", "test_positions"))
    assert group_of(units) == group_of(positions)
    store, shipped = "tests/store/test_store.py::test_a", "tests/geo/test_spatial_sql_shipped.py::test_a"
    assert group_of(store) == group_of(shipped) != group_of(units)
    documented = "tests/test_documented_commands.py::test_a"
    assert len({group_of(f"{documented}{which}") for which in ("", "[wheel]", "[clone]")}) == 3
    assert group_of("tests/conformance/test_slots.py::test_a[1]") == "conformance"
