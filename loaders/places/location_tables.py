"""Prints findings and states of positions: lines for people, JSON lines for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import orjson
from rich.console import Console

from changes.location_search import Finding
from changes.location_writing import evidence_of
from geo.locator.position_needs import Need, Standing
from model.edition import Position

_FAR_KM = 0.01


def finding_row(finding: Finding) -> dict[str, Any]:
    """A search for a position as a JSON object: subject, position before and after, source, why not found."""
    trouble = finding.attempt.trouble if finding.attempt is not None else None
    return {
        "subject": finding.need.subject,
        "kind": finding.kind,
        "wanted": finding.need.wanted,
        "before": _point(finding.need.position),
        "after": _point(finding.after),
        "moved_km": round(finding.moved_km, 3),
        "evidence": evidence_of(finding),
        "trouble": trouble,
        "notes": finding.attempt.notes if finding.attempt is not None else (),
        "failures": finding.failures,
    }


def state_row(need: Need, standing: Standing) -> dict[str, Any]:
    """A position and its state as a JSON object."""
    attempt = standing.attempt
    return {
        "subject": need.subject,
        "state": standing.state,
        "trouble": standing.trouble,
        "wanted": need.wanted,
        "position": _point(need.position),
        "tried_at": attempt.tried_at if attempt is not None else None,
        "sources": attempt.sources if attempt is not None else (),
        "notes": attempt.notes if attempt is not None else (),
    }


def print_findings(found: Iterable[Finding], console: Console, *, as_json: bool) -> None:
    """Print a line for each position that changes, or with `as_json` for each that was searched."""
    for finding in found:
        if as_json:
            _write(console, orjson.dumps(finding_row(finding)).decode())
        elif finding.kind != "same":
            how = f"{_told(finding.need.position)} -> {_told(finding.after)}"
            far = f"\t{finding.moved_km:.1f} km" if finding.moved_km > _FAR_KM else ""
            _write(console, f"{finding.kind}\t{finding.need.subject}\t{how}{far}")


def print_summary(found: Iterable[Finding], console: Console) -> None:
    """Print the number of changes of each kind, and of positions not found for each reason."""
    kinds = Counter[str]()
    for finding in found:
        trouble = finding.attempt.trouble if finding.attempt is not None else None
        if finding.kind != "same":
            kinds[finding.kind] += 1
        elif trouble is not None:
            kinds[f"not located: {trouble}"] += 1
        elif finding.failures:
            kinds["left open, a geocoder failed"] += 1
    for kind, count in kinds.most_common():
        _write(console, f"{count:,}\t{kind}")


def print_states(rows: Iterable[tuple[Need, Standing]], console: Console, *, as_json: bool) -> None:
    """Print a line for each position: subject, state, reason, its precision and the wanted precision."""
    for need, standing in rows:
        if as_json:
            _write(console, orjson.dumps(state_row(need, standing)).decode())
        else:
            why = standing.trouble or ""
            told = f"{_told(need.position)}, wanted {need.wanted}"
            _write(console, f"{need.subject}\t{standing.state}\t{why}\t{told}")


def _point(at: Position | None) -> dict[str, Any] | None:
    """A position as a JSON object; None for None."""
    if at is None:
        return None
    return {
        "lon": at.lon,
        "lat": at.lat,
        "precision": at.precision,
        "method": at.method,
        "source": at.source,
        "source_id": at.source_id,
    }


def _told(at: Position | None) -> str:
    if at is None:
        return "none"
    source = f" ({at.source}:{at.source_id})" if at.source and at.source_id else ""
    return f"{at.precision}{source}"


def _write(console: Console, text: str) -> None:
    console.file.write(f"{text}\n")  # `print` would expand the TABs
