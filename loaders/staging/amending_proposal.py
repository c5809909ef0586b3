"""The part of a draft profile for an amending act: its operations, and its first day in force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from loaders.acts.adoption import Adoption
from loaders.acts.amending_account import amending_of
from loaders.acts.amending_text import AmendingText, Operation
from loaders.acts.marks import MarkKind
from loaders.acts.reader import Survey
from loaders.acts.text import fold
from loaders.staging.profile_writing import write_comment
from model.enums import OperationKind
from model.lookup_words import AmendingWords
from model.lookups import lookup

_SHOWN = 160
_OF_ACTS = frozenset({OperationKind.REPEAL, OperationKind.REPEAL_PART})


def amendments_of(found: Survey) -> AmendingText:
    """The operations of an act that only amends.

    Empty for an act with standards or lists of offices of its own. A list of offices may also repeal an older
    list; that does not make it an amending act.
    """
    amending = amending_of(found)
    approves = any(mark.kind is MarkKind.STANDARD for mark in found.marks)
    amends = any(one.kind not in _OF_ACTS for one in amending.operations)
    return amending if not approves and (amends or not found.tables) else AmendingText()


def earliest_force(found: Survey, adoption: Adoption | None) -> tuple[date, str] | None:
    """The first day in force that the text allows, and the words that state it.

    None without an adoption or such words.
    """
    if adoption is None:
        return None
    for line in map(fold, found.text.lines):
        for delay in lookup(AmendingWords).delays:
            said = re.search(delay.words, line, re.IGNORECASE)
            if said is not None:
                return adoption.day + timedelta(days=delay.days), said[0]
    return None


def write_amendments(amending: AmendingText) -> str:
    """The key `amendments` as text.

    It has a comment for each operation and each line that is not understood.
    """
    lines = [
        write_comment(
            "Operations read from the text. An entry here replaces the operations that were read from its "
            "`line`: kind, of (id of the act), standard, annex, row, paragraph, before, after, unit, cells, "
            "since; or kind NONE with `why`."
        ),
        *(write_comment(f"  line {one.line}: {_shown(one)}") for one in amending.operations),
        *(write_comment(f"  line {one.line}: blocked: {one.reason[:_SHOWN]}") for one in amending.blocked),
        "amendments: []\n",
    ]
    return "".join(lines)


def _shown(one: Operation) -> str:
    return " ".join(_parts(one))


def _parts(one: Operation) -> Iterator[str]:
    yield one.kind.value
    if one.row:
        yield f"row {one.row}"
    if one.paragraph is not None:
        yield f"paragraph {one.paragraph}"
    if one.annex is not None:
        yield f"annex {one.annex}"
    if one.title:
        yield f"of «{one.title[:_SHOWN]}»"
    if one.act is not None:
        yield f"act {one.act.number} of {one.act.day}"
    if one.before:
        yield f"«{one.before[:_SHOWN]}» → «{one.after[:_SHOWN]}»"
