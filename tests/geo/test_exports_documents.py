"""One office as JSON-LD, tables as CSV, and the commands that write files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from geo.exports.attribution import LICENSE, OPENSTREETMAP_LICENSE
from geo.exports.json_ld import office_json_ld
from geo.exports.tables import Table, csv_table
from geo.exports.weekly import OpenSpan, is_closed_on_holidays, open_spans
from kense import app
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.edition import Contact, Edition, Office, Organization, Schedule, Service, Validity
from model.enums import ContactKind, OfficeKind, Precision, SchedulePurpose
from store.tables.engine import make_engine
from tests.api_client import ApiClient
from tests.hand_made import UNITS, at, edition, names, office, provision

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")
TERMS = {
    *(
        "@context",
        "@type",
        "@id",
        "identifier",
        "name",
        "address",
        "geo",
        "additionalProperty",
        "contactPoint",
    ),
    *("url", "openingHoursSpecification", "areaServed", "makesOffer", "parentOrganization", "subjectOf"),
    "mainEntityOfPage",
}


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


def document(found: Edition, office_id: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(office_json_ld(found, found.offices[office_id]))
    return read


def described(one: Office, **more: Any) -> dict[str, Any]:
    return document(edition(units=UNITS, offices=[one], **more), one.id)


def test_an_office_is_a_government_office_with_all_its_parts(small_edition: Edition) -> None:
    node = document(small_edition, "akm-akkol-psc")
    assert (node["@context"], node["@type"]) == ("https://schema.org", "GovernmentOffice")
    assert node["@id"] == "/offices/akm-akkol-psc.jsonld"
    assert node["geo"] == {"@type": "GeoCoordinates", "latitude": 51.9937, "longitude": 70.947}
    assert {one["@language"] for one in node["name"]} <= {"kk", "ru"}
    assert all(one["@type"] == "ContactPoint" for one in node["contactPoint"])
    assert any(one.get("telephone", "").startswith("+7") for one in node["contactPoint"])
    (area,) = node["areaServed"]
    assert area["@type"] == "AdministrativeArea"
    assert {"@type": "PropertyValue", "propertyID": "KENSE", "value": "District:akm-akkol"} in area[
        "identifier"
    ]
    assert node["address"][0]["addressCountry"] == "KZ"
    assert node["parentOrganization"][0]["@id"] == "/offices/akm-psc.jsonld"
    assert node["subjectOf"][0]["legislationIdentifier"] == "1119"
    assert "GeoNames" in node["mainEntityOfPage"]["creditText"]


def links_of(value: Any) -> list[str]:
    """Every @id, at any depth."""
    if isinstance(value, list):
        return [link for one in value for link in links_of(one)]
    if not isinstance(value, dict):
        return []
    own = [value["@id"]] if "@id" in value else []
    return own + [link for one in value.values() for link in links_of(one)]


def test_ids_begin_with_the_public_address_where_there_is_one(small_edition: Edition, api: ApiClient) -> None:
    base = "https://offices.example.kz/registry"
    public = ApiClient(small_edition, {"KENSE_PUBLIC_URL": f"{base}/"})
    path = "/offices/akm-akkol-psc.jsonld"
    answer = public.http.get(path, headers={"host": "testserver"})
    assert {base + path, f"{base}/offices/akm-psc.jsonld"} < set(links_of(answer.json()))
    assert {link for link in links_of(answer.json()) if not link.startswith(base)} == set()
    plain = api.http.get(path)
    here = "http://testserver"
    assert {here + path, f"{here}/offices/akm-psc.jsonld"} < set(links_of(plain.json()))
    old = public.http.get("/offices/akm-akkol-roo.jsonld", follow_redirects=False)
    assert (old.status_code, old.headers["location"]) == (301, f"{base}/offices/akm-akkol-education.jsonld")
    # Who kept the document of before the address was set is not told that it is fresh.
    tag = plain.headers["etag"]
    assert public.http.get(path, headers={"if-none-match": tag}).status_code == 200
    assert api.http.get(path, headers={"if-none-match": tag}).status_code == 304
    # A host that is not known to be one of the server begins no link: anybody may have named it.
    strange = api.http.get(path, headers={"host": "offices.example.com"})
    assert {path, "/offices/akm-psc.jsonld"} < set(links_of(strange.json()))


@pytest.mark.slow
def test_every_shipped_office_is_a_document(shipped_edition: Edition) -> None:
    for office_id in shipped_edition.offices:
        node = document(shipped_edition, office_id)
        assert {"@context", "@type", "@id", "identifier", "name", "mainEntityOfPage"} <= set(node) <= TERMS
        for hours in node.get("openingHoursSpecification", ()):
            assert hours["opens"] < hours["closes"] or hours["dayOfWeek"] == ["PublicHolidays"]
        assert len(node.get("areaServed", ())) <= 201


def test_a_position_bears_the_licence_of_its_source(shipped_edition: Edition) -> None:
    placed = [office for office in shipped_edition.offices.values() if office.position is not None]
    for source, licence in (("openstreetmap", OPENSTREETMAP_LICENSE), ("whosonfirst", LICENSE)):
        office = next(one for one in placed if one.position is not None and one.position.source == source)
        assert document(shipped_edition, office.id)["mainEntityOfPage"]["license"] == licence


def test_hours_are_told_by_day_and_holidays_as_closed() -> None:
    validity = Validity(date(2012, 9, 24), date(2014, 1, 1))
    hours = Schedule(SchedulePurpose.GENERAL, "Mo-Fr 09:00-13:00,14:00-18:00; PH off", validity=validity)
    morning, evening, holidays = described(replace(office("one"), schedules=(hours,)))[
        "openingHoursSpecification"
    ]
    assert morning["dayOfWeek"] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert (morning["opens"], morning["closes"]) == ("09:00", "13:00")
    assert (evening["opens"], evening["closes"]) == ("14:00", "18:00")
    assert (morning["validFrom"], morning["validThrough"]) == ("2012-09-24", "2013-12-31")
    assert holidays["dayOfWeek"] == ["PublicHolidays"]
    assert holidays["opens"] == holidays["closes"]


@pytest.mark.parametrize(
    "expression", ["Th[2] 16:00-18:00", 'unknown "по записи"', "Apr-Oct: Mo[1] 09:00-18:00"]
)
def test_hours_that_a_week_cannot_tell_are_left_out(expression: str) -> None:
    hours = Schedule(SchedulePurpose.GENERAL, expression)
    assert "openingHoursSpecification" not in described(replace(office("one"), schedules=(hours,)))


@pytest.mark.parametrize(
    ("expression", "spans"),
    [
        ("Mo-Fr 09:00-18:00", (OpenSpan(False, WEEKDAYS, "09:00", "18:00"),)),
        (
            "Mo-Fr 09:00-18:00; Sa 10:00-14:00",
            (
                OpenSpan(False, WEEKDAYS, "09:00", "18:00"),
                OpenSpan(False, ("SA",), "10:00", "14:00"),
            ),
        ),
        ("Th[1,3] 16:00-18:00", (OpenSpan(True, ("1TH", "3TH"), "16:00", "18:00"),)),
        ("24/7", (OpenSpan(False, (*WEEKDAYS, "SA", "SU"), "00:00", "23:59"),)),
        ("Mo-Fr 09:00-18:00; We 10:00-12:00", None),
        ('unknown "по записи"', None),
    ],
)
def test_spans_tell_a_week_or_nothing(expression: str, spans: tuple[OpenSpan, ...] | None) -> None:
    assert open_spans(expression) == spans


def test_holidays_are_days_off_only_where_it_is_said() -> None:
    assert is_closed_on_holidays("Mo-Fr 09:00-18:00; PH off")
    assert not is_closed_on_holidays("Mo-Fr 09:00-18:00")
    assert not is_closed_on_holidays("Mo-Fr 09:00-18:00; PH 10:00-12:00")


def test_a_place_known_by_its_district_is_a_circle_and_no_point() -> None:
    found = described(office("one", position=at(52, 71, Precision.DISTRICT)))
    assert found["geo"]["@type"] == "GeoCircle"
    assert found["geo"]["geoRadius"] == 60_000
    assert "geo" not in described(office("one"))


def test_a_nationwide_office_serves_the_country() -> None:
    one, licence = office("one", OfficeKind.TERRITORIAL_BODY), Service("licence", names("Лицензия"))
    assert "areaServed" not in described(one)
    found = described(one, services=[licence], provisions=[provision("licence", "one", [])])
    assert found["areaServed"][0]["@type"] == "Country"
    assert found["makesOffer"][0]["itemOffered"]["identifier"] == "PublicService:licence"


def test_a_legal_body_is_the_organization_above_an_office() -> None:
    body = Organization("moes", names("Министерство образования"))
    made = edition(units=UNITS, offices=[replace(office("one"), organization_id="moes")])
    (above,) = document(replace(made, organizations={"moes": body}), "one")["parentOrganization"]
    assert above["@type"] == "GovernmentOrganization"
    assert above["identifier"]["value"] == "Organization:moes"


def test_the_document_is_served_under_every_id_of_the_office(api: ApiClient) -> None:
    answer = api.http.get("/offices/akm-akkol-education.jsonld")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/ld+json"
    assert api.http.get("/offices/Office:akm-akkol-education.jsonld").json() == answer.json()
    old = api.http.get("/offices/akm-akkol-roo.jsonld", follow_redirects=False)
    assert (old.status_code, old.headers["location"]) == (301, "/offices/akm-akkol-education.jsonld")


@pytest.mark.parametrize(
    ("path", "status"), [("nobody.jsonld", 404), ("akm-akkol-psc.jsonld?kind=AKIMAT", 400)]
)
def test_a_document_that_is_none_is_refused_with_a_code(api: ApiClient, path: str, status: int) -> None:
    answer = api.http.get(f"/offices/{path}")
    assert answer.status_code == status
    assert answer.json()["errors"][0]["extensions"]["code"] in {"NOT_FOUND", "BAD_USER_INPUT"}


def rows(found: Edition, table: Table) -> list[dict[str, str]]:
    text = b"".join(csv_table(found, table)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.slow
def test_tables_hold_every_record_once(shipped_edition: Edition) -> None:
    sizes = {
        Table.OFFICES: len(shipped_edition.offices),
        Table.UNITS: len(shipped_edition.units),
        Table.PROVISIONS: len(shipped_edition.provisions),
    }
    for table, size in sizes.items():
        found = rows(shipped_edition, table)
        assert len({row["id"] for row in found}) == len(found) == size
        assert all(None not in row and None not in row.values() for row in found)
    assert list(csv_table(edition(), Table.OFFICES)) == []


def test_a_row_tells_the_office_its_position_and_whom_to_credit(small_edition: Edition) -> None:
    (row,) = (row for row in rows(small_edition, Table.OFFICES) if row["id"] == "Office:akm-akkol-psc")
    assert (row["latitude"], row["longitude"], row["precision"]) == ("51.99374", "70.94704", "SETTLEMENT")
    assert row["position_attribution"] == "GeoNames (https://www.geonames.org/), CC BY 4.0"
    assert "PublicService:preschool-queue" in row["services"].split("|")
    assert row["phones"].startswith("+7")


def test_a_cell_with_breaks_and_quotes_is_read_back() -> None:
    contact = Contact(ContactKind.EMAIL, 'a"b,c\nd@example.kz')
    (row,) = rows(edition(units=UNITS, offices=[replace(office("one"), contacts=(contact,))]), Table.OFFICES)
    assert row["emails"] == 'a"b,c\nd@example.kz'


@pytest.fixture(scope="module")
def store_url(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('store')}/kense.sqlite3"
    engine = make_engine(url)
    load(engine, small_seeds)
    engine.dispose()
    return url


def test_the_commands_write_files(store_url: str, small_edition: Edition, tmp_path: Path) -> None:
    run = CliRunner().invoke
    for table in Table:
        path = tmp_path / f"{table}.csv"
        assert (
            run(
                app, ["export", "csv", "--table", table, "--out", str(path), "--database", store_url]
            ).exit_code
            == 0
        )
        assert path.read_bytes() == b"".join(csv_table(small_edition, table))
    for kind in ("offices", "units"):
        path = tmp_path / f"{kind}.geojson"
        command = ["export", "geojson", "--features", kind, "--out", str(path), "--database", store_url]
        assert run(app, command).exit_code == 0
        assert len(json.loads(path.read_bytes())["features"]) == len(getattr(small_edition, kind))
    folder = tmp_path / "hsds"
    assert run(app, ["export", "hsds", "--out", str(folder), "--database", store_url]).exit_code == 0
    assert {path.name for path in folder.iterdir()} >= {"datapackage.json", "services.csv", "locations.csv"}


def test_the_commands_write_to_the_standard_output(store_url: str, small_edition: Edition) -> None:
    run = CliRunner().invoke
    whole = json.loads(run(app, ["export", "hsds", "--out", "-", "--database", store_url]).stdout)
    assert whole["total_items"] == len(small_edition.services)
    table = run(app, ["export", "csv", "--database", store_url]).stdout_bytes
    assert table == b"".join(csv_table(small_edition, Table.OFFICES))
    features = json.loads(run(app, ["export", "geojson", "--database", store_url]).stdout)
    assert len(features["features"]) == len(small_edition.offices)


def test_a_place_that_cannot_be_written_is_named(store_url: str, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    for command in (["hsds", "--out", str(blocked)], ["csv", "--out", str(blocked / "inside")]):
        result = CliRunner().invoke(app, ["export", *command, "--database", store_url])
        assert "cannot be" in str(result.exception)
