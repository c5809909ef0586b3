"""Profiles of acts, `seeds/acts/<id>.yaml`: how a text is recognised and what its tables must hold."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from loaders.acts.adoption import begins_with
from loaders.acts.column_words import roles
from loaders.acts.text import ActText
from model.enums import Language, OfficeKind
from model.errors import RegistryError
from model.program_files import shipped_seeds
from model.yaml_files import check_yaml, parse_yaml

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""The pattern of file names."""
SKIPPED = "skipped"
"""The shape of a table that only looks like one of offices: its rows are counted and ignored."""
LISTED = "listed_offices"
"""The shape without a module: columns are known by their titles, the class of offices by the profile."""

READINGS = frozenset(
    {
        "appeal_desks",
        "control_departments",
        "district_akimats",
        "education_departments",
        "education_managements",
        "employment_departments",
        "extracurricular_organisations",
        "housing_departments",
        "listed_offices",
        "oblast_akimats",
        "officials",
        "okrug_akimats",
        "psc_branches",
        "reception_timetables",
        SKIPPED,
    }
)
"""Shapes of tables; each but `skipped` has its module under `loaders/readings/`."""

TABBED = "tabbed"
"""The layout in which a cell begins with a TAB at the start of its line."""
LINED = "lined"
"""The layout in which a row is a line, and TABs stand between its cells."""
MIXED = "mixed"
"""Each stretch between headings has a layout of its own."""
LAYOUTS = frozenset({TABBED, LINED, MIXED})

SPANNED = ("hours",)
"""Columns whose cell several rows may share."""
SPAN_SCOPES = ("table", "region", "district", "below")
"""How far a shared cell reaches: `below` ends at the next value."""


class BadProfileError(RegistryError):
    """A profile lacks a key or holds a value that cannot be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class TableProfile:
    """One table of offices: its place, the number of its data rows, and their shape.

    A table of `listed_offices` also says what its rows are (`kind`, `category`), in which `region` where
    the print leaves that out, and by which further words its `columns` are known (role: words).
    `spans` names columns whose cell several rows share, and how far it reaches (`loaders.readings.spans`).
    `jurisdiction` is the rule of the services these offices give: keys as in `lookups/provision_rules.yaml`
    and `service`.

    A profile may claim what the reader cannot decide. `part` tells which table of its annex this is, counted
    from 1. `lines` are the first and the last line of the table, `header` is how many lines print the titles
    of its columns, and `titles` are these where no line prints them. `columns` may name places of columns,
    counted from 1, and `skip`. `region`, `district` and `language` hold for rows that say none. `headings`
    maps headings as they are printed to what they mean.
    """

    standard: int | None
    annex: int | None
    title: str
    rows: int
    reading: str
    kind: str = ""
    category: str = ""
    region: str | None = None
    columns: Mapping[str, Sequence[str | int]] = field(default_factory=dict)
    jurisdiction: Sequence[Mapping[str, object]] = ()
    spans: Mapping[str, str] = field(default_factory=dict)
    part: int | None = None
    district: str | None = None
    language: str | None = None
    lines: Sequence[int] = ()
    header: int | None = None
    titles: Sequence[str] = ()
    headings: Mapping[str, str] = field(default_factory=dict)

    def claims(self, line: int) -> bool:
        """Whether `lines` of the profile contain this line; False if it names no lines."""
        return bool(self.lines) and self.lines[0] <= line <= self.lines[-1]


@dataclass(frozen=True, slots=True)
class ServiceTitle:
    """A service that the act describes.

    A new service needs an `id`; a service of services.csv is found by its name or id.
    """

    standard: int | None
    title: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class MissingHeading:
    """A heading of a region that the print left out above the heading `before`, with the proof for it."""

    standard: int | None
    annex: int | None
    before: str
    region: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class ActProfile:
    """What is known about the text of one act; its legal facts are read by `loaders.seeds.act_facts`."""

    id: str
    source: str
    recognised_by: str
    language: str
    layout: str
    tables: tuple[TableProfile, ...]
    missing_headings: tuple[MissingHeading, ...] = ()
    services: tuple[ServiceTitle, ...] = ()
    amendments: tuple[Mapping[str, object], ...] = ()
    """The operations of lines in an amending act that the reader does not understand."""

    def table(
        self, standard: int | None, annex: int | None, part: int | None = None, line: int = 0
    ) -> TableProfile | None:
        """The described table of an annex; None if the profile describes none.

        The table that claims `line` comes first, then the table with this `part`, then the table in this
        position. Without a part, it is the first table of the annex.
        """
        here = [t for t in self.tables if (t.standard, t.annex) == (standard, annex)]
        claimed = next((t for t in here if t.claims(line)), None)
        if claimed is not None or part is None:
            return claimed or next(iter(here), None)
        by_order = here[part - 1] if part <= len(here) and here[part - 1].part is None else None
        return next((t for t in here if t.part == part), by_order)

    def recognises(self, text: ActText) -> bool:
        """Whether the first lines of a text contain a line that begins with `recognised_by`."""
        return begins_with(text, self.recognised_by)


def read_profile(path: Path | Traversable) -> ActProfile:
    """The profile in one file.

    Raises BadProfileError if it cannot be opened, is no YAML, lacks a key or has a wrong value.
    """
    try:
        text = path.read_text(encoding="utf-8")
        check_yaml(text)
        content = parse_yaml(text)
        if not isinstance(content, Mapping):
            raise TypeError("not a mapping of keys")
        return _profile(content)
    except KeyError as error:
        raise BadProfileError(f"{path}: the key {error} is missing") from None
    except (OSError, yaml.YAMLError, TypeError, ValueError) as error:
        raise BadProfileError(f"{path}: {error}") from None


@functools.cache
def shipped_profiles() -> tuple[ActProfile, ...]:
    """The profiles delivered with the program, in the order of file names. Raises BadProfileError."""
    folder = shipped_seeds() / "acts"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda file: file.name)
    return tuple(read_profile(file) for file in files)


def profile_of(text: ActText) -> ActProfile | None:
    """The delivered profile that recognises a text; None if there is none."""
    return next((profile for profile in shipped_profiles() if profile.recognises(text)), None)


def _profile(content: Mapping[str, object]) -> ActProfile:
    """The profile by the content of its file. Raises KeyError, TypeError or ValueError."""
    tables = tuple(_table(entry) for entry in _entries(content, "tables"))
    missing = tuple(_heading(entry) for entry in _entries(content, "missing_headings"))
    act_id = content["id"]
    if not isinstance(act_id, str) or not _ID.fullmatch(act_id):
        raise ValueError(f"id is {act_id!r}, not words and numbers with hyphens, such as akm-2019-999")
    return ActProfile(
        id=act_id,
        source=str(content["source"]),
        recognised_by=str(content["recognised_by"]),
        language=str(content["language"]),
        layout=_layout(content["layout"]),
        tables=tables,
        missing_headings=missing,
        services=tuple(
            ServiceTitle(entry.get("standard"), str(entry["title"]), entry.get("id"))  # type: ignore[arg-type]
            for entry in _entries(content, "services")
        ),
        amendments=tuple(_entries(content, "amendments")),
    )


def _layout(value: object) -> str:
    if value not in LAYOUTS:
        raise ValueError(f"layout is {value!r}, not one of {', '.join(sorted(LAYOUTS))}")
    return str(value)


def _table(entry: Mapping[str, object]) -> TableProfile:
    """One table of a profile. Raises TypeError for an unknown key and ValueError for a wrong value."""
    table = TableProfile(**entry)  # type: ignore[arg-type]  # a wrong key is a TypeError, reported with the file
    if table.reading not in READINGS:
        raise ValueError(f"tables: the reading {table.reading!r} is none of {', '.join(sorted(READINGS))}")
    if table.reading == LISTED:
        _check_listed(table)
    _check_claims(table)
    for column, scope in table.spans.items():
        if column not in SPANNED or scope not in SPAN_SCOPES:
            raise ValueError(
                f"tables: spans: {column}: {scope!r}: a cell of {', '.join(SPANNED)} reaches over its "
                f"{', '.join(SPAN_SCOPES)}"
            )
    return table


def _check_listed(table: TableProfile) -> None:
    """Raises ValueError if the kind or the category of a `listed_offices` table is not valid."""
    where = f"tables: standard {table.standard}, annex {table.annex}"
    if table.kind not in list(OfficeKind):
        raise ValueError(f"{where}: kind is {table.kind!r}, not one of {', '.join(OfficeKind)}")
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", table.category, re.ASCII):
        raise ValueError(f"{where}: category is {table.category!r}, not a word such as clinic")


def _check_claims(table: TableProfile) -> None:
    """Check the keys by which a profile claims what the reader cannot decide.

    Raises ValueError if columns, lines, language, part, header, titles or headings of a table are not valid.
    """
    where = f"tables: standard {table.standard}, annex {table.annex}"
    for role, words in table.columns.items():
        if role not in roles():
            raise ValueError(f"{where}: columns: {role!r} is none of {', '.join(sorted(roles()))}")
        given: object = words
        if not isinstance(given, list | tuple) or not all(given):
            raise ValueError(f"{where}: columns: {role} is {words!r}, not a list of words and places")
    if table.lines and not _is_range(table.lines):
        raise ValueError(f"{where}: lines is {table.lines!r}, not the first and the last line of the table")
    if table.language is not None and table.language not in list(Language):
        raise ValueError(f"{where}: language is {table.language!r}, not one of {', '.join(Language)}")
    for key, value in (("part", table.part), ("header", table.header)):
        number: object = value
        if value is not None and not (isinstance(number, int) and 0 <= number < 100):
            raise ValueError(f"{where}: {key} is {value!r}, not a small number")
    if table.titles and not (table.lines and _are_texts(table.titles)):
        raise ValueError(
            f"{where}: titles is {table.titles!r}: name a list of titles, and the `lines` below them"
        )
    headings: object = table.headings
    if not (isinstance(headings, Mapping) and _are_texts([*headings, *headings.values()])):
        raise ValueError(f"{where}: headings is {table.headings!r}, not printed headings with what they mean")


def _is_range(lines: object) -> bool:
    is_pair = isinstance(lines, list | tuple) and len(lines) == 2 and all(isinstance(n, int) for n in lines)
    return is_pair and isinstance(lines, list | tuple) and 1 <= lines[0] <= lines[1]


def _are_texts(values: object) -> bool:
    return isinstance(values, list | tuple) and all(isinstance(value, str) and value for value in values)


def _heading(entry: Mapping[str, object]) -> MissingHeading:
    return MissingHeading(**entry)  # type: ignore[arg-type]  # likewise


def _entries(content: Mapping[str, object], key: str) -> list[dict[str, object]]:
    """The list under a key, empty if the key is missing. Raises ValueError for anything else."""
    entries = content.get(key) or []
    if not isinstance(entries, list):
        raise ValueError(f"{key}: not a list")
    return entries
