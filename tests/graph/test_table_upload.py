"""`POST /geocode/csv`: tables as browsers and programs send them, streamed back, bounded, refused by code."""

from __future__ import annotations

import csv
import io
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from geo.exports.located_table import ADDED
from graph.server import table_upload
from model.edition import Edition
from tests.api_client import ApiClient

PATH = "/geocode/csv"
CSV = {"content-type": "text/csv"}
AKKOL = "Settlement:akm-akkol-akkol-g"
TABLE = '№;адрес\r\n1;Акколь\r\n2;"=Фываолдж"\r\n'.encode()


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition, {"KENSE_CSV_LIMIT_BYTES": "300000"})


def rows(answer: httpx2.Response, delimiter: str = ";") -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def refused(answer: httpx2.Response) -> tuple[int, str, str]:
    (error,) = answer.json()["errors"]
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, error["extensions"]["code"], error["message"]


def test_a_table_as_the_body_comes_back_with_columns_added(api: ApiClient) -> None:
    answer = api.http.post(PATH, content=TABLE, headers=CSV, params={"lang": "kk"})
    head, first, second = rows(answer)
    assert head == ["№", "адрес", *ADDED]
    assert (first[:2], first[2:5]) == (["1", "Акколь"], [AKKOL, "Ақкөл", "SETTLEMENT"])
    assert (second[:2], second[-2:]) == (["2", "=Фываолдж"], ["false", "UNKNOWN"])
    assert answer.headers["content-disposition"] == 'attachment; filename="located.csv"'
    assert answer.headers["cache-control"] == "no-store"


def test_a_table_as_the_file_of_a_form_comes_back_too(api: ApiClient) -> None:
    files = {"file": ("таблица.csv", "a,b\r\nx,Акколь\r\n".encode("windows-1251"), "text/csv")}
    answer = api.http.post(PATH, files=files, data={"column": ["b"], "lang": "ru"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert rows(answer, ",")[1][:5] == ["x", "Акколь", AKKOL, "Акколь", "SETTLEMENT"]


def test_columns_are_named_in_the_address(api: ApiClient) -> None:
    table = "адрес,район,село\n-,Аккольский район,Акколь\n".encode()
    params = {"column": ["село", "район"], "lang": "ru"}
    assert rows(api.http.post(PATH, content=table, headers=CSV, params=params), ",")[1][3] == AKKOL


def test_a_long_table_is_streamed_whole(api: ApiClient) -> None:
    table = "адрес\n" + "".join(f"Акколь {number % 50}\n" for number in range(5_000))
    answer = rows(api.http.post(PATH, content=table.encode(), headers=CSV), ",")
    assert [row[0] for row in answer[1:]] == [f"Акколь {number % 50}" for number in range(5_000)]


BOUNDARY = {"content-type": "multipart/form-data; boundary=b"}
FILE = b'--b\r\ncontent-disposition: form-data; name="f"; filename="f.csv"\r\n\r\naddress\nx\n\r\n'
FIELD = b'--b\r\ncontent-disposition: form-data; name="lang"\r\n\r\n\xff\r\n'
BAD, TYPE, LARGE = (400, "BAD_USER_INPUT"), (415, "BAD_REQUEST"), (413, "PAYLOAD_TOO_LARGE")
WRONG: dict[str, tuple[dict[str, Any], tuple[int, str], str]] = {
    "no table": ({"content": b"", "headers": CSV}, BAD, "the table is empty"),
    "other type": ({"json": {}}, TYPE, "must be text/csv"),
    "no type": ({"content": TABLE}, TYPE, "must be text/csv"),
    "too large": ({"content": b"a" * 300_001, "headers": CSV}, LARGE, "larger than 300000"),
    "no such column": (
        {"content": TABLE, "headers": CSV, "params": {"column": "x"}}, BAD, "no column 'x'",
    ),
    "long column": (
        {"content": TABLE, "headers": CSV, "params": {"column": "x" * 301}}, BAD, "at most 300",
    ),
    "no such language": (
        {"content": TABLE, "headers": CSV, "params": {"lang": "fr"}}, BAD, "lang is one of kk",
    ),
    "UTF-16": ({"content": "a".encode("utf-16"), "headers": CSV}, BAD, "UTF-16"),
    "open quote": ({"content": b'address\n"a\nb\n', "headers": CSV}, BAD, "line 2"),
    "form without a file": ({"content": b"--b--\r\n", "headers": BOUNDARY}, BAD, "cannot be read"),
    "form of two files": (
        {"content": FILE + FILE + b"--b--\r\n", "headers": BOUNDARY}, BAD, "has 2 files",
    ),
    "form without boundary": (
        {"content": FILE, "headers": {"content-type": "multipart/form-data"}}, BAD, "cannot be read",
    ),
    "form cut off": ({"content": FILE, "headers": BOUNDARY}, BAD, "cannot be read"),
    "long field": (
        {"data": {"column": "x" * 301}, "files": {"f": ("f.csv", TABLE)}}, BAD, "301 bytes",
    ),
    "field in no encoding": (
        {"content": FIELD + FILE + b"--b--\r\n", "headers": BOUNDARY}, BAD, "lang is not in UTF-8",
    ),
    "language of the form": (
        {"data": {"lang": "fr"}, "files": {"f": ("f.csv", TABLE)}}, BAD, "lang is one of kk",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("request_", "refusal", "why"), WRONG.values(), ids=WRONG)
def test_what_is_no_table_is_refused_by_code(
    api: ApiClient, request_: dict[str, Any], refusal: tuple[int, str], why: str
) -> None:
    told = refused(api.http.post(PATH, **request_))
    assert told[:2] == refusal
    assert why in told[2]


def test_a_table_is_only_posted(api: ApiClient) -> None:
    for method in ("GET", "PUT", "DELETE"):
        answer = api.http.request(method, PATH)
        assert (refused(answer)[0], answer.headers["allow"]) == (405, "POST")


def test_without_an_edition_a_table_waits(api: ApiClient) -> None:
    answer = ApiClient(None).http.post(PATH, content=TABLE, headers=CSV)
    assert (refused(answer)[:2], answer.headers["retry-after"]) == ((503, "NOT_READY"), "2")


@pytest.mark.parametrize("limit", ["MOST_OF_CLIENT", "MOST_OPEN"])
def test_more_tables_than_may_be_open_are_refused(
    api: ApiClient, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_upload, limit, 0)
    answer = api.http.post(PATH, content=TABLE, headers=CSV)
    assert (refused(answer)[:2], answer.headers["retry-after"]) == ((429, "RATE_LIMITED"), "5")


def test_a_table_that_was_answered_or_refused_is_no_longer_open(api: ApiClient) -> None:
    for _ in range(table_upload.MOST_OPEN + 1):
        assert api.http.post(PATH, content=b"", headers=CSV).status_code == 400
        assert api.http.post(PATH, content=TABLE, headers=CSV).status_code == 200


def test_a_page_of_another_origin_may_send_a_table(api: ApiClient) -> None:
    asked = {"origin": "https://map.example", "access-control-request-method": "POST"}
    allowed = api.http.options(PATH, headers={**asked, "access-control-request-headers": "content-type"})
    assert allowed.status_code == 200
    answer = api.http.post(PATH, content=TABLE, headers={**CSV, "origin": "https://map.example"})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_host_that_is_not_named_is_refused(small_edition: Edition) -> None:
    strict = ApiClient(small_edition, {"KENSE_HOSTS": "kense.example"})
    for path in ("/geocode/search?q=x", PATH):
        answer = TestClient(strict.http.app, base_url="http://other.example").post(path, headers=CSV)
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNKNOWN_HOST"
