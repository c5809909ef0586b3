"""Reads the operations of an amending act from its text: each operative line is one or is blocked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from loaders.acts.amending_lines import Block, TextRow, read_block
from loaders.acts.amending_words import (
    ActRef,
    Worded,
    find_act,
    find_day,
    find_place,
    is_of_law,
    is_other,
    opened_list,
    row_labels,
    worded,
)
from loaders.acts.marks import Mark
from loaders.acts.text import ActText, fold
from model.enums import OperationKind

_NUMBERED = re.compile(
    r"(?P<paragraph>\d{1,3})\.\s+(?P<rest>\S.*)|(?P<item>\d{1,3}(?:-\d+)?)\)\s*(?P<more>\S.*)"
)
_WITH_ROWS = frozenset({OperationKind.RESTATE_ROW, OperationKind.DELETE_ROW, OperationKind.INSERT_ROW})
_WHOLE_ACTS = frozenset({OperationKind.REPEAL, OperationKind.REPEAL_PART})
_OF_UNITS = frozenset({OperationKind.RENAME_UNIT, OperationKind.REORGANISE_UNIT})
LONGEST_SAYING = 300
_NO_ACT = "no act is named that it changes, by its day and number"


class Part(StrEnum):
    """The kind of a line in the amending part."""

    OPERATION = "operation"
    PLACE = "place"
    """It names the act, standard or annex that the lines below it change."""
    ROWS = "rows"
    """It is printed between quotation marks, and belongs to the operation above."""
    OTHER = "other"
    """When the act takes force, who controls it, who signed it."""
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One change that a line orders; fields that a kind does not need are empty.

    `last` is the line of the last row printed below it. `title` names the standard, `after` is the text after
    a change of words or of a name, `is_sent` says that the text is an annex of the amending act. `since` is
    the first day of this operation, None if its line states none.
    """

    kind: OperationKind
    line: int
    last: int
    says: str
    act: ActRef | None = None
    title: str = ""
    standard: int | None = None
    annex: int | None = None
    row: str = ""
    paragraph: int | None = None
    before: str = ""
    after: str = ""
    rows: tuple[TextRow, ...] = ()
    is_sent: bool = False
    since: date | None = None


@dataclass(frozen=True, slots=True)
class AmendingLine:
    """A line of the amending part; `reason` says why it is blocked."""

    line: int
    part: Part
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AmendingText:
    """The operations in order, and the kind of every line between the head and the annexes."""

    operations: tuple[Operation, ...] = ()
    lines: tuple[AmendingLine, ...] = ()

    @property
    def blocked(self) -> tuple[AmendingLine, ...]:
        """The operative lines that no rule reads."""
        return tuple(line for line in self.lines if line.part is Part.BLOCKED)

    @property
    def is_amending(self) -> bool:
        """Whether the text has an operation or a blocked line."""
        return bool(self.operations or self.blocked)


@dataclass
class _Place:
    """The act, standard, annex and paragraph to which the next operation applies, by the lines above it."""

    act: ActRef | None = None
    title: str = ""
    annex: int | None = None
    paragraph: int | None = None
    within: str = ""


@dataclass
class _Found:
    operations: list[Operation] = field(default_factory=list)
    lines: list[AmendingLine] = field(default_factory=list)


def read_amending(text: ActText, marks: Sequence[Mark]) -> AmendingText:
    """The operations of a text and the kinds of its lines.

    Empty if, before the first heading of an annex, it has no paragraph 1 or no verb of amendment.
    """
    # A line such as `приложение 3 к стандарту изложить ...` is not a heading, though it begins like one.
    headings = (mark for mark in marks if not is_of_law(fold(text.line(mark.first))))
    end = min((mark.first - 1 for mark in headings), default=text.last)
    start = next((n for n in range(1, end + 1) if _begins(text.line(n))), None)
    if start is None or not any(is_of_law(fold(text.line(n))) for n in range(start, end + 1)):
        return AmendingText()
    reader = _Reader(text, end)
    number = start
    while number <= end:
        number = reader.read(number) + 1
    return AmendingText(tuple(reader.found.operations), tuple(reader.found.lines))


def _begins(line: str) -> bool:
    found = _NUMBERED.fullmatch(fold(line))
    return found is not None and found["paragraph"] == "1"


class _Reader:
    """Reads line by line. `at` is the act, standard, annex and paragraph named by the lines above."""

    def __init__(self, text: ActText, end: int) -> None:
        self.text, self.end = text, end
        self.at = _Place()
        self.found = _Found()
        self.is_over = False

    def read(self, number: int) -> int:
        """Read the line and the rows quoted below it; returns the number of the last line read."""
        line = fold(self.text.line(number))
        if not line:
            return number
        sentence = self._numbered(line)
        if is_other(sentence) or (self.is_over and not is_of_law(sentence)):
            self.is_over = True
            return self._say(number, Part.OTHER)
        self._go_to(sentence)
        opened = opened_list(sentence)
        if opened is not None:
            self.at.within = opened
            return self._say(number, Part.PLACE)
        order = worded(sentence, self.at.within)
        if order is not None:
            return self._operate(number, sentence, order)
        return self._left(number, sentence)

    def _numbered(self, line: str) -> str:
        """A line without its number.

        A new paragraph forgets the named act and place, a new item the annex and paragraph.
        """
        match = _NUMBERED.fullmatch(line)
        if match is None:
            return line
        if match["paragraph"]:
            self.at = _Place()
            return match["rest"]
        self.at = replace(self.at, annex=None, paragraph=None)
        return match["more"]

    def _go_to(self, sentence: str) -> None:
        """Remember the act, standard, annex and paragraph that a line names for the operations below."""
        act = find_act(sentence)
        if act is not None:
            self.at.act = act
        title = find_place("title", sentence)
        if title is not None:
            self.at.title, self.at.annex, self.at.paragraph = title, None, None
        annex, paragraph = find_place("annex", sentence), find_place("paragraph", sentence)
        if annex is not None:
            self.at.annex, self.at.paragraph = int(annex), None
        if paragraph is not None:
            self.at.paragraph = int(paragraph)

    def _operate(self, number: int, sentence: str, order: Worded) -> int:
        """Add the operations of a line, or block it with a reason.

        Returns the last line of its quoted rows.
        """
        block = read_block(self.text, number, self.end) if order.block else None
        problem = self._problem(order, block)
        if problem:
            self._say(number, Part.BLOCKED, problem)
        else:
            self._say(number, Part.OPERATION)
            self.found.operations += self._operations(number, sentence, order, block)
        if block is None:
            return number
        for printed in range(number + 1, block.last + 1):
            if self.text.line(printed).strip():
                self._say(printed, Part.ROWS)
        return block.last

    def _problem(self, order: Worded, block: Block | None) -> str:
        """Why an operation cannot be read completely; empty if it can."""
        if order.block and (block is None or not block.rows):
            return "the rows it gives are not printed below it between quotation marks"
        if order.kind not in _OF_UNITS and self.at.act is None:
            return _NO_ACT
        if order.kind in _WITH_ROWS and self.at.annex is None:
            return "no annex is named whose rows it changes"
        if order.block and block is not None:
            labels, given = row_labels(order.names["row"]), [row.cells[0].strip(". ") for row in block.rows]
            if list(labels) != given:
                return f"it names the rows {', '.join(labels)}, and {', '.join(given)} are printed below it"
        return ""

    def _operations(
        self, number: int, sentence: str, order: Worded, block: Block | None
    ) -> Iterator[Operation]:
        """One operation for each row that the line names, with the quoted row at the same position.

        A line that is not about rows gives one operation.
        """
        whole = self._whole(number, sentence, order)
        labels = row_labels(order.names["row"]) if order.kind in _WITH_ROWS else ("",)
        rows = block.rows if block is not None else ()
        for place, label in enumerate(labels):
            given = rows[place : place + 1]
            yield replace(whole, row=label, rows=given, last=given[0].line if given else number)

    def _whole(self, number: int, sentence: str, order: Worded) -> Operation:
        """The operation of a line without its rows.

        Words replaced throughout the act have no standard or annex.
        """
        names, is_of_unit = order.names, order.kind in _OF_UNITS
        is_of_text = order.kind is OperationKind.REPLACE_WORDS
        annex = names.get("annex")
        is_throughout = is_of_text and "по всему тексту" in sentence.lower()
        before = names.get("before", "")
        after = names.get("after") or (f"{before} {names['added']}" if "added" in names else "")
        return Operation(
            kind=order.kind,
            line=number,
            last=number,
            says=sentence[:LONGEST_SAYING],
            act=None if is_of_unit else self.at.act,
            title="" if is_of_unit or is_throughout else names.get("title", self.at.title),
            annex=None if is_throughout else int(annex) if annex else self.at.annex,
            paragraph=None if is_throughout else self.at.paragraph,
            before=before,
            after=after,
            is_sent="sent" in names,
            since=find_day(sentence) if order.kind in _WHOLE_ACTS else None,
        )

    def _left(self, number: int, sentence: str) -> int:
        """Record a line without an operation; returns its number.

        It names a place, says something else, or is blocked.
        """
        if sentence.endswith(":") and (self.at.act is not None or self.at.within):
            return self._say(number, Part.PLACE)
        if sentence.endswith(":") and is_of_law(sentence):
            return self._say(number, Part.BLOCKED, f"{_NO_ACT}: {sentence[:LONGEST_SAYING]}")
        if not is_of_law(sentence) and self.at.act is None and not self.at.within:
            return self._say(number, Part.OTHER)
        return self._say(number, Part.BLOCKED, f"no rule reads this change: {sentence[:LONGEST_SAYING]}")

    def _say(self, number: int, part: Part, reason: str = "") -> int:
        """Record the kind of a line; returns its number."""
        self.found.lines.append(AmendingLine(number, part, reason))
        return number
