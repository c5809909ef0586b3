"""Files that cannot be read, and files made to hurt: a sentence, exit code 2, nothing written."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

import kense
from loaders.acts.text import read_text
from loaders.errors import UnreadableFile
from model.enums import Language
from model.errors import BadSettingError
from tests.act_files import as_docx, as_html, as_pdf, as_xlsx
from tests.hostile_files import (
    billion_laughs,
    flate_bomb,
    huge_spans,
    inner_bomb,
    many_parts,
    merged_sheet,
    nested_tables,
    scan,
    with_part,
)
from tests.random_acts import Row, make_act

ACT = make_act([Row("Отдел", "с. Заречное, ул. Новая, 1", "8 (71638) 2-01-01")], Language.RU, "lined")
DOCX, XLSX, PDF, HTML = as_docx(ACT), as_xlsx(ACT), as_pdf(ACT), as_html(ACT)
SHEET = "xl/worksheets/sheet1.xml"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000)


def _sheet(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _formula(book: Workbook) -> None:
    assert book.active is not None
    book.active.append(["№", "Наименование", "Телефон"])
    book.active.append([1, "Отдел", "=A2"])


def _far(book: Workbook) -> None:
    assert book.active is not None
    book.active.append(["№", "Наименование", "Телефон"])
    book.active.cell(1_048_576, 16_384, "x")


def _archive(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("torn.docx", lambda: DOCX[: len(DOCX) // 2], "the file is torn: its archive"),
    ("torn.xlsx", lambda: XLSX[:-30], "the file is torn: its archive"),
    ("spoilt.docx", lambda: DOCX[:200] + bytes(300) + DOCX[500:], "the file is torn: "),
    ("torn.pdf", lambda: PDF[: len(PDF) // 2], "the PDF is torn or damaged"),
    ("empty.pdf", lambda: b"%PDF-1.7\n", "the PDF is torn or damaged"),
    ("torn.html", lambda: HTML[: len(HTML) // 2], "the HTML is torn: its last <html> is not closed"),
    ("lost.html", lambda: HTML[HTML.index(b"<p>") : HTML.index(b"</table>")], "last <table> is not"),
    ("photo.docx", lambda: b"\xff\xd8\xff\xe0" + bytes(50), r"a picture \(JPEG\)"),
    ("photo.pdf", lambda: b"\x89PNG\r\n\x1a\n", r"a picture \(PNG\)"),
    ("scan.pdf", scan, "the PDF is a scan without text"),
    ("old.doc", lambda: OLE, "a DOC or XLS of Office 97"),
    ("locked.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "the file is encrypted"),
    ("rich.docx", lambda: rb"{\rtf1 }", "an RTF file"),
    ("packed.xlsx", lambda: _archive("act.txt"), "a ZIP archive and neither DOCX nor XLSX"),
    ("no_body.docx", lambda: _archive("word/document.xml"), "the DOCX cannot be read"),
    ("formula.xlsx", lambda: _sheet(_formula), "cell C2: a formula without a value"),
    ("far.xlsx", lambda: _sheet(_far), "reaches to XFD1048576"),
    ("bomb.xlsx", lambda: inner_bomb(XLSX, SHEET), "a ZIP bomb: xl/worksheets/sheet1.xml"),
    ("parts.docx", many_parts, "a ZIP bomb: 6,000 parts"),
    ("laughs.docx", lambda: with_part(DOCX, "word/document.xml", billion_laughs()), "declares entities"),
    ("laughs.xlsx", lambda: with_part(XLSX, SHEET, billion_laughs()), "declares entities"),
    (
        "laughs_16.docx",
        lambda: with_part(DOCX, "word/document.xml", billion_laughs().decode().encode("utf-16")),
        "declares entities",
    ),
    ("merged.xlsx", lambda: merged_sheet(XLSX), "the merged cells A1:XFD1048576 cover more than"),
    ("nested.html", lambda: nested_tables(10_000), "cannot be read whole: Excessive depth"),
    ("nested_30.html", lambda: nested_tables(30), "tables are nested more than 8 deep"),
    ("spans.html", huge_spans, "a table of more than 200 columns"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("name", "make", "reason"), REFUSED, ids=[each[0] for each in REFUSED])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    name: str, make: Callable[[], bytes], reason: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match=reason) as refused:
        read_text(path)
    assert time.monotonic() - began < 60
    assert str(refused.value).startswith(f"{path}: ")
    assert "Traceback" not in str(refused.value)


@pytest.mark.parametrize("command", ["account", "parse"])
def test_a_bad_file_ends_with_2_and_the_others_are_printed(command: str, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.html", tmp_path / "bad.docx"
    good.write_bytes(HTML)
    bad.write_bytes(DOCX[:1000])
    found = CliRunner().invoke(kense.app, [command, str(bad), str(good), "--format", "jsonl"])
    assert found.exit_code == 2
    assert found.stderr.splitlines() == [f"kense {command}: {bad}: {_TORN}"]
    assert "Отдел" in found.stdout


def test_records_of_a_bad_file_end_with_2(tmp_path: Path) -> None:
    (tmp_path / "bad.docx").write_bytes(DOCX[:1000])
    found = CliRunner().invoke(kense.app, ["records", str(tmp_path / "bad.docx")])
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == f"kense records: {tmp_path / 'bad.docx'}: {_TORN}\n"


_TORN = "the file is torn: its archive (DOCX, XLSX) has no whole directory"


@pytest.mark.parametrize("command", [["propose", "FILE", "--out", "OUT"], ["stage", "FILE"]])
def test_nothing_is_written_of_a_bad_file(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, home = tmp_path / "bad.docx", tmp_path / "home"
    bad.write_bytes(DOCX[:1000])
    words = {"FILE": str(bad), "OUT": str(tmp_path / "draft.yaml")}
    monkeypatch.setattr(sys, "argv", ["kense", *(words.get(word, word) for word in command)])
    monkeypatch.setenv("KENSE_HOME", str(home))
    with pytest.raises(SystemExit) as ended:
        kense.main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"kense: {bad}: {_TORN}\n"
    assert [file.name for file in tmp_path.rglob("*") if file.is_file() and file != bad] == []


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENSE_READING_LIMIT_S", "0.01")
    (tmp_path / "act.pdf").write_bytes(PDF)
    with pytest.raises(
        UnreadableFile, match=r"takes longer than 0.01 s to be read \(KENSE_READING_LIMIT_S\)"
    ):
        read_text(tmp_path / "act.pdf")


@pytest.mark.slow
def test_a_file_that_takes_too_much_memory_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KENSE_READING_MEMORY_MB", "256")
    (tmp_path / "act.pdf").write_bytes(flate_bomb())
    with pytest.raises(UnreadableFile, match="needs more than 256 MB of memory to be read"):
        read_text(tmp_path / "act.pdf")


def test_a_limit_that_cannot_be_used_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENSE_READING_MEMORY_MB", "much")
    (tmp_path / "act.pdf").write_bytes(PDF)
    with pytest.raises(BadSettingError, match="KENSE_READING_MEMORY_MB is 'much'"):
        read_text(tmp_path / "act.pdf")


def test_a_package_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docx.py").write_text("raise ModuleNotFoundError(name='docx')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    other = make_act([Row("Отдел", "с. Полевое", "8 (71638) 2-01-09")], Language.RU, "lined")
    (tmp_path / "act.docx").write_bytes(as_docx(other))
    with pytest.raises(
        UnreadableFile, match=r"DOCX is read with the package docx.*pip install 'kense\[formats\]'"
    ):
        read_text(tmp_path / "act.docx")


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        ("import socket; socket.socket()", "tried what is forbidden (socket."),
        ("import subprocess; subprocess.run(['true'])", "tried what is forbidden (subprocess.Popen"),
        ("import os; os.system('true')", "tried what is forbidden (os.system"),
        ("open('/tmp/kense-written', 'w').write('x')", "tried what is forbidden (open"),
    ],
)
def test_the_process_that_reads_connects_starts_and_writes_nothing(attempt: str, said: str) -> None:
    code = f"import signal; from loaders.formats.child import _limit; _limit(20, 2**30); {attempt}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert said in done.stderr


def test_no_setting_reaches_the_process_that_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = "import os\nfrom loaders.formats.places import UnreadableFormatError\n"
    module += "raise UnreadableFormatError(' '.join(sorted(os.environ)))\n"
    (tmp_path / "docx.py").write_text(module, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("KENSE_DATABASE_URL", "postgresql+psycopg://kense:secret@localhost/kense")
    (tmp_path / "act.docx").write_bytes(as_docx(ACT) + b" ")
    with pytest.raises(UnreadableFile, match="PYTHONPATH") as refused:
        read_text(tmp_path / "act.docx")
    assert "KENSE" not in refused.value.reason
