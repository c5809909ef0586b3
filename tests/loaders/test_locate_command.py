"""`kense locate` and `kense place`, as people and programs run them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.places.place_run import compare, kept_rows
from loaders.seeds.rows import PositionRow

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def kense(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import kense; kense.main()", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, cwd=ROOT)


def test_a_place_is_told_with_its_reasons() -> None:
    done = kense("locate", "Семей, область Абай", "--explain")
    assert done.returncode == 0
    assert "vos-semei-g" in done.stdout
    assert "SETTLEMENT ±5.8 km" in done.stdout
    assert "  kk  " in done.stdout
    assert "  ru  " in done.stdout


def test_no_place_is_an_answer_with_exit_code_1() -> None:
    done = kense("locate", "Абракадабра")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("NONE")


def test_a_text_and_a_stream_exclude_each_other() -> None:
    assert kense("locate").returncode == 2
    assert kense("locate", "Кына", "--jsonl").returncode == 2


def test_a_stream_is_answered_line_by_line_in_its_order() -> None:
    lines = [
        '{"text": "Кына", "district": "Аккольский район"}',
        "no json",
        "",
        '{"text": 5}',
        '{"district": "Аккольский район"}',
        '{"text": "Абракадабра", "district": "Аккольский район"}',
        '{"text": "Абракадабра"}',
        '{"text": "Кенес"}',
        json.dumps({"text": "a" * 2_000_000}),
        json.dumps({"text": "😀 \u0000 '; DROP TABLE"}),
        '{"text": "Кенес", "office": "Аппарат акима Кенесского сельского округа Аккольского района"}',
    ]
    done = kense("locate", "--jsonl", stdin="\n".join(lines) + "\n")
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(lines)
    units = [answer.get("unit") for answer in answers]
    assert units == [
        "akm-akkol-karasai-kyna", None, None, None, None, "akm-akkol", None, None, None, None,
        "akm-akkol-kenes-kenes",
    ]  # fmt: skip
    assert [n for n, answer in enumerate(answers) if "error" in answer] == [1, 2, 3, 4, 8]
    precisions = [answer["precision"] for answer in answers]
    assert precisions[0] == "SETTLEMENT"
    assert precisions[5:8] == ["DISTRICT", "NONE", "NONE"]
    assert set(answers[0]) == {
        "text", "lat", "lon", "precision", "confidence", "stage", "unit", "source_id", "candidates",
    }  # fmt: skip
    assert answers[0]["text"] == "Кына"
    assert len(answers[7]["candidates"]) > 3


def peak_megabytes(lines: list[dict[str, str]], gazetteer: Path) -> float:
    """Peak memory of the program alone: ru_maxrss would include the test itself."""
    program = (
        "import kense, sys\n"
        "try: kense.main()\n"
        "finally: sys.stderr.write(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "locate", "--jsonl", "--gazetteer", str(gazetteer)],
        input="".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines),
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert done.stdout.count("\n") == len(lines)
    return int(done.stderr) / 1024


def test_a_long_stream_takes_little_memory(some_gazetteer: Path) -> None:
    names = [{"text": f"село Кына {n} {'қаласы' * (n % 3)}"} for n in range(4_000)]
    assert peak_megabytes(names, some_gazetteer) < 210  # 150, and no 15 kB a line


def test_long_lines_are_not_kept(some_gazetteer: Path) -> None:
    long = [
        dict.fromkeys(("text", field), f"{n} " + "Кына ауданы " * 15_000)
        for field in ("district", "region", "office")
        for n in range(30)
    ]
    named = [{**line, "text": "Кына"} for line in long]
    assert peak_megabytes([*long, *named], some_gazetteer) < 300


def test_a_gazetteer_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    done = kense("locate", "Кына", "--gazetteer", str(tmp_path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_places_of_the_gazetteer_are_found_too(shared_gazetteer: Path) -> None:
    answers = kense(
        "locate", "--jsonl", "--gazetteer", str(shared_gazetteer), stdin='{"text": "Дирменсай"}\n'
    )
    (answer,) = map(json.loads, answers.stdout.splitlines())
    assert answer["source_id"].startswith("geonames:")


def row(subject: str, precision: str, lat: str = "50.00000", method: str = "exact") -> PositionRow:
    return PositionRow(
        subject=subject,
        lat=lat,
        lon="70.00000",
        precision=precision,
        method=method,
        source="geonames",
        source_id="1",
        confidence="0.97",
    )


def test_a_finer_position_is_lost_only_when_it_is_wanted() -> None:
    before = [row("unit:a", "SETTLEMENT"), row("unit:b", "OKRUG"), row("unit:c", "OKRUG")]
    after = [row("unit:a", "OKRUG"), row("unit:b", "SETTLEMENT"), row("unit:c", "OKRUG", "50.10000")]
    replaced = compare(before, [*after, row("unit:d", "REGION")])
    assert [each.kind for each in replaced] == ["coarser", "finer", "moved", "new"]
    assert replaced[2].moved_km == pytest.approx(11.1, abs=0.1)
    assert [each.precision for each in kept_rows(replaced, overwrite=False)][:2] == [
        "SETTLEMENT",
        "SETTLEMENT",
    ]
    assert [each.precision for each in kept_rows(replaced, overwrite=True)][:2] == ["OKRUG", "SETTLEMENT"]
