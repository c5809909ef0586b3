"""`make geocoder-tests`: the labelled texts asked by geocoder-tester's tables and by Pelias' fuzzy-tester.

    python -m tests.geocoders [--url URL] [--out DIR]

Writes the files into `--out`, asks the server at `--url`, by default one of its own over the shipped
registry, and prints a share a kind. The exit code is 1 where less is right than LEAST of the answers.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conformance.serving import serving
from tests.geocoders.formats import write_all
from tests.geocoders.labels import questions
from tests.geocoders.runner import Outcome, run_tables

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
LEAST = 0.95
_SHARE = re.compile(r"Test success rate ([\d.]+)%")


@contextmanager
def _server() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="kense-geocoders-") as folder:
        options = ("--host", "127.0.0.1", "--port", "0", "--database", f"sqlite:///{folder}/kense.sqlite3")
        environ = {**os.environ, "KENSE_HOME": folder}
        with serving([sys.executable, str(CHECKOUT / "kense.py"), "serve", *options], environ) as address:
            yield address


def print_shares(outcomes: list[Outcome]) -> float:
    """Print a line for each table and the wrong answers; returns the share of right ones."""
    asked, right = (
        Counter(each.file for each in outcomes),
        Counter(each.file for each in outcomes if each.is_right),
    )
    for file, count in asked.items():
        print(f"{file:24}{right[file]:5} of {count:5}  {100 * right[file] / count:6.2f} %")
    for each in outcomes:
        if not each.is_right:
            print(f"  {each.file}: {each.query!r} is answered {list(each.told)}")
    share = right.total() / max(1, asked.total())
    print(f"{'all tables':24}{right.total():5} of {asked.total():5}  {100 * share:6.2f} %")
    return share


def run_suites(url: str, suites: list[Path]) -> float | None:
    """The share that Pelias' fuzzy-tester holds right; None where it is not installed."""
    program, tool = (
        shutil.which("node"),
        HERE / "node_modules" / "pelias-fuzzy-tester" / "bin" / "fuzzy-tester",
    )
    if program is None or not tool.is_file():
        return None
    folder = suites[0].parents[1]
    config = folder / "pelias.json"
    endpoints = {"endpoints": {"kense": f"{url}/geocode/pelias/v1"}}
    config.write_text(json.dumps({"acceptance-tests": endpoints}), encoding="utf-8")
    environ = {**os.environ, "PELIAS_CONFIG": str(config)}
    command = [program, str(tool), "-e", "kense", "-q", *map(str, suites)]
    # Its exit code is 1 for a single text that is answered wrongly; on the other stream it counts them all.
    done = subprocess.run(command, cwd=folder, env=environ, check=False, capture_output=True, text=True)
    print(done.stdout)
    found = _SHARE.search(done.stdout)
    if found is None:
        raise RuntimeError(f"fuzzy-tester failed: {done.stderr[-2_000:]}")
    return float(found[1]) / 100


def main() -> int:
    """Write the files, send the questions, print the shares."""
    parser = argparse.ArgumentParser(prog="python -m tests.geocoders", description=__doc__.split(":")[1])
    parser.add_argument("--url", help="address of a server; one of its own by default")
    parser.add_argument("--out", type=Path, default=Path("var/geocoders"), help="where the files are written")
    asked = parser.parse_args()
    tables, suites = write_all(questions(), asked.out.resolve())
    print(f"{len(tables)} tables for geocoder-tester and {len(suites)} suites for fuzzy-tester: {asked.out}")
    if asked.url is not None:
        return _run(asked.url.rstrip("/"), tables, suites)
    with _server() as address:
        return _run(address, tables, suites)


def _run(url: str, tables: list[Path], suites: list[Path]) -> int:
    share = print_shares(run_tables(f"{url}/geocode/search", tables))
    other = run_suites(url, suites)
    if other is None:
        print("fuzzy-tester: not run, Node or its package is not here (`make geocoder-tests` installs it)")
    return int(min(share, 1.0 if other is None else other) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
