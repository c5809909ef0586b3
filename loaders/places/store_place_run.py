"""The work of `kense place --database`: locates positions in a store and shows them before writing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console

from changes.location_run import OFFICES_AT_ONCE, LocationRun, location_run
from changes.location_search import Finding
from geo.locator.position_needs import needs_of, standing_of
from loaders.places.location_tables import print_findings, print_states, print_summary
from loaders.progress import progress_bar
from model.enums import PositionState
from model.settings import Settings
from store.reading.edition_file import edition_file
from store.reading.kept_edition import load_kept_edition
from store.reading.loaded import check_loaded
from store.tables.engine import make_engine


@dataclass(frozen=True, slots=True)
class PlaceWishes:
    """The options of a run.

    `may_write` is called with the number of positions that would change, 0 if only failed attempts would be
    recorded; it returns whether to write.
    """

    may_write: Callable[[int], bool]
    is_dry: bool = False
    is_sure: bool = False
    """Whether batches are written as they are found, without asking."""
    as_json: bool = False
    limit: int | None = None


def run_place_store(settings: Settings, wishes: PlaceWishes, console: Console, notes: Console) -> bool:
    """Locate what needs it in the store of the settings; returns whether nothing is left open.

    Findings are printed to `console`, the rest to `notes`. False if nothing was written because the user said
    no, a geocoder failed, or an office changed meanwhile. An interrupted run continues where it stopped:
    written positions are not searched again, and no geocoder is asked twice. Raises StoreError,
    TaskTakenError and LoadedMeanwhileError.
    """
    engine = make_engine(settings.database_url)
    try:
        check_loaded(engine)
        with location_run(engine, settings) as run:
            return _located(run, wishes, console, notes)
    finally:
        engine.dispose()


def _located(run: LocationRun, wishes: PlaceWishes, console: Console, notes: Console) -> bool:
    """Search, print and write; returns whether nothing is left open."""
    findings: list[Finding] = []
    editions: list[int] = []
    total, done = run.search.count(), 0
    with progress_bar(notes) as report:

        def step() -> None:
            nonlocal done
            done += 1
            report("locating", done, total)

        for batch in run.batches(wishes.limit, step):
            findings += batch
            print_findings(batch, console, as_json=wishes.as_json)
            if wishes.is_sure and not wishes.is_dry:
                _write(run, batch, editions)
    print_summary(findings, notes)
    changes = sum(one.kind != "same" for one in findings)
    if wishes.is_dry:
        _say(notes, f"{changes} positions would change; nothing was written")
        return not _is_open(run, findings)
    if not wishes.is_sure:
        # Failed attempts are recorded, too.
        is_written = any(one.kind != "same" or one.attempt is not None for one in findings)
        if is_written and not wishes.may_write(changes):
            _say(notes, "nothing was written: add --yes")
            return False
        for batch in _again(findings):
            _write(run, batch, editions)
    _say(notes, _outcome(findings, changes, editions))
    for subject in run.late:
        _say(notes, f"changed meanwhile, left as it is: {subject}")
    return not _is_open(run, findings)


def _again(found: list[Finding]) -> list[list[Finding]]:
    """The findings in batches, in the order of a run: units, changed offices, offices without change."""
    units = [one for one in found if not one.need.is_office]
    changed = [one for one in found if one.need.is_office and one.kind != "same"]
    same = [one for one in found if one.need.is_office and one.kind == "same"]
    cut = range(0, len(changed), OFFICES_AT_ONCE)
    batches = [units, *(changed[start : start + OFFICES_AT_ONCE] for start in cut), same]
    return [batch for batch in batches if batch]


def _write(run: LocationRun, batch: list[Finding], editions: list[int]) -> None:
    """Write a batch; the number of its edition is added to `editions` if it made an edition."""
    run.lease.renew()
    written = run.write(batch)
    if written.edition is not None:
        editions.append(written.edition)


def _outcome(found: list[Finding], changes: int, editions: list[int]) -> str:
    """A sentence about what was written."""
    if not editions:
        return "nothing was written" if found else "nothing needs to be located"
    first, last = editions[0], editions[-1]
    shown = f"edition {last}" if first == last else f"editions {first} to {last}"
    return f"{changes} positions changed, {shown}"


def _is_open(run: LocationRun, found: list[Finding]) -> bool:
    """Whether another run could find more: a geocoder failed, or an office was changed during this run."""
    return bool(run.late) or any(one.failures for one in found)


def run_place_states(settings: Settings, state: PositionState, console: Console, *, as_json: bool) -> None:
    """Print the units and offices of the store whose position is in this state. Raises StoreError."""
    engine = make_engine(settings.database_url)
    try:
        check_loaded(engine)
        edition = load_kept_edition(engine, edition_file(settings))
    finally:
        engine.dispose()
    rows = ((need, standing_of(edition, need)) for need in needs_of(edition))
    print_states((row for row in rows if row[1].state is state), console, as_json=as_json)


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
