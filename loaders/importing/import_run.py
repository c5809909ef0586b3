"""The work of `kense import`: reads a list, matches it, and writes it if requested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from changes.bulk import NEW, ImportOrder, import_offices
from changes.change_service import ChangeService, Served
from changes.editing import Why
from changes.identity import COUNTRY, AccountRole, Identity
from changes.import_outcomes import ImportRefusedError, LineOutcome
from changes.problems import Problem, RefusedError
from geo.locator.locator import Locator
from geo.units.edition_index import Atlas
from loaders.importing.list_files import read_list
from model.edition import Edition
from model.errors import UsageError
from model.settings import Settings
from store.reading.edition_file import edition_file
from store.reading.kept_edition import load_kept_edition
from store.tables.engine import make_engine


class BadChoiceError(UsageError):
    """A choice does not have the form LINE=ID."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrder:
    """The request without the file; `choices` are `LINE=ID` or `LINE=new`.

    Nothing is written without `is_written`.
    """

    reason: str
    evidence: Sequence[str] = ()
    choices: Sequence[str] = ()
    confirmed: Sequence[str] = ()
    is_partial: bool = False
    is_written: bool = False
    subject: str = "kense import"


@dataclass(frozen=True, slots=True)
class ListDone:
    """The result for a list.

    `edition` is the edition with which the list was compared; `accepted` and `unchanged` are numbers of
    lines.
    """

    edition: Edition
    lines: tuple[LineOutcome, ...]
    problems: tuple[Problem, ...]
    accepted: int
    unchanged: int
    is_written: bool


def run_import(settings: Settings, path: Path, order: ListOrder) -> ListDone:
    """Match a list with the registry and, if `order` says so, write it.

    A refused list is returned with its problems. No rights are checked: who can use the database of the store
    may change everything. Raises UnreadableListError, BadChoiceError and StoreError.
    """
    text, choices = read_list(path), _choices(order.choices)
    engine = make_engine(settings.database_url)
    try:
        edition = load_kept_edition(engine, edition_file(settings))
        atlas = Atlas(edition)
        served = Served(edition, atlas, Locator(atlas))
        identity = Identity(order.subject, frozenset({AccountRole.ADMIN}), frozenset({COUNTRY}))
        service = ChangeService(engine, lambda: served, lambda _: None, identity, "")
        why = Why(order.reason, order.evidence)
        asked = ImportOrder(order.is_partial, order.confirmed, choices)
        try:
            outcome = service.carry_out(
                lambda context: import_offices(context, text, why, asked), None, dry_run=not order.is_written
            )
        except RefusedError as refused:
            lines = refused.lines if isinstance(refused, ImportRefusedError) else ()
            return ListDone(edition, lines, refused.problems, 0, 0, is_written=False)
        done = outcome.done
        is_written = order.is_written and bool(done.office_ids)
        return ListDone(edition, done.lines, done.problems, len(done.office_ids), done.unchanged, is_written)
    finally:
        engine.dispose()


def _choices(given: Sequence[str]) -> Mapping[int, str | None]:
    """The chosen office of each line, None for a new office.

    Raises BadChoiceError if a choice is not `LINE=ID` or a line is named twice.
    """
    choices: dict[int, str | None] = {}
    for each in given:
        line, sign, office = each.partition("=")
        if not (line.isascii() and line.isdigit() and len(line) < 10 and sign and office.strip()):
            raise BadChoiceError(f"--choose {each[:100]!r}: write LINE=ID or LINE={NEW}")
        if int(line) in choices:
            raise BadChoiceError(f"--choose names line {line} twice")
        choices[int(line)] = None if office == NEW else office
    return choices
