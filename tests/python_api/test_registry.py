"""The registry as a Python object gives the same answers and refusals as GraphQL."""

from __future__ import annotations

import ast
import runpy
import sys
import tomllib
from datetime import date
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

import msgspec
import pytest
from typer.testing import CliRunner

import kense
from geo.earth.point import InvalidPoint, Point
from model import program_files
from model.edition import Edition
from model.enums import Language, Level, ResolutionOutcome
from model.errors import BadSettingError, NotFoundError, StoreError, UsageError
from model.program_files import PROGRAM
from python_api.registry import LONGEST_TEXT, Place, Registry, open_registry
from python_api.results import LineAnswer, WhoServes
from tests.api_client import ApiClient

QUEUE = "preschool-queue"
KYNA = "akm-akkol-karasai-kyna"


@pytest.fixture(scope="module")
def registry(shipped_edition: Edition) -> Registry:
    return Registry(shipped_edition, Language.RU)


@pytest.fixture(scope="module")
def client(shipped_edition: Edition) -> ApiClient:
    return ApiClient(shipped_edition)


@pytest.mark.parametrize(
    "place",
    [KYNA, f"Settlement:{KYNA}", "Кына, Аккольский район", "113241100", "с. Кына"],
)
def test_a_village_is_served_by_the_same_offices_however_it_is_named(
    registry: Registry, client: ApiClient, place: str
) -> None:
    answer = registry.office_for(QUEUE, place)
    data = client.data(
        f"""{{ officeFor(serviceId: "PublicService:{QUEUE}", place: {{unitId: "Settlement:{KYNA}"}}) {{
          outcome lawStatus provisions {{ roles office {{ id name(language: RU) }} }} }} }}"""
    )["officeFor"]
    assert (answer.outcome, answer.law_status) == (data["outcome"], data["lawStatus"])
    assert answer.place is not None
    assert (answer.place.id, answer.place.level) == (KYNA, Level.SETTLEMENT)
    assert [
        {
            "roles": [*serving.roles],
            "office": {"id": f"Office:{serving.office.id}", "name": serving.office.name},
        }
        for serving in answer.offices
    ] == data["provisions"]


def test_an_answer_cites_its_law_and_reasons_in_the_language(registry: Registry) -> None:
    answer = registry.office_for(f"PublicService:{QUEUE}", "Кына")
    assert answer.offices[0].sources[0] == "row 2 of annex 2 of standard 1 of act 1119"
    assert answer.offices[0].office.phones == ("+77163834190",)
    assert len(answer.explanation) > 2
    assert "Кына" in answer.explanation[0]
    assert msgspec.json.decode(msgspec.json.encode(answer), type=WhoServes) == answer


def test_a_name_of_several_places_gives_candidates_and_no_place(registry: Registry) -> None:
    answer = registry.office_for(QUEUE, "Акжар")
    assert answer.outcome is ResolutionOutcome.AMBIGUOUS_PLACE
    assert answer.place is None
    assert len({unit.id for unit in answer.candidates}) > 1


def test_a_day_before_the_law_has_no_office(registry: Registry) -> None:
    assert registry.office_for(QUEUE, KYNA, as_of=date(1995, 1, 1)).offices == ()


def test_the_nearest_centres_are_those_of_graphql(registry: Registry, client: ApiClient) -> None:
    lon, lat = 69.3833, 53.2833
    data = client.data(
        f"""{{ nearestPsc(to: {{latitude: {lat}, longitude: {lon}}}, first: 5) {{
          edges {{ distanceMeters errorMeters node {{ id }} }} }} }}"""
    )["nearestPsc"]["edges"]
    near = registry.nearest_psc(lon, lat)
    assert [(f"Office:{each.office.id}", each.distance_m, each.error_m) for each in near] == [
        (edge["node"]["id"], edge["distanceMeters"], edge["errorMeters"]) for edge in data
    ]
    assert registry.nearest_psc(lon, lat, limit=0) == ()
    assert len(registry.nearest_psc(lon, lat, limit=3)) == 3
    assert all(each.distance_m <= 1_000 for each in registry.nearest_psc(lon, lat, max_distance_m=1_000))


def test_a_point_lies_in_its_units_and_one_abroad_in_none(registry: Registry) -> None:
    units = registry.units_at(69.3833, 53.2833)
    assert [each.unit.id for each in units][:1] == ["akm"]
    assert registry.units_at(37.6, 55.7) == ()
    abroad = registry.office_for(QUEUE, (37.6, 55.7))
    assert abroad.outcome is ResolutionOutcome.ABROAD
    assert registry.office_for(QUEUE, Point(lon=69.3833, lat=53.2833)).place is not None


def test_a_text_is_located_and_one_that_names_nothing_gives_nothing(registry: Registry) -> None:
    (place, *_) = registry.locate("Кына", district="Аккольский район")
    assert place.unit is not None
    assert place.unit.id == KYNA
    assert place.is_certain
    assert place.error_m > 0
    assert registry.locate("—") == ()
    assert registry.locate("Акжар", limit=1) == registry.locate("Акжар")[:1]


def test_a_line_is_answered_with_offices(registry: Registry) -> None:
    answer = registry.ask("детский сад Кына")
    assert (answer.question, answer.services[0].service.id) == ("WHO_SERVES", QUEUE)
    assert [unit.id for unit in answer.places] == [KYNA]
    assert answer.offices[0].office.phones == ("+77163834190",)
    assert msgspec.json.decode(msgspec.json.encode(answer), type=LineAnswer) == answer


def test_near_stands_for_the_place_of_a_line_without_one(registry: Registry) -> None:
    assert registry.ask("ЦОН").offices == ()
    near = registry.ask("ЦОН", near=(69.3833, 53.2833))
    assert [each.office.id for each in near.offices] == [
        each.office.id for each in registry.nearest_psc(69.3833, 53.2833)
    ]
    assert registry.ask("детский сад", near=(69.3833, 53.2833)).question == "WHO_SERVES"


REFUSED_PLACES: tuple[tuple[Place, type[UsageError]], ...] = (
    ("", UsageError),
    ("а" * (LONGEST_TEXT + 1), UsageError),
    ((53.0, 169.0), InvalidPoint),
    ((float("nan"), 50.0), InvalidPoint),
    (cast(Place, (1.0, 2.0, 3.0)), UsageError),
)


@pytest.mark.parametrize(("place", "error"), REFUSED_PLACES)
def test_a_place_that_cannot_be_one_is_refused(
    registry: Registry, place: Place, error: type[UsageError]
) -> None:
    with pytest.raises(error):
        registry.office_for(QUEUE, place)


def test_what_cannot_be_asked_is_refused_by_name(registry: Registry) -> None:
    with pytest.raises(NotFoundError, match="nowhere"):
        registry.office_for("nowhere", KYNA)
    with pytest.raises(UsageError, match="limit must not be negative, got -1"):
        registry.nearest_psc(69.0, 53.0, limit=-1)
    with pytest.raises(UsageError, match="max_distance_m must not be negative"):
        registry.nearest_psc(69.0, 53.0, max_distance_m=float("nan"))
    with pytest.raises(UsageError, match="text is empty"):
        registry.ask(" ")
    with pytest.raises(InvalidPoint, match="latitude"):
        registry.units_at(53.0, 95.0)


@pytest.mark.slow
def test_a_store_is_opened_by_its_url_and_by_the_setting(
    shipped_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="language must not be 'de': use one of kk, ru, en"):
        open_registry(language="de")
    with pytest.raises(BadSettingError, match="database"):
        open_registry("mysql://here/kense")
    with pytest.raises(StoreError, match=r"127\.0\.0\.1"):
        open_registry("postgresql://127.0.0.1:1/kense")
    monkeypatch.setenv("KENSE_HOME", str(tmp_path))
    monkeypatch.setenv("KENSE_DATABASE_URL", f"sqlite:///{shipped_store}")
    map_file = tmp_path / "map.svg"
    monkeypatch.setattr(sys, "argv", ["ten_questions.py", str(map_file)])
    script = runpy.run_path(str(PROGRAM / "docs" / "examples" / "ten_questions.py"), run_name="__main__")
    drawn = ElementTree.fromstring(map_file.read_text("utf-8"))
    circles = drawn.findall("{http://www.w3.org/2000/svg}circle")
    assert len(circles) > 5
    assert all(0 <= float(each.attrib["cx"]) <= script["WIDTH"] for each in circles)


def test_the_script_answers_ten_questions(registry: Registry) -> None:
    script = runpy.run_path(str(PROGRAM / "docs" / "examples" / "ten_questions.py"))
    answers = dict(script["answers"](registry))
    assert len(answers) == 10
    assert len(registry.services()) == 39
    assert answers["Which law says so?"] == "row 2 of annex 2 of standard 1 of act 1119"
    assert answers["What does this line ask?"] == "WHO_SERVES: +77163834190"
    assert all(answers.values())


def test_the_door_gives_the_face_of_python_and_nothing_else() -> None:
    assert kense.open_registry is open_registry
    assert kense.Registry is Registry
    with pytest.raises(AttributeError, match="no attribute 'close_registry'"):
        kense.close_registry  # noqa: B018


def test_the_stub_of_the_door_has_the_names_of_the_door() -> None:
    # A module of one file cannot bear `py.typed`: type checkers read its stub.
    stub = ast.parse((PROGRAM / "kense-stubs" / "__init__.pyi").read_text("utf-8"))
    imported = {
        alias.asname
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    own = {node.name for node in stub.body if isinstance(node, ast.FunctionDef)}
    values = {ast.unparse(node.target) for node in stub.body if isinstance(node, ast.AnnAssign)}
    assert imported | own | values == set(kense.__all__)
    packages = tomllib.loads((PROGRAM / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    assert all((PROGRAM / package / "py.typed").is_file() for package in packages["root_packages"])


def test_the_version_is_that_of_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    project = tomllib.loads((PROGRAM / "pyproject.toml").read_text("utf-8"))["project"]
    printed = CliRunner().invoke(kense.app, ["--version"])
    assert (printed.exit_code, printed.output) == (0, f"kense {project['version']}\n")
    monkeypatch.setattr(program_files, "checkout", lambda: None)
    monkeypatch.setattr(program_files, "version", _not_installed)
    assert program_files.program_version() == "unknown"


def _not_installed(_: str) -> str:
    raise PackageNotFoundError


def test_the_door_is_short() -> None:
    assert len((PROGRAM / "kense.py").read_text("utf-8").splitlines()) <= 150
