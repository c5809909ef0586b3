"""The labelled texts in the formats of geocoder-tester and fuzzy-tester, asked of our server."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.geocoders.formats import read_table, write_all
from tests.geocoders.labels import Question, questions
from tests.geocoders.runner import run_tables

ASKED = ("codes", "misspelt", "namesakes", "order")


@pytest.fixture(scope="module")
def labelled() -> list[Question]:
    return list(questions())


def test_every_label_that_the_formats_can_say_is_written(labelled: list[Question], tmp_path: Path) -> None:
    tables, suites = write_all(labelled, tmp_path)
    written = [row for table in tables for row in read_table(table)]
    assert len(written) == len(labelled) > 900
    assert all(row["expected_id"] or row["expected_coordinate"] for row in written)
    assert {table.name for table in tables} >= {"test_former.csv", "test_order.csv", "test_places.csv"}
    cases = [case for suite in suites for case in json.loads(suite.read_text(encoding="utf-8"))["tests"]]
    assert [case["in"]["text"] for case in cases] == [question.text for question in labelled]
    assert all(case["expected"]["properties"] or case["expected"]["coordinates"] for case in cases)


def test_the_tables_are_answered_rightly(labelled: list[Question], kense_url: str, tmp_path: Path) -> None:
    tables, _ = write_all((each for each in labelled if each.kind in ASKED), tmp_path)
    outcomes = run_tables(kense_url.replace("/graphql", "/geocode/search"), tables)
    assert len(outcomes) > 100
    assert [each for each in outcomes if not each.is_right] == []


def test_a_wrong_answer_is_told(kense_url: str, tmp_path: Path) -> None:
    table = tmp_path / "test_wrong.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(["query", "expected_id", "expected_coordinate"])
        writer.writerow(["Кына", "Settlement:akm-akkol-karasai-kyna", "52.06189,72.01902,10"])
        writer.writerow(["Кына", "Settlement:akm-akkol-karasai-kyna", "52.06189,72.11902,10"])
        writer.writerow(["Кына", "Settlement:akm-akkol-akkol-g", ""])
        writer.writerow(["Фываолдж", "Settlement:akm-akkol-akkol-g", ""])
    outcomes = run_tables(kense_url.replace("/graphql", "/geocode/search"), [table])
    assert [each.is_right for each in outcomes] == [True, False, False, False]
    assert [len(each.told) for each in outcomes] == [1, 1, 1, 0]
