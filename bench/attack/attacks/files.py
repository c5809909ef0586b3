"""Malicious files, read by `kense account` beside the server, which must keep answering."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from bench.attack.enrolled import attack
from bench.attack.ground import Ground
from model.enums import Language
from model.program_files import PROGRAM
from tests.act_files import as_docx, as_xlsx
from tests.hostile_files import (
    billion_laughs,
    flate_bomb,
    huge_spans,
    inner_bomb,
    many_parts,
    merged_sheet,
    nested_tables,
    with_part,
)
from tests.random_acts import Row, make_act

_ACT = make_act([Row("Отдел", "с. Заречное", "8 (71638) 2-01-01")], Language.RU, "lined")
_SHEET = "xl/worksheets/sheet1.xml"
_REFUSED_BY = 2
"""Exit code of the command for a file that cannot be read."""
_PATIENCE_S = 150


@attack("files of an act that are ZIP bombs", refused="REFUSED")
def bombs(ground: Ground) -> str:
    """ZIP bombs: a part of 300 MB, 6,000 parts, a PDF content stream of 1.5 GB."""
    return _told_of(
        ground,
        {
            "bomb.xlsx": inner_bomb(as_xlsx(_ACT), _SHEET, megabytes=ground.times(300, least=50)),
            "parts.docx": many_parts(),
            "bomb.pdf": flate_bomb(megabytes=1_500 if ground.scale >= 1 else 1_200),
        },
    )


@attack("files of an act with a billion laughs", refused="REFUSED")
def laughs(ground: Ground) -> str:
    """Entities that expand exponentially, in DOCX and XLSX, in UTF-8 and UTF-16."""
    sixteen = billion_laughs().decode().encode("utf-16")
    return _told_of(
        ground,
        {
            "laughs.docx": with_part(as_docx(_ACT), "word/document.xml", billion_laughs()),
            "laughs_16.docx": with_part(as_docx(_ACT), "word/document.xml", sixteen),
            "laughs.xlsx": with_part(as_xlsx(_ACT), _SHEET, billion_laughs()),
        },
    )


@attack("files of an act with tables without end", refused="REFUSED")
def tables(ground: Ground) -> str:
    """10,000 nested tables, cells that span 65,534 rows and 1,000 columns, a sheet of one cell."""
    return _told_of(
        ground,
        {
            "nested.html": nested_tables(10_000),
            "spans.html": huge_spans(),
            "merged.xlsx": merged_sheet(as_xlsx(_ACT)),
        },
    )


def _told_of(ground: Ground, files: Mapping[str, bytes]) -> str:
    """REFUSED if the command refuses each file with one sentence, else EXIT and its exit codes."""
    outcomes = set()
    for name, content in files.items():
        path = ground.home / name
        path.write_bytes(content)
        command = [sys.executable, "-m", "kense", "account", str(path)]
        environment = {**os.environ, "KENSE_HOME": str(ground.home)}
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd=PROGRAM,
            env=environment,
            timeout=_PATIENCE_S,
        )
        is_sentence = len(done.stderr.splitlines()) == 1 and not done.stdout
        outcomes.add(
            "REFUSED" if done.returncode == _REFUSED_BY and is_sentence else f"EXIT_{done.returncode}"
        )
    return " ".join(sorted(outcomes))
