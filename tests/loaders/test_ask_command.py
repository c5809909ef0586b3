"""`kense ask`, as people and programs run it over a store."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from typer.testing import CliRunner, Result

from geo.asking.answering import LineAnswers
from kense import app
from loaders.asking import ask_run
from model.edition import Edition
from model.errors import StoreError
from model.settings import Settings
from store.reading.kept_edition import stored_edition
from store.tables.engine import make_engine
from store.tables.schema import migrate

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def read_once() -> Iterator[None]:
    """Let the commands of this file share the first one's edition; tests of the documents read it anew."""
    read, answering = stored_edition, LineAnswers
    editions: dict[str, Edition] = {}

    def edition(settings: Settings) -> Edition:
        url = str(settings.database_url)
        if url not in editions:
            editions[url] = read(settings)
        return editions[url]

    # An edition has no hash: those that were read stay alive, and their ids are the keys.
    made = cache(lambda kept: answering(next(each for each in editions.values() if id(each) == kept)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ask_run, "stored_edition", edition)
        patch.setattr(ask_run, "LineAnswers", lambda edition: made(id(edition)))
        yield


@pytest.fixture(scope="module")
def run(read_once: None, shipped_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("ask")
    store = shutil.copy(shipped_store, folder)

    def run(*words: str) -> Result:
        typed = ["ask", *words, "--database", f"sqlite:///{store}"]
        return CliRunner().invoke(app, typed, env={"COLUMNS": "200"})

    return run


def test_a_line_is_answered_for_people_in_their_language(run: Run) -> None:
    printed = run("справка об опеке, Кына", "--language", "ru")
    assert printed.exit_code == 0
    assert "Услуга: Справка об опеке (по словам «справка опеке»)." in printed.output
    assert "akm-akkol-education" in printed.output
    assert "+77163822847" in printed.output
    assert "Қызмет: Қамқоршылық туралы анықтама" in run("справка об опеке, Кына").output


def test_programs_get_the_reading_or_a_row_an_office(run: Run) -> None:
    document = json.loads(run("детский сад Кына", "--format", "json").output)
    assert (document["question"], document["certain"]) == ("WHO_SERVES", False)
    assert [each["id"] for each in document["services"]] == ["preschool-queue", "kindergarten-enrolment"]
    assert document["places"] == ["akm-akkol-karasai-kyna"]
    lines = run("ЦОН Семей", "--format", "jsonl").output.splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["office"] for row in rows][:2] == ["vos-semei-psc", "vos-semei-psc-2"]
    assert [row["distance_m"] for row in rows] == sorted(row["distance_m"] for row in rows)
    (first, *_) = csv.DictReader(io.StringIO(run("акимат Кына", "--format", "csv").output))
    assert (first["office"], first["certain"]) == ("akm-akkol-karasai-akimat", "yes")
    assert run("Тараз", "--format", "csv").output.count("\n") == 1


@pytest.mark.parametrize("text", ["абракадабра", "паспорт"])
def test_a_line_without_an_answer_ends_with_code_1(run: Run, text: str) -> None:
    told = run(text, "--language", "en")
    assert told.exit_code == 1
    assert "Neither a service nor a place" in told.output or "https://egov.kz" in told.output


def test_a_line_that_is_too_long_and_an_unknown_format_end_with_code_2(run: Run) -> None:
    told = run("ы" * 301)
    assert (told.exit_code, "has 301 characters, at most 300 are read" in told.output) == (2, True)
    assert run("школа", "--format", "xml").exit_code == 2


def test_an_empty_store_is_refused_in_words(tmp_path: Path) -> None:
    url = make_url(f"sqlite:///{tmp_path}/empty.sqlite3")
    migrate(make_engine(url))
    told = CliRunner().invoke(app, ["ask", "школа", "--database", str(url)])
    assert isinstance(told.exception, StoreError)
    assert "run `kense load`" in str(told.exception)
