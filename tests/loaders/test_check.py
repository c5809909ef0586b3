"""`kense check`: its figures on the shipped seeds, failures, and its output.

test_directory.py asserts that the shipped seeds are those that the code makes.
"""

import csv
import io
import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from geo.contradictions.contradictions import contradictions
from kense import app
from loaders.checks.check import Check, check_seeds, fallen_pins
from loaders.checks.figure_tables import (
    CheckFormat,
    print_contradictions,
    run_check,
    run_contradictions,
)
from loaders.checks.figures import Figure
from loaders.checks.pins import Pin, read_checklist
from loaders.seeds import BadSeedError, Seeds, shipped_seeds
from loaders.seeds.folder import write_seeds
from model.edition import Edition

SMALL = Path(__file__).parents[1] / "seeds_small"


@pytest.fixture(scope="module")
def check() -> Check:
    return check_seeds(shipped_seeds())


def figures(check: Check) -> dict[str, float]:
    return {figure.name: figure.value for figure in check.figures}


def shown(show: Callable[[Console], object]) -> str:
    console = Console(file=io.StringIO(), width=200)
    show(console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def printed(folder: Path, form: CheckFormat) -> str:
    return shown(lambda console: run_check(folder, None, form, console))


def test_every_pinned_figure_holds(check: Check) -> None:
    assert check.pins
    assert check.fallen == ()


def test_every_printed_row_is_counted(check: Check) -> None:
    assert figures(check)["rows"] == 10_532
    counted = [table for table in check.tables if table.expected is not None]
    assert len(counted) == 69
    assert all(table.read == table.expected for table in counted)


def test_akimats_and_centres_of_two_languages_are_joined(check: Check) -> None:
    joined = {one.name: one for one in check.joins}
    akimats = joined["akimats of act 283 to the Russian lists"]
    assert (akimats.joined, akimats.rows) >= (195, 196)
    assert joined["appeal desks of act 76 to the akimats"].joined >= 185
    assert joined["centres of act 76 to those of act 1119"].joined >= 280


def test_the_lists_name_each_paragraph_that_is_not_cited_with_its_line_and_why() -> None:
    told = shown(lambda console: run_check(SMALL, None, CheckFormat.TABLE, console, with_lists=True))
    # The small seeds hold the paragraphs of one standard and no passport: a provision cites one of them.
    assert "gov-2012-1119: 1 of 25 paragraphs that state a fact are cited; not cited" in told
    assert "gov-2012-1119/s1/p14 line 377: unread: it states a fact that nobody has read yet" in told
    assert "gov-2012-1119/s1/p18 line 409: reference: what it says stands in the annex" in told


def test_every_row_without_a_twin_tells_why(check: Check) -> None:
    for one in check.joins:
        assert one.joined + len(one.unjoined) == one.rows
        assert all(row.reason and row.office for row in one.unjoined)


def test_okrugs_of_karaganda_without_a_twin_are_those_that_the_other_list_lacks(check: Check) -> None:
    okrugs = next(one for one in check.joins if "35/01" in one.name)
    assert okrugs.joined >= 174
    assert all("KATO" in row.reason and "act" in row.reason for row in okrugs.unjoined)
    assert okrugs.with_traces == 0


def test_the_small_seeds_lack_most_rows_and_say_so(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(SMALL, folder)
    (folder / "check.yaml").write_text(
        "figures:\n  rows: {exact: 10532, why: all of them}\n", encoding="utf-8"
    )
    found = check_seeds(folder)
    assert [one.pin.figure for one in found.fallen] == ["rows"]
    assert "FALLEN rows" in printed(folder, CheckFormat.TABLE)


def test_a_pinned_figure_that_falls_is_named_and_ends_with_code_1(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(SMALL, folder)
    (folder / "check.yaml").write_text("figures:\n  offices: {minimum: 99999, why: x}\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "--seeds", str(folder)])
    assert result.exit_code == 1
    assert "FALLEN offices" in result.output
    (folder / "check.yaml").write_text("figures:\n  offices: {minimum: 1, why: x}\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["check", "--seeds", str(folder)]).exit_code == 0


def test_a_text_that_is_no_act_is_told_and_ends_with_code_1(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear reader\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "--seeds", str(SMALL), "--acts", str(tmp_path)])
    assert result.exit_code == 1
    assert "letter.txt" in result.output


@pytest.mark.slow
def test_rows_of_the_texts_are_counted_when_texts_are_given(shared_acts: Path) -> None:
    assert figures(check_seeds(SMALL, shared_acts))["rows"] == 10_532


def test_a_pin_holds_within_its_bounds_only() -> None:
    exact, least, most = (
        Pin("a", 5, None, None, ""), Pin("a", None, 5, None, ""), Pin("a", None, None, 5, "")
    )  # fmt: skip
    assert [pin.holds(4) for pin in (exact, least, most)] == [False, False, True]
    assert [pin.holds(5) for pin in (exact, least, most)] == [True, True, True]
    assert [pin.holds(6) for pin in (exact, least, most)] == [False, True, False]


def test_a_pinned_figure_that_was_not_measured_has_fallen() -> None:
    pin = Pin("labels: recall %", None, 95, None, "")
    assert [one.value for one in fallen_pins([Figure("rows", 1)], [pin])] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "figures: {rows: {why: no bound}}",
        "figures: {rows: {exact: many, why: no number}}",
        "figures: {rows: {exact: 1}}",
        "joins: [{name: x, rows: a, to: [b]}]",
        "figures: [",
    ],
)
def test_a_checklist_that_says_nothing_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "check.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadSeedError, match=r"check\.yaml"):
        read_checklist(path)


@pytest.mark.slow
def test_figures_are_printed_for_programs() -> None:
    whole = json.loads(printed(SMALL, CheckFormat.JSON))
    assert whole["ok"] is True
    lines = [json.loads(line) for line in printed(SMALL, CheckFormat.JSONL).splitlines()]
    rows = list(csv.DictReader(io.StringIO(printed(SMALL, CheckFormat.CSV))))
    assert {line["figure"]: line["value"] for line in lines} == whole["figures"]
    assert [row["figure"] for row in rows] == list(whole["figures"])


@pytest.mark.slow
def test_contradictions_are_printed_with_both_rows(shipped_edition: Edition) -> None:
    found = contradictions(shipped_edition)
    jsonl, table = (
        shown(partial(print_contradictions, found, form)) for form in (CheckFormat.JSONL, CheckFormat.CSV)
    )
    lines = [json.loads(line) for line in jsonl.splitlines()]
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(lines) > 400
    assert all(len(line["values"]) >= 2 for line in lines)
    assert len(rows) == sum(len(line["values"]) for line in lines)
    assert all(row["row"].startswith(("gov-", "alm-", "krg-")) for row in rows)


def test_the_contradictions_of_a_folder_are_those_of_its_edition(
    bodies_seeds: Seeds, bodies_edition: Edition, tmp_path: Path
) -> None:
    write_seeds(tmp_path, bodies_seeds)
    lines = shown(lambda console: run_contradictions(tmp_path, CheckFormat.JSONL, console)).splitlines()
    assert [json.loads(line)["id"] for line in lines] == [one.id for one in contradictions(bodies_edition)]
    assert lines
