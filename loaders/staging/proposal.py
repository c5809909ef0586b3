"""A first draft of the profile of an act: what its text makes sure is filled in, the rest asks a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from geo.names.russian import region_nominative
from loaders.acts.column_words import UntoldColumn, folded_title, role_of, roles_of
from loaders.acts.document import read_standards
from loaders.acts.profiles import LISTED
from loaders.acts.reader import OfficeTable, read_act
from loaders.acts.text import ActText, fold, read_text
from loaders.readings import UnknownReading, reading_of
from loaders.readings.kazakh_office_names import kazakh_region
from loaders.seeds.files import BadSeedError, read_rows
from loaders.seeds.rows import AreaRow
from model.enums import Level
from model.languages import language_of
from model.lookup_words import Months
from model.lookups import lookup

_HEAD_LINES = 20
_KINDS = r"постановлени\w*|приказ\w*|решени\w*|закон\w*|қаулы\w*|бұйры\w*|шешім\w*|заң\w*"
_RUSSIAN = re.compile(
    r"(?P<day>\d{1,2})\s+(?P<month>[а-я]+)\s+(?P<year>\d{4})\s*(?:года|г\.)\s*(?:№|N)\s*(?P<number>[\w/-]+)"
)
_KAZAKH = re.compile(
    r"(?P<year>\d{4})\s*жыл\w*\s+(?P<day>\d{1,2})\s+(?P<month>[а-яәғқңөұүһі]+?)(?:дағы|дегі|тағы|тегі)?\s*"
    r"(?:№|N)\s*(?P<number>[\w/-]+)"
)
_KIND = re.compile(rf"\s*(?:{_KINDS})", re.IGNORECASE)
_KIND_FIRST = re.compile(rf"(?:{_KINDS})\s+(?P<body>.+?)\s+от\s+$", re.IGNORECASE)
_GOVERNMENT = re.compile(r"Правительств|Үкімет")


@dataclass(frozen=True, slots=True)
class Adoption:
    """The line that names body, day and number of an act; `line` is what it begins with."""

    line: str
    body: str
    day: date
    number: str


def propose(path: Path, seeds: Path) -> str:
    """The text of a profile for `seeds/acts/<id>.yaml`; ids of regions come from `seeds`.

    Null and `?` stand for what the text does not tell; a column that is not understood is named in a
    comment, and so is a body whose region no unit is. Raises ActError as `read_act` does, and BadSeedError
    where `seeds` hold no regions.
    """
    regions = _regions(seeds)
    text = read_text(path)
    act = read_act(path)
    adoption = find_adoption(text)
    language = language_of(_first(text) if adoption is None else adoption.line)
    act_id = None if adoption is None else _id(adoption, regions)
    head = {
        "id": act_id,
        "source": text.stem,
        "recognised_by": _first(text) if adoption is None else adoption.line,
        "number": adoption and adoption.number,
        "adopted_on": adoption and adoption.day,
        "adopted_by": adoption and adoption.body,
        "title": _title(text, adoption),
        "language": str(language),
        "force_from": None,
        "force_until": None,
        "repealed_by": None,
        "repeal_unknown_after": None,
        "url": None,
        "layout": act.layout,
    }
    services = [
        {"standard": one.number, "title": one.title, "id": None} for one in read_standards(path) if one.title
    ]
    parts = [_yaml(head), _yaml({"services": services}), "tables:\n"]
    if adoption is not None and act_id is None:
        parts.insert(0, f"# id: no region is found in «{adoption.body}»: begin it with who adopted the act\n")
    parts += ["".join(_table_lines(table)) for table in act.tables]
    return "\n".join(parts)


def find_adoption(text: ActText) -> Adoption | None:
    """Body, day and number of the act, from the first lines; None where no line tells them."""
    months = {"ru": lookup(Months).ru, "kk": lookup(Months).kk}
    for line in map(fold, text.lines[:_HEAD_LINES]):
        for pattern, language in ((_RUSSIAN, "ru"), (_KAZAKH, "kk")):
            found = pattern.search(line)
            if found is None or found["month"] not in months[language]:
                continue
            before, kind = line[: found.start()], _KIND.match(line, found.end())
            if language == "ru":
                named = _KIND_FIRST.match(before)
                body = named["body"] if named else ""
            else:
                body = before.strip()
            # A title that cites another act holds a day too, but more words follow it.
            is_head = bool(body) and (language == "ru" or kind is not None)
            rest = line[kind.end() if kind else found.end() :].strip(" .")
            if not is_head or re.match(r"[а-яәғқңөұүһі]", rest):
                continue
            day = date(int(found["year"]), months[language][found["month"]], int(found["day"]))
            return Adoption(line[: kind.end() if kind else found.end()], body, day, found["number"])
    return None


def _first(text: ActText, count: int = 0) -> str:
    lines = [fold(line) for line in text.lines if line.strip()]
    return lines[min(count, len(lines) - 1)]


def _title(text: ActText, adoption: Adoption | None) -> str:
    """The first line, or the one behind it where the first one is that of adoption."""
    is_adoption = adoption is not None and _first(text).startswith(adoption.line)
    return _first(text, 1 if is_adoption else 0)


def _regions(seeds: Path) -> dict[str, str]:
    """Name of a region, in Kazakh and Russian, to its id. Raises BadSeedError where there is none."""
    file = seeds / "areas.csv"
    areas = read_rows(file, AreaRow) if file.is_file() else ()
    regions = [area for area in areas if area.level == Level.REGION]
    if not regions:
        raise BadSeedError(f"{file} holds no region, and ids of acts begin with theirs")
    return {name: area.id for area in regions for name in (area.name_ru, area.name_kk) if name}


def _id(adoption: Adoption, regions: Mapping[str, str]) -> str | None:
    body = _body_id(adoption.body, regions)
    return None if body is None else f"{body}-{adoption.day.year}-{_slug(adoption.number)}"


def _body_id(body: str, regions: Mapping[str, str]) -> str | None:
    if _GOVERNMENT.search(body):
        return "gov"
    return regions.get(kazakh_region(body) or region_nominative(body) or "")


def _slug(number: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", number.lower()).strip("-") or "0"


def _table_lines(table: OfficeTable) -> Iterator[str]:
    try:
        reading = reading_of(table)
    except UnknownReading:
        reading = LISTED
    facts: dict[str, object] = {
        "standard": table.standard,
        "annex": table.annex,
        "title": table.title,
        "rows": len(table.rows),
        "reading": reading,
    }
    yield f"# line {table.line}: {' | '.join(table.columns)}\n"
    if reading == LISTED:
        facts |= {"kind": "?", "category": "?", "region": None, "columns": _columns(table)}
    yield from _column_remarks(table)
    facts["jurisdiction"] = []
    yield _yaml([facts])


def _columns(table: OfficeTable) -> dict[str, list[str]]:
    """Role to the titles that are understood; the others are remarks, and block the table until named."""
    found: dict[str, list[str]] = {}
    for title in table.columns:
        try:
            role = role_of(title, {})
        except UntoldColumn:
            continue
        if role != "number":
            found.setdefault(role, []).append(folded_title(title))
    return found


def _column_remarks(table: OfficeTable) -> Iterator[str]:
    try:
        yield f"# columns: {', '.join(roles_of(table.columns, {}))}\n"
    except UntoldColumn as error:
        # A table of another reading knows its columns by their order.
        yield f"# blocked as listed_offices: {error}\n"
        for title in table.columns:
            try:
                yield f"#   {title}: {role_of(title, {})}\n"
            except UntoldColumn:
                yield f"#   {title}: ?\n"


def _yaml(content: object) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)
