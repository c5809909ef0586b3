"""Imports changes of many offices from CSV text with the columns of `kense export csv`.

The first line names the columns. `id` says which office, `version` which version of it the author saw. A list
without ids is matched by identifiers, or by name and place (`changes.import_matching`); a line that matches
no office makes a new one. An empty cell leaves a field as it is, a lone `-` clears it, several values stand
between `|`. Every filled cell either equals today's export and changes nothing, or is written, or its line is
refused with the name of the column. Derived columns (status, services, sources...) cannot be changed by
import. `hours` is the export's column of all hours, `opening_hours` that of the general ones alone: if a line
fills both, they must agree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from changes.authority import Right, units_of
from changes.change_service import ChangeContext, ChangeResult
from changes.editing import Why, mint, permitted, read_new_office
from changes.import_columns import (
    FIXED,
    KNOWN,
    POINT,
    changed_cells,
    fixed_problem,
    hours_given,
    in_columns,
    patch_of,
    printed_cells,
    slug_given,
)
from changes.import_matching import Match, OfficeFinder
from changes.import_outcomes import ImportOutcome, ImportRefusedError, LineOutcome, MatchedBy
from changes.import_places import placed_cells, unit_of_line
from changes.problems import Problem, RefusedError, UserErrorCode, refuse
from changes.sheet import Line, read_lines
from model.edition import Office
from model.enums import OfficeKind
from model.office_changes import FieldChange
from store.log.revisions import NewRevision

NEW = "new"
"""Value in the column `id` of a line that is certainly a new office."""
_NOBODY = Office("", OfficeKind.OTHER, "", (), None)
_GOOD = (ImportOutcome.CHANGED, ImportOutcome.CREATED)


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What a request for an import says besides the CSV text."""

    partial: bool = False
    """Whether the good lines are stored when others are bad."""
    confirmed: Collection[str] = ()
    choices: Mapping[int, str | None] = field(default_factory=dict)
    """By line number, the office that a person chose for the line; None for a new office."""


def import_offices(context: ChangeContext, text: str, why: Why, order: ImportOrder) -> ChangeResult:
    """Change and create the offices of all lines in one edition. Raises RefusedError.

    One bad line keeps all lines from being stored (ImportRefusedError names every bad line); with `partial`
    the good lines are stored. If no line changes anything, nothing is stored.
    """
    reason, evidence = why.checked()
    lines = read_lines(text, KNOWN)
    unknown = order.choices.keys() - {line.number for line in lines}
    if unknown:
        message = f"no line of the text has the number {min(unknown)}"
        raise refuse(UserErrorCode.INVALID, message, "choices")
    taking = _Taking(context, order, has_evidence=bool(evidence))
    outcomes = [taking.take(line) for line in lines]
    problems = tuple(problem for outcome in outcomes for problem in outcome.problems)
    good = [outcome for outcome in outcomes if outcome.outcome in _GOOD]
    if problems and not (order.partial and (good or any(not outcome.problems for outcome in outcomes))):
        raise ImportRefusedError(problems, outcomes)
    if good:
        revisions = [NewRevision(one.office_id or "", (one.version or 1) - 1, one.changes) for one in good]
        context.record(revisions, reason, evidence)
    return ChangeResult(
        tuple(one.office_id for one in good if one.office_id is not None),
        unchanged=len(outcomes) - len(good) - sum(bool(outcome.problems) for outcome in outcomes),
        problems=problems,
        lines=tuple(outcomes),
    )


class _Taking:
    """Processes the lines of one text in order, and remembers the offices of earlier lines."""

    def __init__(self, context: ChangeContext, order: ImportOrder, *, has_evidence: bool) -> None:
        self._context = context
        self._order = order
        self._has_evidence = has_evidence
        self._seen: dict[str, int] = {}
        self._made: dict[tuple[str, str, str], int] = {}

    @cached_property
    def _finder(self) -> OfficeFinder:
        return OfficeFinder(self._context.edition)

    def take(self, line: Line) -> LineOutcome:
        """What the line does or would do.

        A line that is wrong gets the outcome REFUSED with its problems; nothing is raised.
        """
        match = Match()
        try:
            line = replace(line, cells=placed_cells(self._context, line.cells))
            match = self._match(line)
            if match.office is not None:
                return self._update(line, match.office, match)
            if match.candidates:
                return _ambiguous(line, match)
            return self._create(line)
        except RefusedError as error:
            return LineOutcome(
                line.number,
                ImportOutcome.REFUSED,
                match.office.id if match.office is not None else None,
                matched_by=match.matched_by,
                problems=tuple(problem.under("csv", str(line.number)) for problem in error.problems),
            )

    def _match(self, line: Line) -> Match:
        """The office of the line, or candidates, or neither for a new office.

        A person's choice counts first, then the line's id, then what `OfficeFinder` finds. Raises
        RefusedError for an unknown or contradictory id.
        """
        given = line.cells.get("id", "")
        if line.number in self._order.choices:
            chosen = self._order.choices[line.number]
            if given and given != NEW:
                raise refuse(UserErrorCode.INVALID, "the line has an id: nothing is to be chosen", "id")
            if chosen is None:
                return Match()
            return Match(self._context.office(slug_given(chosen, "Office", "id"), "id"), MatchedBy.CHOICE)
        if given == NEW:
            return Match()
        if given:
            office = self._context.office(slug_given(given, "Office", "id"), "id")
            self._check_identifiers(office, line.cells)
            return Match(office, MatchedBy.ID)
        return self._finder.match(line.cells, unit_of_line(self._context, line.cells))

    def _check_identifiers(self, office: Office, cells: Mapping[str, str]) -> None:
        """Raise RefusedError if the line gives an identifier or body's number that the office lacks."""
        known = {f"{identifier.scheme}:{identifier.value}" for identifier in office.identifiers}
        given = {part.strip() for part in cells.get("identifiers", "").split("|")} - {""}
        if given - known:
            message = f"{office.id} has no identifier {min(given - known)[:100]}; none is set by import"
            raise refuse(UserErrorCode.INVALID, message, "identifiers")
        if cells.get("bin") and not self._finder.bears_bin(office, cells["bin"]):
            message = f"the body of {office.id} has another number than {cells['bin'][:50]!r}"
            raise refuse(UserErrorCode.INVALID, f"{message}; none is set by import", "bin")

    def _update(self, line: Line, office: Office, match: Match) -> LineOutcome:
        """The outcome of a line whose office is found: CHANGED, or UNCHANGED if no value differs.

        Raises RefusedError.
        """
        if match.matched_by is not MatchedBy.ID:
            self._check_identifiers(office, line.cells)
        if office.id in self._seen:
            message = f"{office.id} stands on line {self._seen[office.id]} already"
            raise refuse(UserErrorCode.DUPLICATE, message, "id" if line.cells.get("id") else "name_ru")
        self._seen[office.id] = line.number
        self._context.demand(Right.EDIT, units_of(office), "id")
        version = _version(line, office, is_needed=match.matched_by is MatchedBy.ID)
        changes = _changes(self._context, office, version, line, self._order.confirmed)
        return LineOutcome(
            line.number,
            ImportOutcome.CHANGED if changes else ImportOutcome.UNCHANGED,
            office.id,
            version + 1 if changes else office.version,
            match.matched_by,
            changes,
        )

    def _create(self, line: Line) -> LineOutcome:
        """The outcome CREATED with the id of the new office.

        Raises RefusedError with all problems of the line.
        """
        cells = {column: cell for column, cell in line.cells.items() if cell or column in POINT}
        problems = [fixed_problem(column, "") for column in cells if column in FIXED and cells[column] != "-"]
        if cells.get("identifiers"):
            message = "the identifiers of a new office cannot be set by import: leave the cell empty"
            problems.append(Problem(UserErrorCode.INVALID, message, ("identifiers",)))
        if not self._has_evidence:
            message = "a new office rests on evidence: cite the act that says so, or the list itself"
            problems.append(Problem(UserErrorCode.EVIDENCE_REQUIRED, message, ("evidence",)))
        try:
            changes = self._new(cells)
        except RefusedError as error:
            raise RefusedError([*problems, *in_columns(error.problems, cells)]) from None
        if problems:
            raise RefusedError(problems)
        given = {change.field: change.after for change in changes}
        self._refuse_twin(line.number, given)
        office_id = mint(self._context, given, self._seen)
        self._seen[office_id] = line.number
        return LineOutcome(line.number, ImportOutcome.CREATED, office_id, 1, None, changes)

    def _new(self, cells: Mapping[str, str]) -> tuple[FieldChange, ...]:
        patch = dict(patch_of(_NOBODY, cells, hours_given(cells, {"hours": ""})))
        if cells.get("bin"):
            patch["organization_id"] = self._finder.body_of(cells["bin"])
        return tuple(read_new_office(self._context, patch, self._order.confirmed).changes)

    def _refuse_twin(self, number: int, given: Mapping[str, object]) -> None:
        """Raise RefusedError if an earlier line creates an office of the same category, units and name."""
        kind = f"{given.get('category')} {given.get('located_in')} {given.get('territory_ids')}"
        for column in ("name_kk", "name_ru"):
            if not given.get(column):
                continue
            earlier = self._made.setdefault((column, str(given[column]).casefold(), kind), number)
            if earlier != number:
                message = f"line {earlier} makes an office of this name in this place already"
                raise refuse(UserErrorCode.DUPLICATE, message, column)


def _ambiguous(line: Line, match: Match) -> LineOutcome:
    """The outcome of a line that several offices fit: their ids, and the filled cells of the line."""
    named = ", ".join(f"{candidate.id} (version {candidate.version})" for candidate in match.candidates)
    message = (
        f"the line may mean {named}: say which in the column id or the argument choices, or that it is a new "
        f"office ({NEW} in the column id)"
    )
    return LineOutcome(
        line.number,
        ImportOutcome.AMBIGUOUS,
        candidate_ids=tuple(candidate.id for candidate in match.candidates),
        problems=(Problem(UserErrorCode.DUPLICATE, message, ("csv", str(line.number), "id")),),
        cells=tuple((column, cell) for column, cell in line.cells.items() if cell),
    )


def _version(line: Line, office: Office, *, is_needed: bool) -> int:
    """The version of the office that the author saw.

    An empty cell means the current version; if `is_needed`, it raises RefusedError, as does a cell that is no
    number.
    """
    version = line.cells.get("version", "")
    if not version and not is_needed:
        return office.version
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise refuse(UserErrorCode.INVALID, f"{version[:50]!r} is not a version of an office", "version")
    return int(version)


def _changes(
    context: ChangeContext, office: Office, version: int, line: Line, confirmed: Collection[str]
) -> tuple[FieldChange, ...]:
    """The changes that the line makes to the office; empty if no value differs.

    Raises RefusedError with all problems.
    """
    printed = printed_cells(context.edition, office)
    changed = changed_cells(line.cells, printed)
    fixed = [fixed_problem(column, printed[column]) for column in changed if column in FIXED]
    changes: tuple[FieldChange, ...] = ()
    try:
        read = context.patches.read(dict(patch_of(office, changed, hours_given(line.cells, printed))), office)
        # An author who saw another version saw other cells, too: this is checked first.
        context.demand_version(office, version, (change.field for change in read.changes), "version")
        if read.changes or read.problems:
            changes = permitted(context, office, version, read, confirmed)
    except RefusedError as error:
        told: Iterable[Problem] = fixed if error.conflict is None else ()
        # Authors of the text think in columns: the patch argument has the column's name.
        raise RefusedError([*told, *in_columns(error.problems, line.cells)], error.conflict) from None
    if fixed:
        raise RefusedError(fixed)
    return changes
