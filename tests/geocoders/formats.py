"""The questions in two formats, and the answers of a run of geocoder-tester's.

geocoder-tester (https://github.com/geocoders/geocoder-tester#csv): a CSV with `query`, `limit`, `lang`,
`comment` and a column `expected_...` for each field of an answer; `expected_coordinate` is `lat,lon,metres`.
fuzzy-tester (https://github.com/pelias/fuzzy-tester#test-case-files): a JSON file a suite.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.geocoders.labels import AMONG, Question

COLUMNS = (
    "query", "limit", "lang", "comment", "expected_id", "expected_coordinate", "expected_certain",
)  # fmt: skip
LANGUAGE = "ru"


def write_all(questions: Iterable[Question], folder: Path) -> tuple[list[Path], list[Path]]:
    """Write a file per kind in each format; returns the files of geocoder-tester and of fuzzy-tester."""
    by_kind: dict[str, list[Question]] = {}
    for question in questions:
        by_kind.setdefault(question.kind, []).append(question)
    tables = [_written_table(folder / f"test_{kind}.csv", each) for kind, each in by_kind.items()]
    suites = [_written_suite(folder / "test_cases" / f"{kind}.json", each) for kind, each in by_kind.items()]
    return tables, suites


def _written_table(file: Path, questions: list[Question]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as stream:
        # All in quotes, so that the tool, which guesses the delimiter, guesses rightly.
        writer = csv.DictWriter(stream, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(_row, questions))
    return file


def _row(question: Question) -> dict[str, str]:
    return {
        "query": question.text,
        "limit": str(question.among),
        "lang": LANGUAGE,
        "comment": question.kind,
        "expected_id": question.id or "",
        "expected_coordinate": _coordinate(question),
        "expected_certain": "" if question.is_certain is None else str(question.is_certain),
    }


def _coordinate(question: Question) -> str:
    point = question.point
    return "" if point is None else f"{point.lat:.5f},{point.lon:.5f},{round(question.within_m)}"


def _written_suite(file: Path, questions: list[Question]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    suite = {
        "name": f"labelled texts of Kense: {questions[0].kind}",
        "priorityThresh": AMONG,
        "endpoint": "search",
        "tests": [_case(number, question) for number, question in enumerate(questions, 1)],
    }
    file.write_text(json.dumps(suite, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


def _case(number: int, question: Question) -> dict[str, Any]:
    expected: dict[str, Any] = {"priorityThresh": question.among, "properties": [{}]}
    if question.id is not None:
        certain = {} if question.is_certain is None else {"certain": question.is_certain}
        expected["properties"] = [{"addendum": {"kense": {"id": question.id, **certain}}}]
    if question.point is not None:
        expected["coordinates"] = [[question.point.lon, question.point.lat]]
        expected["distanceThresh"] = round(question.within_m)
        expected["properties"] = []
    return {
        "id": number,
        "type": question.kind,
        "status": "pass",
        "user": "kense",
        "in": {"text": question.text, "lang": LANGUAGE},
        "expected": expected,
    }


def read_table(file: Path) -> Iterator[dict[str, str]]:
    """The rows of a table of geocoder-tester, its delimiter guessed as the tool guesses it."""
    with file.open(encoding="utf-8", newline="") as stream:
        dialect = csv.Sniffer().sniff(stream.read(1024))
        stream.seek(0)
        yield from csv.DictReader(stream, dialect=dialect)
