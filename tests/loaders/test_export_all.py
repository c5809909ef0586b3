"""`kense export all`: its files, read by other programs; equal bytes; completely or not at all."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import warnings
import zipfile
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import mapbox_vector_tile
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from pmtiles.reader import MmapSource, Reader, all_tiles
from rdflib import Graph
from shapely.geometry.base import BaseGeometry
from typer.testing import CliRunner

from geo.exports.bulk.tile_archive import write_tiles
from geo.exports.facts import office_ref
from geo.exports.json_ld import office_json_ld
from geo.exports.linked.cpsv import services_json_ld
from geo.exports.linked.ntriples import ntriples
from geo.exports.tables import Table
from geo.exports.tiles import FIELDS, Layer, TileSet
from kense import app
from loaders.exports import bulk_files
from loaders.exports.export_files import MissingExtraError, UnwritableError
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.edition import Edition
from model.enums import Level
from model.lookup_distributions import Distributions
from model.lookups import lookup
from store.tables.engine import make_engine
from tests.hand_made import at, edition, unit

DAY = date(2026, 11, 30)
BASE = "https://offices.example.kz"


@pytest.fixture(scope="module")
def store_url(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('store')}/kense.sqlite3"
    engine = make_engine(url)
    load(engine, small_seeds)
    engine.dispose()
    return url


@pytest.fixture(scope="module")
def folder(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("exports") / "out"
    written = export(store_url, out)
    assert written.exit_code == 0, written.exception
    return out


def export(store_url: str, out: Path, *more: str) -> Any:
    return CliRunner().invoke(app, ["export", "all", "--out", str(out), *more, "--database", store_url])


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def features_of(folder: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / f"{name}.geojson").read_bytes())["features"]
    return found


def shape_of(feature: dict[str, Any]) -> BaseGeometry | None:
    geometry = feature["geometry"]
    return None if geometry is None else shapely.from_geojson(json.dumps(geometry))


def test_every_file_of_the_catalogue_is_there_with_its_size_and_digest(folder: Path) -> None:
    # No unit above the settlements of these seeds has a position or a boundary: there is no tile of them.
    known = set(lookup(Distributions).files) - {"units.pmtiles"}
    assert {path.name for path in folder.iterdir()} == known | {"catalog.jsonld", "datapackage.json"}
    nodes = {node["id"]: node for node in json.loads((folder / "catalog.jsonld").read_bytes())["@graph"]}
    files = [node for node in nodes.values() if node["type"] == "dcat:Distribution"]
    assert {node["downloadURL"] for node in files} == known
    for node in files:
        content = (folder / node["downloadURL"]).read_bytes()
        assert int(node["byteSize"]) == len(content)
        assert nodes[node["checksum"]]["checksumValue"] == sha256(content).hexdigest()


def test_an_equal_edition_gives_equal_bytes_and_takes_the_place_of_the_old_one(
    folder: Path, store_url: str
) -> None:
    before = digests(folder)
    (folder / "of_yesterday.csv").write_text("x")
    assert export(store_url, folder).exit_code == 0
    assert digests(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("name", ["offices", "units"])
@pytest.mark.parametrize("ending", ["gpkg", "fgb"])
def test_gdal_reads_back_what_the_geojson_says(folder: Path, name: str, ending: str) -> None:
    meta, _, geometries, values = pyogrio.raw.read(folder / f"{name}.{ending}")
    assert meta["crs"] == "EPSG:4326"
    rows = dict(zip(meta["fields"], values, strict=True))
    shapes = dict(zip(rows["id"], shapely.from_wkb(geometries), strict=True))
    expected = features_of(folder, name)
    assert len(shapes) == len(expected)
    for feature in expected:
        shape, read = shape_of(feature), shapes[feature["id"]]
        assert (shape is None and read is None) or (shape is not None and shape.equals(read))
    index = {ref: place for place, ref in enumerate(rows["id"])}
    for feature in expected:
        about, place = feature["properties"], index[feature["id"]]
        assert rows["name_ru"][place] == about["name_ru"]
        assert rows["sources"][place] == "|".join(about["sources"])
        error = rows["error_m"][place]
        assert (error == error) == (about.get("error_m") is not None)


@pytest.mark.parametrize("name", ["offices", "units"])
def test_pyarrow_and_duckdb_read_back_the_geoparquet(folder: Path, name: str) -> None:
    path = folder / f"{name}.parquet"
    table = pq.read_table(path)
    about = json.loads(table.schema.metadata[b"geo"])
    assert (about["version"], about["primary_column"]) == ("1.1.0", "geometry")
    told = about["columns"]["geometry"]
    expected = features_of(folder, name)
    shapes = [shape_of(each) for each in expected]
    assert told["geometry_types"] == sorted({shape.geom_type for shape in shapes if shape is not None})
    assert told["bbox"] == list(shapely.total_bounds([shape for shape in shapes if shape is not None]))
    assert table["id"].to_pylist() == [each["id"] for each in expected]
    for wkb, shape in zip(table["geometry"].to_pylist(), shapes, strict=True):
        assert (wkb is None and shape is None) or shapely.from_wkb(wkb).equals(shape)
    assert table["sources"].to_pylist() == [each["properties"]["sources"] for each in expected]
    # The extension for geometries would have to be downloaded: this test needs none.
    question = f"SELECT count(*), count(DISTINCT id), min(id) FROM '{path}'"
    with duckdb.connect() as base:
        (count,) = base.execute(question).fetchall()
    assert count == (len(expected), len(expected), min(each["id"] for each in expected))


def test_units_have_tiles_up_to_the_zoom_from_which_all_are_drawn(tmp_path: Path) -> None:
    region = unit("r", Level.REGION, None, "Область", position=at(52, 71))
    made, path = edition(units=[region]), tmp_path / "units.pmtiles"
    steps = list(write_tiles(path, made, TileSet(made), Layer.UNITS))
    assert steps[-1][0] == steps[-1][1] == len(steps)
    with path.open("rb") as file:
        tiles = {place: gzip.decompress(packed) for place, packed in all_tiles(MmapSource(file))}
    assert sorted(zoom for zoom, _, _ in tiles) == list(range(9))
    for tile in tiles.values():
        (mark,) = mapbox_vector_tile.decode(tile)["units"]["features"]
        assert mark["properties"]["id"] == "Region:r"


@pytest.mark.parametrize("layer", [Layer.OFFICES, Layer.SETTLEMENTS])
def test_pmtiles_holds_the_tiles_of_the_layer(folder: Path, layer: Layer) -> None:
    with (folder / f"{layer}.pmtiles").open("rb") as file:
        source = MmapSource(file)
        reader = Reader(source)
        assert reader.metadata()["vector_layers"] == [{"id": layer, "fields": dict(FIELDS[layer])}]
        last_zoom = reader.header()["max_zoom"]
        seen: set[str] = set()
        for (zoom, _, _), packed in all_tiles(source):
            (name,) = (decoded := mapbox_vector_tile.decode(gzip.decompress(packed)))
            assert name == layer
            if zoom == last_zoom:
                marks = decoded[name]["features"]
                seen |= {mark["properties"]["id"] for mark in marks if "id" in mark["properties"]}
    expected = {
        each["id"]
        for each in features_of(folder, "offices" if layer is Layer.OFFICES else "units")
        if (each["properties"].get("level") == "SETTLEMENT") == (layer is Layer.SETTLEMENTS)
        and each["geometry"] is not None
    }
    assert seen
    assert seen <= expected


def test_the_tables_have_a_schema_and_a_byte_order_mark_where_it_is_asked_for(
    folder: Path, store_url: str, tmp_path: Path
) -> None:
    package = json.loads((folder / "datapackage.json").read_bytes())
    assert {each["path"] for each in package["resources"]} == {f"{table}.csv" for table in Table}
    marked = tmp_path / "marked"
    assert export(store_url, marked, "--bom").exit_code == 0
    for resource in package["resources"]:
        plain = (folder / resource["path"]).read_bytes()
        assert (marked / resource["path"]).read_bytes() == bulk_files.BOM + plain
        rows = list(csv.DictReader(io.StringIO(plain.decode(), newline="")))
        assert [each["name"] for each in resource["schema"]["fields"]] == list(rows[0])
        read: dict[str, Callable[[str], object]] = {
            "number": float,
            "integer": int,
            "date": date.fromisoformat,
            "boolean": ("yes", "no").index,
        }
        for column in resource["schema"]["fields"]:
            make = read.get(column["type"], str)
            assert all(make(row[column["name"]]) is not None for row in rows if row[column["name"]])


def test_hsds_is_a_package_in_one_file(folder: Path) -> None:
    with zipfile.ZipFile(folder / "hsds.zip") as archive:
        assert archive.testzip() is None
        package = json.loads(archive.read("datapackage.json"))
        assert {each["path"] for each in package["resources"]} < set(archive.namelist())


def graph_of(document: bytes, base: str) -> Graph:
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # RDFLib reads it with a class it calls deprecated
        return Graph().parse(data=document, format="json-ld", publicID=base)


def test_the_statements_are_those_that_a_library_reads_in_the_documents(small_edition: Edition) -> None:
    lines = b"".join(ntriples(small_edition, DAY, BASE))
    assert b"_:" not in lines
    written = Graph().parse(data=lines, format="nt")
    services = graph_of(b"".join(services_json_ld(small_edition, DAY, BASE)), BASE)
    assert set(services) <= set(written)
    one = small_edition.offices["akm-akkol-psc"]
    document = json.loads(office_json_ld(small_edition, one, BASE, DAY))
    named = with_places(document | {"@context": {"@vocab": "http://schema.org/"}}, document["@id"])
    read = graph_of(json.dumps(named).encode(), BASE)
    assert len(read) > 50
    assert set(read) <= set(written)


def with_places(node: dict[str, Any], iri: str) -> dict[str, Any]:
    """The document with an id for each node that has none."""
    found: dict[str, Any] = {"@id": node.get("@id", iri)}
    for key, value in node.items():
        values = value if isinstance(value, list) else [value]
        made = []
        for number, each in enumerate(values):
            place = f"{iri}{'/' if '#' in iri else '#'}{key}/{number}"
            is_node = isinstance(each, dict) and not key.startswith("@") and "@value" not in each
            made.append(with_places(each, each.get("@id", place)) if is_node else each)
        found[key] = made if isinstance(value, list) else made[0]
    return found


def test_a_folder_of_other_files_is_left_alone(store_url: str, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    refused = export(store_url, tmp_path)
    assert isinstance(refused.exception, UnwritableError)
    assert "holds other files" in str(refused.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_what_breaks_off_leaves_the_old_export_as_it_was(
    folder: Path, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digests(folder)

    def full(path: Path, **_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bulk_files, "write_parquet", full)
    refused = export(store_url, folder)
    assert isinstance(refused.exception, UnwritableError)
    assert "No space left on device" in str(refused.exception)
    assert digests(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("package", ["pmtiles", "pyarrow", "pyogrio"])
def test_a_package_that_is_not_installed_is_named(
    package: str, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = ("loaders.exports.export_all", "loaders.exports.bulk_files", "geo.exports.bulk")
    for name in list(sys.modules):
        if name.startswith((*ours, f"{package}.")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    refused = export(store_url, tmp_path / "out")
    assert isinstance(refused.exception, MissingExtraError)
    assert f"{package}, which is not installed: pip install 'kense[bulk]'" in str(refused.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_layer_without_features_has_no_files() -> None:
    order = bulk_files.BulkOrder(edition(), DAY, BASE, False)
    names = {name for name, _ in bulk_files.bulk_files(order)}
    assert "offices.csv" in names
    assert not {name for name in names if name.endswith((".gpkg", ".fgb", ".parquet", ".pmtiles"))}


def test_offices_of_all_files_are_those_of_the_edition(folder: Path, small_edition: Edition) -> None:
    refs = {office_ref(each) for each in small_edition.offices}
    assert {each["id"] for each in features_of(folder, "offices")} == refs
    assert set(pq.read_table(folder / "offices.parquet")["id"].to_pylist()) == refs
