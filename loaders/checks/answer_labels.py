"""Questions with the answers of a person who read the acts: `tests/answers/*.yaml`, a file for each kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
import yaml

from geo.earth.point import InvalidPoint, Point
from loaders.seeds.citations import BadCitationError, parse_citation
from loaders.seeds.files import BadSeedError
from model.enums import ResolutionOutcome, Role, SchedulePurpose
from model.lookup_shape import Day, Row, Words
from model.values.calendar import OpenStateKind
from model.yaml_files import parse_yaml

NATION = "nation: "
"""Prefix of the name of a body for the whole country, which is in no table."""
OR = " / "
"""Separates two spellings of such a name."""


class ShownContacts(Row, frozen=True, kw_only=True):
    """Contacts that must be shown for an office, and those of another office that must not."""

    of: str
    has: Words = ()
    lacks: Words = ()


class OpenAt(Row, frozen=True, kw_only=True):
    """The expected state of an office at moments of its local time, by its hours of one purpose."""

    of: str
    purpose: SchedulePurpose = SchedulePurpose.GENERAL
    at: dict[str, OpenStateKind]


class AnswerLabel(Row, frozen=True, kw_only=True):
    """One question and its right answer.

    A key with None is not checked. The folder's README explains the keys.
    """

    id: str
    drawn: Literal["random", "chosen"]
    service: str
    place: str
    question: str
    proof: Words
    point: tuple[float, float] | None = None
    as_of: Day = ""
    outcome: tuple[ResolutionOutcome, ...] = ()
    accepts: Words | None = None
    decides: Words | None = None
    issues: Words | None = None
    hears: Words | None = None
    alternatives: Words | None = None
    candidates: Words = ()
    lies_in: Words = ()
    lies_not_in: Words = ()
    contacts: tuple[ShownContacts, ...] = ()
    open: tuple[OpenAt, ...] = ()
    says: Words = ()
    says_not: Words = ()
    note: str = ""

    @property
    def asked_point(self) -> Point | None:
        """The point in the question; None if the question names a place. Raises InvalidPoint."""
        return None if self.point is None else Point(lat=self.point[0], lon=self.point[1])

    @property
    def by_role(self) -> Iterator[tuple[Role, Words]]:
        """The expected offices of each role; roles that the label does not check are left out."""
        for role, offices in (
            (Role.ACCEPTS_APPLICATIONS, self.accepts),
            (Role.DECIDES, self.decides),
            (Role.ISSUES_RESULT, self.issues),
            (Role.HEARS_COMPLAINTS, self.hears),
        ):
            if offices is not None:
                yield role, offices

    @property
    def offices(self) -> Iterator[str]:
        """Every office that the label names, some more than once."""
        for _, named in self.by_role:
            yield from named
        yield from self.alternatives or ()
        yield from (shown.of for shown in self.contacts)
        yield from (hours.of for hours in self.open)

    @property
    def patterns(self) -> Iterator[str]:
        """Every regular expression in the label, of whatever key."""
        for words in (self.candidates, self.lies_in, self.lies_not_in, self.says, self.says_not):
            yield from words

    @property
    def expects_something(self) -> bool:
        """Whether the label checks anything."""
        asked = (self.outcome, self.contacts, self.open, *self.patterns)
        return any(asked) or self.alternatives is not None or any(True for _ in self.by_role)


class AnswerFile(Row, frozen=True, kw_only=True):
    """The labels of one kind; `half` says whether they were written before or after errors were corrected."""

    kind: str
    half: Literal["before", "after"]
    labels: tuple[AnswerLabel, ...]


def read_answer_files(path: Path) -> tuple[AnswerFile, ...]:
    """The labels of a file, or of each `*.yaml` in a folder.

    Raises BadSeedError if there is no file, a file is not valid, or two labels have one id.
    """
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files:
        raise BadSeedError(f"{path}: no labels, *.yaml")
    read = tuple(_read(file) for file in files)
    known: set[str] = set()
    for label in (label for each in read for label in each.labels):
        if label.id in known:
            raise BadSeedError(f"{path}: two labels have the id {label.id}")
        known.add(label.id)
    return read


def _read(file: Path) -> AnswerFile:
    """The labels of one file. Raises BadSeedError by file and label."""
    try:
        content = msgspec.convert(parse_yaml(file.read_text(encoding="utf-8")), AnswerFile)
    except FileNotFoundError:
        raise BadSeedError(f"{file}: no such file") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise BadSeedError(f"{file}: {error}") from None
    for label in content.labels:
        try:
            _check(label)
        except (ValueError, re.error, BadCitationError, InvalidPoint) as error:
            raise BadSeedError(f"{file}: {label.id}: {error}") from None
    return content


def _check(label: AnswerLabel) -> None:
    """Raises an error if a label expects nothing, has no proof, or has a value that is not valid.

    Checked are the point, the citations, the patterns and the times.
    """
    if not label.expects_something:
        raise ValueError("expects nothing")
    if not label.proof:
        raise ValueError("has no proof")
    _ = label.asked_point
    _each(parse_citation, label.proof)
    _each(parse_citation, (name for name in map(bare, label.offices) if not name.startswith(NATION)))
    _each(re.compile, label.patterns)
    _each(datetime.fromisoformat, (moment for each in label.open for moment in each.at))


def _each(check: Callable[[str], object], texts: Iterable[str]) -> None:
    for text in texts:
        check(text)


def bare(office: str) -> str:
    """The office without `?`, the mark of an optional office."""
    return office.removeprefix("?")
