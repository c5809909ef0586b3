"""HSDS: every record passes the schemas of 3.0 and of 3.1, every reference leads somewhere."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from geo.exports.facts import any_text
from geo.exports.hsds import VERSION, Directory, hsds_id
from geo.exports.hsds_package import RESOURCES, hsds_document, hsds_files, records
from model.edition import Contact, Edition, Office, Schedule, Validity
from model.enums import ContactKind, SchedulePurpose
from tests.hand_made import UNITS, edition, office, provision
from tests.hsds_schemas import columns_of, schemas_of_3_0, schemas_of_3_1, validators

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def tables(shared_hsds: Path) -> dict[str, Draft202012Validator]:
    """A validator for each table that is written and that 3.0 has."""
    schemas = schemas_of_3_0(shared_hsds)
    return validators(schemas, [each.name for each in RESOURCES if each.name in schemas])


@pytest.fixture(scope="module")
def newer(shared_hsds: Path) -> dict[str, Draft202012Validator]:
    """A validator of 3.1 for each table that is written."""
    return validators(schemas_of_3_1(shared_hsds), [each.name for each in RESOURCES])


@pytest.fixture(scope="module")
def rows(shipped_edition: Edition) -> Rows:
    """Every record of the shipped registry."""
    directory = Directory(shipped_edition)
    return {resource.name: list(records(directory, resource.name)) for resource in RESOURCES}


def faults(validator: Draft202012Validator, found: Iterable[dict[str, Any]]) -> Iterator[str]:
    for record in found:
        yield from (f"{error.message}: {record}" for error in validator.iter_errors(record))


def test_every_record_passes_the_schema_of_its_table(
    rows: Rows, tables: dict[str, Draft202012Validator], newer: dict[str, Draft202012Validator]
) -> None:
    assert all(rows.values())
    assert {table: next(faults(one, rows[table]), None) for table, one in tables.items()} == dict.fromkeys(
        tables
    )
    assert {table: next(faults(one, rows[table]), None) for table, one in newer.items()} == dict.fromkeys(
        rows
    )
    assert rows.keys() - tables.keys() == {"url"}


def test_a_wrong_record_is_refused(
    rows: Rows, tables: dict[str, Draft202012Validator], newer: dict[str, Draft202012Validator]
) -> None:
    for validator, found in ((one, rows[table]) for of in (tables, newer) for table, one in of.items()):
        assert list(faults(validator, [{**found[0], "id": "no uuid"}]))
    for table, found in rows.items():
        assert list(faults(newer[table], [{**found[0], "adress": "misspelt"}]))


def test_columns_are_those_of_the_specification(rows: Rows, shared_hsds: Path) -> None:
    official = columns_of(shared_hsds)
    for resource in RESOURCES:
        path, fields, required = official[resource.name]
        assert resource.path == path
        assert set(resource.columns) <= fields
        for record in rows[resource.name]:
            assert required <= set(record) <= set(resource.columns)
            assert all(record[name] != "" for name in required)


def test_every_reference_leads_somewhere_and_every_id_is_borne_once(rows: Rows) -> None:
    ids = {name: [record["id"] for record in found] for name, found in rows.items()}
    known = {name: set(found) for name, found in ids.items()}
    assert {name: len(found) for name, found in ids.items()} == {
        name: len(found) for name, found in known.items()
    }
    for resource in RESOURCES:
        for column, table in resource.refers.items():
            named = {record[column] for record in rows[resource.name] if column in record}
            # No office that ships prints two websites.
            assert named or (resource.name, column) == ("url", "organization_id")
            assert named <= known[table]
    parents = {record.get("parent_organization_id") for record in rows["organization"]} - {None}
    assert parents <= known["organization"]


def test_nothing_of_the_registry_is_left_out(rows: Rows, shipped_edition: Edition) -> None:
    assert len(rows["location"]) == len(shipped_edition.offices)
    assert len(rows["service"]) == len(shipped_edition.services)
    assert len(rows["service_at_location"]) == len(shipped_edition.provisions)
    told = {record["external_identifier"]: record["description"] for record in rows["location"]}
    for one in shipped_edition.offices.values():
        assert all(address.full in told[f"Office:{one.id}"] for address in one.addresses)


def test_a_passport_tells_what_to_bring_and_what_it_costs(shipped_edition: Edition) -> None:
    directory = Directory(shipped_edition)
    queue = shipped_edition.services["preschool-queue"]
    passport = shipped_edition.passports[shipped_edition.passports_of_service[queue.id][-1]]
    assert passport.fee is not None
    (cost,) = directory.cost_options(queue)
    assert (cost["currency"], cost["amount"]) == (
        "KZT",
        0.0 if passport.fee.is_free else passport.fee.amount_kzt,
    )
    told = [row["document"] for row in directory.required_documents(queue)]
    assert told
    assert set(told) == {one.text for channel in passport.channels for one in channel.documents}
    assert directory.service(queue)["wait_time"]


def test_whole_services_pass_the_schema_of_services(
    small_edition: Edition, bodies_edition: Edition, shared_hsds: Path
) -> None:
    schema = json.loads((shared_hsds / "service_with_definitions.json").read_text("utf-8"))
    validator = Draft202012Validator(schema, validate_formats=True)
    newer = validators(schemas_of_3_1(shared_hsds), ["service"])["service"]
    document = json.loads(b"".join(hsds_document(small_edition)))
    assert document["total_items"] == len(document["contents"]) == len(small_edition.services)
    assert "GeoNames" in document["attribution"]
    assert list(faults(validator, document["contents"])) == []
    assert list(faults(newer, document["contents"])) == []
    with_passports = json.loads(b"".join(hsds_document(bodies_edition)))["contents"]
    assert any(service["required_documents"] for service in with_passports)
    assert list(faults(validator, with_passports)) == []
    assert list(faults(newer, with_passports)) == []
    queue_id = hsds_id("PublicService", "preschool-queue")
    (queue,) = (service for service in document["contents"] if service["id"] == queue_id)
    places = [place["location"]["external_identifier"] for place in queue["service_at_locations"]]
    assert "Office:akm-akkol-psc" in places


def test_the_folder_is_a_data_package(small_edition: Edition, tmp_path: Path) -> None:
    for name, pieces in hsds_files(small_edition):
        (tmp_path / name).write_bytes(b"".join(pieces))
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["hsds_version"] == VERSION == "3.1"
    assert "GeoNames" in package["attribution"]
    for resource in package["resources"]:
        with (tmp_path / resource["path"]).open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            assert reader.fieldnames == [field["name"] for field in resource["schema"]["fields"]]
            assert all(None not in row and None not in row.values() for row in reader)
    with (tmp_path / "locations.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(small_edition.offices)


def test_a_place_has_the_areas_of_its_own_provision(shipped_edition: Edition, rows: Rows) -> None:
    areas: dict[str, list[str]] = {}
    for row in rows["service_area"]:
        assert ("service_id" in row) is not ("service_at_location_id" in row)
        areas.setdefault(row.get("service_at_location_id", ""), []).append(row["name"])
    directory = Directory(shipped_edition)
    for one in shipped_edition.provisions.values():
        told = list(directory.areas_of_place(one))
        assert len(told) == len(one.unit_ids) + one.is_nationwide
        assert [row["name"] for row in told] == areas.get(hsds_id("ServiceProvision", one.id), [])


def test_an_area_says_which_units_it_leaves_out() -> None:
    whole, part = (each.id for each in UNITS[:2])
    given = provision("queue", "one", [whole], excluded=[part])
    (area,) = Directory(edition(units=UNITS)).areas_of_place(given)
    assert area["description"] == f"except {any_text(UNITS[1].names)}"


def test_a_service_names_the_texts_that_rule_it(shipped_edition: Edition) -> None:
    directory = Directory(shipped_edition)
    for service in shipped_edition.services.values():
        cited = {shipped_edition.acts[citation.act_id] for citation in service.citations}
        told = directory.service(service).get("additional_urls", [])
        assert [row["url"] for row in told] == list(dict.fromkeys(row["url"] for row in told))
        assert {row["url"] for row in told} == {act.url for act in cited if act.url}
        assert all(row["label"] for row in told)


def test_a_body_has_all_its_websites() -> None:
    sites = ("https://one.example.kz", "https://two.example.kz")
    contacts = tuple(Contact(ContactKind.WEBSITE, each) for each in sites)
    directory = one_office(contacts=contacts)
    body = directory.organization_of_office(directory.edition.offices["one"])
    assert body["website"] == sites[0]
    assert [row["url"] for row in body["additional_websites"]] == [sites[1]]
    assert [row["organization_id"] for row in records(directory, "url")] == [body["id"]]
    assert "additional_websites" not in next(records(directory, "organization"))


def one_office(*, hours: str = "Mo-Fr 09:00-18:00", contacts: tuple[Contact, ...] = ()) -> Directory:
    validity = Validity(date(2012, 9, 24), date(2013, 12, 31))
    schedule = Schedule(SchedulePurpose.GENERAL, hours, time_zone="Asia/Almaty", validity=validity)
    bare = office("one")
    made = Office(
        bare.id, bare.kind, bare.category, bare.names, None, contacts=contacts, schedules=(schedule,)
    )
    return Directory(edition(offices=[made]))


def schedules(hours: str) -> list[dict[str, Any]]:
    directory = one_office(hours=hours)
    told = ("freq", "byday", "opens_at", "closes_at")
    found = directory.schedules(directory.edition.offices["one"])
    return [{key: row[key] for key in told if key in row} for row in found]


def test_hours_are_a_line_for_each_span_with_the_offset_of_the_edition() -> None:
    morning = {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00+05:00", "closes_at": "13:00+05:00"}
    evening = {**morning, "opens_at": "14:00+05:00", "closes_at": "18:00+05:00"}
    assert schedules("Mo-Tu 09:00-13:00,14:00-18:00; PH off") == [morning, evening]
    monthly = {"freq": "MONTHLY", "byday": "2TH", "opens_at": "16:00+05:00", "closes_at": "18:00+05:00"}
    assert schedules("Th[2] 16:00-18:00") == [monthly]
    assert schedules("Apr-Oct: Mo-Fr 09:00-18:00") == [{}]
    directory = one_office(hours="Apr-Oct: Mo-Fr 09:00-18:00")
    (row,) = directory.schedules(directory.edition.offices["one"])
    assert row["notes"] == "Apr-Oct: Mo-Fr 09:00-18:00"
    assert (row["valid_from"], row["valid_to"]) == ("2012-09-24", "2013-12-30")


def test_a_number_is_told_once_and_as_what_it_is() -> None:
    phone = Contact(ContactKind.PHONE, "+77163821849", "8 (71638) 2-18-49", "+77163821849")
    fax = Contact(ContactKind.FAX, "+77163821849", None, "+77163821849")
    directory = one_office(contacts=(phone, phone, fax))
    found = list(directory.phones(directory.edition.offices["one"]))
    assert [(row["type"], row["number"]) for row in found] == [
        ("voice", "+77163821849"),
        ("fax", "+77163821849"),
    ]
    assert found[0]["description"] == "8 (71638) 2-18-49"


def test_an_export_repeated_is_the_same(small_edition: Edition) -> None:
    first, second = ({name: b"".join(pieces) for name, pieces in hsds_files(small_edition)} for _ in range(2))
    assert first == second
