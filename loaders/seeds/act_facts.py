"""The legal facts of an act in `seeds/acts/<id>.yaml`; profiles describe how its text is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from loaders.seeds.files import BadSeedError, write_text
from model.act_addresses import address_of
from model.enums import Language
from model.yaml_files import parse_yaml


@dataclass(frozen=True, slots=True)
class TableTitle:
    """The printed title of one table of offices, by its place in the act."""

    standard: int | None
    annex: int | None
    title: str


@dataclass(frozen=True, slots=True)
class StandardTitle:
    """The quoted name of the service of a standard; `standard` is None in an act of one standard."""

    standard: int | None
    title: str


@dataclass(frozen=True, slots=True)
class ActFacts:
    """A legal act: who adopted it, when, and when it is in force (half open, see model.validity)."""

    id: str
    number: str
    adopted_on: date
    adopted_by: str
    title: str
    language: Language
    force_from: date | None = None
    force_until: date | None = None
    repealed_by: str | None = None
    repeal_unknown_after: date | None = None
    url: str | None = None
    edition_of: date | None = None
    tables: tuple[TableTitle, ...] = ()
    standards: tuple[StandardTitle, ...] = ()

    def table_title(self, standard: int | None, annex: int | None) -> str:
        """The title of a table; empty if the profile gives none."""
        for table in self.tables:
            if (table.standard, table.annex) == (standard, annex):
                return table.title
        return ""


def read_act_facts(path: Path | Traversable) -> ActFacts:
    """The facts of an act in one file; other keys are ignored.

    Raises BadSeedError if the file is no YAML, or a key is missing or not valid. Without a stated address,
    `url` is the address that follows from body, day and number, or None.
    """
    try:
        content = parse_yaml(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadSeedError(f"{path}: not readable as YAML: {error}") from None
    if not isinstance(content, Mapping):
        raise BadSeedError(f"{path}: not a mapping of keys")
    cells = _Keys(path, content)
    language = cells.language()
    number, adopted_on = cells.required("number", language), cells.required_day("adopted_on")
    adopted_by = cells.required("adopted_by", language)
    by_rule = address_of(
        adopted_by=adopted_by,
        adopted_on=adopted_on,
        number=number,
        registration=cells.text("registration_number", language),
        language=language,
    )
    return ActFacts(
        id=cells.required("id", language),
        number=number,
        adopted_on=adopted_on,
        adopted_by=adopted_by,
        title=cells.required("title", language),
        language=language,
        force_from=cells.day("force_from"),
        force_until=cells.day("force_until"),
        repealed_by=cells.text("repealed_by", language),
        repeal_unknown_after=cells.day("repeal_unknown_after"),
        url=cells.text("url", language) or by_rule,
        edition_of=cells.day("edition_of"),
        tables=cells.tables(),
        standards=cells.standards(),
    )


def write_act_facts(path: Path, act: ActFacts) -> None:
    """Write the facts of an act to a new file. If the file exists, nothing is written: a profile has more."""
    if path.exists():
        return
    facts: dict[str, object] = {
        "id": act.id,
        "number": act.number,
        "adopted_on": act.adopted_on,
        "adopted_by": act.adopted_by,
        "title": act.title,
        "language": str(act.language),
        "force_from": act.force_from,
        "force_until": act.force_until,
        "repealed_by": act.repealed_by,
        "repeal_unknown_after": act.repeal_unknown_after,
        "url": act.url,
        "edition_of": act.edition_of,
        "tables": [
            {"standard": table.standard, "annex": table.annex, "title": table.title} for table in act.tables
        ],
        "services": [{"standard": standard.standard, "title": standard.title} for standard in act.standards],
    }
    write_text(path, yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=10_000))


class _Keys:
    """The keys of one file as values. Errors are BadSeedErrors with file and key."""

    def __init__(self, path: Path | Traversable, content: Mapping[str, object]) -> None:
        self.path = path
        self.content = content

    def fail(self, key: str, wanted: str) -> BadSeedError:
        return BadSeedError(f"{self.path}: {key} is {self.content.get(key)!r}, not {wanted}")

    def language(self) -> Language:
        try:
            return Language(str(self.content.get("language")))
        except ValueError:
            raise self.fail("language", "kk or ru") from None

    def text(self, key: str, language: Language) -> str | None:
        """The text under a key, of several languages the given language, else the first.

        None if the key is missing.
        """
        value = self.content.get(key)
        if isinstance(value, Mapping):  # one text for each language: the one in the act's own language counts
            value = value.get(str(language)) or next(iter(value.values()), None)
        if value is None or isinstance(value, str | int | date):
            return None if value is None else str(value)
        raise self.fail(key, "a text")

    def required(self, key: str, language: Language) -> str:
        value = self.text(key, language)
        if not value:
            raise self.fail(key, "a text (required)")
        return value

    def day(self, key: str) -> date | None:
        value = self.content.get(key)
        if value is None or type(value) is date:
            return value
        raise self.fail(key, "a day such as 2012-08-31")

    def required_day(self, key: str) -> date:
        day = self.day(key)
        if day is None:
            raise self.fail(key, "a day such as 2012-08-31 (required)")
        return day

    def tables(self) -> tuple[TableTitle, ...]:
        return tuple(
            TableTitle(table.get("standard"), table.get("annex"), str(table.get("title") or ""))
            for table in self._mappings("tables")
        )

    def standards(self) -> tuple[StandardTitle, ...]:
        return tuple(
            StandardTitle(service.get("standard"), str(service.get("title") or ""))
            for service in self._mappings("services")
        )

    def _mappings(self, key: str) -> list[Mapping[str, Any]]:
        entries = self.content.get(key) or ()
        if not isinstance(entries, list | tuple):
            raise self.fail(key, "a list")
        return [entry for entry in entries if isinstance(entry, Mapping)]
