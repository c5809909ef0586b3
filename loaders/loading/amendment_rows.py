"""Amendments of seeds as rows of the store: operations, the days of rows, and the acts that were repealed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from loaders.seeds.cells import Cells
from loaders.seeds.citations import BadCitationError, parse_citation
from loaders.seeds.folder import Seeds
from loaders.seeds.rows import EntryRow
from model.enums import OperationKind


def amendments(seeds: Seeds) -> Iterator[dict[str, Any]]:
    """Rows of `amendment`, numbered from 1. Raises BadSeedError for a value that is not valid."""
    acts = {act.id: act for act in seeds.acts}
    for number, row in enumerate(seeds.amendments, 1):
        cells = Cells(f"amendments.csv: {row.act} line {row.line}")
        yield {
            "id": number,
            "act_id": cells.known("act", acts, row.act),
            "line": row.line,
            "kind": cells.member("kind", OperationKind, row.kind),
            "of_act": cells.slug(row.of) if row.of else None,
            "standard": cells.whole("standard", row.standard),
            "annex": cells.whole("annex", row.annex),
            "row_label": row.row or None,
            "paragraph": cells.whole("paragraph", row.paragraph),
            "on_day": cells.day("on", row.on),
            "words_before": row.before or None,
            "words_after": row.after or None,
            "unit_id": row.unit or None,
            "number": row.number or None,
            "adopted_on": cells.day("adopted_on", row.adopted_on),
            "adopted_by": row.adopted_by or None,
            "says": row.says,
        }


def ends_by_repeal(seeds: Seeds) -> dict[str, tuple[date | None, str | None]]:
    """By act: the first day without force and the act that repealed it; the earliest repeal counts.

    Acts that are not repealed are left out, and so are repeals later than `force_until`.
    """
    acts = {act.id: act for act in seeds.acts}
    ends: dict[str, tuple[date | None, str | None]] = {}
    for row in seeds.amendments:
        act, by = acts.get(row.of), acts.get(row.act)
        if row.kind != OperationKind.REPEAL or act is None or by is None:
            continue
        day = Cells(f"amendments.csv: {row.act} line {row.line}").day("on", row.on)
        known = ends.get(act.id, (act.force_until, None))[0]
        if day is not None and (known is None or day < known):
            ends[act.id] = day, f"{by.adopted_by} {by.adopted_on.isoformat()} № {by.number}"
    return ends


def version_columns(cells: Cells, row: EntryRow) -> dict[str, Any]:
    """The columns of a printed row that say which amendment began and ended it.

    Raises BadSeedError for a citation or day that is not valid, and if the row ends before it begins.
    """
    since, until = cells.day("since", row.since), cells.day("until", row.until)
    if since is not None and until is not None and until < since:
        raise cells.fail(f"it ends on {row.until}, before it begins on {row.since}")
    for column in ("amends", "restates", "follows", "ended_by"):
        _check(cells, column, getattr(row, column))
    return {
        "amends": row.amends or None,
        "restates": row.restates or None,
        "follows": row.follows or None,
        "since": since,
        "until": until,
        "ended_by": row.ended_by or None,
    }


def _check(cells: Cells, column: str, token: str) -> None:
    """Raises BadSeedError if a citation is not valid; empty is."""
    try:
        if token:
            parse_citation(token)
    except BadCitationError as error:
        raise cells.fail(f"{column}: {error}") from None
