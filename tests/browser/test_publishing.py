"""What publishers do on the page, in a real browser over a small registry that keeps its seeds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.browser.conftest import CHECKOUT, WEB, node, token
from tests.conformance.serving import serving
from tests.published_country import make_published
from tests.staged_country import TEXT

pytestmark = pytest.mark.slow

JOURNEYS = [
    "a publisher brings in an act and takes it back",
    "on a phone a publisher reads, stages, cancels and discards an act",
    "a list is shown line by line, decided upon, and written",
    "who is no publisher is told how to come in",
]
LIST = """id;version;Наименование;Режим работы;Телефон;вид;категория;Населенный пункт
akm-akkol-education;1;;пн-пт 9:00-18:00;;;;
akm-akkol-psc;1;;;12;;;
;;{name};;;OTHER;psc_branch;Settlement:akm-akkol-akkol-g
""".format(name="Государственное учреждение «Отделы образования акимата Аккольского района»")


def write_sheet(path: Path) -> None:
    """A workbook of 1,000 lines: its sheet is too large for what unpacks small files alone."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Наименование", "Адрес", "Телефон", "Населенный пункт"])
    for number in range(1_000):
        sheet.append([f"Отдел {number}", f"улица Придуманная, дом {number}", 87_163_800_000 + number, "Кына"])
    book.save(path)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address and home of `kense serve` over a registry of one district."""
    home = tmp_path_factory.mktemp("desk")
    (home / "published").mkdir()
    published = make_published(home / "published")
    shutil.copy(published.file, home / "kense.sqlite3")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KENSE_HOME", str(home))
        patch.setenv("KENSE_GAZETTEER", str(published.gazetteer))
        patch.delenv("KENSE_DATABASE_URL", raising=False)
        command = [sys.executable, str(CHECKOUT / "kense.py"), "serve", "--host", "127.0.0.1", "--port", "0"]
        with serving(command) as address:
            yield address, home


@pytest.fixture(scope="module")
def made(desk: tuple[str, Path]) -> dict[str, Any]:
    """What came of the journeys, made one after the other in one browser."""
    address, home = desk
    act, listed, sheet = home / "act.txt", home / "list.csv", home / "list.xlsx"
    act.write_text(TEXT, encoding="utf-8")
    listed.write_text(LIST, encoding="cp1251")
    write_sheet(sheet)
    tokens = {
        "publisher": token(home, "--role", "publisher", "--territory", "*"),
        "editor": token(home, "--role", "editor", "--territory", "akm"),
    }
    done = subprocess.run(
        [node(), str(WEB / "journeys" / "run.mjs"), address],
        env={
            **os.environ,
            "KENSE_TOKENS": json.dumps(tokens),
            "KENSE_ACT": str(act),
            "KENSE_LIST": str(listed),
            "KENSE_SHEET": str(sheet),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", JOURNEYS)
def test_journey(made: dict[str, Any], name: str) -> None:
    assert made["results"][name]["failed"] is None, made["results"][name]["failed"]


def test_every_journey_is_named_here_and_nothing_was_asked_of_others(made: dict[str, Any]) -> None:
    assert sorted(made["results"]) == sorted(JOURNEYS)
    assert made["strangers"] == []
    assert made["complaints"] == []
