"""The commands in the documentation, the lines that run them, and the commands that no test runs.

Blocks of `docs/tutorials` are run by tests/test_tutorials.py, in the order in which a reader types them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from model.program_files import PROGRAM
from tests.act_files import text_as_docx

DOCUMENTS = (
    *(PROGRAM / name for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md")),
    *sorted((PROGRAM / "docs").glob("*.md")),
    *sorted((PROGRAM / "docs" / "tutorials").glob("*.md")),
)
_INLINE = re.compile(
    r"`((?:kense|make|createdb|pg_dump|pg_restore|sqlite3|KENSE_\w+=[^\s`]+) [^`\n]+|pg_restore)`"
)
_BLOCK = re.compile(r"^(?:```\n| {4})((?:kense|make|createdb|export|curl) .*)$|^((?:kense) .*)$", re.M)


@dataclass(frozen=True)
class Line:
    """A line to run, as people type it; its output must contain `says`."""

    typed: str
    says: str = ""
    code: int = 0
    documented: str = ""
    """How a document writes it, where that has a word in the place of a value."""
    of_files: bool = False
    """Whether the line needs files that come with the program or stand beside it."""


FIRST = (
    Line("kense migrate", "has the tables of revision"),
    Line("kense load", "edition 1: 1", of_files=True),
    Line(
        "kense locate 'Кына, Аккольский район'",
        "akm-akkol-karasai-kyna",
        documented="kense locate TEXT",
        of_files=True,
    ),
    Line("""echo '{"text": "Кына"}' | kense locate --jsonl""", '"stage"'),
    Line("kense locate --csv table.csv", "akm-akkol-karasai-kyna", documented="kense locate --csv FILE"),
    Line("kense ask 'детский сад Кына'", "+77163834190", documented="kense ask TEXT", of_files=True),
    Line(
        "kense grant --serve kense_serve --read kense_read",
        "a file of SQLite has no roles",
        1,
        "kense grant --serve ROLE --read ROLE",
    ),
    Line("kense forget --dry-run", "nothing is to be erased"),
    Line("kense forget", "nothing is to be erased"),
    Line("kense forget --before 2026-01-01", "nothing is to be erased"),
    Line("kense forget --subject akim@example.kz", "nothing is to be erased"),
    Line("kense forget --subject anonymous:203.0.113.7", "nothing is to be erased"),
    Line("kense locate Кына --explain", "  kk  "),
    Line("kense account act.txt", '"outcome":"read"', documented="kense account FILE..."),
    Line("kense account act.txt --format table", "annex 1", documented="kense account FILE --format table"),
    Line(
        "kense account act.txt --profile act.yaml", '"rows":10', documented="kense account FILE --profile P"
    ),
    Line("kense account act.docx --format table", "10 row", documented="kense account act.docx"),
    Line("kense parse act.txt", '"line":34', documented="kense parse FILE..."),
    Line("kense parse act.txt --format table", "annex 1, line 23, 10 rows"),
    Line("kense propose act.txt", "id: akm-2019-999", documented="kense propose FILE", of_files=True),
    Line(
        "kense propose act.txt --out draft.yaml",
        "then `kense stage act.txt",
        documented="kense propose FILE --out P",
    ),
    Line("kense stage act.txt", "no profile recognises this act", 1, "kense stage FILE"),
    Line(
        "kense stage act.txt --profile act.yaml",
        "no gazetteer: units and positions are those of",
        documented="kense stage FILE --profile P",
        of_files=True,
    ),
    Line("kense review akm-2019-999", "\n10 new offices\n", documented="kense review [ACT]", of_files=True),
    Line("kense review", "akm-2019-999 is staged since", of_files=True),
    Line(
        "kense activate akm-2019-999",
        "edition 2 contains akm-2019-999",
        documented="kense activate ACT",
        of_files=True,
    ),
    Line("kense act show akm-2019-999", "as adopted", documented="kense act show ID", of_files=True),
    Line("kense act show akm-2019-999 --as-of 2019-05-01", "10 rows", of_files=True),
    Line("kense export csv", "akm-akkol-clinic"),
    Line("kense rollback", "edition 3 is without akm-2019-999", of_files=True),
    Line("kense check", "pinned figures hold", of_files=True),
    Line("kense check --store", "is sound: edition", documented="kense check --store"),
    Line("kense check --bodies --format md", "# What became of the bodies", of_files=True),
    Line("kense check --bodies --lists", "each with the reason", of_files=True),
    Line("kense place", "name the folder of a gazetteer: --gazetteer or KENSE_GAZETTEER", 2, of_files=True),
    Line(
        "kense reconcile act.txt",
        "name the folder of a gazetteer",
        2,
        "kense reconcile FILE...",
        of_files=True,
    ),
    Line("kense gazetteer import KZ.txt", "geonames", documented="kense gazetteer import PATH..."),
    Line("kense gazetteer list", "geonames"),
    Line("kense webhooks list", "there are no webhooks"),
    Line(
        "kense webhooks add https://hooks.example.kz/kense --within akm-akkol",
        "KENSE_WEBHOOK_KEY is not set",
        2,
    ),
    Line(
        "kense webhooks add https://hooks.example.kz/kense",
        "KENSE_WEBHOOK_KEY is not set",
        2,
        "kense webhooks add URL",
    ),
    Line("kense webhooks test wh_1", "KENSE_WEBHOOK_KEY is not set", 2, "kense webhooks test ID"),
    Line("kense webhooks remove wh_1", "no webhook has the id", 1, "kense webhooks remove ID"),
    Line(
        "kense boundaries make d.geojson --seeds .",
        "d.geojson: cannot be read",
        1,
        "kense boundaries make FILE...",
    ),
    Line("kense token --role editor --territory akm", "."),
    Line("kense token --role editor --territory akm-akkol", "."),
    Line("kense token --role admin --territory '*' --subject me --hours 1", "."),
    Line("kense --version", "kense 0."),
    Line("kense --help", "Which office serves this village for this service"),
    Line("kense locate --help", "--explain", documented="kense COMMAND --help"),
    Line("kense schema", "type Query"),
    Line("kense schema --federation", "@key"),
    Line("kense schema --cache-tags", "@federation__cacheTag"),
    Line("kense export geojson", '"FeatureCollection"'),
    Line(
        "kense export mirror --out copy.jsonl && cat copy.jsonl",
        '"kense_mirror":1',
        documented="kense export mirror --out FILE",
    ),
    Line("kense export hsds --out hsds && ls hsds", "services", documented="kense export hsds --out DIR"),
    Line(
        "kense import list.csv --reason 'the yearly list' --evidence 'letter 12 of the agency'",
        "make an office",
        of_files=True,
    ),
    Line("kense dump kense-2026-03-01.dump", "edition 3", documented="kense dump FILE"),
    Line(
        "kense load --dump kense-2026-03-01.dump --database sqlite:///$PWD/kense.sqlite3",
        "edition 3",
        documented="kense load --dump kense-2026-03-01.dump --database sqlite:////srv/kense/kense.sqlite3",
    ),
    Line(
        "kense place --database sqlite:///$PWD/kense.sqlite3 --dry-run",
        "positions would change; nothing was written",
        documented="kense place --database sqlite:////srv/kense/kense.sqlite3 --dry-run",
    ),
    Line(
        "kense place --database sqlite:///$PWD/kense.sqlite3 --yes",
        "positions changed, edition",
        documented="kense place --database sqlite:////srv/kense/kense.sqlite3 --yes",
    ),
    Line(
        "kense place --database sqlite:///$PWD/kense.sqlite3",
        "nothing needs",
        documented="kense place --database URL",
    ),
    Line(
        "kense place --database sqlite:///$PWD/kense.sqlite3 --state could-not-be-located",
        "NO_GEOCODER",
        documented="kense place --database sqlite:////srv/kense/kense.sqlite3 --state could-not-be-located",
    ),
    Line(
        "kense load --dump kense-2026-03-01.dump --database sqlite:///$PWD/trial.sqlite3",
        "edition 3",
        documented="kense load --dump FILE --database sqlite:////tmp/trial.sqlite3",
    ),
    Line(
        "kense dump --database sqlite:///$PWD/trial.sqlite3 again.dump && cmp kense-*.dump again.dump",
        documented="kense dump --database sqlite:////tmp/trial.sqlite3 again.dump && cmp FILE again.dump",
    ),
    Line(
        "KENSE_HOME=$PWD/second kense load --dump kense-2026-03-01.dump",
        "edition 3",
        documented="kense load --dump FILE",
    ),
)
"""In the order of a first day: a fresh home, no gazetteer, another folder than that of the program."""

WITH_TEXTS = (
    Line("kense records ../shared/acts/004*.txt", "oblast_akimat", documented="kense records FILE..."),
    Line("kense reconcile ../shared/acts/004*.txt", "offices"),
    Line("kense place", "same"),
)
"""In a clone that has the texts of the acts and the gazetteer beside it."""

SERVED = ("kense serve",)
"""Run by a test of their own, which asks the server."""

LEFT_OUT = {
    "kense export all --out DIR": "takes 15 s; tests/loaders/test_export_all.py runs it over small seeds",
    "make serve": "installs from a network; what it runs is `kense serve`",
    "make test": "runs this test",
    "make test-quick": "runs the suite with --quick; tests/test_quick.py does so with a few files",
    "make test-deep": "runs this test",
    "kense --install-completion": "writes into the set-up of the user's shell",
    "kense --show-completion": "asks by which shell it was started, and a test is no shell",
    "make setup": "installs from a network",
    "make basemap": "fetches packages of maps; tests/geo/test_exports_basemap.py holds what it makes",
    "make docs": "builds with a tool that it installs from a network; tests/test_handbook.py makes its pages",
    "make docs-pictures": "writes into the checkout; tests/test_handbook.py holds what it draws",
    "make install": "installs from a network; the clone of this test is set up as it does",
    "make lint": "is run beside the tests, by whoever changes the program",
    "make conformance": "runs tests/conformance, which the suite runs too",
    "make bench ARGS=beside": "takes half an hour beside PostGraphile and asserts nothing",
    "make bench": "prints figures for minutes and asserts nothing",
    "make stress": "plays for minutes; tests/store/test_stress.py runs a small version",
    "make mirrors": "edits for minutes; tests/test_mirroring.py runs a small version",
    "make geocoder-tests": "asks for minutes; tests/conformance/test_geocoder_tools.py asks some",
    "make chaos": "plays for minutes, as root; tests/test_chaos.py plays one fault",
    "make attack": "plays for minutes; tests/test_attack.py runs a small version",
    "make rooms": "runs `python -m tests.rooms`, as tests/test_rooms.py does",
    "make mutants": "tries changes for ten minutes; tests/test_mutation.py tries a few",
    "make answers OUT=before.jsonl": "writes all answers for ten minutes and asserts nothing",
    "make answers OUT=after.jsonl": "writes all answers for ten minutes and asserts nothing",
    "make sdk": "runs `python -m sdk.build`, as tests/conformance/test_sdk.py does",
    "make sdk-sources": "runs `python -m sdk.generate` with a tool that it installs from a network; "
    "tests/conformance/test_sdk.py holds what it writes against the schema",
    "make sbom": "is run by tests/test_sbom.py, without setting anything up",
    "make web-figures": "needs a browser and prints figures; tests/browser runs the page",
    "make screenshots": "writes pictures into the checkout; tests/browser runs the page",
    "createdb kense && psql kense -c 'CREATE EXTENSION postgis'": "makes a database on the user's own server",
    "export KENSE_DATABASE_URL=postgresql+psycopg://kense@localhost/kense": "names the user's own server",
    "kense load && kense serve --workers 4": "is for that server; tests/stress serves PostGIS by 4 processes",
    "kense dump --database postgresql+psycopg://kense@db/kense kense-2026-03-01.dump": "names a host `db`; "
    "tests/store/test_dumps.py dumps PostGIS",
    "KENSE_DB_PASSWORD=... KENSE_SERVE_PASSWORD=... docker compose up --build": "builds from a network",
    "pg_dump -Fc kense > kense.pgdump": "is another program",
    "pg_restore": "is another program",
    'sqlite3 kense.sqlite3 ".backup copy.sqlite3"': "is another program",
    'curl -G localhost:8000/geocode/search --data-urlencode "q=Кына, Аккольский район" -d lang=ru': (
        "needs the port 8000; tests/graph/test_geocoders.py asks that"
    ),
    "curl -F file=@addresses.csv -F column=адрес localhost:8000/geocode/csv": (
        "needs the port 8000; tests/graph/test_table_upload.py sends such a form"
    ),
    'curl -s localhost:8000/acts/uploads?name=act.docx --data-binary @act.docx -H "authorization: Bearer '
    '$TOKEN"': "needs the port 8000; tests/graph/test_publish_example.py sends such a file",
    'curl -s localhost:8000/graphql -H "authorization: Bearer $(kense token --role editor --territory akm)" '
    "\\": "needs the port 8000; tests/changes/test_development_key.py sends such a token",
}
"""What no test runs as it is written, and why."""


def documented_commands() -> Iterator[str]:
    """Every command of the documents: those in a block, and those between backticks, comments cut off."""
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        found = [match[1] or match[2] for match in _BLOCK.finditer(text)]
        for command in (*found, *_INLINE.findall(text)):
            yield re.sub(r"\s{2,}#.*", "", command).strip()


def inputs(folder: Path) -> None:
    """Write the files that the lines name: an act, its profile, a gazetteer."""
    for name, source in (("act.txt", "act.txt"), ("act.yaml", "akm-2019-999.yaml")):
        text = (PROGRAM / "tests" / "act_clinics" / source).read_text(encoding="utf-8")
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "list.csv").write_text(
        "name_ru;settlement;kind;category\nЦентр, Кына;Settlement:akm-akkol-karasai-kyna;OTHER;psc_branch\n",
        encoding="utf-8",
    )
    (folder / "table.csv").write_text("адрес\nКына, Аккольский район\n", encoding="utf-8")
    act = (PROGRAM / "tests" / "act_clinics" / "act.txt").read_text(encoding="utf-8")
    (folder / "act.docx").write_bytes(text_as_docx(act))
    place = ["1526443", "Akkol'", "Akkol'", "Акколь", "51.99374", "70.94704", "P", "PPLA2", "KZ"]
    place += ["", "01", "", "", "", "14271", "", "310", "Asia/Almaty", "2023-01-01"]
    (folder / "KZ.txt").write_text("\t".join(place) + "\n", encoding="utf-8")
