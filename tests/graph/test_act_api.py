"""Publishing acts over the API: rights, refusals, and that only publishers see staged acts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from changes import act_publishing
from graph.execution.stored_roots import STORED_ROOTS, asks_store
from graph.roots.act_roots import ActRoots
from graph.server import act_upload
from graph.types.user_errors import camel
from loaders.staging.job_work import Desk
from loaders.staging.staged import StagingError
from model.act_jobs import Job, JobErrorCode, JobKind
from model.act_results import (
    DoubtEntry,
    DoubtRow,
    Entries,
    LineEntry,
    LineOf,
    NoticeEntry,
    NoticeKind,
    ResultSection,
    RunEntry,
    RunOutcome,
    TotalEntry,
    UnreadEntry,
)
from model.edition import Edition
from model.settings import Settings
from store.log.act_jobs import begin_next, fail_job, find_job, finish_job, note_work_done
from store.log.act_uploads import find_upload
from store.log.forgetting import forget_subject
from store.tables import tables
from store.tables.engine import make_engine, reading, writing
from tests.api_client import ApiClient
from tests.changing import ChangingClient
from tests.published_country import make_published
from tests.staged_country import ACT, nobody_watches

UPLOADS = "/acts/uploads"
LIMIT = 20_000
PROPOSE = """mutation($upload: ID!, $profile: String, $key: String, $dryRun: Boolean! = false) {
  actPropose(uploadId: $upload, profile: $profile, idempotencyKey: $key, dryRun: $dryRun) {
    job { id kind state actId askedBy upload { name bytes } }
    userErrors { code message path } } }"""
ACTIVATE = """mutation($act: ID!) { actActivate(actId: $act) { job { id } userErrors { code path } } }"""
ROLLBACK = "mutation { actRollback { job { id kind } userErrors { code message path } } }"
DISCARD = """mutation($upload: ID, $act: ID) { actDiscard(uploadId: $upload, actId: $act) {
  isDiscarded userErrors { code message path } } }"""
JOB = """query($id: ID!) { actJob(id: $id) { id kind state step done total profile publishedEdition
  error { code message line }
  account { lines(first: 2) { totalCount edges { cursor node { line kind text } } pageInfo { hasNextPage } }
    tables { edges { node { first outcome reason } } } }
  review { edition } problems { totalCount } notices { totalCount } } }"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_published(tmp_path_factory.mktemp("published")).file


@pytest.fixture
def api(published: Path, tmp_path: Path) -> Iterator[ChangingClient]:
    shutil.copy(published, tmp_path / "kense.sqlite3")
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    environ = {"KENSE_HOME": str(tmp_path), "KENSE_UPLOAD_LIMIT_BYTES": str(LIMIT)}
    client = ChangingClient(engine, environ)
    client.sign_in("*", role="publisher", subject="publisher")
    with client.http:
        yield client
    engine.dispose()


def sent(api: ApiClient, content: bytes = b"text", name: str = "act.txt", **headers: str) -> httpx2.Response:
    answer: httpx2.Response = api.http.post(UPLOADS, params={"name": name}, content=content, headers=headers)
    return answer


def upload_id(api: ApiClient, content: bytes = b"text") -> str:
    answer = sent(api, content)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def refused(answer: httpx2.Response) -> tuple[int, str]:
    (error,) = answer.json()["errors"]
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, error["extensions"]["code"]


def finished(api: ChangingClient, entries: Entries, **result: Any) -> str:
    """The id of the next job, finished with these entries."""
    job = begun(api)
    with writing(api.engine) as connection:
        assert finish_job(connection, job.id, "holder", result, entries, ACT)
    return f"ActJob:{job.id}"


def begun(api: ChangingClient) -> Job:
    with writing(api.engine) as connection:
        job = begin_next(connection, "holder", None)
    assert job is not None
    return job


def test_a_file_is_kept_under_its_name_and_once(api: ChangingClient) -> None:
    answer = sent(api, b"text", "папка/act.txt", **{"content-type": "text/plain"})
    assert answer.status_code == 201
    body = answer.json()
    assert body["id"].startswith("ActUpload:")
    assert (body["name"], body["mediaType"], body["bytes"]) == ("act.txt", "text/plain", 4)
    assert sent(api, b"text", "act.txt").json()["id"] == body["id"]
    (edge,) = api.data("{ actUploads { edges { node { id name bytes sentBy } } } }")["actUploads"]["edges"]
    assert edge["node"] == {"id": body["id"], "name": "act.txt", "bytes": 4, "sentBy": "publisher"}


@pytest.mark.parametrize(
    ("name", "content", "headers", "expected"),
    [
        ("act.txt", b"x" * (LIMIT + 1), {}, (413, "PAYLOAD_TOO_LARGE")),
        ("act.txt", b"", {}, (400, "BAD_USER_INPUT")),
        ("", b"text", {}, (400, "BAD_USER_INPUT")),
        ("..", b"text", {}, (400, "BAD_USER_INPUT")),
        ("a\u202etxt", b"text", {}, (400, "BAD_USER_INPUT")),
        ("a\ufffctxt", b"text", {}, (400, "BAD_USER_INPUT")),
        ("act.txt", b"text", {"content-type": "multipart/form-data; boundary=x"}, (415, "BAD_REQUEST")),
        ("act.txt", b"text", {"origin": "https://elsewhere.example"}, (403, "FORBIDDEN")),
        ("act.txt", b"text", {"host": "elsewhere.example"}, (421, "UNKNOWN_HOST")),
        ("act.txt", b"text", {"authorization": "Bearer nonsense"}, (401, "UNAUTHENTICATED")),
    ],
)
def test_what_is_no_file_of_a_publisher_is_refused(
    api: ChangingClient, name: str, content: bytes, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    assert refused(sent(api, content, name, **headers)) == expected
    assert api.data("{ actUploads { totalCount } }") == {"actUploads": {"totalCount": 0}}


def test_nobody_else_sends_files_or_sees_what_waits(api: ChangingClient) -> None:
    upload = upload_id(api)
    assert refused(api.http.get(UPLOADS)) == (405, "BAD_REQUEST")
    roots = ["actUploads { totalCount }", "stagedActs { totalCount }", "actJobs { totalCount }"]
    for role in ("editor", "reviewer", "reader", None):
        api.sign_in("*", role=role) if role else api.sign_out()
        assert refused(sent(api))[1] == ("FORBIDDEN" if role else "UNAUTHENTICATED")
        for root in (*roots, 'actJob(id: "ActJob:1") { state }'):
            assert api.error(f"{{ {root} }}")[0] == "FORBIDDEN"
        assert api.refused(PROPOSE, upload=upload) == [("FORBIDDEN", None)]
        assert api.refused(ROLLBACK) == [("FORBIDDEN", None)]


def test_a_regional_publisher_brings_in_and_does_not_publish(api: ChangingClient) -> None:
    api.sign_in("akm", role="publisher", subject="regional")
    job = api.change(PROPOSE, upload=upload_id(api))["job"]
    assert (job["kind"], job["state"], job["askedBy"]) == ("PROPOSE", "WAITING", "regional")
    assert job["upload"] == {"name": "act.txt", "bytes": 4}
    assert api.refused(ROLLBACK) == [("OUT_OF_TERRITORY", None)]


def test_the_same_request_is_one_job(api: ChangingClient) -> None:
    upload = upload_id(api)
    first = api.change(PROPOSE, upload=upload, key="one")["job"]
    assert api.change(PROPOSE, upload=upload, key="one")["job"]["id"] == first["id"]
    assert api.refused(PROPOSE, upload=upload, profile="id: x", key="one") == [
        ("INVALID", ["idempotencyKey"])
    ]
    assert api.change(PROPOSE, upload=upload, key="two", dryRun=True)["job"] is None
    assert api.data("{ actJobs { totalCount } }") == {"actJobs": {"totalCount": 1}}


def test_what_is_not_there_and_what_is_too_long_is_refused(api: ChangingClient) -> None:
    assert api.refused(PROPOSE, upload="ActUpload:gone") == [("NOT_FOUND", ["uploadId"])]
    assert api.refused(PROPOSE, upload="LegalAct:gone") == [("INVALID", ["uploadId"])]
    assert api.refused(ACTIVATE, act=f"LegalAct:{ACT}") == [("NOT_FOUND", ["actId"])]
    assert api.refused(PROPOSE, upload=upload_id(api), profile="x" * 200_001) == [("INVALID", ["profile"])]
    assert api.data(JOB, id="ActJob:99") == {"actJob": None}
    assert api.error(JOB, id="Office:99")[0] == "BAD_USER_INPUT"


def test_a_flood_of_jobs_and_of_files_ends(api: ChangingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(act_publishing, "MOST_OPEN", 2)
    monkeypatch.setattr(act_publishing, "MOST_OPEN_IN_ALL", 3)
    monkeypatch.setattr(act_publishing, "MOST_UPLOADS", 1)
    upload = upload_id(api)
    assert refused(sent(api, b"another")) == (403, "FORBIDDEN")
    for _ in range(2):
        api.change(PROPOSE, upload=upload)
    assert api.refused(PROPOSE, upload=upload) == [("FORBIDDEN", None)]
    api.sign_in("*", role="admin", subject="another")
    api.change(PROPOSE, upload=upload)
    assert api.refused(PROPOSE, upload=upload) == [("FORBIDDEN", None)]
    monkeypatch.setattr(act_publishing, "MOST_BYTES", 5)
    assert refused(sent(api, b"another")) == (403, "FORBIDDEN")


def test_more_files_than_a_process_receives_at_once_wait(
    api: ChangingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(act_upload, "MOST_OF_CLIENT", 0)
    answer = sent(api)
    assert refused(answer) == (429, "RATE_LIMITED")
    assert answer.headers["retry-after"] == "5"


def test_only_what_no_job_needs_is_discarded(api: ChangingClient) -> None:
    upload = upload_id(api)
    api.change(PROPOSE, upload=upload)
    assert api.refused(DISCARD, upload=upload) == [("CONFLICT", ["uploadId"])]
    finished(api, {})
    assert api.refused(DISCARD) == [("INVALID", None)]
    assert api.refused(DISCARD, act=f"LegalAct:{ACT}") == [("NOT_FOUND", ["actId"])]
    assert api.change(DISCARD, upload=upload)["isDiscarded"]
    assert api.data("{ actUploads { totalCount } }") == {"actUploads": {"totalCount": 0}}
    (edge,) = api.data("{ actJobs { edges { node { upload { id } } } } }")["actJobs"]["edges"]
    assert edge["node"] == {"upload": None}
    with reading(api.engine) as connection:
        assert connection.execute(tables.kept_file.select()).all()  # those of the seeds stay


REVIEW = "mutation($act: ID!) { actReview(actId: $act) { job { kind } userErrors { code path } } }"
STAGE = "mutation($upload: ID!) { actStage(uploadId: $upload) { job { kind } userErrors { code path } } }"
OTHERS = [("OUT_OF_TERRITORY", ["uploadId"])]
OTHERS_STAGED = [("OUT_OF_TERRITORY", ["actId"])]


def test_an_upload_is_its_senders_and_of_publishers_of_the_country(api: ChangingClient) -> None:
    api.sign_in("akm", role="publisher", subject="regional")
    upload, other, third = (upload_id(api, content) for content in (b"one", b"two", b"three"))
    for territory in ("alm", "akm"):
        api.sign_in(territory, role="publisher", subject="neighbour")
        for document in (PROPOSE, STAGE, DISCARD):
            assert api.refused(document, upload=upload) == OTHERS
    assert api.data("{ actUploads { totalCount } actJobs { totalCount } }") == {
        "actUploads": {"totalCount": 3},
        "actJobs": {"totalCount": 0},
    }
    api.sign_in("akm", role="publisher", subject="regional")
    assert api.change(STAGE, upload=upload)["job"]["kind"] == "STAGE"
    assert api.change(DISCARD, upload=other)["isDiscarded"]
    forget_subject(api.engine, "regional")
    assert api.refused(DISCARD, upload=third) == OTHERS  # an erased sender is nobody
    api.sign_in("*", role="admin", subject="chief")
    assert api.change(PROPOSE, upload=upload)["job"]["kind"] == "PROPOSE"
    assert api.change(DISCARD, upload=third)["isDiscarded"]


def staged_by(api: ChangingClient, subject: str, territory: str) -> None:
    """Let a job of an account stage the act."""
    api.sign_in(territory, role="publisher", subject=subject)
    upload = upload_id(api)
    api.change(STAGE, upload=upload)
    job = begun(api)
    with writing(api.engine) as connection:
        sent = find_upload(connection, upload.partition(":")[2])
        assert sent is not None
        manifest = {"text": "act.txt", "text_sha256": sent.sha256, "upon": "", "problems": []}
        values = {"act": ACT, "text_name": "act.txt", "files": {}, "profile_sha256": sent.sha256}
        moment = {"staged_at": datetime.now(UTC).isoformat()}
        row = {**values, "text_sha256": sent.sha256, "manifest": manifest | moment}
        connection.execute(tables.staged_act.insert().values(row))
        assert finish_job(connection, job.id, "holder", {}, {}, ACT)


def staged_now(api: ChangingClient) -> None:
    """Let the act be staged again at this moment."""
    with writing(api.engine) as connection:
        manifest = connection.scalars(select(tables.staged_act.c.manifest)).one()
        later = {**manifest, "staged_at": datetime.now(UTC).isoformat()}
        connection.execute(tables.staged_act.update().values(manifest=later))


def test_a_staged_act_is_of_who_had_it_staged_and_of_publishers_of_the_country(api: ChangingClient) -> None:
    staged_by(api, "regional", "akm")
    for territory in ("alm", "akm"):
        api.sign_in(territory, role="publisher", subject="neighbour")
        assert api.refused(REVIEW, act=f"LegalAct:{ACT}") == OTHERS_STAGED
        assert api.refused(DISCARD, act=f"LegalAct:{ACT}") == OTHERS_STAGED
    api.sign_in("akm", role="publisher", subject="regional")
    assert api.change(REVIEW, act=f"LegalAct:{ACT}")["job"]["kind"] == "REVIEW"
    assert api.refused(ACTIVATE, act=f"LegalAct:{ACT}")[0][0] == "OUT_OF_TERRITORY"
    finished(api, {})
    api.sign_in("*", role="publisher", subject="another")
    api.change(REVIEW, act=f"LegalAct:{ACT}")
    job = begun(api)
    staged_now(api)  # as a review does where other seeds were published
    with writing(api.engine) as connection:
        assert finish_job(connection, job.id, "holder", {}, {}, ACT)
    api.sign_in("akm", role="publisher", subject="regional")
    assert api.change(DISCARD, act=f"LegalAct:{ACT}")["isDiscarded"]
    staged_by(api, "regional", "akm")
    api.sign_in("*", role="publisher", subject="another")
    assert api.change(DISCARD, act=f"LegalAct:{ACT}")["isDiscarded"]


def test_a_staging_whose_job_is_not_known_is_of_publishers_of_the_country(api: ChangingClient) -> None:
    staged_by(api, "regional", "akm")
    staged_now(api)  # as the command line does
    assert api.refused(DISCARD, act=f"LegalAct:{ACT}") == OTHERS_STAGED
    api.sign_in("*", role="publisher", subject="another")
    assert api.change(DISCARD, act=f"LegalAct:{ACT}")["isDiscarded"]


def test_a_regional_publisher_replaces_no_staging_of_another_account(api: ChangingClient) -> None:
    staged_by(api, "regional", "akm")

    def stages(subject: str, territory: str) -> None:
        api.sign_in(territory, role="publisher", subject=subject)
        api.change(STAGE, upload=upload_id(api, subject.encode()))
        job = begun(api)
        desk = Desk(api.engine, Settings.from_environment({}), job, nobody_watches)
        try:
            with writing(api.engine) as connection:
                desk.stages(ACT)(connection)
        finally:
            with writing(api.engine) as connection:
                finish_job(connection, job.id, "holder", {}, {}, None)

    with pytest.raises(StagingError, match="staged already, and not by you"):
        stages("neighbour", "alm")
    stages("regional", "akm")
    stages("another", "*")


CANCEL = """mutation($job: ID!) { actJobCancel(jobId: $job) {
  job { state error { code message } } userErrors { code path } } }"""


def test_a_job_is_cancelled_by_who_asked_for_it_or_publishes_for_all(api: ChangingClient) -> None:
    upload = upload_id(api)
    first, second, third = (api.change(PROPOSE, upload=upload)["job"]["id"] for _ in range(3))
    api.sign_in("akm", role="publisher", subject="regional")
    assert api.refused(CANCEL, job=first) == [("OUT_OF_TERRITORY", ["jobId"])]
    own = api.change(PROPOSE, upload=upload_id(api))["job"]["id"]
    error = {"code": "CANCELLED", "message": "it was cancelled, and has changed nothing"}
    assert api.change(CANCEL, job=own)["job"] == {"state": "FAILED", "error": error}
    api.sign_in("*", role="publisher", subject="another")
    assert api.change(CANCEL, job=first)["job"]["state"] == "FAILED"
    assert api.refused(CANCEL, job=first) == [("CONFLICT", ["jobId"])]
    assert (api.refused(CANCEL, job="ActJob:99"), api.refused(CANCEL, job=upload)) == (
        [("NOT_FOUND", ["jobId"])],
        [("INVALID", ["jobId"])],
    )
    assert begun(api).id == int(second.partition(":")[2])
    with writing(api.engine) as connection:
        assert note_work_done(connection, int(second.partition(":")[2]), "holder")
    assert api.refused(CANCEL, job=second) == [("CONFLICT", ["jobId"])]
    api.sign_in("*", role="editor")
    assert api.refused(CANCEL, job=third) == [("FORBIDDEN", None)]


def test_what_a_job_found_out_is_read_in_pages(api: ChangingClient) -> None:
    api.change(PROPOSE, upload=upload_id(api))
    lines = [LineEntry(line=n, kind=LineOf.ROW, text=f"row {n}") for n in range(1, 6)]
    runs = [RunEntry(first=1, last=5, form="tabs", outcome=RunOutcome.BLOCKED, reason="unknown column")]
    job = finished(api, {ResultSection.LINES: lines, ResultSection.RUNS: runs}, profile="id: x")
    data = api.data(JOB, id=job)["actJob"]
    assert (data["state"], data["profile"], data["review"]) == ("DONE", "id: x", None)
    assert data["account"]["tables"]["edges"] == [
        {"node": {"first": 1, "outcome": "BLOCKED", "reason": "unknown column"}}
    ]
    page = data["account"]["lines"]
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (5, True)
    assert [edge["node"]["line"] for edge in page["edges"]] == [1, 2]
    asked = f'{{ actJob(id: "{job}") {{ account {{ lines(%s) {{ edges {{ node {{ line }} }} }} }} }} }}'

    def numbers(window: str) -> list[int]:
        edges = api.data(asked % window)["actJob"]["account"]["lines"]["edges"]
        return [edge["node"]["line"] for edge in edges]

    after = page["edges"][1]["cursor"]
    assert numbers(f'after: "{after}"') == [3, 4, 5]
    assert numbers(f'before: "{after}", last: 5') == [1]
    assert numbers(f'after: "{after}", last: 1') == [5]
    assert numbers("first: 0") == []
    assert api.error(asked % 'after: "nonsense"')[0] == "BAD_USER_INPUT"


def test_a_review_tells_both_rows_of_a_doubt_and_counts(api: ChangingClient) -> None:
    api.change(PROPOSE, upload=upload_id(api))
    number = begun(api).id
    with writing(api.engine) as connection:
        table = tables.act_job
        connection.execute(table.update().where(table.c.id == number).values(kind=JobKind.REVIEW))
        row = DoubtRow(source="a/a1/l1", name="Отдел", columns=("кто", "тел."), cells=(None, "1"))
        entries: Entries = {
            ResultSection.TOTALS: [TotalEntry(territory_id="akm", service_id="x", begins=3)],
            ResultSection.DOUBTS: [DoubtEntry(row=row, other=row, reasons=("same phone",))],
            ResultSection.UNREAD: [UnreadEntry(source="a", cell=1, text="?", reason="no number")],
            ResultSection.NOTICES: [NoticeEntry(NoticeKind.DRAFT_SERVICE, "", "Услуга")],
        }
        finish_job(connection, number, "holder", {"edition": 1, "is_staged_again": True}, entries, ACT)
    data = api.data(
        """query($id: ID!) { actJob(id: $id) { actId account { lines { totalCount } }
        review { edition isStagedAgain totals { edges { node { territoryId begins ends } } }
          doubts { edges { node { row { source cells } reasons } } } unread { edges { node { text } } }
          changes { totalCount } } notices { edges { node { kind about text } } } } }""",
        id=f"ActJob:{number}",
    )["actJob"]
    assert (data["actId"], data["account"]) == (f"LegalAct:{ACT}", None)
    review = data["review"]
    assert (review["edition"], review["isStagedAgain"], review["changes"]["totalCount"]) == (1, True, 0)
    assert review["totals"]["edges"] == [{"node": {"territoryId": "akm", "begins": 3, "ends": 0}}]
    (doubt,) = review["doubts"]["edges"]
    assert doubt["node"] == {"row": {"source": "a/a1/l1", "cells": [None, "1"]}, "reasons": ["same phone"]}
    assert data["notices"]["edges"] == [{"node": {"kind": "DRAFT_SERVICE", "about": None, "text": "Услуга"}}]


def test_a_failed_job_says_why(api: ChangingClient) -> None:
    job = api.change(PROPOSE, upload=upload_id(api))["job"]["id"]
    with writing(api.engine) as connection:
        number = begin_next(connection, "holder", None)
        assert number is not None
        fail_job(connection, number.id, "holder", JobErrorCode.BAD_PROFILE, "tables: no rows", 7)
    told = api.data(JOB, id=job)["actJob"]
    assert told["error"] == {"code": "BAD_PROFILE", "message": "tables: no rows", "line": 7}
    assert (told["state"], told["account"], told["publishedEdition"]) == ("FAILED", None, None)


def test_a_server_that_only_reads_shows_and_takes_nothing(small_edition: Edition, tmp_path: Path) -> None:
    api = ApiClient(small_edition, {"KENSE_HOME": str(tmp_path)})
    api.sign_in("*", role="publisher")
    assert refused(sent(api)) == (403, "READ_ONLY")
    assert api.error("{ actUploads { totalCount } }")[0] == "READ_ONLY"


def test_the_name_of_a_publisher_can_be_erased(api: ChangingClient) -> None:
    job = api.change(PROPOSE, upload=upload_id(api))["job"]["id"]
    assert forget_subject(api.engine, "publisher", dry_run=True).publishings == 2
    assert forget_subject(api.engine, "publisher").publishings == 2
    assert not forget_subject(api.engine, "publisher")
    with reading(api.engine) as connection:
        found = find_job(connection, int(job.partition(":")[2]))
    assert found is not None
    assert found.asked_by is None
    (edge,) = api.data("{ actUploads { edges { node { sentBy } } } }")["actUploads"]["edges"]
    assert edge["node"] == {"sentBy": None}


def test_a_job_is_asked_and_followed_over_a_websocket(api: ChangingClient) -> None:
    job = api.change(PROPOSE, upload=upload_id(api))["job"]["id"]
    finished(api, {})
    with api.http.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        token = api.http.headers["authorization"]
        socket.send_json({"type": "connection_init", "payload": {"authorization": token}})
        assert socket.receive_json() == {"type": "connection_ack"}

        def asked(query: str) -> list[dict[str, Any]]:
            socket.send_json({"id": "1", "type": "subscribe", "payload": {"query": query}})
            told = [socket.receive_json()]
            while told[-1]["type"] == "next":
                told.append(socket.receive_json())
            return told

        (event, end) = asked(f'{{ actJob(id: "{job}") {{ state account {{ lines {{ totalCount }} }} }} }}')
        assert event["payload"]["data"]["actJob"] == {
            "state": "DONE",
            "account": {"lines": {"totalCount": 0}},
        }
        (event, end) = asked(f'subscription {{ actJobChanged(id: "{job}") {{ state actId }} }}')
        assert event["payload"]["data"]["actJobChanged"] == {"state": "DONE", "actId": f"LegalAct:{ACT}"}
        assert end["type"] == "complete"
        (error,) = asked('subscription { actJobChanged(id: "ActJob:none") { state } }')
        assert (error["type"], error["payload"][0]["extensions"]["code"]) == ("error", "NOT_FOUND")


def test_every_root_that_asks_the_store_is_known_before_it_is_executed() -> None:
    fields = {camel(field.python_name) for field in ActRoots.__strawberry_definition__.fields}  # type: ignore[attr-defined]
    assert fields == STORED_ROOTS
    hidden = """query A { edition { number } } query B { ...F }
      fragment F on Query { ... { actJobs { totalCount } } }"""
    assert (asks_store(hidden, "A"), asks_store(hidden, "B")) == (False, True)
    assert not asks_store("{ ...F } fragment F on Query { ...F }", None)
    assert not asks_store("nonsense {", None)
