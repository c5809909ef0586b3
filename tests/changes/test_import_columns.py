"""Every cell of an import is written, equals the present value, or is refused with its column and line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from changes.import_columns import KNOWN
from geo.exports.tables import Table, csv_table
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.enums import SchedulePurpose
from model.lookup_offices import ImportTitles
from model.lookups import lookup
from store.reading.editions import load_edition
from tests.changing import EDUCATION, ERRORS, KARASAI, ChangingClient

IMPORT = f"""mutation($csv: String!, $partial: Boolean! = false, $dryRun: Boolean! = false, $key: String) {{
  officesImport(csv: $csv, reason: "the yearly list", partial: $partial, dryRun: $dryRun,
    idempotencyKey: $key) {{
    accepted unchanged offices {{ id version }} {ERRORS} }} }}"""
RECEPTION = "Mo-Fr 10:00-12:00"
FIXED = {
    "status": "CLOSED",
    "services": "PublicService:preschool-queue",
    "precision": "BUILDING",
    "error_m": "5",
    "confidence": "0.5",
    "position_source_id": "1",
    "position_attribution": "me",
    "contacts_ended": "PHONE=2030-01-01",
    "hours_ended": "GENERAL=2030-01-01",
    "last_confirmed_on": "2030-01-01",
    "sources": "-",
}


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """A server over the small seeds on either store; when Karasai receives people, a row prints."""
    load(store_engine, with_reception(small_seeds))
    client = ChangingClient(store_engine)
    with client.http:
        yield client


def with_reception(seeds: Seeds) -> Seeds:
    """The seeds, where one row of the akimat of Karasai belongs to its appeal desk."""
    records = dict(seeds.records)
    key = next(key for key in records if any(row.office == KARASAI for row in records[key]))
    records[key] = tuple(
        replace(row, category="appeal_desk", hours=RECEPTION) if row.office == KARASAI else row
        for row in records[key]
    )
    return replace(seeds, records=records)


def exported(client: ChangingClient) -> dict[str, dict[str, str]]:
    """The rows of an export of today, by office."""
    text = b"".join(csv_table(client.edition, Table.OFFICES)).decode()
    return {row["id"].removeprefix("Office:"): row for row in csv.DictReader(io.StringIO(text))}


def as_text(*rows: dict[str, str]) -> str:
    line = io.StringIO(newline="")
    writer = csv.DictWriter(line, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return line.getvalue()


def hours_of(client: ChangingClient, office: str) -> dict[str, str]:
    return {one.purpose.value: one.opening_hours for one in client.edition.offices[office].schedules}


def test_an_export_that_nobody_touched_is_taken_and_changes_nothing(client: ChangingClient) -> None:
    before = client.edition
    rows = exported(client)
    payload = client.change(IMPORT, csv=as_text(*rows.values()))
    assert (payload["accepted"], payload["unchanged"], payload["offices"]) == (0, len(rows), [])
    assert load_edition(client.engine) == before == client.edition
    assert rows[KARASAI]["hours"] == f"PUBLIC_RECEPTION={RECEPTION}"


def test_an_export_is_taken_again_after_changes_of_every_field(client: ChangingClient) -> None:
    client.update(
        KARASAI,
        {
            "nameRu": "Имя",
            "addressRu": "село Карасай, ул. Мира, 1",
            "postalCode": "020111",
            "openingHours": 'Mo-Fr 09:00-18:00 || unknown "GENERAL=a|b"',
            "contacts": [{"kind": "HOTLINE", "value": "1414"}, {"kind": "PHONE", "value": "+77163834191"}],
        },
    )
    rows = exported(client)
    before = client.edition
    payload = client.change(IMPORT, csv=as_text(*rows.values()))
    assert (payload["accepted"], payload["unchanged"]) == (0, len(rows))
    assert client.edition == before


@pytest.mark.slow
@pytest.mark.parametrize("column", FIXED)
def test_a_column_that_nobody_can_change_is_refused_by_name_and_line(
    client: ChangingClient, column: str
) -> None:
    rows = exported(client)
    changed = rows[KARASAI] | {column: FIXED[column]}
    text = as_text(rows[EDUCATION] | {"postal_code": "020111"}, changed)
    assert client.refused(IMPORT, csv=text) == [("INVALID", ["csv", "3", column])]
    told = client.tried(IMPORT, csv=text, partial=True)
    assert (told["accepted"], told["unchanged"]) == (1, 0)
    assert f"cannot be changed by import: {column}" in told["userErrors"][0]["message"]
    assert [(one["id"], one["version"]) for one in told["offices"]] == [(f"Office:{EDUCATION}", 2)]
    assert client.edition.offices[KARASAI].version == 1


def test_all_that_is_wrong_with_a_line_is_told_at_once(client: ChangingClient) -> None:
    row = exported(client)[KARASAI] | {"status": "CLOSED", "sources": "x", "postal_code": "1"}
    assert client.refused(IMPORT, csv=as_text(row)) == [
        ("INVALID", ["csv", "2", "status"]),
        ("INVALID", ["csv", "2", "sources"]),
        ("INVALID", ["csv", "2", "postal_code"]),
    ]
    bad = exported(client)[KARASAI] | {"status": "CLOSED", "kind": "palace"}
    assert client.refused(IMPORT, csv=as_text(bad)) == [
        ("INVALID", ["csv", "2", "status"]),
        ("INVALID", ["csv", "2", "kind"]),
    ]


def test_numbers_may_come_back_as_a_spreadsheet_spells_them(client: ChangingClient) -> None:
    row = exported(client)[EDUCATION]
    spelled = {"error_m": str(int(float(row["error_m"]))), "latitude": row["latitude"] + "0"}
    assert spelled.items().isdisjoint(row.items())
    payload = client.change(IMPORT, csv=as_text(row | spelled))
    assert (payload["accepted"], payload["unchanged"]) == (0, 1)


def test_who_saw_another_version_is_told_that_and_no_column(client: ChangingClient) -> None:
    row = exported(client)[KARASAI]
    client.update(KARASAI, {"nameRu": "Имя", "location": {"latitude": 52.06, "longitude": 72.19}})
    assert client.refused(IMPORT, csv=as_text(row)) == [("CONFLICT", ["csv", "2", "version"])]
    fresh = exported(client)[KARASAI]
    assert fresh["precision"] == "BUILDING" != row["precision"]
    assert client.change(IMPORT, csv=as_text(fresh))["unchanged"] == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("GENERAL=Mo-Fr 09:00-18:00", {"GENERAL": "Mo-Fr 09:00-18:00"}),
        ("Mo-Fr 9:00-18:00", {"GENERAL": "Mo-Fr 09:00-18:00"}),
        (
            'GENERAL=Mo-Fr 09:00-18:00 || "by phone"',
            {"GENERAL": 'Mo-Fr 09:00-18:00 || 24/7 unknown "by phone"'},
        ),
        ("-", {}),
    ],
)
def test_the_hours_of_an_export_are_written(client: ChangingClient, cell: str, hours: dict[str, str]) -> None:
    client.update(EDUCATION, {"openingHours": "24/7"})
    row = exported(client)[EDUCATION]
    assert row["hours"] == "GENERAL=24/7"
    assert client.change(IMPORT, csv=as_text(row | {"hours": cell}))["accepted"] == 1
    assert hours_of(client, EDUCATION) == hours
    assert load_edition(client.engine) == client.edition
    assert client.change(IMPORT, csv=as_text(exported(client)[EDUCATION]))["unchanged"] == 1


def test_hours_of_a_desk_stay_as_acts_print_them(client: ChangingClient) -> None:
    row = exported(client)[KARASAI]
    desk = row["hours"]
    for cell, told in (
        ("PUBLIC_RECEPTION=Mo 10:00-11:00", "hours of PUBLIC_RECEPTION cannot be changed"),
        ("GENERAL=24/7", "hours of PUBLIC_RECEPTION cannot be changed"),
        ("-", "hours of PUBLIC_RECEPTION cannot be changed"),
        (f"{desk}|DUTY=24/7", "hours of DUTY cannot be given"),
        (f"{desk}|GENERAL=", "hours of GENERAL are empty"),
        (f"GENERAL=24/7|{desk}|GENERAL=24/7", "hours of GENERAL are given twice"),
        (f"{desk}|GENERAL=always", "write hours such as"),
    ):
        text = as_text(row | {"hours": cell})
        assert client.refused(IMPORT, csv=text) == [("INVALID", ["csv", "2", "hours"])]
        assert told in client.tried(IMPORT, csv=text)["userErrors"][0]["message"]
    client.change(IMPORT, csv=as_text(row | {"hours": f"GENERAL=24/7|{desk}"}))
    assert hours_of(client, KARASAI) == {"GENERAL": "24/7", "PUBLIC_RECEPTION": RECEPTION}
    assert {one.value for one in SchedulePurpose} > {"DUTY", *hours_of(client, KARASAI)}


def test_two_columns_of_hours_may_not_say_different_things(client: ChangingClient) -> None:
    client.update(EDUCATION, {"openingHours": "Mo-Fr 09:00-18:00"})
    row = exported(client)[EDUCATION] | {"opening_hours": ""}
    for cells in (
        {"hours": "GENERAL=24/7", "opening_hours": "Mo-Fr 09:00-18:00"},
        {"hours": "-", "opening_hours": "24/7"},
        {"opening_hours": "24/7"},
        {"opening_hours": "-"},
    ):
        assert client.refused(IMPORT, csv=as_text(row | cells)) == [("INVALID", ["csv", "2", "hours"])]
    same = {"hours": "GENERAL=Mo-Fr 10:00-18:00", "opening_hours": "Mo-Fr 10:00-18:00"}
    assert client.change(IMPORT, csv=as_text(row | same))["accepted"] == 1
    assert hours_of(client, EDUCATION) == {"GENERAL": "Mo-Fr 10:00-18:00"}
    # The hours of a desk are not the hours of the office.
    desk = exported(client)[KARASAI] | {"opening_hours": "24/7"}
    assert client.change(IMPORT, csv=as_text(desk))["accepted"] == 1
    assert hours_of(client, KARASAI) == {"GENERAL": "24/7", "PUBLIC_RECEPTION": RECEPTION}


def test_a_second_settlement_is_refused_and_not_dropped(client: ChangingClient) -> None:
    cell = "Settlement:akm-akkol-karasai-kyna|Settlement:akm-akkol-karasai-minskoe"
    text = as_text({"id": f"Office:{KARASAI}", "version": "1", "settlement": cell})
    assert client.refused(IMPORT, csv=text) == [("INVALID", ["csv", "2", "settlement"])]


def test_a_dry_run_counts_as_the_import_does_and_stores_nothing(client: ChangingClient) -> None:
    rows = exported(client)
    text = as_text(
        rows[KARASAI] | {"hours": "24/7|" + rows[KARASAI]["hours"]},
        rows[EDUCATION],
        rows["akm-psc"] | {"status": "CLOSED"},
    )
    before = client.edition
    rehearsed = client.tried(IMPORT, csv=text, partial=True, dryRun=True)
    assert load_edition(client.engine) == before == client.edition
    done = client.tried(IMPORT, csv=text, partial=True)
    assert rehearsed == done
    assert (done["accepted"], done["unchanged"], len(done["userErrors"])) == (1, 1, 1)


def test_an_answer_that_comes_again_tells_the_lines_that_were_left_out(client: ChangingClient) -> None:
    rows = exported(client)
    changed = rows[KARASAI] | {"name_ru": "Имя"}
    text = as_text(changed, rows[EDUCATION], rows["akm-psc"] | {"status": "CLOSED"})
    first = client.tried(IMPORT, csv=text, partial=True, key="k")
    assert client.tried(IMPORT, csv=text, partial=True, key="k") == first
    assert [one["path"] for one in first["userErrors"]] == [["csv", "4", "status"]]
    assert client.edition.number == 2


def test_blank_lines_and_empty_cells_change_nothing_and_keep_the_count_of_lines(
    client: ChangingClient,
) -> None:
    text = f"id,version,name_ru,status\n\n , , ,\nOffice:{KARASAI},1, ,\n,,,\nOffice:{EDUCATION},1,,SHUT\n"
    payload = client.tried(IMPORT, csv=text, partial=True)
    assert (payload["accepted"], payload["unchanged"]) == (0, 1)
    assert [one["path"] for one in payload["userErrors"]] == [["csv", "6", "status"]]
    assert client.edition.number == 1


@pytest.mark.parametrize(
    "heading",
    [
        "Идентификатор;Версия;Наименование;МЕКЕНЖАЙЫ;Телефон;Режим  работы",
        "id;version;Наименование на русском языке;мекен-жай;байланыс телефоны;Жұмыс кестесі",
    ],
)
def test_a_list_may_title_its_columns_in_the_language_of_its_agency(
    client: ChangingClient, heading: str
) -> None:
    line = f"{EDUCATION};1;Отдел образования;Ақкөл қ., Мира к., 7;8 (71638) 2-11-22;пн-пт 9:00-18:00"
    payload = client.change(IMPORT, csv=f"{heading}\n{line}\n")
    assert payload["accepted"] == 1, payload
    row = exported(client)[EDUCATION]
    assert row["name_ru"] == "Отдел образования"
    assert row["address_kk"].endswith("Мира к., 7")
    assert row["phones"].endswith("+77163821122")
    assert hours_of(client, EDUCATION)["GENERAL"] == "Mo-Fr 09:00-18:00"


def test_a_title_and_the_name_of_its_column_are_the_same_column_named_twice(client: ChangingClient) -> None:
    payload = client.tried(IMPORT, csv=f"id,version,name_ru,Наименование\n{KARASAI},1,a,b\n")
    assert payload["userErrors"][0]["message"] == "a column is named twice"


def test_every_column_has_its_titles_and_no_title_means_two() -> None:
    titles = lookup(ImportTitles).titles
    assert titles.keys() == KNOWN
    every = [title.lower() for column, found in titles.items() for title in (column, *found)]
    assert sorted(set(every)) == sorted(every)
