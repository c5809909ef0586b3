"""Names and addresses of proposers are erased in time; what they brought about stays."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine, select, text, update
from typer.testing import CliRunner

from graph.served.erasure import DailyErasure
from kense import app
from loaders.seeds import Seeds
from model.errors import BadSettingError
from model.settings import Settings
from store.log.forgetting import ERASED, Forgotten, forget_before, forget_subject
from store.reading.editions import load_edition, newer_edition
from store.tables import tables
from store.tables.engine import make_engine, reading, writing
from tests.changes.test_corrections import REVIEW, SUBMIT, WITHDRAW
from tests.changing import KARASAI, ChangingClient
from tests.filled import fill, fill_by

OFFICE = f"Office:{KARASAI}"
LONG_AGO = datetime(2024, 3, 1, tzinfo=UTC)
BEFORE = LONG_AGO + timedelta(days=30)


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """A server over the small seeds on either store, with a proposal of each kind, all of long ago."""

    def file_long_ago(engine: Engine) -> None:
        fill(engine, small_seeds)
        filing = ChangingClient(engine)
        with filing.http:
            file_all(filing)
        age(engine)

    fill_by(store_engine, file_long_ago, named="proposals of long ago")
    client = ChangingClient(store_engine)
    with client.http:
        yield client


def file_all(client: ChangingClient) -> None:
    """File and decide what the tests are about."""
    propose(client, "rejected", None)
    propose(client, "accepted", None)
    propose(client, "withdrawn", "proposer")
    propose(client, "waits for its account", "proposer")
    propose(client, "waits", None)
    for number, decision in ((1, "REJECT"), (2, "ACCEPT")):
        client.sign_in("akm", role="admin", subject="decider")
        client.change(REVIEW, id=f"Correction:{number}", decision=decision, note=f"call +7700{number}")
    client.sign_in("akm", role="reader", subject="proposer")
    client.change(WITHDRAW, id="Correction:3")


def propose(client: ChangingClient, name: str, subject: str | None) -> None:
    if subject is None:
        client.sign_out()
    else:
        client.sign_in("akm", role="reader", subject=subject)
    asked = SUBMIT.replace("dryRun: $dryRun", "dryRun: $dryRun, idempotencyKey: $key").replace(
        "$dryRun: Boolean! = false", "$dryRun: Boolean! = false, $key: String"
    )
    evidence = [f"I live beside {name}"]
    client.change(
        asked,
        id=OFFICE,
        patch={"nameRu": f"Имя {name}"},
        evidence=evidence,
        key=f"{name}: 0123456789abcdef-ghij",
    )


def age(engine: Engine) -> None:
    """Put all that was filed and answered so far to the first of March 2024."""
    with writing(engine) as connection:
        correction = tables.correction
        connection.execute(update(correction).values(submitted_at=LONG_AGO))
        connection.execute(
            update(correction).where(correction.c.reviewed_at.is_not(None)).values(reviewed_at=LONG_AGO)
        )
        connection.execute(update(tables.answered_request).values(answered_at=LONG_AGO))


def kept(engine: Engine) -> dict[int, tuple[Any, ...]]:
    """What the store says of each proposal: by whom, decided by whom, evidence, note, how many changes."""
    columns = tables.correction.c
    with reading(engine) as connection:
        rows = connection.execute(select(tables.correction).order_by(columns.id)).all()
    return {
        row.id: (row.submitted_by, row.reviewed_by, row.evidence, row.review_note, len(row.changes))
        for row in rows
    }


def answers(engine: Engine) -> int:
    with reading(engine) as connection:
        return len(connection.execute(select(tables.answered_request)).all())


def all_text(engine: Engine) -> str:
    """Every value of the tables of changes, as text."""
    watched = (tables.correction, tables.revision, tables.answered_request)
    with reading(engine) as connection:
        return " ".join(str(tuple(row)) for table in watched for row in connection.execute(select(table)))


def test_after_its_time_nobody_is_named_and_what_was_accepted_stays(client: ChangingClient) -> None:
    engine = client.engine
    stranger = kept(engine)[1][0]
    assert stranger is not None
    assert stranger.startswith("anonymous:")
    accepted = load_edition(engine).offices[KARASAI]
    found = forget_before(engine, BEFORE)
    assert found == Forgotten(proposers=4, reviewers=1, texts=2, answers=5)
    assert kept(engine) == {
        1: (None, "decider", [], None, 0),
        2: (None, "decider", ["I live beside accepted"], "call +77002", 1),
        3: (None, None, [], None, 0),
        4: ("proposer", None, ["I live beside waits for its account"], None, 1),
        5: (None, None, ["I live beside waits"], None, 1),
    }
    assert answers(engine) == 0
    assert "anonymous:" not in all_text(engine)
    assert load_edition(engine).offices[KARASAI] == accepted
    assert accepted.version == 2


def test_servers_take_it_over_and_go_on(client: ChangingClient) -> None:
    before = client.edition
    forget_before(client.engine, BEFORE)
    with reading(client.engine) as connection:
        taken_over = newer_edition(connection, before)
    assert taken_over == load_edition(client.engine)
    assert taken_over.units is before.units  # nothing but proposals was read
    client.reception.catch_up(taken_over.key)
    client.sign_in("akm", role="admin", subject="decider")
    queue = """{ corrections { edges { node { id status evidence reviewNote changes { field } } } } }"""
    shown = {edge["node"]["id"]: edge["node"] for edge in client.data(queue)["corrections"]["edges"]}
    assert shown["Correction:1"]["evidence"] == []
    assert shown["Correction:1"]["status"] == "REJECTED"
    decided = client.tried(REVIEW, id="Correction:5", decision="REJECT", note="no")
    assert decided["userErrors"] == []


def test_a_dry_run_counts_and_a_second_run_finds_nothing(client: ChangingClient) -> None:
    before, told = kept(client.engine), load_edition(client.engine).number
    counted = forget_before(client.engine, BEFORE, dry_run=True)
    assert kept(client.engine) == before
    assert forget_before(client.engine, BEFORE) == counted
    assert load_edition(client.engine).number == told + 1
    assert not forget_before(client.engine, BEFORE)
    assert load_edition(client.engine).number == told + 1


def test_what_is_younger_stays(client: ChangingClient) -> None:
    before = kept(client.engine)
    found = forget_before(client.engine, LONG_AGO)
    assert (found.proposers, found.reviewers, found.texts) == (0, 0, 0)
    assert kept(client.engine) == before


def test_a_person_who_asks_for_it_is_named_nowhere_any_more(client: ChangingClient) -> None:
    found = forget_subject(client.engine, "proposer")
    assert found == Forgotten(proposers=2, reviewers=1, texts=1, answers=2)
    assert "proposer" not in all_text(client.engine)
    assert kept(client.engine)[4][2] == ["I live beside waits for its account"]


def test_a_name_is_erased_from_history_and_servers_read_that_alone_anew(
    client: ChangingClient,
) -> None:
    before = load_edition(client.engine)
    assert before.revisions[KARASAI][-1].actor == "decider"
    found = forget_subject(client.engine, "decider")
    assert found == Forgotten(reviewers=2, approvals=1, changes=1)
    assert "decider" not in all_text(client.engine)
    assert [approval.by for approval in load_edition(client.engine).corrections[2].approvals] == [None]
    with reading(client.engine) as connection:
        after = newer_edition(connection, before)
    assert after == load_edition(client.engine)
    assert after.units is before.units  # seconds go by until everything is read
    assert after.revisions[KARASAI][-1].actor == ERASED
    assert after.revisions[KARASAI][-1].changes == before.revisions[KARASAI][-1].changes
    assert forget_subject(client.engine, "nobody") == Forgotten()


PARTY = "{ subject knownBy }"
WHO = f"""query($id: ID!) {{
  corrections {{ edges {{ node {{ id proposedBy {PARTY} reviewedBy {PARTY}
    approvals {{ note by {PARTY} }} missingApprovals }} }} }}
  node(id: $id) {{ ... on Correction {{ proposedBy {PARTY} approvals {{ by {PARTY} }} }} }}
  office(id: "{OFFICE}") {{
    history {{ edges {{ node {{ actor correction {{ reviewedBy {PARTY} }} }} }} }}
    provenance {{ correction {{ reviewedBy {PARTY} approvals {{ by {PARTY} }} }} }} }} }}"""
ASKED = {"id": "Correction:6"}


def one_more(client: ChangingClient) -> None:
    """A stranger proposes, and `decider`, who may not edit, says the first yes."""
    client.sign_out()
    filed = client.change(SUBMIT, id=OFFICE, base=2, patch={"postalCode": "020111"})["correction"]
    assert filed["id"] == "Correction:6"
    client.sign_in("akm", role="reviewer", subject="decider")
    client.change(REVIEW, id="Correction:6", note="I know it")


def queued(client: ChangingClient, number: str) -> dict[str, Any]:
    edges = client.data(WHO, **ASKED)["corrections"]["edges"]
    found: dict[str, Any] = next(edge["node"] for edge in edges if edge["node"]["id"] == number)
    return found


NOBODY = {"subject": None, "knownBy": "NOTHING"}


def test_a_running_server_names_nobody_who_is_forgotten_also_in_what_still_waits(
    client: ChangingClient,
) -> None:
    one_more(client)
    assert str(client.data(WHO, **ASKED)).count("'decider'") >= 7
    before = client.edition
    forget_subject(client.engine, "decider")
    client.reception.catch_up()
    assert client.edition.number == before.number + 1
    assert client.edition.units is before.units
    assert "decider" not in str(client.data(WHO, **ASKED)) + all_text(client.engine)
    waiting = queued(client, "Correction:6")
    assert waiting["approvals"] == [{"note": "I know it", "by": NOBODY}]
    assert (waiting["reviewedBy"], waiting["missingApprovals"]) == (None, 2)
    assert queued(client, "Correction:1")["reviewedBy"] == NOBODY
    forget_subject(client.engine, "proposer")
    client.reception.catch_up()
    assert queued(client, "Correction:4")["proposedBy"] == NOBODY
    stranger = kept(client.engine)[6][0]
    forget_subject(client.engine, stranger)
    client.reception.catch_up()
    assert queued(client, "Correction:6")["proposedBy"] == NOBODY
    assert client.edition == load_edition(client.engine)


def test_a_forgotten_account_does_not_say_yes_twice(client: ChangingClient) -> None:
    one_more(client)
    forget_subject(client.engine, "decider")
    client.reception.catch_up()
    client.change(REVIEW, id="Correction:6", note="twice")
    waiting = queued(client, "Correction:6")
    assert waiting["missingApprovals"] == 1
    assert client.refused(REVIEW, id="Correction:6") == [("FORBIDDEN", ["id"])]
    client.sign_in("akm", role="reviewer", subject="another")
    decided = client.change(REVIEW, id="Correction:6")["correction"]
    assert decided["status"] == "ACCEPTED"


def test_of_several_changes_the_names_of_one_account_go(client: ChangingClient) -> None:
    client.sign_in("akm", subject="first")
    client.update(KARASAI, {"nameRu": "Имя раз"})
    client.sign_in("akm", subject="second")
    client.update(KARASAI, {"nameRu": "Имя два"})
    before = client.edition
    forget_subject(client.engine, "first")
    client.sign_in("akm", subject="third")
    client.update(KARASAI, {"nameRu": "Имя три"})  # its server hears of both at once
    forget_subject(client.engine, "second")
    client.reception.catch_up()
    assert client.edition == load_edition(client.engine)
    assert client.edition.units is before.units
    actors = [revision.actor for revision in client.edition.revisions[KARASAI]]
    assert actors == ["decider", ERASED, ERASED, "third"]


def run(client: ChangingClient, *options: str, environ: dict[str, str] | None = None) -> Any:
    address = client.engine.url.render_as_string(hide_password=False)
    return CliRunner().invoke(app, ["forget", *options, "--database", address], env=environ)


def test_the_command_prints_counts_and_no_name(client: ChangingClient) -> None:
    dry = run(client, "--before", "2024-04-01", "--dry-run")
    assert "4 proposals without the one who filed them" in dry.output
    assert "this was a dry run" in dry.output
    assert kept(client.engine)[3][0] == "proposer"
    done = run(client)  # of more than a year ago
    assert done.exit_code == 0
    assert "2 proposals that came to nothing, without what they said" in done.output
    assert "proposer" not in done.output.replace("proposers", "")
    assert "nothing is to be erased" in run(client).output
    assert "1 proposals without the one who filed them" in run(client, "--subject", "proposer").output


def test_what_cannot_be_asked_for_is_refused(client: ChangingClient) -> None:
    before = kept(client.engine)
    assert run(client, "--before", "2024-04-01", "--subject", "proposer").exit_code == 2
    assert run(client, "--before", "yesterday").exit_code == 2
    none = run(client, environ={"KENSE_KEEP_PROPOSERS_DAYS": "none"})
    assert isinstance(none.exception, BadSettingError)
    nobody = (["--subject", name] for name in (" ", "registry", "erased"))
    for options in (*nobody, ["--before", "2999-01-01"]):
        assert isinstance(run(client, *options).exception, BadSettingError)
    assert kept(client.engine) == before


def test_a_server_erases_by_itself_and_logs_how_much(client: ChangingClient, tmp_path: Path) -> None:
    settings = Settings.from_environment({"KENSE_HOME": str(tmp_path), "KENSE_KEEP_PROPOSERS_DAYS": "30"})
    with structlog.testing.capture_logs() as logged, DailyErasure(client.engine, settings):
        end = time.monotonic() + 30
        while kept(client.engine)[1][0] is not None and time.monotonic() < end:
            time.sleep(0.05)
    assert kept(client.engine)[1][0] is None
    (line,) = [line for line in logged if line["event"] == "erased"]
    assert (line["proposers"], line["texts"], line["answers"]) == (4, 2, 5)
    assert "proposer" not in str(sorted(str(value) for value in line.values()))


@pytest.mark.parametrize("environ", [{"KENSE_KEEP_PROPOSERS_DAYS": "none"}, {"KENSE_READ_ONLY": "on"}])
def test_a_server_that_keeps_them_or_only_answers_erases_nothing(
    client: ChangingClient, environ: dict[str, str]
) -> None:
    before = kept(client.engine)
    erasing = DailyErasure(client.engine, Settings.from_environment(environ))
    with erasing:
        erasing.erase()
    assert kept(client.engine) == before


@pytest.mark.parametrize("store_engine", ["postgis"], indirect=True)
def test_a_role_that_may_not_write_says_so_once_and_serves_on(client: ChangingClient) -> None:
    with writing(client.engine) as connection:
        connection.execute(text("CREATE ROLE kense_test_only_reads"))
        connection.execute(
            text("GRANT SELECT ON correction, answered_request, edition TO kense_test_only_reads")
        )
        connection.execute(text("ALTER ROLE kense_test_only_reads SET default_transaction_read_only TO on"))
    reader = client.engine.url.update_query_dict({"options": "-crole=kense_test_only_reads"})
    engine = make_engine(reader)
    try:
        with structlog.testing.capture_logs() as logged:
            erasing = DailyErasure(engine, Settings.from_environment({}))
            erasing._run()  # it ends by itself
        assert [line["log_level"] for line in logged] == ["warning"]
    finally:
        engine.dispose()
        with writing(client.engine) as connection:
            connection.execute(text("DROP OWNED BY kense_test_only_reads"))
            connection.execute(text("DROP ROLE kense_test_only_reads"))


def test_no_account_has_the_word_for_an_erased_name(client: ChangingClient) -> None:
    client.sign_in("akm", subject=ERASED)
    code, message = client.error("{ viewer { subject } }")
    assert code == "UNAUTHENTICATED"
    assert "stands for nobody" in message
