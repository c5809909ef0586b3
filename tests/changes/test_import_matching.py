"""A list of an agency: its lines find their offices, make new ones, or ask a person."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from geo.exports.tables import Table, csv_table
from loaders.seeds import Seeds
from store.reading.editions import load_edition
from tests.changing import EDUCATION, HEAD_PSC, KARASAI, ChangingClient
from tests.filled import fill

IMPORT = """mutation($csv: String!, $partial: Boolean! = false, $dryRun: Boolean! = false, $key: String,
  $evidence: [String!] = ["the list of the agency"], $choices: [OfficesImportChoice!]) {
  officesImport(csv: $csv, reason: "the yearly list", evidence: $evidence, partial: $partial,
    dryRun: $dryRun, idempotencyKey: $key, choices: $choices) {
    accepted unchanged offices { id version }
    lines { line outcome matchedBy office { id } changes { field before after }
      cells { column value } candidates { id } userErrors { code path } }
    userErrors { code path message } } }"""
NEW_SCHOOL = {
    "name_ru": "Отдел занятости, филиал Кына",
    "kind": "OTHER",
    "category": "psc_branch",
    "settlement": "Settlement:akm-akkol-karasai-kyna",
}


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """A server over the small seeds on either store."""
    fill(store_engine, small_seeds)
    client = ChangingClient(store_engine)
    with client.http:
        yield client


def exported(client: ChangingClient) -> dict[str, dict[str, str]]:
    text = b"".join(csv_table(client.edition, Table.OFFICES)).decode()
    return {row["id"].removeprefix("Office:"): row for row in csv.DictReader(io.StringIO(text))}


def as_text(*rows: dict[str, str], mark: str = ",") -> str:
    line = io.StringIO(newline="")
    writer = csv.DictWriter(line, list(dict.fromkeys(key for row in rows for key in row)), delimiter=mark)
    writer.writeheader()
    writer.writerows(rows)
    return line.getvalue()


def outcomes(payload: dict[str, Any]) -> list[tuple[int, str, str | None]]:
    return [
        (one["line"], one["outcome"], one["office"] and one["office"]["id"].removeprefix("Office:"))
        for one in payload["lines"]
    ]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_list_without_ids_finds_an_office_by_its_name_and_place(client: ChangingClient, mark: str) -> None:
    office = exported(client)[KARASAI]
    row = {column: office[column] for column in ("name_kk", "name_ru", "settlement")}
    text = as_text(row | {"postal_code": "020111"}, mark=mark)
    before = client.edition
    preview = client.change(IMPORT, csv=text, dryRun=True)
    assert outcomes(preview) == [(2, "CHANGED", KARASAI)]
    (line,) = preview["lines"]
    assert line["matchedBy"] == "NAME_AND_PLACE"
    assert line["changes"] == [{"field": "postal_code", "before": '"020110"', "after": '"020111"'}]
    assert load_edition(client.engine) == before
    assert client.change(IMPORT, csv=f"sep={mark}\n{text}")["lines"] == [line | {"line": 3}]
    assert load_edition(client.engine) == client.edition
    assert outcomes(client.change(IMPORT, csv=text)) == [(2, "UNCHANGED", KARASAI)]


def test_a_line_that_is_found_nowhere_makes_an_office(client: ChangingClient) -> None:
    row = NEW_SCHOOL | {"opening_hours": "пн-пт 9:00-18:00, обед 13-14", "phones": "8 (716 38) 3-41-99"}
    first = client.change(IMPORT, csv=as_text(row), key="k")
    ((number, outcome, made),) = outcomes(first)
    assert (number, outcome) == (2, "CREATED")
    office = client.edition.offices[made or ""]
    assert office.located_in == "akm-akkol-karasai-kyna"
    assert [one.opening_hours for one in office.schedules] == ["Mo-Fr 09:00-13:00,14:00-18:00"]
    assert load_edition(client.engine) == client.edition
    # A repeated list after a lost answer, and the same list again.
    assert client.tried(IMPORT, csv=as_text(row), key="k") == first
    assert outcomes(client.change(IMPORT, csv=as_text(row))) == [(2, "UNCHANGED", made)]


def test_a_new_office_needs_evidence_and_all_that_an_office_needs(client: ChangingClient) -> None:
    assert client.refused(IMPORT, csv=as_text(NEW_SCHOOL), evidence=[]) == [
        ("EVIDENCE_REQUIRED", ["csv", "2", "evidence"])
    ]
    row = NEW_SCHOOL | {"kind": "", "category": "", "status": "ACTIVE", "identifiers": ""}
    assert client.refused(IMPORT, csv=as_text(row)) == [
        ("INVALID", ["csv", "2", "status"]),
        ("INVALID", ["csv", "2", "kind"]),
        ("INVALID", ["csv", "2", "category"]),
    ]


def test_the_same_new_office_twice_in_a_list_is_made_once(client: ChangingClient) -> None:
    assert client.refused(IMPORT, csv=as_text(NEW_SCHOOL, NEW_SCHOOL)) == [
        ("DUPLICATE", ["csv", "3", "name_ru"])
    ]
    twins = as_text(NEW_SCHOOL, NEW_SCHOOL | {"name_ru": "Приёмная акима в ауле"})
    made = [one["id"] for one in client.change(IMPORT, csv=twins)["offices"]]
    assert len(set(made)) == 2


def test_an_editor_makes_no_office_in_another_region(client: ChangingClient) -> None:
    client.sign_in("akm-kokshetau", role="editor", subject="editor")
    before = client.edition
    for row in (NEW_SCHOOL, {key: value for key, value in NEW_SCHOOL.items() if key != "settlement"}):
        payload = client.tried(IMPORT, csv=as_text(row))
        assert [one["code"] for one in payload["userErrors"]] == ["OUT_OF_TERRITORY"]
        assert outcomes(payload) == [(2, "REFUSED", None)]
    assert load_edition(client.engine) == before


def test_a_doubt_is_shown_with_both_rows_and_a_person_decides(client: ChangingClient) -> None:
    office = exported(client)[EDUCATION]
    name = office["name_ru"] or office["name_kk"]
    row = NEW_SCHOOL | {"name_ru": name, "settlement": ""}
    payload = client.tried(IMPORT, csv=as_text(row))
    assert outcomes(payload) == [(2, "AMBIGUOUS", None)]
    (line,) = payload["lines"]
    assert {"id": f"Office:{EDUCATION}"} in line["candidates"]
    assert {"column": "name_ru", "value": name} in line["cells"]
    assert [(one["code"], one["path"]) for one in payload["userErrors"]] == [
        ("DUPLICATE", ["csv", "2", "id"])
    ]
    # By the argument `choices`: this office, or a new one.
    one = {"name_ru": name, "postal_code": "020111"}
    chosen = client.change(IMPORT, csv=as_text(one), choices=[{"line": 2, "officeId": f"Office:{EDUCATION}"}])
    assert outcomes(chosen) == [(2, "CHANGED", EDUCATION)]
    assert chosen["lines"][0]["matchedBy"] == "CHOICE"
    fresh = NEW_SCHOOL | {"name_ru": name}
    ((_, outcome, made),) = outcomes(client.change(IMPORT, csv=as_text(fresh), choices=[{"line": 2}]))
    assert (outcome, made) != ("CREATED", EDUCATION)
    assert client.edition.offices[EDUCATION].version == 2


def test_the_choice_may_stand_in_the_file(client: ChangingClient) -> None:
    name = exported(client)[EDUCATION]["name_ru"] or exported(client)[EDUCATION]["name_kk"]
    text = as_text(NEW_SCHOOL | {"id": "new", "version": "", "name_ru": name})
    assert outcomes(client.change(IMPORT, csv=text))[0][1] == "CREATED"


def test_choices_are_of_lines_that_there_are_and_once(client: ChangingClient) -> None:
    text = as_text(NEW_SCHOOL)
    for choices in ([{"line": 9}], [{"line": 2}, {"line": 2}], [{"line": 2, "officeId": "Settlement:x"}]):
        assert client.refused(IMPORT, csv=text, choices=choices) == [("INVALID", ["choices"])]
    unknown = [{"line": 2, "officeId": "Office:nowhere"}]
    assert client.refused(IMPORT, csv=text, choices=unknown) == [("NOT_FOUND", ["csv", "2", "id"])]


def test_places_may_be_codes_and_names_and_namesakes_are_refused_by_name(client: ChangingClient) -> None:
    unit = client.edition.units["akm-akkol-karasai-kyna"]
    for place in (unit.kato_code, "Кына, Аккольский район"):
        if place:
            preview = client.change(IMPORT, csv=as_text(NEW_SCHOOL | {"settlement": place}), dryRun=True)
            located = [one["after"] for one in preview["lines"][0]["changes"] if one["field"] == "located_in"]
            assert located == [f'"{unit.id}"']
    nowhere = as_text(NEW_SCHOOL | {"settlement": "Тридевятое царство"})
    assert client.refused(IMPORT, csv=nowhere) == [("NOT_FOUND", ["csv", "2", "settlement"])]


def test_numbers_of_bodies_and_identifiers_are_never_dropped(client: ChangingClient) -> None:
    row = exported(client)[KARASAI]
    for column, code in (("bin", "INVALID"), ("identifiers", "INVALID")):
        assert client.refused(IMPORT, csv=as_text(row | {column: "990140000123"})) == [
            (code, ["csv", "2", column])
        ]
        assert client.refused(IMPORT, csv=as_text(NEW_SCHOOL | {column: "990140000123"})) == [
            ("NOT_FOUND", ["csv", "2", column])
        ]


def test_decimal_commas_and_days_come_as_a_spreadsheet_spells_them(client: ChangingClient) -> None:
    row = exported(client)[EDUCATION]
    spelled = {column: row[column].replace(".", ",") for column in ("latitude", "longitude", "error_m")}
    day = re.fullmatch(r"(\d+)-(\d+)-(\d+)", row["last_confirmed_on"])
    if day is not None:
        spelled["last_confirmed_on"] = f"{day[3]}.{day[2]}.{day[1]}"
    assert client.change(IMPORT, csv=as_text(row | spelled, mark=";"))["unchanged"] == 1
    text = f"id;version;latitude;longitude\n{KARASAI};1;51,995;71,95\n"
    payload = client.tried(IMPORT, csv=text, dryRun=True)
    assert "degrees" not in str(payload["userErrors"])


EDITS = {
    "kind": ("OTHER", "kind"),
    "category": ("psc_branch", "category"),
    "status": ("CLOSED", None),
    "name_kk": ("Жаңа атау", "name_kk"),
    "name_ru": ("Новое имя", "name_ru"),
    "postal_code": ("020111", "postal_code"),
    "territory": ("RuralOkrug:akm-akkol-karasai", "territory_ids"),
    "phones": ("+77163834191", "phones"),
    "faxes": ("+77163834192", "faxes"),
    "emails": ("info@example.kz", "emails"),
    "websites": ("https://example.kz/", "websites"),
    "hours": ("GENERAL=Mo 10:00-11:00", "opening_hours"),
    "services": ("PublicService:x", None),
    "precision": ("COUNTRY", None),
    "error_m": ("7", None),
    "confidence": ("0.01", None),
    "position_source_id": ("1", None),
    "position_attribution": ("me", None),
    "contacts_ended": ("PHONE=2030-01-01", None),
    "hours_ended": ("GENERAL=2030-01-01", None),
    "last_confirmed_on": ("2030-01-01", None),
    "version": ("7", None),
    "sources": ("x", None),
}
"""Column of an export: another cell, and the field that it changes, None where the column is refused."""
MOVING = {"id", "address_kk", "address_ru", "settlement", "latitude", "longitude"}
"""Columns with tests of their own: they name the office, or move it."""


def test_each_column_of_an_export_changes_just_its_field_or_is_refused_by_name(
    client: ChangingClient,
) -> None:
    rows = exported(client)
    assert set(rows[EDUCATION]) == {*EDITS, *MOVING}
    untouched = client.change(IMPORT, csv=as_text(*rows.values()), dryRun=True)
    assert {one["outcome"] for one in untouched["lines"]} == {"UNCHANGED"}
    for column, (cell, field) in EDITS.items():
        payload = client.tried(IMPORT, csv=as_text(rows[EDUCATION] | {column: cell}), dryRun=True)
        (line,) = payload["lines"]
        if field is None:
            assert [one["path"] for one in line["userErrors"]] == [["csv", "2", column]]
        else:
            assert [one["field"] for one in line["changes"]] == [field], (column, payload["userErrors"])


def test_a_preview_tells_every_line_also_where_one_is_bad(client: ChangingClient) -> None:
    rows = exported(client)
    text = as_text(rows[KARASAI] | {"name_ru": "Имя"}, rows[EDUCATION], rows[HEAD_PSC] | {"status": "CLOSED"})
    payload = client.tried(IMPORT, csv=text, dryRun=True)
    assert outcomes(payload) == [
        (2, "CHANGED", KARASAI),
        (3, "UNCHANGED", EDUCATION),
        (4, "REFUSED", HEAD_PSC),
    ]
    assert (payload["accepted"], len(payload["userErrors"])) == (0, 1)
